      // What modified a system substantially after evidence of its conformity was made, or on that day: a change that was made of it or of a component, or its design.
      WITH __FROM__ AS evidence, coalesce(__FROM__.collectedOn, __FROM__.effectiveFrom, __FROM__.approvedOn) AS made
      MATCH (evidence)-[:CONCERNS]->(concerned:AiSystem)
      OPTIONAL MATCH (concerned)-[:USES]->{0,1}()<-[:CHANGES]-(change:PlannedChange {substantial: true}) WHERE made <= change.doneOn AND change.doneOn <= day
      UNWIND [change.key, CASE WHEN made <= concerned.designChangedOn AND concerned.designChangedOn <= day THEN concerned.key END] AS __TO__
      WITH __TO__ WHERE __TO__ IS NOT NULL
      RETURN DISTINCT __TO__
