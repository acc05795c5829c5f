// Over one mapping: EQUAL and SUPERSET, as it is read, need all of their sources; of others the best counts, PARTIAL at most.
CALL (given, day) {
  UNWIND given AS g
  WITH g, g.node AS source
  MATCH (source)<-[end:FROM|TO]-(m:Mapping)
  WHERE (end:FROM OR coalesce(m.direction, '') <> 'FORWARD')
//> gives-credit
  // A link that is suspect caps what passes it: for a row all of it, for a heading what its amended rows give themselves.
  WITH g, m, type(end) AS entered, source.assessable AND coalesce(source.repealedOn > day, true) AND source.textVersion IS NOT NULL AS isRow, toString(source.textVersion) AS version,
    coalesce(end.reviewedAgainst CONTAINS '/' AND NOT split(end.reviewedAgainst, '/')[0] IN ['-', m.meaning], false) AS hasChanged,
    CASE WHEN end.reviewedAgainst CONTAINS '/' THEN CASE WHEN split(end.reviewedAgainst, '/')[1] =~ '[0-9]{4}-[0-9]{2}-[0-9]{2}' THEN split(end.reviewedAgainst, '/')[1] ELSE toString(end.reviewedOn) END END AS seen
  WITH g, m, entered, hasChanged OR coalesce(isRow AND version > seen, false) AS isSuspect, coalesce(g.latest > seen, false) AS isOwnSuspect
  WITH m, entered, {
      rank: reduce(best = null, rank IN [CASE WHEN (isSuspect OR isOwnSuspect) AND g.ownRank > 6 THEN 6 ELSE g.ownRank END, CASE WHEN isSuspect AND g.rank > 6 THEN 6 ELSE g.rank END]
        | CASE WHEN best >= rank THEN best ELSE coalesce(rank, best) END),
      full: CASE WHEN isSuspect OR isOwnSuspect THEN [] ELSE g.ownFull END + CASE WHEN isSuspect THEN [] ELSE g.full END
    } AS s
  WITH m, entered, collect(s) AS sources
  WITH m, entered, sources, m.relation = 'EQUAL' OR m.relation = CASE entered WHEN 'FROM' THEN 'SUPERSET' ELSE 'SUBSET' END AS carriesAll
  WHERE NOT carriesAll OR size(sources) = COUNT { (m)-[r:FROM|TO]->() WHERE type(r) = entered }
  WITH m, entered,
    CASE WHEN carriesAll
      THEN reduce(weakest = 7, s IN sources | CASE WHEN s.rank < weakest THEN s.rank ELSE weakest END)
      ELSE reduce(best = 0, s IN sources | CASE WHEN s.rank > best THEN s.rank ELSE best END) END AS rank,
    CASE WHEN carriesAll THEN reduce(ways = [[]], s IN sources | reduce(all = [], way IN ways | all + [more IN s.full | way + more])) ELSE [] END AS full
  MATCH (m)-[out:FROM|TO]->(at:Requirement)<-[:PART_OF]-*(wanted:Requirement)
  WHERE type(out) <> entered
  WITH m, rank, full, wanted, coalesce(out.reviewedAgainst CONTAINS '/' AND (NOT split(out.reviewedAgainst, '/')[0] IN ['-', m.meaning]
      OR (wanted.assessable AND coalesce(wanted.repealedOn > day, true) AND toString(wanted.textVersion) >
        CASE WHEN split(out.reviewedAgainst, '/')[1] =~ '[0-9]{4}-[0-9]{2}-[0-9]{2}' THEN split(out.reviewedAgainst, '/')[1] ELSE toString(out.reviewedOn) END)), false) AS isSuspect
  WITH wanted, CASE WHEN isSuspect AND rank > 6 THEN 6 ELSE rank END AS rank, CASE WHEN isSuspect THEN [] ELSE full END AS full
  // A way that gives everything must have proof of a type that each row on it takes.
  WITH wanted, max(rank) AS rank, reduce(all = [], some IN collect(full) | all + some) AS ways,
    coalesce(wanted.assessable AND coalesce(wanted.repealedOn > day, true) AND size(wanted.proof) > 0, false) AS isParticular
  WITH wanted, rank, CASE WHEN isParticular
    THEN [way IN [w IN ways | [leaf IN w | [types IN leaf WHERE any(type IN types WHERE type IN wanted.proof)]]] WHERE all(leaf IN way WHERE size(leaf) > 0)]
    ELSE ways END AS full
  RETURN collect({node: wanted, rank: rank, full: full}) AS into
}
