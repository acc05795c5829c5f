// Open MAJOR findings, and what they are against
// The oldest first, with where they were found and what is done about them; closed once the cause is known and each action was judged to have worked, or is followed by one that did.
:param day => toString(date());
:param limit => 50;
MATCH (f:Finding {grade: 'MAJOR'})
WHERE f.foundOn <= date($day)
OPTIONAL MATCH (f)<-[:CORRECTS]-(a:CorrectiveAction)
WITH f, a ORDER BY a.key
WITH f, collect(a) AS actions
WITH f, actions, [a IN actions WHERE a.effect = 'EFFECTIVE' AND a.status = 'APPROVED' AND a.implementedOn IS NOT NULL] AS effective
WHERE f.cause IS NULL OR size(effective) = 0 OR any(e IN effective WHERE e.implementedOn > date($day) OR e.approvedOn > date($day))
  OR any(a IN actions WHERE NOT a IN effective AND NOT coalesce(a.effect = 'NOT_EFFECTIVE' AND a.status = 'APPROVED' AND any(e IN effective WHERE e.implementedOn >= a.approvedOn), false))
RETURN f.foundOn AS foundOn, f.key AS finding, f.title AS title, [(f)-[:FOUND_IN]->(place) | place.key] AS foundIn, [(f)-[:AGAINST]->(x) | x.key] AS against,
  [a IN actions | a.key] AS actions, [(f)-[:OWNED_BY]->(p:Person) | p.name] AS owners
ORDER BY foundOn, finding
LIMIT $limit;
