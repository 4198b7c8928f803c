-- Names in claims, and of filers, that the cache lacks.
SELECT DISTINCT "name"
FROM (
    SELECT p."name" FROM raw_deal_claims AS c CROSS JOIN unnest(c.parties) AS u (p)
    UNION ALL
    SELECT unnest(entities) FROM raw_figure_claims WHERE len(entities) = 1
    UNION ALL
    SELECT company FROM raw_documents WHERE cik IS NOT NULL AND company IS NOT NULL
) AS n ("name")
WHERE "name" NOT IN (SELECT "name" FROM core_party_names)
