INSERT INTO raw_figure_claims BY NAME
SELECT DISTINCT ON (id)
    id, document_id, kind, "start", "end", low, high, qualifier, as_written, entities, entity_ids, segment,
    product, period, unit, basis, confidence, evidence,
    $version AS extractor_version, $batch_id AS batch_id, $known_at AS known_at
FROM read_parquet($path) AS new
ANTI JOIN (SELECT id FROM raw_figure_claims WHERE extractor_version = $version) AS kept USING (id)
ORDER BY id
