-- What is told of a year to come is none of its results, whatever the words sounded like.
CREATE OR REPLACE VIEW figures AS
WITH told AS (
    SELECT
        *,
        CASE
            WHEN regexp_full_match(period, '(?i)((fy|fiscal|fiscal year|calendar year|cy) ?)?(19|20)[0-9]{2}')
                THEN right(period, 4)::INTEGER
        END AS "year"
    FROM raw_figure_claims
)
SELECT
    c.id,
    c.kind,
    nullif(array_to_string(c.entities, ' + '), '') AS company,
    CASE WHEN len(c.entities) = 1 AND len(c.entity_ids) = 1 THEN c.entity_ids[1] END AS company_id,
    c.segment,
    c.product,
    c.period,
    c."year",
    CASE
        WHEN c.basis = 'actual' AND c."year" > year(d.published_on) THEN if(c.kind = 'capex', 'plan', 'forecast')
        ELSE c.basis
    END AS basis,
    c.low,
    c.high,
    c.unit,
    c.qualifier,
    CASE
        WHEN d.published_on <= r.valid_to THEN try_cast(middle(c.low, c.high) * r.usd_per_unit AS DECIMAL(38, 2))
    END AS value_usd,
    c.as_written,
    c.confidence,
    c.document_id,
    c."start" AS span_start,
    c."end" AS span_end,
    c.entities,
    c.entity_ids,
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
FROM told AS c
JOIN documents AS d ON d.id = c.document_id AND d.extractor_version = c.extractor_version
JOIN ref_tiers AS t ON t.tier = d.tier
ASOF LEFT JOIN ref_fx_rates AS r ON r.currency = c.unit AND r.valid_from <= d.published_on;

COMMENT ON VIEW figures IS 'A number about a company, a site or a market segment, as one document states it.';
COMMENT ON COLUMN figures.company IS 'The name or names the number is about, joined with +.';
COMMENT ON COLUMN figures."year" IS 'The year, where the period is one whole (fiscal) year; else NULL, see period.';
COMMENT ON COLUMN figures.basis IS 'actual, plan, forecast, estimate or backlog. Guidance is a plan; what is told of a later year than that of its publication is never actual.';
COMMENT ON COLUMN figures.unit IS 'ISO 4217 currency, fraction (0.10 is 10 %), count or MW; for kind other as stated.';
COMMENT ON COLUMN figures.confidence IS 'Chance that the number is such a figure of this company or segment: of those given 0.8, eight in ten are. NULL where the reader did not say.';
COMMENT ON COLUMN figures.value_usd IS 'Middle of low and high in US dollars at the rate of the publication day; NULL where unit is no currency or no rate is known.';
