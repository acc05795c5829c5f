  // A mapping gives credit unless it says NONE or ADJACENT, its set is disputed, or its set was not asked for.
  AND coalesce(m.relation, 'NONE') <> 'NONE' AND NOT coalesce(m.strength, '') IN ['ADJACENT', 'NONE']
  AND EXISTS { MATCH (m)-[:IN_SET]->(s:MappingSet) WHERE NOT coalesce(s.disputed, false) AND ($mappingSets IS NULL OR s.key IN $mappingSets) }
