// What may serve the organisation's cells beside controls and evidence of scope ORGANISATION, assessments of vendors or of nobody; and for whoever holds cells what
// lowers what serves them: the MAJOR findings that are open, and the proof that something has changed after.
CALL (day, known) {
  CALL () {
    MATCH (p:Assessment) WHERE NOT EXISTS { (p)-[:ASSESSES]->(:AiSystem) }
    RETURN collect(p) AS proofs
  }
  CALL (day) {
    MATCH (f:Finding)
//> open-major
    RETURN collect(f) AS open
  }
  CALL (day, known, proofs) {
    UNWIND known + [{proofs: proofs}] AS holder
    UNWIND holder.proofs AS proof
    WITH DISTINCT proof, day
    WITH proof, CASE WHEN proof:Assessment THEN COLLECT {
//> overtaken proof by
      } ELSE [] END AS overtaken,
      CASE WHEN proof.type IN ['CONFORMITY_ASSESSMENT', 'CERTIFICATE', 'DECLARATION_OF_CONFORMITY'] AND coalesce(proof.scope <> 'ORGANISATION', true) THEN COLLECT {
//> modified proof by
      } ELSE [] END AS modified
    WHERE size(overtaken) + size(modified) > 0
    RETURN collect({proof: proof, overtaken: overtaken, modified: modified}) AS lowered
  }
  RETURN {controls: [], proofs: proofs, open: open, lowered: lowered} AS organisation, [holder IN known | holder {.*, open: open, lowered: lowered}] AS subjects
}
