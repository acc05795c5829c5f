      // A MAJOR finding is closed once its cause is known, and each of its actions was implemented and judged effective by somebody else, or was judged not to
      // have worked and one that worked was implemented after that.
      WHERE f.grade = 'MAJOR' AND f.foundOn <= day AND NOT (f.cause IS NOT NULL AND EXISTS { (f)<-[:CORRECTS]-() } AND NOT EXISTS {
        MATCH (f)<-[:CORRECTS]-(action)
        WHERE NOT coalesce(action.implementedOn <= day AND action.effect = 'EFFECTIVE' AND action.status = 'APPROVED' AND action.approvedOn <= day, false)
          AND NOT (coalesce(action.effect = 'NOT_EFFECTIVE' AND action.status = 'APPROVED', false) AND EXISTS {
            MATCH (f)<-[:CORRECTS]-(later)
            WHERE later.implementedOn <= day AND later.effect = 'EFFECTIVE' AND later.status = 'APPROVED' AND later.approvedOn <= day AND later.implementedOn >= action.approvedOn
          })
      })
