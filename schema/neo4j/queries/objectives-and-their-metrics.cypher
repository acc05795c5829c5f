// Objectives, what measures them, and who owns them
// By the day by which they are to be reached, each with its metrics, the target and the last value up to the day; what nothing measures has none.
:param day => toString(date());
:param limit => 50;
MATCH (o:Objective)
OPTIONAL MATCH (o)-[:MEASURED_BY]->(m:Metric)
OPTIONAL MATCH (m)<-[:MEASUREMENT_OF]-(v:Measurement) WHERE v.on <= date($day)
WITH o, m, v ORDER BY m.key, v.on DESC, v.key
WITH o, m, collect(v)[0] AS last
RETURN o.dueOn AS dueOn, o.key AS objective, o.title AS title, o.theme AS theme,
  collect(m.key + ': ' + coalesce(toString(last.value), 'no value') + ', aimed at ' + coalesce(toString(m.target), 'nothing')) AS metrics, [(o)-[:OWNED_BY]->(p:Person) | p.name] AS owners
ORDER BY dueOn, objective
LIMIT $limit;
