SELECT id, "type", status
FROM raw_deal_claims
WHERE coalesce(batch_id = getvariable('batch_id'), true)
    AND ("type" NOT IN (SELECT deal_type FROM ref_deal_type_roles)
        OR status NOT IN ('rumored', 'announced', 'completed', 'terminated'))
