// Assessments whose next review is overdue
// Signed so many months ago that the review is over its day.
:param day => toString(date());
:param limit => 50;
MATCH (a:Assessment)
WHERE a.signedOn IS NOT NULL AND a.signedOn + duration({months: a.reviewEveryMonths}) < date($day)
OPTIONAL MATCH (a)-[:ASSESSES]->(of)
RETURN a.signedOn + duration({months: a.reviewEveryMonths}) AS reviewBy, a.key AS assessment, a.kind AS kind, a.title AS title, collect(of.key) AS assesses
ORDER BY reviewBy, assessment
LIMIT $limit;
