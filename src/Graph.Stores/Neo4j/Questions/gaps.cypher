// Gaps of a system: its owed cells that are not COVERED, each with its verdict, its state and everything that is wrong. A cell that the
// organisation meets once is inherited, with the system's own verdict. Supporting evidence, not certification.
WITH date($day) AS day, date($today) AS today, [$system] AS asked
//> subjects
//> holders
//> rows
UNWIND subjects AS subject
WITH *, subject.system AS system
//> verdict
WITH * WHERE verdict IN ['APPLICABLE', 'UNDETERMINED']
WITH *, CASE WHEN row.scope = 'ORGANISATION' THEN organisation ELSE subject END AS holder
//> chains
WITH * WHERE state <> 'COVERED'
//> beside
//> order
// Only what is shown is sorted.
WITH framework.key AS inFramework, place, row.key AS requirement, CASE WHEN row.scope = 'ORGANISATION' THEN null ELSE system.key END AS system, coalesce(row.scope, '') = 'ORGANISATION' AS inherited,
  verdict, state, shallow, defects, chain, judged.falseCondition AS falseCondition, judged.missing AS missing,
  toString(judged.formalDate) AS formalDate, toString(judged.effectiveDate) AS effectiveDate, judged.legacyRule AS legacyRule, judged.statement AS statement, count(*) AS one
RETURN requirement, system, inherited, verdict, state, shallow, defects, chain, falseCondition, missing, formalDate, effectiveDate, legacyRule, statement
ORDER BY inFramework, place
LIMIT $rowCountMax
