// What is owed gives its own state, or what it was given itself.
CALL (own, into) {
  UNWIND own + into AS g
  WITH g.node AS node, max(g.rank) AS rank, reduce(all = [], some IN collect(g.full) | all + some) AS full, max(coalesce(g.isOwed, false)) AS isOwed
  WHERE isOwed AND rank IS NOT NULL
  RETURN collect({node: node, rank: rank, full: full}) AS farther
}
WITH day, subject, framework, targets, own, farther AS given
