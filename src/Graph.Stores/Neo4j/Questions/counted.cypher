// The cells that count: the organisation's once, and for each system its own and those that it inherits, with its own verdict. Row by row, so that
// no more than the systems of one row are kept at once.
//> rows
CALL (row, above, framework, day, today, organisation, inQuestion) {
UNWIND inQuestion AS subject
WITH *, subject.system AS system
//> verdict
// The organisation meets a row once, whichever of its systems owe it.
ORDER BY judged.order, system.key
WITH row, above, day, today, organisation, CASE WHEN coalesce(row.scope, '') = 'ORGANISATION' THEN null ELSE system END AS holding, collect(judged) AS verdicts
WITH *, CASE WHEN holding IS NULL THEN organisation ELSE verdicts[0].subject END AS holder
//> chains
UNWIND [{verdict: verdicts[0].verdict}] + [v IN verdicts | {system: v.system.key, verdict: v.verdict}] AS c
RETURN holding, rank, state, shallow, c
}
WITH row, holding, rank, state, shallow, c.system AS system, c.verdict AS verdict, c.verdict IN ['APPLICABLE', 'UNDETERMINED'] AS isOwed
