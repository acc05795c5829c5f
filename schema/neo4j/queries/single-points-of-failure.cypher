// Controls on which rows stand alone
// Each row to which exactly one control leads and no proof of its own: where that control fails, nothing is left.
:param limit => 50;
MATCH (row:Requirement {assessable: true})-[:PART_OF]->{0,8}(at:Requirement)<-[:SATISFIES]-(c:Control)
WITH row, collect(DISTINCT c) AS controls
WHERE size(controls) = 1 AND NOT EXISTS { (row)-[:PART_OF]->{0,8}(:Requirement)<-[:DEMONSTRATES]-() }
WITH controls[0] AS control, collect(row.key) AS alone
RETURN control.key AS control, control.title AS title, size(alone) AS rows, alone[0..5] AS some
ORDER BY rows DESC, control
LIMIT $limit;
