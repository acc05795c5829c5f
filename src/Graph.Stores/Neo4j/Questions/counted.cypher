// The cells that count: the organisation's once, and for each system its own and those that it inherits, with its own verdict.
WITH *, [s IN subjects WHERE $systems IS NULL OR s.system.key IN $systems] AS inQuestion
CALL (day, today, organisation, inQuestion) {
//> rows
UNWIND inQuestion AS subject
WITH *, subject.system AS system
//> verdict
// The organisation meets a row once, whichever of its systems owe it.
ORDER BY judged.order, system.key
WITH row, above, CASE WHEN coalesce(row.scope, '') = 'ORGANISATION' THEN null ELSE system END AS holding, collect(judged) AS verdicts
WITH *, CASE WHEN holding IS NULL THEN organisation ELSE verdicts[0].subject END AS holder
//> chains
UNWIND [{verdict: verdicts[0].verdict}] + [v IN verdicts | {system: v.system.key, verdict: v.verdict}] AS c
RETURN collect({row: row, holding: holding, system: c.system, verdict: c.verdict, owed: c.verdict IN ['APPLICABLE', 'UNDETERMINED'], rank: rank, state: state, shallow: shallow}) AS counted
}
