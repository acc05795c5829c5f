// Is it met? The best chain of links and proof, or what is missing. A state is as weak as its weakest part; ranks go from 0, MISSING, to 8, COVERED.
CALL (row, above, holder, day, today) {
  UNWIND above AS at
  MATCH (at)<-[link:SATISFIES|DEMONSTRATES]-(source)
  WHERE link:SATISFIES OR NOT coalesce(row.needsControl, false)
  // Of what serves somebody else only a joint group hears, which it leaves incomplete.
  WITH link, source, at, coalesce(NOT source:Assessment AND source.scope = 'ORGANISATION', false) OR source IN CASE WHEN link:SATISFIES THEN holder.controls ELSE holder.proofs END AS serves
  WHERE serves OR link.joint IS NOT NULL
  // A link of proof is its own proof; a control has that by which it is evidenced.
  OPTIONAL MATCH (source)-[evidenced:EVIDENCED_BY]->{0,1}(proof:Evidence|Assessment) WHERE (proof:Evidence AND proof.scope = 'ORGANISATION') OR proof IN holder.proofs
  WITH link, source, proof, source.key + '|' + type(link) + '|' + at.key AS linkKey, link:SATISFIES AS isControl, link:SATISFIES AND serves AS isOperated,
    // Suspect: an end means something else than at the last review; of a requirement the row whose cell it is, whatever heading is linked.
    coalesce(link.reviewedAgainst CONTAINS '/' AND (NOT split(link.reviewedAgainst, '/')[0] IN ['-', source.meaning] OR toString(row.textVersion) >
      CASE WHEN split(link.reviewedAgainst, '/')[1] =~ '[0-9]{4}-[0-9]{2}-[0-9]{2}' THEN split(link.reviewedAgainst, '/')[1] ELSE toString(link.reviewedOn) END), false) AS isSuspect,
    coalesce(any(e IN evidenced WHERE e.reviewedAgainst CONTAINS '/' AND (NOT split(e.reviewedAgainst, '/')[0] IN ['-', source.meaning]
      OR NOT split(e.reviewedAgainst, '/')[1] IN ['-', proof.meaning])), false) AS isProofSuspect,
    CASE WHEN proof.reviewEveryMonths IS NULL THEN proof.expiresOn ELSE proof.signedOn + duration({months: proof.reviewEveryMonths}) END AS lastDay,
    coalesce(proof.approvedOn, proof.signedOn) AS doneOn,
    CASE WHEN proof.status = 'REJECTED' THEN coalesce(proof.rejectedOn, date({year: 1})) WHEN proof.status IN ['WITHDRAWN', 'SUPERSEDED'] THEN coalesce(proof.endedOn, date({year: 1})) END AS endsFrom,
    CASE WHEN link:SATISFIES THEN COLLECT { MATCH (source)<-[:AGAINST]-(f:Finding) WHERE f IN holder.open RETURN f.key } ELSE [] END AS findings,
    head([l IN holder.lowered WHERE l.proof = proof]) AS lowered,
    // Claims score nothing.
    coalesce(proof.kind = 'VENDOR_DUE_DILIGENCE', false) AND NOT any(basis IN [proof.governanceBasis, proof.testingBasis, proof.incidentNoticeBasis, proof.dataHandlingBasis] WHERE coalesce(basis <> 'CLAIMED', false)) AS isClaimed
  WITH *, coalesce(doneOn <= day, false) AND coalesce(endsFrom > day, true) AS isDone,
    coalesce(lastDay >= today AND doneOn <= today, false) AND coalesce(proof.effectiveFrom <= today, true) AND coalesce(endsFrom > today, true) AS isValidToday
  WITH *, coalesce(lastDay < day, false) AND NOT ($renewals = 'ASSUMED' AND isValidToday) AS isExpired,
    // What makes proof of no use for this row.
    CASE WHEN coalesce(size(row.proof) > 0, false) AND NOT coalesce(proof.type, proof.kind) IN row.proof THEN [{code: 'PROOF_WRONG_TYPE', node: proof.key}] ELSE [] END
      + CASE WHEN endsFrom <= day AND (proof:Evidence OR proof.status <> 'REJECTED') THEN [{code: CASE proof.status WHEN 'REJECTED' THEN 'PROOF_REJECTED' ELSE 'PROOF_WITHDRAWN' END, node: proof.key}] ELSE [] END
      + CASE WHEN proof.effectiveFrom > day THEN [{code: 'PROOF_NOT_YET_EFFECTIVE', node: proof.key}] ELSE [] END AS reasons,
    CASE WHEN NOT isControl THEN 8 WHEN NOT coalesce(source.implementedOn <= day, false) THEN 1 WHEN source.degradedOn <= day OR size(findings) > 0 THEN 2 ELSE 8 END AS operating,
    CASE WHEN isSuspect THEN 6 WHEN link.extent = 'PARTIAL' AND link.joint IS NULL THEN 7 ELSE 8 END AS cap
  WITH *, CASE WHEN isClaimed THEN 3 WHEN NOT isDone THEN 4 WHEN isExpired THEN 5 WHEN lowered IS NOT NULL THEN 6 ELSE 8 END AS worth,
    CASE WHEN operating = 1 THEN [{code: 'CONTROL_PLANNED', node: source.key}] WHEN isControl AND source.degradedOn <= day THEN [{code: 'CONTROL_DEGRADED', node: source.key}] ELSE [] END
      + [finding IN findings | {code: 'CONTROL_NONCONFORMITY', node: finding}]
      + CASE WHEN link.extent = 'PARTIAL' AND link.joint IS NULL THEN [{code: 'EXTENT_PARTIAL', node: source.key, edge: linkKey}] ELSE [] END
      + CASE WHEN isSuspect THEN [{code: 'LINK_SUSPECT', node: source.key, edge: linkKey}] ELSE [] END AS ofLink,
    CASE WHEN isExpired THEN [{code: CASE WHEN day > today AND isValidToday THEN 'EXPIRES_BEFORE' WHEN proof:Assessment THEN 'ASSESSMENT_OVERDUE' ELSE 'PROOF_EXPIRED' END, node: proof.key}] ELSE [] END
      + CASE WHEN NOT isDone THEN [{code: CASE WHEN proof:Assessment THEN 'ASSESSMENT_UNSIGNED' ELSE 'PROOF_UNAPPROVED' END, node: proof.key}] ELSE [] END
      + [by IN coalesce(lowered.overtaken, []) | {code: 'ASSESSMENT_STALE', node: by, name: proof.key}]
      + [by IN coalesce(lowered.modified, []) | {code: 'PROOF_OVERTAKEN', node: by, name: proof.key}]
      + CASE WHEN isClaimed THEN [{code: 'CLAIMED_ONLY', node: proof.key, name: proof.key}] ELSE [] END
      + CASE WHEN isProofSuspect THEN [{code: 'LINK_SUSPECT', node: source.key, edge: source.key + '|EVIDENCED_BY|' + proof.key}] ELSE [] END AS ofProof
  WITH *, isControl AND isOperated AND coalesce(source.retiredOn > day, true) AS isInForce
  WITH *, CASE WHEN proof IS NOT NULL AND size(reasons) = 0 AND (isInForce OR NOT isControl) THEN {
      key: CASE WHEN isControl THEN linkKey + '>' + source.key + '|EVIDENCED_BY|' + proof.key ELSE linkKey END,
      rank: reduce(weakest = 8, rank IN [operating, worth, cap, CASE WHEN isProofSuspect THEN 6 ELSE 8 END] | CASE WHEN rank < weakest THEN rank ELSE weakest END),
      defects: ofLink + ofProof, types: [coalesce(proof.type, proof.kind)]
    } END AS chain
  ORDER BY chain.rank DESC, size(chain.defects), chain.key
  // The best chain of each link. A control without usable proof is one chain that lists every reason.
  WITH source, linkKey, link.joint AS joint, isControl, isOperated, isInForce, operating, cap, ofLink, count(proof) AS proofCount,
    head(collect(chain)) AS proven, collect(DISTINCT CASE WHEN chain.rank = 8 THEN chain.types END) AS covering, reduce(all = [], some IN collect(CASE WHEN proof IS NOT NULL THEN reasons END) | all + some) AS reasons
  WITH *, CASE WHEN proven IS NULL AND isInForce THEN {
      key: linkKey,
      rank: reduce(weakest = 3, rank IN [operating, cap] | CASE WHEN rank < weakest THEN rank ELSE weakest END),
      defects: ofLink + CASE WHEN size(reasons) > 0 THEN reasons ELSE [{code: 'PROOF_MISSING', node: source.key}] END, types: []
    } ELSE proven END AS best
  // In a joint group the links of versions of one document are one member, of which the best counts; it has the name of the first version. A version of two stands for both.
  UNWIND CASE WHEN joint IS NULL OR isControl THEN [linkKey] ELSE [key IN COLLECT {
      MATCH (source)-[:SUPERSEDES]->{0,}(first) WHERE NOT EXISTS { (first)-[:SUPERSEDES]->() } RETURN DISTINCT first.key
    } | key + substring(linkKey, size(source.key))] END AS member
  WITH *
  ORDER BY best.rank DESC, size(best.defects), best.key, linkKey
  WITH joint, isControl, member, min(linkKey) AS linkKey, head(collect(best)) AS best, reduce(all = [], some IN collect(covering) | all + some) AS covering,
    collect(CASE WHEN joint IS NOT NULL THEN {code: 'JOINT_INCOMPLETE', node: source.key, edge: linkKey} END) AS each,
    reduce(all = [], some IN collect(CASE WHEN NOT isControl THEN reasons END) | all + some) AS unusable, max(isOperated OR (NOT isControl AND proofCount > 0)) AS isShallow
  ORDER BY linkKey, member
  // Links that share a joint group count together only, and fully only where an approved statement says that just these suffice.
  WITH joint, CASE WHEN joint IS NULL THEN linkKey END AS alone, collect(member) AS members, collect(best) AS bests,
    reduce(all = [], some IN collect(covering) | all + some) AS covering,
    reduce(all = [], some IN collect(CASE WHEN best IS NULL THEN each END) | all + some) AS lacking,
    reduce(all = [], some IN collect(unusable) | all + some) AS unusable, max(isShallow) AS isShallow
  CALL (joint, members, above, holder, day) {
    UNWIND CASE WHEN joint IS NULL THEN [] ELSE above END AS at
    MATCH (at)<-[:STATES]-(s:Statement {kind: 'SUFFICIENCY', joint: joint})
    WHERE s.approvedOn <= day AND NOT (coalesce(s.status, '') IN ['REJECTED', 'WITHDRAWN', 'SUPERSEDED'] AND coalesce(coalesce(s.endedOn, s.rejectedOn) <= day, true))
      AND (NOT EXISTS { (s)-[:ABOUT]->(:AiSystem) } OR holder.system.key IN COLLECT { MATCH (s)-[:ABOUT]->(a:AiSystem) RETURN a.key })
    UNWIND s.links AS link
    WITH s, members, link, split(link, '|')[0] AS from
    WITH s, members, link, from, COLLECT {
        MATCH (:Entity {key: from})-[:SUPERSEDES]->{0,}(first) WHERE NOT EXISTS { (first)-[:SUPERSEDES]->() } RETURN DISTINCT first.key
      } AS firsts
    UNWIND CASE WHEN size(firsts) = 0 THEN [from] ELSE firsts END AS first
    WITH s, members, collect(first + substring(link, size(from))) AS listed
    WHERE all(key IN members WHERE key IN listed) AND all(key IN listed WHERE key IN members)
    RETURN count(s) > 0 AS isSufficient
  }
  WITH joint, covering, lacking, unusable, isShallow, CASE
      WHEN joint IS NULL THEN bests[0]
      WHEN size(lacking) = 0 THEN {
        key: reduce(text = '', best IN reduce(each = [], some IN bests | each + CASE WHEN some IN each THEN [] ELSE [some] END) | text + CASE WHEN text = '' THEN '' ELSE '>' END + best.key),
        rank: reduce(weakest = CASE WHEN isSufficient THEN 8 ELSE 7 END, best IN bests | CASE WHEN best.rank < weakest THEN best.rank ELSE weakest END),
        defects: reduce(all = [], best IN bests | all + [d IN best.defects WHERE NOT d IN all])
          + CASE WHEN isSufficient THEN [] ELSE [{code: 'SUFFICIENCY_MISSING', node: row.key}] END,
        types: reduce(all = [], best IN bests | all + best.types)
      } END AS chain
  ORDER BY chain.rank DESC, size(chain.defects), chain.key
  WITH head(collect(chain)) AS best, reduce(all = [], some IN collect(CASE WHEN joint IS NULL THEN covering WHEN chain.rank = 8 THEN [chain.types] END) | all + some) AS covering, coalesce(max(isShallow), false) AS shallow,
    reduce(all = [], d IN reduce(each = [], some IN collect(lacking) | each + some) | all + CASE WHEN d IN all THEN [] ELSE [d] END) AS lacking, reduce(all = [], d IN reduce(each = [], some IN collect(unusable) | each + some) | all + CASE WHEN d IN all THEN [] ELSE [d] END) AS unusable
  // A finding against the row, or above it, lowers every chain; one that names systems those of these alone, and always the organisation's.
  WITH *, COLLECT {
      UNWIND above AS at
      MATCH (at)<-[:AGAINST]-(f:Finding)
      WHERE f IN holder.open AND (holder.system IS NULL OR NOT EXISTS { (f)-[:AGAINST]->(:AiSystem) } OR holder.system IN COLLECT { MATCH (f)-[:AGAINST]->(s:AiSystem) RETURN s })
      RETURN DISTINCT f.key
    } AS against
  RETURN CASE WHEN best IS NULL THEN 0 WHEN best.rank > 7 AND size(against) > 0 THEN 7 ELSE best.rank END AS rank, best.key AS chain,
    CASE WHEN size(against) > 0 THEN [] ELSE covering END AS covering, shallow,
    CASE WHEN best IS NOT NULL THEN best.defects
      ELSE CASE WHEN size(lacking) > 0 THEN lacking ELSE [{code: 'NO_LINK', node: row.key}] END + unusable END
      + [finding IN against | {code: 'NONCONFORMITY_OPEN', node: finding}] AS ofChain
}
WITH *, ['MISSING', 'PLANNED', 'NOT_OPERATING', 'UNPROVEN', 'UNAPPROVED', 'EXPIRED', 'SUSPECT', 'PARTIAL', 'COVERED'][rank] AS state
