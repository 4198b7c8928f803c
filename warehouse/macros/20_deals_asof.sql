-- The picture as the warehouse knew it at an instant: FROM deals_asof(TIMESTAMPTZ '2025-07-01 00:00:00Z').
CREATE OR REPLACE MACRO deals_asof(instant) AS TABLE
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
    status_on,
    first_reported_on,
    source_count,
    revision,
    known_at
FROM core_deal_revisions
WHERE known_at <= instant::TIMESTAMPTZ
QUALIFY row_number() OVER (PARTITION BY deal_id ORDER BY revision DESC) = 1 AND NOT is_retracted
