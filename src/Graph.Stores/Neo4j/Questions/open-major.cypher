      // A MAJOR finding is closed once its cause is known, and each of its actions was implemented and judged effective by somebody else.
      WHERE f.grade = 'MAJOR' AND f.foundOn <= day AND NOT (f.cause IS NOT NULL AND EXISTS { (f)<-[:CORRECTS]-() } AND NOT EXISTS {
        MATCH (f)<-[:CORRECTS]-(action)
        WHERE NOT coalesce(action.implementedOn <= day AND action.effect = 'EFFECTIVE' AND action.status = 'APPROVED' AND action.approvedOn <= day, false)
      })
