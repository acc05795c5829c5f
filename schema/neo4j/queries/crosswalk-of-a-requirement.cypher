// What other frameworks say about a requirement
// Mappings from and to it, whose they are, how strong, and whether the set is disputed.
:param requirement => 'iso-42001:A.6.2.8';
:param limit => 100;
MATCH (row:Requirement {key: $requirement})<-[near:FROM|TO]-(m:Mapping)-[far:FROM|TO]->(other:Requirement)
MATCH (m)-[:IN_SET]->(set:MappingSet)
WHERE other <> row AND type(near) <> type(far)
RETURN other.key AS requirement, other.title AS title, m.relation AS relation, m.strength AS strength, type(near) = 'FROM' AS forward,
  set.title AS set, set.confidence AS confidence, coalesce(set.disputed, false) AS disputed
ORDER BY disputed, requirement
LIMIT $limit;
