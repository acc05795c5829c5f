// Credit: what mapped requirements of other frameworks give to cells, beside their state and never in it, with every way by which they do. A cell
// to which they give nothing has no row. Mappings are judgements of their authors: supporting evidence, not certification.
WITH date($day) AS day, date($today) AS today, null AS asked
//> subjects
//> holders
//> credit-own
//> credits
UNWIND further.paths AS path
WITH framework, row, subject, rank, states, path, reduce(text = '', mapping IN path.mappings | text + '>' + mapping) AS way
ORDER BY path.rank DESC, path.source, way
WITH framework, row, subject, rank, states, collect({state: states[path.rank], source: path.source, system: path.system, mappings: path.mappings}) AS paths
//> order
RETURN row.key AS requirement, subject.key AS system, states[rank] AS credit, paths
ORDER BY framework.key, place, system
LIMIT $rowCountMax
