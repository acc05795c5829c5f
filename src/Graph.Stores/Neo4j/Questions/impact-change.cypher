// Impact of CHANGE: every document that may now mean something else, with its distance from the start and one shortest path. The start is not in it.
MATCH (start:Entity {key: $of}) USING INDEX start:Entity(key)
// Step by step away from the start, until nothing new is met: along the arrow of some edges, against that of others. Of places that a step meets
// several times the first is kept.
WITH start, reduce(found = {frontier: [{at: start, path: [start.key]}], seen: [start.key], all: []}, step IN range(1, $depthMax) |
  CASE WHEN size(found.frontier) = 0 THEN found ELSE head([met IN [COLLECT {
      UNWIND found.frontier AS place
      WITH place, place.at AS x
      MATCH (x)-[r:__EDGES__]-(y)
      WHERE ((type(r) IN __WITH__ AND startNode(r) = x) OR (type(r) IN __AGAINST__ AND endNode(r) = x)) AND NOT y.key IN found.seen
      WITH y, place.path + y.key AS path
      RETURN {at: y, name: y.key, path: path, distance: step}
    }] | head([names IN [[place IN met | place.name]] | head([fresh IN [[i IN range(0, size(met) - 1) WHERE NOT names[i] IN names[0..i] | met[i]]] |
      {frontier: fresh, seen: found.seen + [place IN fresh | place.name], all: found.all + fresh}])])]) END) AS found
UNWIND found.all AS reached
WITH start, reached.at AS node, min([reached.distance] + reached.path) AS nearest
WHERE node <> start
RETURN node.key AS node, nearest[0] AS distance, nearest[1..] AS path
ORDER BY distance, node
LIMIT $nodeCountMax
