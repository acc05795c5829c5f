// Mappings that give no credit because their set is disputed
// With the reason of the dispute.
:param limit => 50;
MATCH (m:Mapping)-[:IN_SET]->(set:MappingSet {disputed: true})
MATCH (a:Requirement)<-[:FROM]-(m)-[:TO]->(b:Requirement)
RETURN set.title AS set, set.disputedReason AS reason, a.key AS source, m.relation AS relation, b.key AS target
ORDER BY source, target
LIMIT $limit;
