// Evidence that expires in the coming days
// Approved proof whose last day lies within the days to come, with who owns it.
:param day => toString(date());
:param days => 120;
:param limit => 50;
MATCH (e:Evidence)
WHERE e.approvedOn <= date($day) AND date($day) <= e.expiresOn <= date($day) + duration({days: $days})
OPTIONAL MATCH (e)-[:OWNED_BY]->(p:Person)
RETURN e.expiresOn AS expiresOn, e.key AS evidence, e.title AS title, e.type AS type, collect(p.name) AS owners
ORDER BY expiresOn, evidence
LIMIT $limit;
