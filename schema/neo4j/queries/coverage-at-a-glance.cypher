// How far each framework is linked and proven
// A quick look without verdicts: rows that something is linked to, and rows with proof that is approved and not expired on the day. The
// numbers to show an auditor are coverage in the API.
:param day => toString(date());
:param limit => 50;
MATCH (f:Framework)<-[:PART_OF]-{1,8}(row:Requirement {assessable: true})
WITH f, row, date($day) AS day
WITH f, row,
  EXISTS { (row)-[:PART_OF]->{0,8}(:Requirement)<-[:SATISFIES|DEMONSTRATES]-() } AS linked,
  EXISTS {
    MATCH (row)-[:PART_OF]->{0,8}(at:Requirement)
    MATCH (at)<-[:SATISFIES]-(:Control)-[:EVIDENCED_BY]->(e:Evidence)
    WHERE e.approvedOn <= day AND (e.expiresOn IS NULL OR e.expiresOn >= day)
  } OR EXISTS {
    MATCH (row)-[:PART_OF]->{0,8}(at:Requirement)<-[:DEMONSTRATES]-(e:Evidence)
    WHERE e.approvedOn <= day AND (e.expiresOn IS NULL OR e.expiresOn >= day)
  } AS proven
RETURN f.key AS framework, count(*) AS rows, count(CASE WHEN linked THEN 1 END) AS linked, count(CASE WHEN proven THEN 1 END) AS proven
ORDER BY framework
LIMIT $limit;
