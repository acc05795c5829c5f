// Systems whose class nobody has recorded or signed
// Without a class nothing is known to be owed; without a signed classification a claim is only a claim.
:param limit => 50;
MATCH (s:AiSystem)
WHERE s.classes IS NULL OR NOT EXISTS { (s)<-[:ASSESSES]-(:Assessment {kind: 'CLASSIFICATION', status: 'SIGNED'}) }
RETURN s.key AS system, s.title AS title, s.classes AS classes, s.annexIIIPoints AS points, s.lifecycleStage AS stage
ORDER BY system
LIMIT $limit;
