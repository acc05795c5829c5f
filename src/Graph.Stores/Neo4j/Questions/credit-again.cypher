// What is owed gives its own state, and what it was given itself.
CALL (own, into) {
  UNWIND own + into AS g
  WITH g.node AS node, max(g.ownRank) AS ownRank, head(collect(g.ownFull)) AS ownFull, max(g.latest) AS latest,
    max(g.rank) AS rank, reduce(all = [], some IN collect(g.full) | all + some) AS full, max(coalesce(g.isOwed, false)) AS isOwed
  WHERE isOwed AND (ownRank IS NOT NULL OR rank IS NOT NULL)
  RETURN collect({node: node, ownRank: ownRank, ownFull: coalesce(ownFull, []), latest: latest, rank: rank, full: full}) AS farther
}
WITH day, subject, framework, targets, own, farther AS given
