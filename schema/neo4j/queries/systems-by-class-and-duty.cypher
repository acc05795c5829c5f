// Systems by class, with the duties written for it
// For each class the systems that have it and the number of provisions of each framework that name the class.
:param limit => 100;
MATCH (s:AiSystem)
UNWIND coalesce(s.classes, ['(not classified)']) AS class
WITH class, collect(s.key) AS systems
OPTIONAL MATCH (row:Requirement {assessable: true})-[:PART_OF]->{1,8}(f:Framework)
WHERE class IN row.classes
RETURN class, systems, f.key AS framework, count(row) AS duties
ORDER BY class, framework
LIMIT $limit;
