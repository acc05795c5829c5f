// The rows at or below the framework or requirement that have cells on the day, with their framework and everything above them.
MATCH (of:Entity {key: $of}) USING INDEX of:Entity(key)
MATCH (of)<-[:PART_OF]-*(row:Requirement)
WHERE row.assessable = true AND coalesce(row.repealedOn > day, true)
WITH *, COLLECT { MATCH (row)-[:PART_OF]->*(at:Requirement) RETURN at } AS above,
  head(COLLECT { MATCH (row)-[:PART_OF]->*(f:Framework) RETURN f }) AS framework
