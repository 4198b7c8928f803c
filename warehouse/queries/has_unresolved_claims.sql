SELECT count(*) > 0
FROM deal_claims
WHERE len(parties) > 0 AND id NOT IN (SELECT deal_claim_id FROM core_deal_assignments)
