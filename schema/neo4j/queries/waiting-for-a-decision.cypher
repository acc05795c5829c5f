// What waits for somebody to approve or sign it
// Submitted and not yet decided, the longest waiting first.
:param day => toString(date());
:param limit => 50;
MATCH (n:Evidence|Assessment|Statement {status: 'SUBMITTED'})
RETURN duration.inDays(n.submittedOn, date($day)).days AS days, [l IN labels(n) WHERE l <> 'Entity'][0] AS kind, n.key AS key, n.title AS title, n.submittedBy AS by
ORDER BY days DESC, key
LIMIT $limit;
