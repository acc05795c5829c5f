      // What modified a system substantially after evidence of its conformity was made, or on that day: a change that was made of it or of a component, or its design.
      WITH __FROM__ AS evidence, coalesce(__FROM__.collectedOn, __FROM__.effectiveFrom, __FROM__.approvedOn) AS made
      MATCH (evidence)-[:CONCERNS]->(concerned:AiSystem)
      OPTIONAL MATCH (concerned)-[:USES]->{0,1}()<-[:CHANGES]-(change:PlannedChange {substantial: true}) WHERE made <= change.doneOn AND change.doneOn <= day
      WITH collect(change.key) + collect(CASE WHEN made <= concerned.designChangedOn AND concerned.designChangedOn <= day THEN concerned.key END) AS keys
      UNWIND keys AS __TO__
      RETURN DISTINCT __TO__
