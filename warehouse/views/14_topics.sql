CREATE OR REPLACE VIEW topics AS
SELECT
    t.kind, t."value" AS topic, t.document_id, t.deal_claim_id, t.basis, t.mentions,
    list_transform(t.evidence, lambda e: e.quote) AS words,
    t.evidence[1]."start" AS span_start, t.evidence[1]."end" AS span_end,
    d.url, d.title, d.source, d.published_on, t.extractor_version, t.known_at
FROM raw_topics AS t
JOIN documents AS d ON d.id = t.document_id AND d.extractor_version = t.extractor_version;
COMMENT ON VIEW topics IS 'Segments and themes that a document, or a deal in it, concerns, with the words that show it.';
COMMENT ON COLUMN topics.kind IS 'segment (part of the stack) or theme (what else it is about).';
COMMENT ON COLUMN topics.deal_claim_id IS 'NULL for the document as a whole.';
COMMENT ON COLUMN topics.basis IS 'What shows it: words, capacity, deal_type, or document: nothing of the deal itself, so the leading segment of its document.';
COMMENT ON COLUMN topics.mentions IS 'Sentences (for a deal: places) that show it; words quotes the first of them.';
COMMENT ON COLUMN topics.span_start IS 'Of the first of words: characters of documents."text", from 0; the span ends before span_end.';
