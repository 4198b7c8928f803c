-- A date that stops at the month or year is the publication day where that lies inside it, else its
-- first day: reports say "in March" of the March they are printed in.
CREATE OR REPLACE VIEW deal_claims AS
SELECT
    c.id,
    c.document_id,
    c."type",
    c.status,
    c.parties,
    c.amounts,
    c.chips,
    c.capacity,
    c.term_years,
    c."date" AS stated_date,
    CASE WHEN length(c."date") = 10 THEN try_cast(c."date" AS DATE) END AS stated_on,
    CASE
        WHEN c."date" IS NULL OR starts_with(d.published_on::VARCHAR, c."date") THEN d.published_on
        ELSE coalesce(try_cast(c."date" || '0000-01-01'[length(c."date") + 1:] AS DATE), d.published_on)
    END AS told_on,
    c.places,
    c."round",
    c.program,
    c.confidence,
    c.evidence,
    d.source,
    d.url,
    d.title,
    d.tier,
    t.precedence,
    d.published_at,
    d.published_on,
    c.extractor_version,
    c.known_at
FROM raw_deal_claims AS c
JOIN documents AS d ON d.id = c.document_id AND d.extractor_version = c.extractor_version
JOIN ref_tiers AS t ON t.tier = d.tier;

COMMENT ON VIEW deal_claims IS 'What one document says of one deal, in force. deal_id of a claim: deal_sources.';
COMMENT ON COLUMN deal_claims.told_on IS 'The day the claim speaks of: its stated date, else the publication day.';
COMMENT ON COLUMN deal_claims.confidence IS 'Chance that the document tells such a deal of these principal parties: of the claims given 0.8, eight in ten are right. NULL where the reader did not say.';
COMMENT ON COLUMN deal_claims.precedence IS '1 is believed first.';

CREATE OR REPLACE VIEW deal_claim_parties AS
SELECT c.id AS deal_claim_id, c.document_id, p."role", p."name", p.entity_id, p."start" AS span_start, p."end" AS span_end
FROM deal_claims AS c, unnest(c.parties) AS u (p);

CREATE OR REPLACE VIEW deal_claim_amounts AS
SELECT
    c.id AS deal_claim_id, c.document_id, a.kind, a.low::DECIMAL(38, 2) AS low, a.high::DECIMAL(38, 2) AS high,
    a.currency, a.qualifier, a.as_written, a."start" AS span_start, a."end" AS span_end
FROM deal_claims AS c, unnest(c.amounts) AS u (a);

CREATE OR REPLACE VIEW deal_claim_chips AS
SELECT
    c.id AS deal_claim_id, c.document_id, a.product, a.low AS chip_count_low, a.high AS chip_count_high,
    a.qualifier, a.as_written, a."start" AS span_start, a."end" AS span_end
FROM deal_claims AS c, unnest(c.chips) AS u (a);

CREATE OR REPLACE VIEW deal_claim_capacities AS
SELECT
    c.id AS deal_claim_id, c.document_id, a.low AS capacity_low_mw, a.high AS capacity_high_mw,
    a.qualifier, a.as_written, a."start" AS span_start, a."end" AS span_end
FROM deal_claims AS c, unnest(c.capacity) AS u (a);
