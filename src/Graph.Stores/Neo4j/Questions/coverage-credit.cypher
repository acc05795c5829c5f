// Coverage with credit: owed cells by the better of their own state and what mapped requirements give. The row without a system is over all systems
// in question. Mappings are judgements of their authors: supporting evidence, not certification.
WITH date($day) AS day, date($today) AS today, null AS asked
//> subjects
//> holders
WITH *, [s IN subjects WHERE $systems IS NULL OR s.system.key IN $systems] AS inQuestion
CALL (day, today, organisation, inQuestion) {
//> counted
RETURN collect({row: row, holding: holding, system: system, isOwed: isOwed, rank: rank}) AS counted
}
//> credit-own
CALL (day, organisation, subjects, cells) {
//> credits
RETURN collect({row: row, subject: subject, rank: rank}) AS given
}
// Whoever has no cells at all has a row of zeros.
UNWIND counted + [{}] + [s IN inQuestion | {system: s.system.key}] AS cell
WITH cell.system AS system, CASE WHEN cell.isOwed THEN reduce(best = cell.rank, g IN given | CASE
    WHEN g.rank > best AND g.row = cell.row AND coalesce(g.subject = cell.holding, g.subject IS NULL AND cell.holding IS NULL) THEN g.rank ELSE best END) END AS rank
RETURN system, count(CASE WHEN rank = 8 THEN 1 END) AS metWithCredit,
  count(CASE WHEN rank = 0 THEN 1 END) AS MISSING, count(CASE WHEN rank = 1 THEN 1 END) AS PLANNED, count(CASE WHEN rank = 2 THEN 1 END) AS NOT_OPERATING,
  count(CASE WHEN rank = 3 THEN 1 END) AS UNPROVEN, count(CASE WHEN rank = 4 THEN 1 END) AS UNAPPROVED, count(CASE WHEN rank = 5 THEN 1 END) AS EXPIRED,
  count(CASE WHEN rank = 6 THEN 1 END) AS SUSPECT, count(CASE WHEN rank = 7 THEN 1 END) AS PARTIAL, count(CASE WHEN rank = 8 THEN 1 END) AS COVERED
ORDER BY system IS NOT NULL, system
LIMIT $rowCountMax
