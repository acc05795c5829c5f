// Certificates, what they certify, and their audits
// Each with its frameworks, the scope and how much that includes, and the audits for it in the order of their days.
:param day => toString(date());
:param limit => 50;
MATCH (c:Certificate)
OPTIONAL MATCH (c)<-[:AUDITS_FOR]-(a:Audit)
WITH c, a ORDER BY coalesce(a.heldOn, a.plannedFor), a.key
WITH c, collect(a.type + ' ' + CASE WHEN a.heldOn <= date($day) THEN 'held ' + toString(a.heldOn) ELSE 'planned for ' + coalesce(toString(a.plannedFor), 'no day') END) AS audits
RETURN c.key AS certificate, c.title AS title, c.body AS body, c.issuedOn AS issuedOn, c.validUntil AS validUntil, c.withdrawnOn AS withdrawnOn,
  [(c)-[:CERTIFIES]->(f:Framework) | f.key] AS frameworks, [(c)-[:CERTIFIES]->(s:ScopeStatement) | s.key] AS scopes,
  COUNT { (c)-[:CERTIFIES]->(:ScopeStatement)-[:INCLUDES]->() } AS included, audits
ORDER BY validUntil, certificate
LIMIT $limit;
