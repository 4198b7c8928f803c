-- The merges in force in which a deal is the one taken in, or the one that took another in.
SELECT DISTINCT r.deal_id AS merged_id, a.deal_id AS kept_id
FROM core_deal_assignments AS r
JOIN deal_assignments AS a ON a.deal_claim_id = r.deal_claim_id AND a.deal_id <> r.deal_id
SEMI JOIN deals_in_force AS k ON k.deal_id = a.deal_id
ANTI JOIN deals_in_force AS m ON m.deal_id = r.deal_id
WHERE r.deal_id = $id OR a.deal_id = $id
ORDER BY ALL
