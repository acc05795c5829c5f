// Controls that serve three frameworks or more
// Done once, counted often: the best places to spend the next hour.
:param frameworks => 3;
:param limit => 50;
MATCH (c:Control)-[:SATISFIES]->(:Requirement)-[:PART_OF]->{1,8}(f:Framework)
WITH c, collect(DISTINCT f.key) AS frameworks
WHERE size(frameworks) >= $frameworks
RETURN c.key AS control, c.title AS title, c.scope AS scope, frameworks
ORDER BY size(frameworks) DESC, control
LIMIT $limit;
