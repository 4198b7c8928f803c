SELECT id, url, tier
FROM raw_documents
WHERE coalesce(batch_id = getvariable('batch_id'), true) AND tier NOT IN (SELECT tier FROM ref_tiers)
