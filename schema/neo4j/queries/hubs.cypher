// The controls and proof on which most hangs
// By the number of edges; a hub that fails is felt everywhere.
:param limit => 25;
MATCH (n:Control|Evidence|Assessment)
WITH n, COUNT { (n)--(:Entity) } AS edges
ORDER BY edges DESC, n.key
LIMIT $limit
RETURN n.key AS key, n.title AS title, [l IN labels(n) WHERE l <> 'Entity'][0] AS kind, edges;
