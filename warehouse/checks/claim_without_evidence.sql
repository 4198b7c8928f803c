SELECT id, document_id
FROM (
    SELECT id, document_id, batch_id, evidence FROM raw_deal_claims
    UNION ALL
    SELECT id, document_id, batch_id, evidence FROM raw_figure_claims
)
WHERE coalesce(batch_id = getvariable('batch_id'), true) AND len(evidence) = 0
