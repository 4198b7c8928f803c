-- A claim must come with its document, read by the same extractor version.
SELECT c.id, c.document_id, c.extractor_version
FROM (
    SELECT id, document_id, extractor_version, batch_id FROM raw_deal_claims
    UNION ALL
    SELECT id, document_id, extractor_version, batch_id FROM raw_figure_claims
    UNION ALL
    SELECT kind || ' ' || "value", document_id, extractor_version, batch_id FROM raw_topics
) AS c
ANTI JOIN raw_documents AS d ON d.id = c.document_id AND d.extractor_version = c.extractor_version
WHERE coalesce(c.batch_id = getvariable('batch_id'), true)
