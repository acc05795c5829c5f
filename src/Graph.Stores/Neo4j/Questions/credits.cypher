// The rows against which a MAJOR finding is open, and for which systems alone: no other framework makes up for that.
WITH day, cells, [s IN subjects WHERE $systems IS NULL OR s.system.key IN $systems | s.system] AS systems, COLLECT {
    UNWIND organisation.open AS f
    MATCH (f)-[:AGAINST]->(:Requirement)<-[:PART_OF]-*(r:Requirement)
    RETURN {row: r, systems: COLLECT { MATCH (f)-[:AGAINST]->(s:AiSystem) RETURN s }}
  } AS lowered
UNWIND CASE WHEN size(systems) = 0 THEN [] ELSE systems + [null] END AS subject
// A heading is as weak as its weakest owed row.
CALL (day, cells, subject) {
  UNWIND [c IN cells WHERE c.holding IS NULL OR c.holding = subject] AS c
  WITH c, c.row AS row
  MATCH (row)-[:PART_OF]->*(node:Requirement)
  WHERE node = row OR NOT (coalesce(node.assessable, false) AND coalesce(node.repealedOn > day, true))
  WITH c.framework AS framework, node, collect(c) AS leaves
  WITH id(node) % 256 AS bucket, collect({framework: framework, node: node, leaves: leaves}) AS nodes
  WITH collect({bucket: bucket, nodes: nodes}) AS buckets
  // They are looked up at every step, so they lie in buckets by their ids.
  RETURN [bucket IN range(0, 255) | head([b IN buckets WHERE b.bucket = bucket | b.nodes])] AS own
}
CALL (day, subject) {
//> rows
WITH row, framework WHERE (coalesce(row.scope, '') = 'ORGANISATION') = (subject IS NULL)
RETURN row, framework
}
// Back from the row over at most three mappings, met by no way twice; no way begins in the framework of its end.
WITH day, lowered, subject, own, row, framework, {row: row, isRow: true, met: [row], mappings: [], isPartial: false, isSuspect: false,
  takes: CASE WHEN size(row.proof) > 0 THEN [row.proof] ELSE [] END, goesOn: true} AS place
//> credit-way place second
//> credit-way second third
//> credit-way third last
WITH *, {rank: 0, paths: []} AS further
//> credit-way-end
//> credit-way-end
//> credit-way-end
WITH *, any(l IN lowered WHERE l.row = row AND (subject IS NULL OR size(l.systems) = 0 OR subject IN l.systems)) AS isLowered
WITH subject, framework, row, further {.rank, paths: [path IN further.paths | path {.*, rank: CASE WHEN isLowered AND path.rank > 7 THEN 7 ELSE path.rank END}]} AS further,
  CASE WHEN isLowered AND further.rank > 7 THEN 7 ELSE further.rank END AS rank
WHERE rank > 0
WITH *, ['MISSING', 'PLANNED', 'NOT_OPERATING', 'UNPROVEN', 'UNAPPROVED', 'EXPIRED', 'SUSPECT', 'PARTIAL', 'COVERED'] AS states
