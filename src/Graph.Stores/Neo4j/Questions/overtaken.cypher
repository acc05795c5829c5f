      // What has changed after the signature of an assessment, of what that watches: the design of what it assesses, or by a change of that, of a component of it or of a scope with it; and what was noted in it.
      WITH __FROM__ AS assessment, reduce(asked = [], some IN COLLECT { MATCH (__FROM__)-[:FOLLOWS]->(t:Template) WHERE t.watches IS NOT NULL RETURN t.watches } | asked + some) AS asked
      WITH assessment, coalesce(assessment.watches, CASE WHEN size(asked) > 0 THEN asked END, CASE assessment.kind
        WHEN 'CLASSIFICATION' THEN ['DESIGN', 'PURPOSE', 'JURISDICTION', 'SCOPE']
        WHEN 'VENDOR_DUE_DILIGENCE' THEN ['MODEL', 'DATA', 'JURISDICTION', 'SCOPE', 'SUPPLIER']
        ELSE ['MODEL', 'RETRAINING', 'DATA', 'DESIGN', 'PURPOSE', 'AFFECTED_PERSONS', 'JURISDICTION', 'SCOPE', 'OVERSIGHT'] END) AS watched
      OPTIONAL MATCH (assessment)-[:ASSESSES]->(assessed)
      CALL (assessment, watched, assessed, day) {
        WITH assessment WHERE assessment.signedOn IS NOT NULL AND assessment.overtakenOn <= day
        RETURN assessment AS __TO__
        UNION
        WITH assessed WHERE assessment.signedOn <= assessed.designChangedOn AND assessed.designChangedOn <= day AND 'DESIGN' IN watched
          AND NOT EXISTS { MATCH (assessed)<-[:CHANGES]-(change) WHERE change.key IN assessment.foresees AND change.doneOn = assessed.designChangedOn }
        RETURN assessed AS __TO__
        UNION
        CALL (assessed) {
          MATCH (assessed)-[:USES]->{0,1}(changed) RETURN changed
          UNION
          MATCH (assessed)<-[:INCLUDES]-(changed) RETURN changed
        }
        MATCH (changed)<-[:CHANGES]-(change)
        WHERE assessment.signedOn <= change.doneOn AND change.doneOn <= day AND NOT change.key IN coalesce(assessment.foresees, []) AND any(aspect IN coalesce(change.aspects, watched) WHERE aspect IN watched)
        RETURN change AS __TO__
      }
      RETURN DISTINCT __TO__.key AS __TO__
