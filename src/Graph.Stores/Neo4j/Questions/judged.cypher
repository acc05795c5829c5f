// The organisation meets a row once: of its systems' verdicts it takes the first in order, as the first system by key has it.
ORDER BY judged.order, system.key
WITH day, today, organisation, row, framework, above, CASE WHEN coalesce(row.scope, '') = 'ORGANISATION' THEN null ELSE system END AS holding, head(collect(judged)) AS judged
WITH *, CASE WHEN holding IS NULL THEN organisation ELSE judged.subject END AS holder
