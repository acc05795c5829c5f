// Links whose ends mean something else than at their last review
// What rests on them is SUSPECT until an approver accepts them, the longest unreviewed first; for a heading with the rows below it that changed.
:param limit => 50;
MATCH (a:Entity)-[r:SATISFIES|DEMONSTRATES|EVIDENCED_BY|MITIGATED_BY|FROM|TO]->(b:Entity)
WHERE r.reviewedAgainst CONTAINS '/'
WITH a, r, b, split(r.reviewedAgainst, '/') AS against
WITH a, r, b, CASE WHEN NOT against[0] IN ['-', a.meaning] THEN [a.key] ELSE [] END
  + CASE WHEN NOT b:Requirement AND NOT against[1] IN ['-', b.meaning] THEN [b.key] ELSE [] END
  + CASE WHEN b:Requirement THEN COLLECT {
      MATCH (b)<-[:PART_OF]-{0,32}(row:Requirement {assessable: true})
      WHERE toString(row.textVersion) > CASE WHEN against[1] =~ '[0-9]{4}-[0-9]{2}-[0-9]{2}' THEN against[1] ELSE toString(r.reviewedOn) END
      RETURN row.key ORDER BY row.key
    } ELSE [] END AS changed
WHERE size(changed) > 0
RETURN a.key AS source, type(r) AS link, b.key AS target, r.reviewedOn AS reviewedOn, r.reviewedBy AS reviewedBy, changed
ORDER BY reviewedOn, source, link, target
LIMIT $limit;
