      // What modified a system or component substantially after evidence of conformity was made that concerns it, or on that day: a change that was made of it or of a part, or its design.
      WITH __FROM__ AS evidence, [__FROM__.collectedOn, __FROM__.effectiveFrom, __FROM__.approvedOn] AS days
      MATCH (evidence)-[:CONCERNS]->(concerned:AiSystem|Component)
      OPTIONAL MATCH (concerned)-[:USES]->{0,1}()<-[:CHANGES]-(change:PlannedChange {substantial: true}) WHERE any(made IN days WHERE made <= change.doneOn) AND change.doneOn <= day
      UNWIND [change.key, CASE WHEN any(made IN days WHERE made <= concerned.designChangedOn) AND concerned.designChangedOn <= day THEN concerned.key END] AS __TO__
      WITH __TO__ WHERE __TO__ IS NOT NULL
      RETURN DISTINCT __TO__
