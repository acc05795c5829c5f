// What a vendor reaches
// Its components, the systems that use them, and the classes and facts that make it matter.
:param vendor => 'vendor:harbour-cloud';
:param limit => 100;
MATCH (v:Vendor {key: $vendor})<-[:SUPPLIED_BY]-(c:Component)
OPTIONAL MATCH (c)<-[:USES]-(s:AiSystem)
RETURN c.key AS component, c.title AS title, c.type AS type, s.key AS system, s.classes AS classes
ORDER BY component, system
LIMIT $limit;
