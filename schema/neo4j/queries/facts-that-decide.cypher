// Facts about a system that decide most
// How many provisions ask for each declared fact, and which systems have not answered it.
:param limit => 50;
MATCH (f:Fact)
WITH f, substring(f.key, 5) AS name
MATCH (row:Requirement {assessable: true})
WHERE any(item IN row.facts WHERE name IN split(replace(item, 'not ', ''), '|'))
WITH f, name, count(row) AS provisions
MATCH (s:AiSystem)
WHERE NOT name IN coalesce(s.factsTrue, []) AND NOT name IN coalesce(s.factsFalse, [])
RETURN name AS fact, f.trueWhen AS meansThat, provisions, count(s) AS unanswered, collect(s.key)[0..5] AS by
ORDER BY provisions DESC, fact
LIMIT $limit;
