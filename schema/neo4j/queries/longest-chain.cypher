// The longest chains from a system to a requirement
// Along risks, controls and mappings, at most so many steps. Long chains are hard to explain and easy to break.
:param system => 'ai-system:credit-scoring';
:param limit => 5;
MATCH chain = (s:AiSystem {key: $system})-[:HAS_RISK]->(:Risk)-[:MITIGATED_BY]->(:Control)-[:SATISFIES]->(:Requirement)
  (()<-[:FROM]-(:Mapping)-[:TO]->(:Requirement)){0,2}
WITH chain ORDER BY length(chain) DESC LIMIT $limit
RETURN length(chain) AS steps, [n IN nodes(chain) | n.key] AS by;
