// Rows of a framework to which nothing leads
// No control and no proof is linked to the row or to a heading above it, for any system. The gaps of one system, with the reason of each, are
// gaps in the API.
:param framework => 'eu-ai-act';
:param limit => 100;
MATCH (:Framework {key: $framework})<-[:PART_OF]-{1,8}(row:Requirement {assessable: true})
WHERE NOT EXISTS { (row)-[:PART_OF]->{0,8}(:Requirement)<-[:SATISFIES|DEMONSTRATES]-() }
RETURN row.key AS requirement, row.title AS title, row.classes AS classes, row.roles AS roles, row.proof AS takes
ORDER BY requirement
LIMIT $limit;
