CREATE OR REPLACE VIEW citations AS
WITH fact AS (
    SELECT
        a.deal_id, c.id AS claim_id, 'status' AS fact, c.status AS detail, NULL::DECIMAL(38, 6) AS low, NULL::DECIMAL(38, 6) AS high, NULL AS unit, NULL AS qualifier,
        e.quote AS as_written, c.document_id, c.evidence, e."start" AS span_start, e."end" AS span_end
    FROM (SELECT *, evidence[1] AS e FROM deal_claims) AS c
    LEFT JOIN deal_assignments AS a ON a.deal_claim_id = c.id
    UNION ALL
    SELECT a.deal_id, c.id, 'party', p."role" || ' ' || p."name", NULL, NULL, NULL, NULL, p."name", c.document_id, c.evidence, p."start", p."end"
    FROM deal_claims AS c CROSS JOIN unnest(c.parties) AS u (p)
    LEFT JOIN deal_assignments AS a ON a.deal_claim_id = c.id
    UNION ALL
    SELECT a.deal_id, c.id, 'amount', f.kind, f.low, f.high, f.currency, f.qualifier, f.as_written, c.document_id, c.evidence, f."start", f."end"
    FROM deal_claims AS c CROSS JOIN unnest(c.amounts) AS u (f)
    LEFT JOIN deal_assignments AS a ON a.deal_claim_id = c.id
    UNION ALL
    SELECT a.deal_id, c.id, 'chips', f.product, f.low, f.high, 'count', f.qualifier, f.as_written, c.document_id, c.evidence, f."start", f."end"
    FROM deal_claims AS c CROSS JOIN unnest(c.chips) AS u (f)
    LEFT JOIN deal_assignments AS a ON a.deal_claim_id = c.id
    UNION ALL
    SELECT a.deal_id, c.id, 'capacity', NULL, f.low, f.high, 'MW', f.qualifier, f.as_written, c.document_id, c.evidence, f."start", f."end"
    FROM deal_claims AS c CROSS JOIN unnest(c.capacity) AS u (f)
    LEFT JOIN deal_assignments AS a ON a.deal_claim_id = c.id
    UNION ALL
    SELECT NULL, id, 'figure', concat_ws(' ', kind, coalesce(company, segment), period, basis), low, high, unit, qualifier, as_written, document_id, evidence, span_start, span_end
    FROM figures
    UNION ALL
    SELECT NULL, f.id, 'also', 'also rests on', NULL, NULL, NULL, NULL, e.quote, f.document_id, [e], e."start", e."end"
    FROM figures AS f CROSS JOIN unnest(f.evidence[2:]) AS u (e)
    WHERE NOT (e."start" <= f.span_start AND f.span_end <= e."end")
),
quoted AS (
    SELECT *, list_filter(evidence, lambda e: e."start" <= span_start AND span_end <= e."end")[1] AS e FROM fact
)
SELECT
    q.deal_id, q.claim_id, q.fact, q.detail, q.low, q.high, q.unit, q.qualifier, q.as_written,
    q.e.quote AS sentence, q.document_id, d.url, d.title, d.source, d.tier, d.published_at,
    q.span_start, q.span_end, q.e."start" AS sentence_start, q.e."end" AS sentence_end, d.known_at
FROM quoted AS q
JOIN documents AS d ON d.id = q.document_id;
COMMENT ON VIEW citations IS 'Every number, party and status with the sentence it was read from.';
COMMENT ON COLUMN citations.deal_id IS 'NULL for figures.';
COMMENT ON COLUMN citations.span_start IS 'Characters of documents."text", from 0; the span ends before span_end.';
COMMENT ON COLUMN citations.as_written IS 'The words of the document.';
