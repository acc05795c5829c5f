// Metrics whose last value is beyond the limit
// The last measurement up to the day against the limit, with what is measured by the metric and whether anything was found in it since.
:param day => toString(date());
:param limit => 50;
MATCH (m:Metric)<-[:MEASUREMENT_OF]-(v:Measurement)
WHERE v.on <= date($day)
WITH m, v ORDER BY v.on DESC, v.key
WITH m, collect(v)[0] AS last
WHERE CASE m.betterWhen WHEN 'HIGHER' THEN last.value <= m.limit ELSE last.value >= m.limit END
RETURN last.on AS measuredOn, m.key AS metric, m.title AS title, last.value AS value, m.limit AS beyond, m.unit AS unit, [(x)-[:MEASURED_BY]->(m) | x.key] AS measures,
  [(f:Finding)-[:FOUND_IN]->(m) WHERE last.on <= f.foundOn <= date($day) | f.key] AS findings
ORDER BY measuredOn DESC, metric
LIMIT $limit;
