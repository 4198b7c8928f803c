CREATE OR REPLACE VIEW source_coverage AS
SELECT source, count(*) AS documents, max(published_at) AS latest_published_at, max(landed_at) AS latest_landed_at
FROM documents
GROUP BY source
ORDER BY source;
COMMENT ON VIEW source_coverage IS 'What each source has given.';
COMMENT ON COLUMN source_coverage.latest_published_at IS 'Publication time of its newest document, as far as one is known.';
