// Own states: the owed cells of every row, the organisation's where any system in scope owes it.
CALL (day, today, subjects, organisation) {
//> all-rows
CALL (row, above, framework, day, today, organisation, subjects) {
UNWIND subjects AS subject
WITH *, subject.system AS system
//> verdict
//> judged
WITH * WHERE judged.verdict IN ['APPLICABLE', 'UNDETERMINED'] AND (holding IS NULL OR $systems IS NULL OR holding.key IN $systems)
//> chains
RETURN holding, rank, covering
}
WITH row, framework, holding, rank, covering
ORDER BY row.key
RETURN collect({row: row, framework: framework, holding: holding, rank: rank, covering: covering}) AS cells
}
