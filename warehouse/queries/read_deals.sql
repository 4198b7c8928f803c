-- Latest revisions, newest news first; all, those changed since an instant, or those of given ids.
SELECT
    deal_id, revision, "type", status, parties, announced_on, value_low, value_high, currency, qualifier, value_usd,
    middle(capacity_low_mw, capacity_high_mw) AS capacity_mw,
    middle(chip_count_low, chip_count_high) AS chips,
    known_at, source_count, sure.confidence
FROM deals_in_force
LEFT JOIN (SELECT id AS deal_id, confidence FROM deals) AS sure USING (deal_id)
WHERE ($changed_since IS NULL OR known_at > $changed_since)
    AND ($ids IS NULL OR list_contains($ids, deal_id))
ORDER BY coalesce(announced_on, first_reported_on) DESC, deal_id
LIMIT $limit
