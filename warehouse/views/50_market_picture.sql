CREATE OR REPLACE VIEW capex_by_company_year AS
WITH stated AS (
    SELECT * FROM capex_statements WHERE "year" IS NOT NULL
),
chosen AS (
    SELECT * FROM stated
    QUALIFY row_number() OVER (PARTITION BY party_id, "year", basis ORDER BY precedence, coalesce(published_at, known_at) DESC, id) = 1
),
counted AS (
    SELECT party_id, "year", basis, count(DISTINCT story_id) AS source_count, min(value_usd) AS lowest_usd, max(value_usd) AS highest_usd
    FROM stated
    GROUP BY party_id, "year", basis
)
SELECT
    c.company, c."year", c.basis, c.value_usd, c.low, c.high, c.unit AS currency, c.qualifier, c.period,
    n.lowest_usd, n.highest_usd, n.source_count, c.id AS figure_id, c.url, c.published_at,
    c.party_id, c.company_id, c.cik
FROM chosen AS c
JOIN counted AS n USING (party_id, "year", basis)
ORDER BY c.company, c."year", c.basis;
COMMENT ON VIEW capex_by_company_year IS 'Capital spending by company, year and basis (actual, plan, forecast, estimate). Research houses and the press tell what others spend, so their numbers, and the forecasts and estimates of banks, are only in figures; sums of several companies together, quarters and ranges of years, too.';
COMMENT ON COLUMN capex_by_company_year.value_usd IS 'Of the source believed first, then the newest; lowest_usd and highest_usd over all sources.';
COMMENT ON COLUMN capex_by_company_year.source_count IS 'Stories that tell it, as in deals: copies of one text count once.';
COMMENT ON COLUMN capex_by_company_year.company IS 'The name most used for the company, the same in every row.';
COMMENT ON COLUMN capex_by_company_year.party_id IS 'Same for every name of one company, and that of deal_parties: join and group by it.';
COMMENT ON COLUMN capex_by_company_year.company_id IS 'Of the list of known companies, as entity_id of deal_parties; NULL where it is not on it.';
COMMENT ON COLUMN capex_by_company_year.cik IS 'Its number with the SEC, without leading zeros; NULL where no filing of its own tells of its capex.';

CREATE OR REPLACE VIEW deals_by_type_quarter AS
SELECT
    "type",
    date_trunc('quarter', coalesce(announced_on, first_reported_on))::DATE AS quarter_on,
    count(*) AS deals,
    count(*) FILTER (status = 'rumored') AS rumored,
    count(*) FILTER (status = 'announced') AS announced,
    count(*) FILTER (status = 'completed') AS completed,
    count(*) FILTER (status = 'terminated') AS terminated,
    sum(value_usd) FILTER (status IN ('announced', 'completed')) AS value_usd,
    count(value_usd) FILTER (status IN ('announced', 'completed')) AS valued_deals
FROM deals
GROUP BY ALL
ORDER BY quarter_on DESC, "type";
COMMENT ON VIEW deals_by_type_quarter IS 'Deals by type and calendar quarter of announcement (of the first report, while only rumored).';
COMMENT ON COLUMN deals_by_type_quarter.quarter_on IS 'First day of the quarter.';
COMMENT ON COLUMN deals_by_type_quarter.value_usd IS 'Sum over announced and completed deals whose value is known (valued_deals of them); rumored and terminated ones add nothing.';

-- One column per role, several parties joined with commas.
CREATE OR REPLACE VIEW deal_roles AS
SELECT
    deal_id,
    string_agg(party, ', ' ORDER BY party) FILTER ("role" = 'acquirer') AS acquirer,
    string_agg(party, ', ' ORDER BY party) FILTER ("role" = 'target') AS target,
    string_agg(party, ', ' ORDER BY party) FILTER ("role" = 'seller') AS seller,
    string_agg(party, ', ' ORDER BY party) FILTER ("role" = 'investor') AS investors,
    string_agg(party, ', ' ORDER BY party) FILTER ("role" = 'investee') AS investee,
    string_agg(party, ', ' ORDER BY party) FILTER ("role" = 'lender') AS lenders,
    string_agg(party, ', ' ORDER BY party) FILTER ("role" = 'borrower') AS borrower,
    string_agg(party, ', ' ORDER BY party) FILTER ("role" = 'grantor') AS grantor,
    string_agg(party, ', ' ORDER BY party) FILTER ("role" = 'recipient') AS recipients,
    string_agg(party, ', ' ORDER BY party) FILTER ("role" IN ('customer', 'lessee', 'borrower', 'investee', 'recipient', 'developer', 'target', 'partner')) AS whose
FROM deal_parties
GROUP BY deal_id;

CREATE OR REPLACE VIEW mergers_acquisitions AS
SELECT d.id AS deal_id, d.announced_on, d.status, d.status_on, r.acquirer, r.target, r.seller, d.value_usd, d.value_low, d.value_high, d.currency, d.qualifier, d.capacity_mw, d.source_count
FROM deals AS d
JOIN deal_roles AS r ON r.deal_id = d.id
WHERE d."type" = 'acquisition'
ORDER BY d.announced_on DESC NULLS LAST, d.id;
COMMENT ON VIEW mergers_acquisitions IS 'Who buys which company, unit or site.';

CREATE OR REPLACE VIEW funding_rounds AS
SELECT d.id AS deal_id, d.announced_on, d.status, r.investee, d."round", r.investors, d.value_usd, d.value_low, d.value_high, d.currency, d.qualifier, d.valuation_usd, d.source_count
FROM deals AS d
JOIN deal_roles AS r ON r.deal_id = d.id
WHERE d."type" = 'equity_investment'
ORDER BY d.announced_on DESC NULLS LAST, d.id;
COMMENT ON VIEW funding_rounds IS 'Stakes, funding rounds and capital injections, with the valuation stated beside them.';
COMMENT ON COLUMN funding_rounds.valuation_usd IS 'What the round values the investee at (post-money where stated), in US dollars.';

CREATE OR REPLACE VIEW debt_financings AS
SELECT d.id AS deal_id, d.announced_on, d.status, r.borrower, r.lenders, d.value_usd, d.value_low, d.value_high, d.currency, d.qualifier, d.term_years, d.source_count
FROM deals AS d
JOIN deal_roles AS r ON r.deal_id = d.id
WHERE d."type" = 'debt_financing'
ORDER BY d.announced_on DESC NULLS LAST, d.id;
COMMENT ON VIEW debt_financings IS 'Loans, bonds, notes and credit facilities.';

CREATE OR REPLACE VIEW government_programmes AS
SELECT d.id AS deal_id, d.announced_on, d.status, r.grantor, d.program, r.recipients, d.value_usd, d.value_low, d.value_high, d.currency, d.qualifier, d.places, d.source_count
FROM deals AS d
JOIN deal_roles AS r ON r.deal_id = d.id
WHERE d."type" = 'public_funding'
ORDER BY d.announced_on DESC NULLS LAST, d.id;
COMMENT ON VIEW government_programmes IS 'Public money committed or granted: programmes, awards, incentives.';

CREATE OR REPLACE VIEW market_size_forecasts AS
SELECT id AS figure_id, segment, kind, period, "year", basis, value_usd, low, high, unit, qualifier, source, title, url, published_at
FROM figures
WHERE kind = 'market_size' OR (kind = 'growth' AND segment IS NOT NULL)
ORDER BY segment, "year", published_at DESC;
COMMENT ON VIEW market_size_forecasts IS 'Size (kind market_size) and growth of market segments, as each source gives them.';
COMMENT ON COLUMN market_size_forecasts.low IS 'In units of unit; growth is a fraction (0.10 is 10 %).';

CREATE OR REPLACE VIEW chip_fleets AS
SELECT company AS holder, product, try_cast(middle(low, high) AS DECIMAL(38, 0)) AS chip_count, low AS chip_count_low, high AS chip_count_high, qualifier, basis AS standing, period, 'figure' AS told_by, id, published_on AS told_on, url
FROM figures
WHERE kind = 'chips'
UNION ALL
SELECT r.whose, d.chip_product, d.chip_count, i.chip_count_low, i.chip_count_high, NULL, d.status, NULL, 'deal', d.id, coalesce(d.announced_on, d.first_reported_on), NULL
FROM deals AS d
JOIN deals_in_force AS i ON i.deal_id = d.id
JOIN deal_roles AS r ON r.deal_id = d.id
WHERE d.chip_count IS NOT NULL
ORDER BY holder, told_on DESC;
COMMENT ON VIEW chip_fleets IS 'Chips that companies have, want or ship, from figures and from deals. Do not add up: a deal and a figure may speak of the same chips.';
COMMENT ON COLUMN chip_fleets.standing IS 'basis of a figure (actual, plan, forecast, estimate) or status of a deal.';

CREATE OR REPLACE VIEW power_capacity AS
SELECT coalesce(company, segment) AS holder, try_cast(middle(low, high) AS DECIMAL(38, 3)) AS capacity_mw, low::DECIMAL(38, 3) AS capacity_low_mw, high::DECIMAL(38, 3) AS capacity_high_mw, basis AS standing, period, NULL AS deal_type, NULL::VARCHAR[] AS places, 'figure' AS told_by, id, published_on AS told_on, url
FROM figures
WHERE kind = 'power_capacity' AND unit = 'MW'
UNION ALL
SELECT r.whose, d.capacity_mw, i.capacity_low_mw, i.capacity_high_mw, d.status, NULL, d."type", d.places, 'deal', d.id, coalesce(d.announced_on, d.first_reported_on), NULL
FROM deals AS d
JOIN deals_in_force AS i ON i.deal_id = d.id
JOIN deal_roles AS r ON r.deal_id = d.id
WHERE d.capacity_mw IS NOT NULL
ORDER BY holder, told_on DESC;
COMMENT ON VIEW power_capacity IS 'Electric power in MW of companies and markets, from figures and from deals. Do not add up: a deal and a figure may speak of the same site.';
COMMENT ON COLUMN power_capacity.holder IS 'Of a deal, who uses the power: customer, lessee, developer, target ...';

CREATE OR REPLACE VIEW who_pays_whom AS
WITH pays (deal_type, payer_role, payee_role) AS (
    VALUES
        ('acquisition', 'acquirer', 'seller'),
        ('acquisition', 'acquirer', 'target'),
        ('equity_investment', 'investor', 'investee'),
        ('debt_financing', 'lender', 'borrower'),
        ('supply_contract', 'customer', 'supplier'),
        ('cloud_contract', 'customer', 'supplier'),
        ('power_agreement', 'customer', 'supplier'),
        ('lease', 'lessee', 'lessor'),
        ('public_funding', 'grantor', 'recipient')
),
pair AS (
    SELECT DISTINCT p.deal_id, p.party_id AS payer_id, p.party AS payer, q.party_id AS payee_id, q.party AS payee
    FROM deal_parties AS p
    JOIN pays ON pays.deal_type = p."type" AND pays.payer_role = p."role"
    JOIN deal_parties AS q ON q.deal_id = p.deal_id AND q."role" = pays.payee_role
    -- Who sells a company is paid for it; the company itself only where no seller is named.
    WHERE q."role" <> 'target' OR NOT EXISTS (FROM deal_parties AS s WHERE s.deal_id = p.deal_id AND s."role" = 'seller')
),
counted AS (
    SELECT *, count(*) OVER (PARTITION BY deal_id) AS pairs FROM pair
)
SELECT
    any_value(c.payer) AS payer,
    any_value(c.payee) AS payee,
    count(*) AS deals,
    sum(d.value_usd) FILTER (c.pairs = 1) AS value_usd,
    sum(d.value_usd) FILTER (c.pairs > 1) AS shared_value_usd,
    list_sort(list(DISTINCT d."type")) AS deal_types,
    max(coalesce(d.announced_on, d.first_reported_on)) AS latest_on,
    c.payer_id,
    c.payee_id
FROM counted AS c
JOIN deals AS d ON d.id = c.deal_id
WHERE d.status IN ('announced', 'completed')
GROUP BY c.payer_id, c.payee_id
ORDER BY coalesce(sum(d.value_usd) FILTER (c.pairs = 1), 0) DESC, deals DESC, payer, payee;
COMMENT ON VIEW who_pays_whom IS 'Money between two parties over announced and completed deals; a lender pays a borrower, a customer a supplier.';
COMMENT ON COLUMN who_pays_whom.value_usd IS 'Sum of the deals in which these two are the only payer and payee.';
COMMENT ON COLUMN who_pays_whom.shared_value_usd IS 'Sum of the deals they share with others, each with its whole value: an upper bound of their part.';
