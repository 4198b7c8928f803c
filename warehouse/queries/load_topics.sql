INSERT INTO raw_topics BY NAME
SELECT DISTINCT ON (document_id, deal_claim_id, kind, "value")
    document_id, deal_claim_id, kind, "value", basis, mentions, evidence,
    $version AS extractor_version, $batch_id AS batch_id, $known_at AS known_at
FROM read_parquet($path) AS new
WHERE NOT EXISTS (
    FROM raw_topics AS kept
    WHERE kept.document_id = new.document_id AND kept.deal_claim_id IS NOT DISTINCT FROM new.deal_claim_id
        AND kept.kind = new.kind AND kept."value" = new."value" AND kept.extractor_version = $version
)
ORDER BY document_id, deal_claim_id, kind, "value", mentions DESC
