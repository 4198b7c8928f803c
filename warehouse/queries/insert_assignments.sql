INSERT INTO core_deal_assignments (deal_claim_id, deal_id, reason, known_at)
SELECT unnest($deal_claim_ids), unnest($deal_ids), unnest($reasons), $known_at
