// Risks whose controls nobody has proven
// Every control that mitigates the risk lacks proof that is approved and not expired on the day.
:param day => toString(date());
:param limit => 50;
MATCH (r:Risk)-[:MITIGATED_BY]->(c:Control)
WITH r, collect(c) AS controls
WHERE none(c IN controls WHERE EXISTS {
  MATCH (c)-[:EVIDENCED_BY]->(e:Evidence) WHERE e.approvedOn <= date($day) AND (e.expiresOn IS NULL OR e.expiresOn >= date($day)) })
OPTIONAL MATCH (r)<-[:HAS_RISK]-(owner)
RETURN r.key AS risk, r.title AS title, collect(DISTINCT owner.key) AS of, [c IN controls | c.key] AS controls
ORDER BY risk
LIMIT $limit;
