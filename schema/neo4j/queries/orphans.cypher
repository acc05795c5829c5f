// What hangs on nothing
// Controls that satisfy nothing and mitigate nothing, proof that nothing uses, risks that nothing mitigates, components that no system uses.
:param limit => 100;
CALL () {
  MATCH (n:Control) WHERE NOT EXISTS { (n)-[:SATISFIES]->() } AND NOT EXISTS { (n)<-[:MITIGATED_BY]-() }
  RETURN 'control without requirement and risk' AS what, n
  UNION ALL
  MATCH (n:Evidence) WHERE NOT EXISTS { (n)<-[:EVIDENCED_BY]-() } AND NOT EXISTS { (n)-[:DEMONSTRATES]->() }
  RETURN 'evidence that nothing uses' AS what, n
  UNION ALL
  MATCH (n:Risk) WHERE NOT EXISTS { (n)-[:MITIGATED_BY]->() }
  RETURN 'risk that nothing mitigates' AS what, n
  UNION ALL
  MATCH (n:Component) WHERE NOT EXISTS { (n)<-[:USES]-() }
  RETURN 'component that no system uses' AS what, n
}
RETURN what, n.key AS key, n.title AS title
ORDER BY what, key
LIMIT $limit;
