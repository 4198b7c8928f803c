-- What is told of a company's capital spending, one company under one id, whatever it is called. Who tells what others spend is left out,
-- and so is a sum of several companies together, which would count again what each of them spends.
CREATE OR REPLACE VIEW capex_statements AS
WITH told AS (
    SELECT
        f.*,
        coalesce(n.normal_name, lower(f.company)) AS normal_name,
        -- In the XBRL of a filing, or in a filing of its own; other filings tell of others too.
        CASE
            WHEN d.url LIKE '%/companyfacts/CIK%' OR o.normal_name = n.normal_name
                OR (n.telling_prefix AND starts_with(o.normal_name, n.normal_name || ' '))
                THEN nullif(ltrim(d.cik, '0'), '')
        END AS own_cik
    FROM figures AS f
    JOIN documents AS d ON d.id = f.document_id
    LEFT JOIN core_party_names AS n ON n."name" = f.company
    LEFT JOIN core_party_names AS o ON o."name" = d.company AND d.cik IS NOT NULL
    LEFT JOIN ref_forecasters AS r ON r.normal_name = coalesce(n.normal_name, lower(f.company))
    WHERE f.kind = 'capex' AND len(f.entities) = 1
        AND (r.kind IS NULL OR (r.kind = 'bank' AND f.basis NOT IN ('forecast', 'estimate')))
),
named AS (
    SELECT
        normal_name,
        count(*) AS statements,
        CASE WHEN count(DISTINCT company_id) = 1 THEN min(company_id) END AS company_id,
        CASE WHEN count(DISTINCT own_cik) = 1 THEN min(own_cik) END AS cik
    FROM told
    GROUP BY normal_name
),
known AS (
    SELECT n.normal_name, coalesce(n.company_id, e.entity_id) AS company_id, n.cik, n.statements
    FROM named AS n
    LEFT JOIN party_entities AS e ON e.normal_name = n.normal_name
),
filer AS (
    SELECT cik, arg_max(normal_name, (statements, normal_name)) AS normal_name, CASE WHEN count(DISTINCT company_id) = 1 THEN min(company_id) END AS company_id
    FROM known
    WHERE cik IS NOT NULL
    GROUP BY cik
),
identified AS (
    SELECT
        t.* REPLACE (coalesce(t.company_id, k.company_id, f.company_id) AS company_id),
        coalesce(t.company_id, k.company_id, f.company_id, f.normal_name, t.normal_name) AS party_id
    FROM told AS t
    JOIN known AS k ON k.normal_name = t.normal_name
    LEFT JOIN filer AS f ON f.cik = k.cik
)
SELECT
    i.* EXCLUDE (normal_name, own_cik) REPLACE (mode(i.company ORDER BY i.company) OVER party AS company),
    mode(i.own_cik) OVER party AS cik,
    coalesce(m.story_id, i.document_id) AS story_id
FROM identified AS i
LEFT JOIN story_members AS m ON m.document_id = i.document_id
WINDOW party AS (PARTITION BY i.party_id);
