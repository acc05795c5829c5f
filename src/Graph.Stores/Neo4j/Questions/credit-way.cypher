// Over one mapping, from its end back to where it comes from: into the row, or into a heading above it that the way has not met.
CALL (__FROM__, subject, framework, own, day) {
  WITH *, __FROM__.row AS row
  WHERE __FROM__.goesOn
  MATCH (row)-[:PART_OF]->*(at:Requirement)
  WHERE at = row OR NOT at IN __FROM__.met
  MATCH (at)<-[end:FROM|TO]-(m:Mapping)
  WHERE (end:TO OR coalesce(m.direction, '') <> 'FORWARD')
//> gives-credit
  // A link that is suspect caps what passes it; a heading that the way passes has no meaning of its own.
  WITH *, m.relation = 'EQUAL' OR m.relation = CASE type(end) WHEN 'TO' THEN 'SUPERSET' ELSE 'SUBSET' END AS carriesAll,
    __FROM__.isSuspect OR coalesce(end.reviewedAgainst CONTAINS '/' AND (NOT split(end.reviewedAgainst, '/')[0] IN ['-', m.meaning] OR (__FROM__.isRow AND toString(row.textVersion) >
      CASE WHEN split(end.reviewedAgainst, '/')[1] =~ '[0-9]{4}-[0-9]{2}-[0-9]{2}' THEN split(end.reviewedAgainst, '/')[1] ELSE toString(end.reviewedOn) END)), false) AS isLate
  MATCH (m)-[out:FROM|TO]->(source:Requirement)
  WHERE type(out) <> type(end)
  WITH *, CASE WHEN source <> at AND NOT source IN __FROM__.met THEN head([o IN own[id(source) % 256] WHERE o.node = source]) END AS owed, coalesce(source.assessable AND coalesce(source.repealedOn > day, true), false) AS isRow,
    isLate OR coalesce(out.reviewedAgainst CONTAINS '/' AND NOT split(out.reviewedAgainst, '/')[0] IN ['-', m.meaning], false) AS isSuspect,
    CASE WHEN out.reviewedAgainst CONTAINS '/' THEN CASE WHEN split(out.reviewedAgainst, '/')[1] =~ '[0-9]{4}-[0-9]{2}-[0-9]{2}' THEN split(out.reviewedAgainst, '/')[1] ELSE toString(out.reviewedOn) END END AS seen
  // What the source has itself: the weakest of its owed rows, and more than PARTIAL only by proof of a type that each row on the way takes.
  WITH *, CASE WHEN coalesce(owed.framework <> framework, owed.framework IS NOT NULL) THEN reduce(weakest = null, leaf IN [l IN owed.leaves | {source: l.row.key, system: l.holding.key,
      rank: reduce(rank = CASE
          WHEN carriesAll AND NOT __FROM__.isPartial AND (subject IS NULL OR l.holding IS NOT NULL) AND any(types IN l.covering WHERE all(taken IN __FROM__.takes WHERE any(type IN types WHERE type IN taken))) THEN 8
          WHEN l.rank > 7 THEN 7
          ELSE l.rank END,
        cap IN CASE WHEN isSuspect OR toString(l.row.textVersion) > seen THEN [6] ELSE [] END | CASE WHEN rank > cap THEN cap ELSE rank END)}]
    | CASE WHEN weakest.rank <= leaf.rank THEN weakest ELSE leaf END) END AS origin
  WITH subject, framework, own, day, m, at, end, carriesAll, source, origin, [m.key] + __FROM__.mappings AS mappings, {
      row: source, isRow: isRow, met: __FROM__.met + [at, source], mappings: [m.key] + __FROM__.mappings, isPartial: __FROM__.isPartial OR NOT carriesAll,
      isSuspect: isSuspect OR coalesce(isRow AND toString(source.textVersion) > seen, false),
      takes: __FROM__.takes + CASE WHEN isRow AND size(source.proof) > 0 THEN [source.proof] ELSE [] END,
      goesOn: owed IS NOT NULL AND size(__FROM__.mappings) < 2
    } AS __TO__
