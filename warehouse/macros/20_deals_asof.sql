-- The picture as the warehouse knew it at an instant: FROM deals_asof(TIMESTAMPTZ '2025-07-01 00:00:00Z').
-- `confidence` is that of the surest claim: the deal is told if one claim is right, and since tellings copy each
-- other, several unsure ones make it no surer. It is of the claims in force, not a revision of its own.
-- A segment that a deal only has from its document counts where no claim shows one of the deal's own.
CREATE OR REPLACE MACRO deals_asof(instant) AS TABLE
WITH latest AS (
    SELECT * FROM core_deal_revisions
    WHERE known_at <= instant::TIMESTAMPTZ
    QUALIFY row_number() OVER (PARTITION BY deal_id ORDER BY revision DESC) = 1 AND NOT is_retracted
),
claim AS (
    SELECT id, extractor_version, confidence FROM raw_deal_claims
    WHERE known_at <= instant::TIMESTAMPTZ
    QUALIFY row_number() OVER (PARTITION BY id ORDER BY known_at DESC, extractor_version DESC) = 1
),
member AS (
    SELECT m.deal_id, c.*
    FROM (SELECT deal_id, unnest(deal_claim_ids) AS deal_claim_id FROM latest) AS m
    JOIN claim AS c ON c.id = m.deal_claim_id
),
sure AS (
    SELECT deal_id, round(max(confidence), 3) AS confidence FROM member GROUP BY deal_id
),
topic AS (
    SELECT c.deal_id, t.kind, t."value", t.basis = 'document' AS is_borrowed
    FROM member AS c
    JOIN raw_topics AS t ON t.deal_claim_id = c.id AND t.extractor_version = c.extractor_version
    WHERE t.known_at <= instant::TIMESTAMPTZ
    QUALIFY NOT is_borrowed OR bool_and(is_borrowed) OVER (PARTITION BY c.deal_id)
),
cut AS (
    SELECT
        deal_id,
        list_sort(list_distinct(list("value") FILTER (kind = 'segment'))) AS segments,
        list_sort(list_distinct(list("value") FILTER (kind = 'theme'))) AS themes
    FROM topic
    GROUP BY deal_id
)
SELECT
    deal_id AS id,
    "type",
    status,
    announced_on,
    list_aggregate(list_transform(parties, lambda p: p."role" || ' ' || p."name"), 'string_agg', '; ') AS parties,
    value_usd,
    value_low,
    value_high,
    currency,
    qualifier,
    try_cast(middle(capacity_low_mw, capacity_high_mw) AS DECIMAL(38, 3)) AS capacity_mw,
    try_cast(middle(chip_count_low, chip_count_high) AS DECIMAL(38, 0)) AS chip_count,
    chip_product,
    valuation_usd,
    term_years,
    "round",
    program,
    places,
    coalesce(segments, []) AS segments,
    coalesce(themes, []) AS themes,
    status_on,
    first_reported_on,
    source_count,
    confidence,
    revision,
    known_at
FROM latest LEFT JOIN cut USING (deal_id) LEFT JOIN sure USING (deal_id)
