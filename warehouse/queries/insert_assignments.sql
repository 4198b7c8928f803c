INSERT INTO core_deal_assignments (deal_claim_id, deal_id, reason, known_at)
SELECT deal_claim_id, deal_id, reason, $known_at
FROM new_rows
