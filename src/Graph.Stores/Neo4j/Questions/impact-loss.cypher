// Impact of LOSS: every document that may no longer hold, with its distance from the start and one shortest path. The start is not in it.
MATCH (start:Entity {key: $of}) USING INDEX start:Entity(key)
// Step by step away from the start, until nothing new is met. Where a walk may go on depends on the mappings that it has passed, on the end at which
// it entered a mapping, and on the control by which it came to a risk: a place is a document with these. Of places that a step meets several times
// the first is kept.
WITH start, reduce(found = {frontier: [{at: start, passed: CASE WHEN start:Mapping THEN 1 ELSE 0 END, path: [start.key], distance: 0}], seen: [], all: []}, step IN range(1, $depthMax) |
  CASE WHEN size(found.frontier) = 0 THEN found ELSE head([met IN [COLLECT {
      UNWIND found.frontier AS place
      WITH place, place.at AS x, place.by AS by
      CALL (place, x, by) {
        // Along the arrow of some edges, against that of others. From a risk that a control of some systems mitigates only these are reached.
        MATCH (x)-[r:__EDGES__]-(y)
        WHERE ((type(r) IN __WITH__ AND startNode(r) = x) OR (type(r) IN __AGAINST__ AND endNode(r) = x))
          AND (by IS NULL OR NOT r:HAS_RISK OR EXISTS { (by)-[:APPLIES_TO]->(y) }
            OR NOT EXISTS { (by)-[:APPLIES_TO]->(:AiSystem) } AND (y:AiSystem AND EXISTS { (by)<-[:MITIGATED_BY]-(:Risk)<-[:HAS_RISK]-(y) }
              OR NOT EXISTS { (by)<-[:MITIGATED_BY]-(:Risk)<-[:HAS_RISK]-(:AiSystem) }))
        RETURN y, place.passed AS passed, CASE WHEN r:MITIGATED_BY AND coalesce(x.scope, '') <> 'ORGANISATION' THEN x END AS control, null AS entered
        UNION
        // What stands below a heading falls with it.
        MATCH (x:Requirement|Framework)<-[:PART_OF]-(y)
        RETURN y, place.passed AS passed, null AS control, null AS entered
        UNION
        // Into a mapping that can give credit, in a direction in which it is read; three at most.
        MATCH (x:Requirement)<-[r:FROM|TO]-(m:Mapping)
        WHERE place.passed < 3 AND (r:FROM OR coalesce(m.direction, '') <> 'FORWARD')
//> gives-credit
        RETURN m AS y, place.passed + 1 AS passed, null AS control, type(r) AS entered
        UNION
        // And out of it at its other end; a mapping that is the start leads wherever it is read.
        MATCH (m:Mapping)-[r:FROM|TO]->(y:Requirement)
        WHERE m = x AND CASE WHEN place.entered IS NULL THEN r:TO OR coalesce(m.direction, '') <> 'FORWARD' ELSE type(r) <> place.entered END
//> gives-credit
        RETURN y, place.passed AS passed, null AS control, null AS entered
      }
      WITH place, y, passed, control, entered, y.key + ' ' + passed + coalesce(' ' + entered, '') + coalesce(' ' + control.key, '') AS name
      WHERE NOT name IN found.seen
      WITH y, passed, control, entered, name, place.path + y.key AS path
      RETURN {at: y, passed: passed, by: control, entered: entered, name: name, path: path, distance: step}
    }] | head([names IN [[place IN met | place.name]] | head([fresh IN [[i IN range(0, size(met) - 1) WHERE NOT names[i] IN names[0..i] | met[i]]] |
      {frontier: fresh, seen: found.seen + [place IN fresh | place.name], all: found.all + fresh}])])]) END) AS found
UNWIND found.all AS reached
WITH start, reached.at AS node, min([reached.distance] + reached.path) AS nearest
WHERE node <> start
RETURN node.key AS node, nearest[0] AS distance, nearest[1..] AS path
ORDER BY distance, node
LIMIT $nodeCountMax
