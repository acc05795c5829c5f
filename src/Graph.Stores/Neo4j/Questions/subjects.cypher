// The systems in question (null = all) that have cells on the day, each with what is known about it: what the newest signed classification found, and all of its day, points and routes that
// it may have beside those that it names, whether a claim that lowers its duties is not backed, by a signature or by the fact that it does not profile natural persons, the answers to all terms of
// conditions, and the controls and proof that may serve it beside the organisation's.
CALL (day) {
  MATCH (r:Requirement|LegacyRule)
  UNWIND coalesce(r.facts, []) + coalesce(r.onlyIf, []) + CASE WHEN r.endsOnWhen IS NULL THEN [] ELSE [r.endsOnWhen] END AS item
  UNWIND split(item, '/') AS term
  RETURN collect(DISTINCT trim(LEADING '!' FROM term)) AS terms
}
CALL (day, asked, terms) {
  MATCH (system:AiSystem)
  WHERE (asked IS NULL OR system.key IN asked) AND coalesce(system.inScope, true) AND coalesce(system.retiredOn > day, true)
  WITH system, COLLECT {
    MATCH (system)<-[:ASSESSES]-(a:Assessment {kind: 'CLASSIFICATION'})
    WHERE a.signedOn <= day AND a.classes IS NOT NULL AND NOT (coalesce(a.status, '') IN ['REJECTED', 'WITHDRAWN', 'SUPERSEDED'] AND coalesce(coalesce(a.endedOn, a.rejectedOn) <= day, true))
    RETURN {classes: a.classes, points: coalesce(a.annexIIIPoints, []), routes: coalesce(a.routes, CASE WHEN size(a.annexIIIPoints) > 0 THEN ['ANNEX_III'] END, []), on: a.signedOn, current: CASE WHEN a.reviewEveryMonths IS NULL THEN true ELSE a.signedOn + duration({months: a.reviewEveryMonths}) >= day END AND size(COLLECT {
//> overtaken a by
    }) = 0}
  } AS signed
  WITH system, [f IN signed WHERE NOT any(g IN signed WHERE g.on > f.on)] AS findings
  WITH system, findings, reduce(points = [], f IN findings | points + f.points) AS foundPoints, reduce(routes = [], f IN findings | routes + f.routes) AS foundRoutes
  WITH system, findings, foundPoints, foundRoutes,
    system.annexIIIPoints IS NULL OR coalesce(size(system.annexIIIPoints) = 0 AND 'HIGH_RISK' IN system.classes AND 'ANNEX_III' IN system.routes, false) AS isAnyPointUnknown,
    CASE
      WHEN system.routes IS NULL OR coalesce(size(system.routes) = 0 AND 'HIGH_RISK' IN system.classes, false) THEN ['ANNEX_III', 'ANNEX_I_A', 'ANNEX_I_B']
      ELSE [route IN foundRoutes + CASE WHEN coalesce(size(system.annexIIIPoints) > 0, false) OR size(foundPoints) > 0 THEN ['ANNEX_III'] ELSE [] END
        WHERE NOT route IN system.routes]
    END AS possibleRoutes
  WITH system, findings, foundPoints, foundRoutes, isAnyPointUnknown, possibleRoutes, [class IN coalesce(head(findings).classes, []) WHERE all(f IN findings WHERE class IN f.classes)] AS found,
    coalesce('EXEMPT_6_3' IN system.classes, false)
      OR (coalesce(NOT 'HIGH_RISK' IN system.classes, false) AND (coalesce(size(system.annexIIIPoints) > 0, false) OR size(foundPoints) > 0 OR any(f IN findings WHERE 'HIGH_RISK' IN f.classes)))
      AS lowering,
    size(findings) > 0 AND NOT coalesce('EXEMPT_6_3' IN system.classes AND any(route IN system.routes WHERE route <> 'ANNEX_III'), false)
      AND all(f IN findings WHERE f.current AND all(point IN coalesce(system.annexIIIPoints, []) WHERE any(entry IN f.points WHERE point = entry OR point STARTS WITH entry + '(')) AND NOT 'HIGH_RISK' IN f.classes AND (NOT 'EXEMPT_6_3' IN system.classes OR 'EXEMPT_6_3' IN f.classes)) AS backed,
    CASE WHEN 'profilesPersons' IN system.factsTrue THEN true WHEN 'profilesPersons' IN system.factsFalse THEN false END AS profiles
  WITH system, findings, foundPoints, foundRoutes, isAnyPointUnknown, possibleRoutes, found, lowering AND (NOT backed OR coalesce(profiles, true)) AS unbacked, lowering AND backed AND profiles IS NULL AS isProfilingUnknown
  WITH system, foundPoints, isAnyPointUnknown, possibleRoutes, found, unbacked, isProfilingUnknown, [term IN terms | {term: term, holds: CASE
      WHEN NOT term CONTAINS ':' THEN CASE WHEN term IN system.factsTrue THEN true WHEN term IN system.factsFalse THEN false END
      WHEN term STARTS WITH 'role:' THEN substring(term, 5) IN system.roles
      WHEN term STARTS WITH 'route:' THEN CASE WHEN substring(term, 6) IN coalesce(system.routes, []) THEN true WHEN NOT substring(term, 6) IN possibleRoutes THEN false END
      WHEN term STARTS WITH 'class:' THEN CASE WHEN NOT (unbacked AND substring(term, 6) IN ['HIGH_RISK', 'EXEMPT_6_3']) THEN substring(term, 6) IN system.classes END
      WHEN term STARTS WITH 'annexIII:' THEN CASE
        WHEN any(point IN coalesce(system.annexIIIPoints, []) WHERE point = substring(term, 9) OR point STARTS WITH substring(term, 9) + '(') THEN true
        WHEN NOT isAnyPointUnknown AND NOT any(point IN foundPoints WHERE point = substring(term, 9) OR point STARTS WITH substring(term, 9) + '(') THEN false END
    END, isMoreThanFound: CASE
      WHEN term STARTS WITH 'route:' THEN size(foundRoutes) > 0 AND NOT substring(term, 6) IN foundRoutes
      WHEN term STARTS WITH 'class:' THEN size(findings) > 0 AND NOT any(f IN findings WHERE substring(term, 6) IN f.classes)
      WHEN term STARTS WITH 'annexIII:' THEN size(foundPoints) > 0 AND NOT any(point IN foundPoints WHERE point = substring(term, 9) OR point STARTS WITH substring(term, 9) + '(')
      ELSE false
    END}] AS answers
  WITH system, foundPoints, isAnyPointUnknown, possibleRoutes, found, unbacked, isProfilingUnknown,
    [a IN answers WHERE a.holds | a.term] + [a IN answers WHERE NOT a.holds | '!' + a.term] AS yes,
    [a IN answers WHERE NOT a.holds | a.term] + [a IN answers WHERE a.holds AND NOT a.isMoreThanFound | '!' + a.term] AS no,
    COLLECT {
      MATCH (system)<-[:APPLIES_TO]-(c:Control) RETURN c
      UNION MATCH (system)-[:HAS_RISK]->(:Risk)-[:MITIGATED_BY]->(c:Control) WHERE NOT EXISTS { (c)-[:APPLIES_TO]->(:AiSystem) } RETURN c
    } AS controls,
    COLLECT {
      MATCH (system)<-[:CONCERNS|ASSESSES]-(p) RETURN p
      UNION MATCH (system)-[:USES]->(:Component)<-[:CONCERNS]-(p) RETURN p
      UNION MATCH (system)-[:USES]->(:Component)-[:SUPPLIED_BY]->(:Vendor)<-[:CONCERNS|ASSESSES]-(p) RETURN p
    } AS proofs
  RETURN collect({system: system, found: found, foundPoints: foundPoints, isAnyPointUnknown: isAnyPointUnknown, possibleRoutes: possibleRoutes, unbacked: unbacked, isProfilingUnknown: isProfilingUnknown, yes: yes, no: no, controls: controls, proofs: proofs}) AS known
}
