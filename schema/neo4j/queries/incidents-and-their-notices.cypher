// Incidents, and who was told of them
// The last known first, with what they affect, and each notice with its duty and the day on which it was given; none is told as no notice.
:param day => toString(date());
:param limit => 50;
MATCH (i:Incident)
WHERE i.awareOn <= date($day)
OPTIONAL MATCH (i)<-[:NOTICE_OF]-(n:IncidentNotice)
WITH i, n ORDER BY n.key
RETURN i.awareOn AS awareOn, i.key AS incident, i.title AS title, i.severity AS severity, i.types AS types, i.containedOn AS containedOn, [(i)-[:AFFECTS]->(x) | x.key] AS affects,
  collect(n.duty + ' to ' + n.to + ': ' + coalesce(toString(n.givenOn), 'not given')) AS notices
ORDER BY awareOn DESC, incident
LIMIT $limit;
