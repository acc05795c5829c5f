// What may serve the organisation's cells: controls and evidence of scope ORGANISATION, assessments of vendors or of nobody.
CALL () {
  RETURN {
    controls: COLLECT { MATCH (c:Control {scope: 'ORGANISATION'}) RETURN c },
    proofs: COLLECT {
      MATCH (p:Evidence {scope: 'ORGANISATION'}) RETURN p
      UNION MATCH (p:Assessment) WHERE NOT EXISTS { (p)-[:ASSESSES]->(:AiSystem) } RETURN p
    }
  } AS organisation
}
