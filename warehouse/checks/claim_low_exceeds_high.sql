SELECT id, document_id, r.low, r.high
FROM (
    SELECT id, document_id, batch_id, unnest(list_transform(amounts, lambda a: {'low': a.low, 'high': a.high})) AS r FROM raw_deal_claims
    UNION ALL
    SELECT id, document_id, batch_id, unnest(list_transform(chips, lambda a: {'low': a.low, 'high': a.high})) FROM raw_deal_claims
    UNION ALL
    SELECT id, document_id, batch_id, unnest(list_transform(capacity, lambda a: {'low': a.low, 'high': a.high})) FROM raw_deal_claims
    UNION ALL
    SELECT id, document_id, batch_id, {'low': low, 'high': high} FROM raw_figure_claims
)
WHERE coalesce(batch_id = getvariable('batch_id'), true) AND (r.low > r.high OR r.low IS NULL OR r.high IS NULL)
