// The rows that have cells on the day, with their framework and everything above them.
MATCH (row:Requirement {assessable: true})
WHERE coalesce(row.repealedOn > day, true)
WITH *, COLLECT { MATCH (row)-[:PART_OF]->*(at:Requirement) RETURN at } AS above,
  head(COLLECT { MATCH (row)-[:PART_OF]->*(f:Framework) RETURN f }) AS framework
