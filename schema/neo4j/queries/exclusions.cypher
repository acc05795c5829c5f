// What the Statement of Applicability excludes, and why
// Each exclusion with its justification and who approved it.
:param limit => 100;
MATCH (st:Statement {kind: 'APPLICABILITY', applicable: false})-[:STATES]->(row:Requirement)
OPTIONAL MATCH (st)-[:ABOUT]->(s:AiSystem)
RETURN row.key AS requirement, row.title AS title, st.justification AS why, st.status AS status, st.approvedOn AS approvedOn, st.approvedBy AS by, collect(s.key) AS systems
ORDER BY requirement
LIMIT $limit;
