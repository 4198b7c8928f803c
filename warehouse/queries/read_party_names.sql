-- Names in claims that the cache lacks.
SELECT DISTINCT p."name"
FROM raw_deal_claims AS c CROSS JOIN unnest(c.parties) AS u (p)
WHERE p."name" NOT IN (SELECT "name" FROM core_party_names)
