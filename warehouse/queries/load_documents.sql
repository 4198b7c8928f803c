INSERT INTO raw_documents BY NAME
SELECT DISTINCT ON (id)
    id, source, url, canonical_url, title, "text", kind, tier, country, published_at, published_as_stated, published_from,
    published_how, landed_at, capture, accession, cik, company, form, items, exhibit, report_date,
    amended_form, amended_accession,
    $version AS extractor_version, $version_rank::INTEGER[] AS version_rank, $batch_id AS batch_id, $known_at AS known_at
FROM read_parquet($path) AS new
ANTI JOIN (SELECT id FROM raw_documents WHERE extractor_version = $version) AS kept USING (id)
ORDER BY id
