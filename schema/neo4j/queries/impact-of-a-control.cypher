// What rests on one control
// The requirements that it satisfies, the rows below headings among them, and the systems whose risks it mitigates. The exact consequences are
// impact in the API.
:param control => 'control:ai-policy';
:param limit => 200;
MATCH (c:Control {key: $control})
CALL (c) {
  MATCH (c)-[:SATISFIES]->(at:Requirement)<-[:PART_OF]-{0,8}(row:Requirement {assessable: true})
  RETURN DISTINCT row AS node, 'requirement' AS what
  UNION
  MATCH (c)<-[:MITIGATED_BY]-(:Risk)<-[:HAS_RISK]-(s:AiSystem)
  RETURN DISTINCT s AS node, 'system' AS what
}
RETURN what, node.key AS key, node.title AS title
ORDER BY what, key
LIMIT $limit;
