// Assessments whose next review is overdue
// Signed so many months ago that the review is over its day, and neither withdrawn nor superseded by then.
:param day => toString(date());
:param limit => 50;
MATCH (a:Assessment)
WITH a, CASE WHEN a.signedOn IS NOT NULL AND a.reviewEveryMonths IS NOT NULL THEN a.signedOn + duration({months: a.reviewEveryMonths}) END AS reviewBy
WHERE reviewBy < date($day) AND coalesce(a.endedOn > date($day), true)
OPTIONAL MATCH (a)-[:ASSESSES]->(of)
RETURN reviewBy, a.key AS assessment, a.kind AS kind, a.title AS title, collect(of.key) AS assesses
ORDER BY reviewBy, assessment
LIMIT $limit;
