INSERT INTO core_deal_assignments (deal_claim_id, deal_id, reason, known_at)
SELECT deal_claim_id, $kept_id, 'merged by an analyst: ' || $reason, $known_at
FROM deal_assignments
WHERE deal_id = $merged_id
ORDER BY deal_claim_id
