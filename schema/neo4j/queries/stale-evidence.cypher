// Evidence that has expired, and what still rests on it
// The longest expired first, with the controls it shows to operate and the rows that these satisfy.
:param day => toString(date());
:param limit => 50;
MATCH (e:Evidence)
WHERE e.expiresOn < date($day)
OPTIONAL MATCH (e)<-[:EVIDENCED_BY]-(c:Control)
OPTIONAL MATCH (c)-[:SATISFIES]->(row:Requirement)
RETURN e.key AS evidence, e.title AS title, e.expiresOn AS expiredOn, duration.inDays(e.expiresOn, date($day)).days AS days,
  collect(DISTINCT c.key) AS controls, count(DISTINCT row) AS rows
ORDER BY days DESC, evidence
LIMIT $limit;
