// Coverage of a framework, heading or row: owed cells, how many of them are met, and the cells by state and verdict. The row without a system
// counts the organisation's cells once; in the row of a system they are inherited, with its own verdict. Supporting evidence, not certification.
WITH date($day) AS day, date($today) AS today, $systems AS asked
//> subjects
//> organisation
//> counted
// Whoever has no cells at all has a row of zeros.
UNWIND counted + [{}] + [s IN inQuestion | {system: s.system.key}] AS cell
WITH cell.system AS system, cell.verdict AS verdict, coalesce(cell.owed, false) AS isOwed, cell.state AS state, coalesce(cell.shallow, false) AS isShallow
WITH system, verdict, isOwed, CASE WHEN isOwed THEN state END AS state, isOwed AND isShallow AS isShallow
RETURN system, count(CASE WHEN isOwed THEN 1 END) AS owed, count(CASE WHEN state = 'COVERED' THEN 1 END) AS met, count(CASE WHEN isShallow THEN 1 END) AS shallow,
  count(CASE WHEN state = 'MISSING' THEN 1 END) AS MISSING, count(CASE WHEN state = 'PLANNED' THEN 1 END) AS PLANNED,
  count(CASE WHEN state = 'NOT_OPERATING' THEN 1 END) AS NOT_OPERATING, count(CASE WHEN state = 'UNPROVEN' THEN 1 END) AS UNPROVEN,
  count(CASE WHEN state = 'UNAPPROVED' THEN 1 END) AS UNAPPROVED, count(CASE WHEN state = 'EXPIRED' THEN 1 END) AS EXPIRED,
  count(CASE WHEN state = 'SUSPECT' THEN 1 END) AS SUSPECT, count(CASE WHEN state = 'PARTIAL' THEN 1 END) AS PARTIAL, count(CASE WHEN state = 'COVERED' THEN 1 END) AS COVERED,
  count(CASE WHEN verdict = 'APPLICABLE' THEN 1 END) AS APPLICABLE, count(CASE WHEN verdict = 'UNDETERMINED' THEN 1 END) AS UNDETERMINED,
  count(CASE WHEN verdict = 'UNRESOLVED' THEN 1 END) AS UNRESOLVED, count(CASE WHEN verdict = 'NOT_YET' THEN 1 END) AS NOT_YET, count(CASE WHEN verdict = 'LEGACY' THEN 1 END) AS LEGACY,
  count(CASE WHEN verdict = 'EXCLUDED' THEN 1 END) AS EXCLUDED, count(CASE WHEN verdict = 'NOT_APPLICABLE' THEN 1 END) AS NOT_APPLICABLE
ORDER BY system IS NOT NULL, system
LIMIT $rowCountMax
