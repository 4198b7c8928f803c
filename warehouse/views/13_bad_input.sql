CREATE OR REPLACE VIEW refusals AS
SELECT r.reason, r.subject, r.as_written, r.detail, r.document_id, r."start" AS span_start, r."end" AS span_end, d.url, d.title, r.extractor_version, r.known_at
FROM raw_refusals AS r
JOIN documents AS d ON d.id = r.document_id AND d.extractor_version = r.extractor_version;
COMMENT ON VIEW refusals IS 'What the extractor saw and declined to turn into a claim, with the reason.';
COMMENT ON COLUMN refusals.reason IS 'Of deals: denied or hypothetical in the text, doubtful (too little speaks for it), overruled (doubtful, and a surer deal of its sentence and party was claimed); of numbers: no_number, out_of_scope, unattached; of documents: not_relevant.';
COMMENT ON COLUMN refusals.detail IS 'Of a deal: its type and parties as they would have been claimed, and its confidence where that was too low.';

CREATE OR REPLACE VIEW quarantine AS
SELECT source, url, reason, detail, capture, min(seen_at) AS first_seen_at, max(seen_at) AS last_seen_at, min(known_at) AS known_at
FROM raw_quarantine
GROUP BY ALL;
COMMENT ON VIEW quarantine IS 'What could not be read, or only in parts (windowed), and why; the captures themselves are kept.';

CREATE OR REPLACE VIEW batches AS
SELECT batch_id, segment, extractor_version, documents, deal_claims, figure_claims, topics, refusals, quarantined, is_backfill, known_at
FROM ops_batches;
COMMENT ON VIEW batches IS 'The ledger of loads: what each batch added.';
