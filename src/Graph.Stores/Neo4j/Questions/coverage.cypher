// Coverage of a framework, heading or row: owed cells, how many of them are met, and the cells by state and verdict. The row without a system
// counts the organisation's cells once; in the row of a system they are inherited, with its own verdict. Supporting evidence, not certification.
WITH date($day) AS day, date($today) AS today, $systems AS asked
//> subjects
//> holders
WITH *, subjects AS inQuestion
CALL (day, today, organisation, inQuestion) {
//> counted
WITH system, verdict, isOwed, CASE WHEN isOwed THEN state END AS state, isOwed AND shallow AS isShallow, count(*) AS n
RETURN collect({system: system, verdict: verdict, isOwed: isOwed, state: state, isShallow: isShallow, n: n}) AS counted
}
// Whoever has no cells at all has a row of zeros.
UNWIND counted + [{n: 0}] + [s IN inQuestion | {system: s.system.key, n: 0}] AS cell
WITH cell.system AS system, cell.verdict AS verdict, cell.isOwed AS isOwed, cell.state AS state, cell.isShallow AS isShallow, cell.n AS n
RETURN system, sum(CASE WHEN isOwed THEN n ELSE 0 END) AS owed, sum(CASE WHEN state = 'COVERED' THEN n ELSE 0 END) AS met, sum(CASE WHEN isShallow THEN n ELSE 0 END) AS shallow,
  sum(CASE WHEN state = 'MISSING' THEN n ELSE 0 END) AS MISSING, sum(CASE WHEN state = 'PLANNED' THEN n ELSE 0 END) AS PLANNED,
  sum(CASE WHEN state = 'NOT_OPERATING' THEN n ELSE 0 END) AS NOT_OPERATING, sum(CASE WHEN state = 'UNPROVEN' THEN n ELSE 0 END) AS UNPROVEN,
  sum(CASE WHEN state = 'UNAPPROVED' THEN n ELSE 0 END) AS UNAPPROVED, sum(CASE WHEN state = 'EXPIRED' THEN n ELSE 0 END) AS EXPIRED,
  sum(CASE WHEN state = 'SUSPECT' THEN n ELSE 0 END) AS SUSPECT, sum(CASE WHEN state = 'PARTIAL' THEN n ELSE 0 END) AS PARTIAL, sum(CASE WHEN state = 'COVERED' THEN n ELSE 0 END) AS COVERED,
  sum(CASE WHEN verdict = 'APPLICABLE' THEN n ELSE 0 END) AS APPLICABLE, sum(CASE WHEN verdict = 'UNDETERMINED' THEN n ELSE 0 END) AS UNDETERMINED,
  sum(CASE WHEN verdict = 'UNRESOLVED' THEN n ELSE 0 END) AS UNRESOLVED, sum(CASE WHEN verdict = 'NOT_YET' THEN n ELSE 0 END) AS NOT_YET, sum(CASE WHEN verdict = 'LEGACY' THEN n ELSE 0 END) AS LEGACY,
  sum(CASE WHEN verdict = 'EXCLUDED' THEN n ELSE 0 END) AS EXCLUDED, sum(CASE WHEN verdict = 'NOT_APPLICABLE' THEN n ELSE 0 END) AS NOT_APPLICABLE
ORDER BY system IS NOT NULL, system
LIMIT $rowCountMax
