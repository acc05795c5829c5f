// Components that several systems share
// A fault in one of them is a fault in all of these systems.
:param systems => 2;
:param limit => 50;
MATCH (c:Component)<-[:USES]-(s:AiSystem)
WITH c, collect(s.key) AS systems
WHERE size(systems) >= $systems
OPTIONAL MATCH (c)-[:SUPPLIED_BY]->(v:Vendor)
RETURN c.key AS component, c.title AS title, systems, collect(v.title) AS vendors
ORDER BY size(systems) DESC, component
LIMIT $limit;
