SELECT c.id, c."type", p."role", p."name"
FROM raw_deal_claims AS c CROSS JOIN unnest(c.parties) AS u (p)
WHERE coalesce(c.batch_id = getvariable('batch_id'), true)
    AND NOT EXISTS (FROM ref_deal_type_roles AS r WHERE r.deal_type = c."type" AND r."role" = p."role")
