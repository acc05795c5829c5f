// The chain of one system, as a picture
// Its risks, the controls that mitigate them, their proof, and the requirements that both meet.
:param system => 'ai-system:credit-scoring';
:param limit => 60;
MATCH (s:AiSystem {key: $system})-[:HAS_RISK]->(r:Risk)-[:MITIGATED_BY]->(c:Control)
MATCH chain = (s)-[:HAS_RISK]->(r)-[:MITIGATED_BY]->(c)-[:SATISFIES]->(row:Requirement)
OPTIONAL MATCH proof = (c)-[:EVIDENCED_BY]->(:Evidence|Assessment)
RETURN chain, proof
ORDER BY r.key, c.key, row.key
LIMIT $limit;
