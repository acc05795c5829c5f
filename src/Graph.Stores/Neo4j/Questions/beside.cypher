// What is wrong beside the chain, on owed cells only.
WITH *, ofChain + CASE
    WHEN judged.verdict = 'UNDETERMINED' THEN [name IN judged.missing | CASE name
      WHEN 'classification' THEN {code: 'CLASSIFICATION_UNSIGNED', node: judged.system.key}
      ELSE {code: 'FACT_MISSING', node: judged.system.key, name: name} END]
    WHEN judged.verdict = 'APPLICABLE' AND NOT judged.isBacked THEN [{code: 'CLASSIFICATION_UNSIGNED', node: judged.system.key}]
    ELSE [] END
  + CASE
    WHEN judged.verdict IN ['APPLICABLE', 'UNDETERMINED'] AND row.excludable AND framework.kind = 'STANDARD' AND NOT judged.isStated THEN [{code: 'SOA_MISSING', node: row.key}]
    ELSE [] END AS defects
