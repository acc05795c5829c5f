// Cells: each assessable requirement for each subject, whether it is owed and met, and what is wrong. A cell without a system is the
// organisation's, with the verdict over the systems in question. Supporting evidence, not certification.
WITH date($day) AS day, date($today) AS today, $systems AS asked
//> subjects
//> holders
//> rows
CALL (row, above, framework, day, today, organisation, subjects) {
UNWIND subjects AS subject
WITH *, subject.system AS system
//> verdict
//> judged
//> chains
//> beside
RETURN judged, state, shallow, chain, defects
}
WITH * WHERE ($verdicts IS NULL OR judged.verdict IN $verdicts) AND ($states IS NULL OR state IN $states)
  AND ($owed IS NULL OR judged.verdict IN ['APPLICABLE', 'UNDETERMINED'] = $owed) AND ($shallow IS NULL OR shallow = $shallow)
  AND ($scope IS NULL OR ($scope = 'ORGANISATION') = (coalesce(row.scope, '') = 'ORGANISATION')) AND ($defects IS NULL OR any(d IN defects WHERE d.code IN $defects))
//> order
// Only what is shown is sorted.
WITH framework.key AS inFramework, place, row.key AS requirement, CASE WHEN row.scope = 'ORGANISATION' THEN null ELSE judged.system.key END AS system, false AS inherited,
  judged.verdict AS verdict, state, shallow, defects, chain, judged.falseCondition AS falseCondition, judged.missing AS missing,
  toString(judged.formalDate) AS formalDate, toString(judged.effectiveDate) AS effectiveDate, judged.legacyRule AS legacyRule, judged.statement AS statement, count(*) AS one
RETURN requirement, system, inherited, verdict, state, shallow, defects, chain, falseCondition, missing, formalDate, effectiveDate, legacyRule, statement
ORDER BY inFramework, place, system
LIMIT $rowCountMax
