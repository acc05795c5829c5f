// How two documents are connected along the chain: all shortest paths, arrows only. A mapping is a document of the path, passed from FROM to TO;
// a framework is an end only, for through it everything would lead to everything. Supporting evidence, not certification.
MATCH (from:Entity {key: $from}) USING INDEX from:Entity(key)
MATCH (to:Entity {key: $to}) USING INDEX to:Entity(key)
// Step by step away from the start, until the end is met or nothing new is.
WITH from, to, reduce(levels = [[from]], step IN range(1, $depthMax) | CASE WHEN to IN last(levels) OR size(last(levels)) = 0 THEN levels ELSE levels + [COLLECT {
    UNWIND last(levels) AS x
    MATCH (x)-[r:__EDGES__]-(y)
    WHERE ($via IS NULL OR type(r) IN $via) AND (startNode(r) = x) = (type(r) <> 'FROM') AND (NOT x:Framework OR x = from) AND none(level IN levels WHERE y IN level)
    RETURN DISTINCT y
  }] END) AS levels
WHERE to IN last(levels)
// Back from the end: what lies on a shortest path.
WITH from, reduce(between = [[to]], step IN range(2, size(levels)) | [[x IN levels[size(levels) - step] WHERE EXISTS {
    MATCH (x)-[r:__EDGES__]-(y)
    WHERE ($via IS NULL OR type(r) IN $via) AND (startNode(r) = x) = (type(r) <> 'FROM') AND (NOT x:Framework OR x = from) AND y IN head(between)
  }]] + between) AS between
// And forward again: each begun path leads to the end, so that no more need to be kept than are wanted.
UNWIND reduce(paths = [{nodes: [from.key], edges: [], at: from}], step IN range(1, size(between) - 1) | COLLECT {
    UNWIND paths AS path
    WITH path, path.at AS x
    MATCH (x)-[r:__EDGES__]-(y)
    WHERE ($via IS NULL OR type(r) IN $via) AND (startNode(r) = x) = (type(r) <> 'FROM') AND (NOT x:Framework OR x = from) AND y IN between[step]
    WITH path.nodes + y.key AS nodes, path.edges + (startNode(r).key + '|' + type(r) + '|' + endNode(r).key) AS edges, y
    ORDER BY nodes LIMIT $pathCountMax
    RETURN {nodes: nodes, edges: edges, at: y}
  }) AS path
RETURN path.nodes AS nodes, path.edges AS edges
ORDER BY nodes
LIMIT $pathCountMax
