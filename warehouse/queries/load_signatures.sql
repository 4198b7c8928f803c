INSERT INTO raw_signatures BY NAME
SELECT DISTINCT ON (document_id, scheme)
    document_id, scheme, address, text_hash, runs, minima,
    $version AS extractor_version, $batch_id AS batch_id, $known_at AS known_at
FROM read_parquet($path) AS new
ANTI JOIN raw_signatures AS kept ON kept.document_id = new.document_id AND kept.scheme = new.scheme
ORDER BY document_id, scheme
