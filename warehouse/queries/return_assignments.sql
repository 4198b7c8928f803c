-- Merges of a claim lie upon each other; undoing one takes off all from it up. What then lies below the top was merged.
INSERT INTO core_deal_assignments (deal_claim_id, deal_id, reason, known_at)
WITH undone AS (
    SELECT u.deal_claim_id, u."number", max(t."number") AS back_to
    FROM core_deal_assignments AS u
    JOIN core_deal_assignments AS t
        ON t.deal_claim_id = u.deal_claim_id AND t.deal_id = u.deal_id AND t."number" < u."number"
    WHERE u.reason = 'merge undone by an analyst'
    GROUP BY u.deal_claim_id, u."number"
)
SELECT DISTINCT r.deal_claim_id, r.deal_id, 'merge undone by an analyst', $known_at
FROM core_deal_assignments AS r
JOIN deal_assignments AS a ON a.deal_claim_id = r.deal_claim_id AND a.deal_id <> r.deal_id
WHERE r.deal_id = $merged_id
    AND NOT EXISTS (
        FROM undone AS u
        WHERE u.deal_claim_id = r.deal_claim_id AND u.back_to < r."number" AND r."number" < u."number"
    )
ORDER BY r.deal_claim_id
