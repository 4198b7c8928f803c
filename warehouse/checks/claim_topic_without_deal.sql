-- A topic of a deal must come with that deal's claim, read by the same extractor version.
SELECT t.deal_claim_id, t.document_id, t.kind, t."value"
FROM raw_topics AS t
ANTI JOIN raw_deal_claims AS c ON c.id = t.deal_claim_id AND c.extractor_version = t.extractor_version
WHERE t.deal_claim_id IS NOT NULL AND coalesce(t.batch_id = getvariable('batch_id'), true)
