  // EQUAL and SUPERSET, as the mapping is read, need all of their sources; of others the best counts, PARTIAL at most.
  WITH m, at, end, carriesAll, source, further.paths + CASE WHEN origin.rank > 0 THEN [origin {.*, mappings: mappings}] ELSE [] END AS paths,
    CASE WHEN origin.rank > further.rank THEN origin.rank ELSE further.rank END AS rank
  WITH m, at, end, carriesAll, collect({rank: rank, paths: paths}) AS given
  WITH *, CASE WHEN carriesAll
      THEN reduce(weakest = 8, g IN given | CASE WHEN g.rank < weakest THEN g.rank ELSE weakest END)
      ELSE reduce(best = 0, g IN given | CASE WHEN g.rank > 6 THEN 7 WHEN g.rank > best THEN g.rank ELSE best END) END AS rank
  UNWIND CASE WHEN rank > 0 THEN reduce(all = [], g IN given | all + g.paths) ELSE [] END AS path
  RETURN {rank: coalesce(max(rank), 0), paths: collect(path)} AS further
}
