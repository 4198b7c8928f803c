INSERT INTO raw_deal_claims BY NAME
SELECT DISTINCT ON (id)
    id, document_id, "type", status, parties, amounts, chips, capacity, term_years, "date", places, "round",
    program, confidence, evidence,
    $version AS extractor_version, $batch_id AS batch_id, $known_at AS known_at
FROM read_parquet($path) AS new
ANTI JOIN (SELECT id FROM raw_deal_claims WHERE extractor_version = $version) AS kept USING (id)
ORDER BY id
