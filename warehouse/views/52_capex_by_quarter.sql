CREATE OR REPLACE VIEW capex_by_company_quarter AS
WITH stated AS (
    SELECT
        *,
        regexp_extract(period, '(?i)^Q([1-4]) (FY|fiscal |)((?:19|20)[0-9]{2})', ['number', 'fiscal', 'year']) AS named,
        try_cast(regexp_extract(period, '\((\S+) to ', 1) AS DATE) AS starts_on,
        try_cast(regexp_extract(period, ' to (\S+)\)', 1) AS DATE) AS ends_on
    FROM capex_statements
),
quarterly AS (
    SELECT
        *,
        named.number::INTEGER AS number,
        named.year::INTEGER AS in_year,
        if(named.fiscal = '', '', 'FY') || named.year AS year_name
    FROM stated
    WHERE named.year <> ''
),
-- What a company tagged itself goes before what was read from sentences; the newest restatement before older ones.
chosen AS (
    SELECT
        *,
        count(DISTINCT story_id) OVER told AS source_count,
        first_value(low) OVER (PARTITION BY party_id, year_name, number, basis, starts_on IS NULL, unit ORDER BY published_at NULLS LAST, id) AS first_low
    FROM quarterly
    WINDOW told AS (PARTITION BY party_id, year_name, number, basis)
    QUALIFY row_number() OVER (PARTITION BY party_id, year_name, number, basis ORDER BY starts_on IS NULL, precedence, coalesce(published_at, known_at) DESC, id) = 1
),
plan AS (
    SELECT party_id, "year", value_usd, id, url
    FROM stated
    WHERE basis IN ('plan', 'forecast') AND "year" IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY party_id, "year" ORDER BY coalesce(published_at, known_at) DESC, precedence, id) = 1
),
added AS (
    SELECT
        *,
        sum(value_usd) OVER so_far AS sum_so_far,
        count(value_usd) OVER so_far = number AND basis = 'actual' AS is_whole
    FROM chosen
    WINDOW so_far AS (PARTITION BY party_id, year_name, basis ORDER BY number)
)
SELECT
    a.company,
    'Q' || a.number || ' ' || a.year_name AS quarter,
    CASE
        WHEN a.starts_on IS NOT NULL THEN date_trunc('quarter', a.starts_on + ((a.ends_on - a.starts_on) // 2)::INTEGER)::DATE
        WHEN a.named.fiscal = '' THEN make_date(a.in_year, 3 * a.number - 2, 1)
    END AS quarter_on,
    a.starts_on,
    a.ends_on,
    a.basis,
    a.value_usd,
    a.low,
    a.high,
    a.unit AS currency,
    a.first_low,
    if(a.is_whole, a.sum_so_far, NULL) AS year_to_date_usd,
    p.value_usd AS year_plan_usd,
    a.source_count,
    a.id AS figure_id,
    a.url,
    a.published_at,
    p.id AS plan_figure_id,
    p.url AS plan_url,
    a.party_id,
    a.company_id,
    a.cik
FROM added AS a
LEFT JOIN plan AS p ON p.party_id = a.party_id AND p."year" = a.in_year
ORDER BY a.company, a.year_name, a.number, a.basis;
COMMENT ON VIEW capex_by_company_quarter IS 'Capital spending by company and fiscal quarter, as tagged in filings (XBRL) where they are read, beside what is planned for the year. Sums of several companies together are only in figures.';
COMMENT ON COLUMN capex_by_company_quarter.quarter IS 'Fiscal quarter; FY where the fiscal year is not that of the calendar, named after the year it ends in.';
COMMENT ON COLUMN capex_by_company_quarter.quarter_on IS 'First day of the calendar quarter in which its middle lies, to compare companies; NULL where its days are unknown.';
COMMENT ON COLUMN capex_by_company_quarter.starts_on IS 'First day; ends_on is the last one. NULL where a text names the quarter only.';
COMMENT ON COLUMN capex_by_company_quarter.value_usd IS 'As last reported, at the rate of the day of filing.';
COMMENT ON COLUMN capex_by_company_quarter.first_low IS 'As first reported, in currency: differs from low where it was restated.';
COMMENT ON COLUMN capex_by_company_quarter.year_to_date_usd IS 'Actual quarters of the fiscal year up to this one; NULL where one of them is not known.';
COMMENT ON COLUMN capex_by_company_quarter.year_plan_usd IS 'What was last planned or forecast for the year of that number, in filings or the press: plan_figure_id, plan_url.';
COMMENT ON COLUMN capex_by_company_quarter.source_count IS 'Stories that tell it, as in deals: copies of one text count once.';
COMMENT ON COLUMN capex_by_company_quarter.party_id IS 'As in capex_by_company_year and deal_parties: the same for every name of one company.';
COMMENT ON COLUMN capex_by_company_quarter.company_id IS 'Of the list of known companies; NULL where it is not on it.';
COMMENT ON COLUMN capex_by_company_quarter.cik IS 'Its number with the SEC, without leading zeros; NULL where no filing of its own tells of its capex.';
