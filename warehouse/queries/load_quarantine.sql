INSERT INTO raw_quarantine BY NAME
SELECT DISTINCT
    source, url, reason, detail, capture, seen_at,
    $version AS extractor_version, $batch_id AS batch_id, $known_at AS known_at
FROM read_parquet($path) AS new
WHERE NOT EXISTS (
    FROM raw_quarantine AS kept
    WHERE kept.source = new.source AND kept.url = new.url AND kept.reason = new.reason AND kept.detail = new.detail
        AND kept.capture IS NOT DISTINCT FROM new.capture AND kept.seen_at = new.seen_at
)
