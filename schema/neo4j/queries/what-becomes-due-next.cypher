// What becomes due next
// Provisions by the day from which they count, for high-risk systems by their route, as far as they lie ahead.
:param day => toString(date());
:param limit => 100;
MATCH (row:Requirement {assessable: true})
UNWIND [['any', row.effectiveOther], ['Annex III', row.effectiveAnnexIII], ['Annex I', row.effectiveAnnexI], ['formal', CASE WHEN coalesce(row.effectiveOther, row.effectiveAnnexIII, row.effectiveAnnexI) IS NULL THEN row.formalDate END]] AS date
WITH row, date WHERE date[1] > date($day)
RETURN date[1] AS day, date[0] AS route, count(*) AS provisions, collect(row.key)[0..5] AS some
ORDER BY day, route
LIMIT $limit;
