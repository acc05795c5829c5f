// What may serve the organisation's cells beside controls and evidence of scope ORGANISATION: assessments of vendors or of nobody.
CALL () {
  RETURN {controls: [], proofs: COLLECT { MATCH (p:Assessment) WHERE NOT EXISTS { (p)-[:ASSESSES]->(:AiSystem) } RETURN p }} AS organisation
}
