INSERT INTO raw_refusals BY NAME
SELECT DISTINCT
    document_id, "start", "end", reason, subject, as_written, detail,
    $version AS extractor_version, $batch_id AS batch_id, $known_at AS known_at
FROM read_parquet($path) AS new
WHERE NOT EXISTS (
    FROM raw_refusals AS kept
    WHERE kept.document_id = new.document_id AND kept.extractor_version = $version AND kept."start" = new."start"
        AND kept."end" = new."end" AND kept.reason = new.reason AND kept.subject = new.subject
        AND kept.as_written = new.as_written AND kept.detail = new.detail
)
