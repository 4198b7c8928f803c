-- A quote must be the document's text at its span, to the letter. Spans count characters from 0.
SELECT c.id, c.document_id, e."start", e."end", e.quote
FROM (
    SELECT id, document_id, extractor_version, batch_id, unnest(evidence) AS e FROM raw_deal_claims
    UNION ALL
    SELECT id, document_id, extractor_version, batch_id, unnest(evidence) AS e FROM raw_figure_claims
    UNION ALL
    SELECT kind || ' ' || "value", document_id, extractor_version, batch_id, unnest(evidence) AS e FROM raw_topics
) AS c
JOIN raw_documents AS d ON d.id = c.document_id AND d.extractor_version = c.extractor_version
WHERE coalesce(c.batch_id = getvariable('batch_id'), true)
    AND substring(d."text", e."start" + 1, e."end" - e."start") IS DISTINCT FROM e.quote
