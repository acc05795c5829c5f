// Transitional rules and what they shield
// Each rule with the days that decide and the number of provisions it shields.
:param limit => 50;
MATCH (rule:LegacyRule)<-[:SHIELDED_BY]-(row:Requirement)
RETURN rule.key AS rule, rule.title AS title, rule.placedBefore AS placedBefore, rule.endsOn AS endsOn, rule.endedByChange AS endedByChange, count(row) AS provisions, collect(row.key)[0..5] AS some
ORDER BY rule
LIMIT $limit;
