// Over one mapping: EQUAL and SUPERSET, as it is read, need all of their sources; of others the best counts, PARTIAL at most.
CALL (given, day) {
  UNWIND given AS g
  WITH g, g.node AS source
  MATCH (source)<-[end:FROM|TO]-(m:Mapping)
  WHERE (end:FROM OR coalesce(m.direction, '') <> 'FORWARD')
//> gives-credit
  WITH m, type(end) AS entered, collect(g) AS sources
  WITH m, entered, sources, m.relation = 'EQUAL' OR m.relation = CASE entered WHEN 'FROM' THEN 'SUPERSET' ELSE 'SUBSET' END AS carriesAll
  WHERE NOT carriesAll OR size(sources) = COUNT { (m)-[r:FROM|TO]->() WHERE type(r) = entered }
  WITH m, entered,
    CASE WHEN carriesAll
      THEN reduce(weakest = 7, s IN sources | CASE WHEN s.rank < weakest THEN s.rank ELSE weakest END)
      ELSE reduce(best = 0, s IN sources | CASE WHEN s.rank > best THEN s.rank ELSE best END) END AS rank,
    CASE WHEN carriesAll THEN reduce(ways = [[]], s IN sources | reduce(all = [], way IN ways | all + [more IN s.full | way + more])) ELSE [] END AS full
  MATCH (m)-[out:FROM|TO]->(at:Requirement)<-[:PART_OF]-*(wanted:Requirement)
  WHERE type(out) <> entered
  // A way that gives everything must have proof of a type that each row on it takes.
  WITH wanted, max(rank) AS rank, reduce(all = [], some IN collect(full) | all + some) AS ways,
    coalesce(wanted.assessable AND coalesce(wanted.repealedOn > day, true) AND size(wanted.proof) > 0, false) AS isParticular
  WITH wanted, rank, CASE WHEN isParticular
    THEN [way IN [w IN ways | [leaf IN w | [types IN leaf WHERE any(type IN types WHERE type IN wanted.proof)]]] WHERE all(leaf IN way WHERE size(leaf) > 0)]
    ELSE ways END AS full
  RETURN collect({node: wanted, rank: rank, full: full}) AS into
}
