// Credit: what mapped requirements of other frameworks give to cells, beside their state and never in it. A cell to which they give nothing has no
// row. Mappings are judgements of their authors: supporting evidence, not certification.
WITH date($day) AS day, date($today) AS today
//> subjects
//> organisation
// Own states: the owed cells of every row, the organisation's where any system in scope owes it.
CALL (day, today, subjects, organisation) {
UNWIND subjects AS subject
WITH *, subject.system AS system
//> all-rows
//> verdict
//> judged
WITH * WHERE judged.verdict IN ['APPLICABLE', 'UNDETERMINED'] AND (holding IS NULL OR $systems IS NULL OR holding.key IN $systems)
//> chains
RETURN collect({row: row, framework: framework, holding: holding, rank: rank, covering: covering}) AS cells
}
WITH day, cells, [s IN subjects WHERE $systems IS NULL OR s.system.key IN $systems | s.system] AS systems
UNWIND CASE WHEN size(systems) = 0 THEN [] ELSE systems + [null] END AS subject
// A heading is as weak as its weakest owed row. Beyond PARTIAL only proof of the subject's own rows leads, each by types of proof that cover it.
CALL (day, cells, subject) {
  UNWIND [c IN cells WHERE c.holding IS NULL OR c.holding = subject] AS c
  WITH c, c.row AS row
  MATCH (row)-[:PART_OF]->*(node:Requirement)
  WHERE node = row OR NOT (coalesce(node.assessable, false) AND coalesce(node.repealedOn > day, true))
  WITH c.framework AS framework, node, min(c.rank) AS weakest, max(toString(row.textVersion)) AS latest, collect(CASE WHEN c.holding IS NULL AND subject IS NOT NULL THEN [] ELSE c.covering END) AS leaves
  RETURN collect({framework: framework, node: node, isOwed: true, latest: latest,
    ownRank: CASE WHEN weakest > 7 THEN 7 WHEN weakest > 0 THEN weakest END, ownFull: CASE WHEN all(leaf IN leaves WHERE size(leaf) > 0) THEN [leaves] ELSE [] END}) AS owing
}
CALL (day, subject) {
//> rows
WITH row, framework WHERE (coalesce(row.scope, '') = 'ORGANISATION') = (subject IS NULL)
RETURN framework, collect(row) AS targets
}
// No way begins in the framework of its end, and at most three mappings lead from there.
WITH day, subject, framework, targets, [o IN owing | CASE WHEN o.framework = framework THEN {node: o.node, isOwed: true} ELSE o END] AS own
WITH *, [o IN own WHERE o.ownRank IS NOT NULL | {node: o.node, ownRank: o.ownRank, ownFull: o.ownFull, latest: o.latest, rank: null, full: []}] AS given
//> credit-pass
//> credit-again
//> credit-pass
//> credit-again
//> credit-pass
UNWIND into AS found
WITH subject, framework, targets, found.node AS row, CASE WHEN size(found.full) > 0 THEN 8 ELSE found.rank END AS rank
WHERE row IN targets
// Only what is shown is sorted.
WITH subject, framework, row, max(rank) AS rank
//> order
RETURN row.key AS requirement, subject.key AS system, ['MISSING', 'PLANNED', 'NOT_OPERATING', 'UNPROVEN', 'UNAPPROVED', 'EXPIRED', 'SUSPECT', 'PARTIAL', 'COVERED'][rank] AS credit
ORDER BY framework.key, place, system
LIMIT $rowCountMax
