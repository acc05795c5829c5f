// Is it owed? Conditions in three-valued logic, where null is unknown; then transitional rules, dates and statements of applicability.
WITH *,
  coalesce(size(row.roles) > 0 AND NOT 'ANY' IN row.roles, false) AS bindsRoles,
  coalesce(size(row.classes) > 0 AND NOT 'ANY' IN row.classes, false) AS bindsClasses,
  coalesce(size(row.routes) > 0, false) AS bindsRoutes,
  row.effectiveOther IS NULL AND (row.effectiveAnnexIII IS NOT NULL OR row.effectiveAnnexI IS NOT NULL) AS datedByRoute,
  [route IN coalesce(system.routes, []) WHERE coalesce(size(row.routes), 0) = 0 OR route IN row.routes] AS knownRoutes,
  [route IN coalesce(system.routes, []) + subject.possibleRoutes WHERE coalesce(size(row.routes), 0) = 0 OR route IN row.routes] AS routes
WITH *, reduce(earliest = null, date IN [
    CASE WHEN 'ANNEX_III' IN routes THEN row.effectiveAnnexIII END,
    CASE WHEN 'ANNEX_I_A' IN routes OR 'ANNEX_I_B' IN routes THEN row.effectiveAnnexI END] | CASE WHEN earliest <= date THEN earliest ELSE coalesce(date, earliest) END) AS ofRoutes,
  reduce(earliest = null, date IN [
    CASE WHEN 'ANNEX_III' IN knownRoutes THEN row.effectiveAnnexIII END,
    CASE WHEN 'ANNEX_I_A' IN knownRoutes OR 'ANNEX_I_B' IN knownRoutes THEN row.effectiveAnnexI END] | CASE WHEN earliest <= date THEN earliest ELSE coalesce(date, earliest) END) AS ofKnownRoutes
WITH *, coalesce(row.effectiveOther, ofRoutes, row.formalDate) AS effective
WITH *, coalesce(row.formalDate, effective) AS formal,
  NOT coalesce(framework.voluntary, false) OR EXISTS { (system)-[:SUBJECT_TO]->(framework) } AS isSubject,
  NOT bindsRoles OR any(role IN row.roles WHERE role IN system.roles) AS hasRole,
  NOT bindsClasses OR any(class IN row.classes WHERE CASE WHEN NOT (subject.unbacked AND class IN ['HIGH_RISK', 'EXEMPT_6_3']) THEN class IN system.classes END) AS hasClass,
  CASE
    WHEN NOT bindsRoutes AND NOT datedByRoute THEN true
    WHEN size(knownRoutes) > 0 AND (NOT datedByRoute OR coalesce(ofKnownRoutes = ofRoutes, false)) THEN true
    WHEN size(routes) = size(knownRoutes) OR (datedByRoute AND ofRoutes IS NULL) THEN false
  END AS hasRoute,
  CASE
    WHEN coalesce(size(row.annexIIIIn), 0) = 0 OR any(point IN coalesce(system.annexIIIPoints, []) WHERE any(entry IN row.annexIIIIn WHERE point = entry OR point STARTS WITH entry + '(')) THEN true
    WHEN NOT subject.isAnyPointUnknown AND NOT any(point IN subject.foundPoints WHERE any(entry IN row.annexIIIIn WHERE point = entry OR point STARTS WITH entry + '(')) THEN false
  END AS isInside,
  CASE
    WHEN coalesce(size(row.annexIIIOut), 0) = 0 THEN true
    WHEN subject.isAnyPointUnknown THEN null
    WHEN size(system.annexIIIPoints) = 0 OR NOT all(point IN system.annexIIIPoints WHERE any(entry IN row.annexIIIOut WHERE point = entry OR point STARTS WITH entry + '(')) THEN true
    WHEN all(point IN subject.foundPoints WHERE any(entry IN row.annexIIIOut WHERE point = entry OR point STARTS WITH entry + '(')) THEN false
  END AS isNotOutside,
  all(item IN coalesce(row.facts, []) WHERE any(term IN split(item, '/') WHERE CASE WHEN term IN subject.yes THEN true WHEN term IN subject.no THEN false END)) AS factsHold
WITH *,
  CASE
    WHEN NOT isSubject THEN 'subjectTo' WHEN NOT hasRole THEN 'roles' WHEN NOT hasClass THEN 'classes' WHEN NOT hasRoute THEN 'routes'
    WHEN NOT isInside THEN 'annexIIIIn' WHEN NOT isNotOutside THEN 'annexIIIOut' WHEN NOT factsHold THEN 'facts'
  END AS falseCondition,
  hasRole IS NULL OR hasClass IS NULL OR hasRoute IS NULL OR isInside IS NULL OR isNotOutside IS NULL OR factsHold IS NULL AS isUnknown,
  CASE WHEN system.classes IS NULL THEN 'classes' WHEN subject.isProfilingUnknown THEN 'profilesPersons' ELSE 'classification' END AS missingClass
// A shield is never assumed: whatever is missing means that there is none.
CALL (row, system, subject, day, effective) {
  MATCH (row)-[:SHIELDED_BY]->(rule:LegacyRule)
  WITH rule, CASE WHEN coalesce(rule.placedBefore, 'EFFECTIVE') = 'EFFECTIVE' THEN effective ELSE date(rule.placedBefore) END AS cutOff
  WHERE system.placedOn < cutOff
    AND all(item IN coalesce(rule.onlyIf, []) WHERE any(term IN split(item, '/') WHERE term IN subject.yes))
    AND (coalesce(rule.endsOn > day, true) OR coalesce(all(term IN split(rule.endsOnWhen, '/') WHERE term IN subject.no), false))
    AND (NOT coalesce(rule.endedByChange, false) OR day < cutOff OR coalesce(system.designChangedOn < cutOff OR system.designChangedOn > day, 'designUnchanged' IN system.factsTrue, false))
  RETURN min(rule.key) AS legacyRule
}
// The latest approved statement that speaks of the row for the system; on a tie, that it applies.
CALL (row, system, above, day) {
  UNWIND CASE WHEN coalesce(row.excludable, false) THEN above ELSE [] END AS at
  MATCH (at)<-[:STATES]-(s:Statement {kind: 'APPLICABILITY'})
  WHERE s.applicable IS NOT NULL AND s.approvedOn <= day AND NOT (coalesce(s.status, '') IN ['REJECTED', 'WITHDRAWN', 'SUPERSEDED'] AND coalesce(coalesce(s.endedOn, s.rejectedOn) <= day, true))
    AND (NOT EXISTS { (s)-[:ABOUT]->(:AiSystem) } OR EXISTS { (s)-[:ABOUT]->(system) })
  WITH s ORDER BY s.approvedOn DESC, s.applicable DESC, s.key
  RETURN head(collect(s)) AS statement
}
WITH *, CASE
    WHEN falseCondition IS NOT NULL THEN 'NOT_APPLICABLE'
    WHEN NOT statement.applicable THEN 'EXCLUDED'
    WHEN legacyRule IS NOT NULL THEN 'LEGACY'
    WHEN day < formal AND day < effective THEN 'NOT_YET'
    WHEN day < formal OR day < effective THEN CASE WHEN row.dateStatus = 'UNRESOLVED' THEN 'UNRESOLVED' ELSE 'NOT_YET' END
    WHEN isUnknown THEN 'UNDETERMINED'
    ELSE 'APPLICABLE'
  END AS verdict,
  CASE WHEN hasRole IS NULL THEN ['roles'] ELSE [] END + CASE WHEN hasClass IS NULL THEN [missingClass] ELSE [] END + CASE WHEN hasRoute IS NULL THEN ['routes'] ELSE [] END
    + CASE WHEN isInside IS NULL OR isNotOutside IS NULL THEN ['annexIIIPoints'] ELSE [] END
    + reduce(names = [], item IN coalesce(row.facts, []) | names + CASE
        WHEN any(term IN split(item, '/') WHERE term IN subject.yes) THEN []
        ELSE [term IN split(item, '/') WHERE NOT term IN subject.no | CASE
          WHEN NOT term CONTAINS ':' THEN trim(LEADING '!' FROM term)
          ELSE CASE split(trim(LEADING '!' FROM term), ':')[0] WHEN 'annexIII' THEN 'annexIIIPoints' WHEN 'class' THEN missingClass WHEN 'role' THEN 'roles' ELSE 'routes' END END]
      END) AS unknown
WITH *, {
    system: system, subject: subject, verdict: verdict,
    order: CASE verdict WHEN 'APPLICABLE' THEN 0 WHEN 'UNDETERMINED' THEN 1 WHEN 'UNRESOLVED' THEN 2 WHEN 'NOT_YET' THEN 3 WHEN 'LEGACY' THEN 4 WHEN 'EXCLUDED' THEN 5 ELSE 6 END,
    falseCondition: falseCondition,
    missing: CASE WHEN verdict = 'UNDETERMINED' THEN reduce(names = [], name IN unknown | names + CASE WHEN name IN names THEN [] ELSE [name] END) ELSE [] END,
    formalDate: CASE WHEN verdict IN ['APPLICABLE', 'UNDETERMINED', 'UNRESOLVED', 'NOT_YET'] THEN formal END,
    effectiveDate: CASE WHEN verdict IN ['APPLICABLE', 'UNDETERMINED', 'UNRESOLVED', 'NOT_YET'] THEN effective END,
    legacyRule: CASE WHEN verdict = 'LEGACY' THEN legacyRule END,
    statement: CASE WHEN verdict = 'EXCLUDED' THEN statement.key END,
    isStated: statement IS NOT NULL,
    isBacked: NOT bindsClasses OR any(class IN row.classes WHERE class IN system.classes AND NOT (subject.unbacked AND class IN ['HIGH_RISK', 'EXEMPT_6_3']) AND class IN subject.found)
  } AS judged
