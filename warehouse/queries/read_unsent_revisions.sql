-- News a subscriber was not told: revisions that are new, or change what a reader would want to know.
-- What a backfill brought is no news. Of several unsent revisions of a deal the latest tells them all.
SELECT r.deal_id, max(r.revision) AS revision, list_sort(list_distinct(flatten(list(r.changes)))) AS changes
FROM core_deal_revisions AS r
JOIN deals_in_force AS f ON f.deal_id = r.deal_id
WHERE NOT r.is_backfill
    AND list_has_any(r.changes, ['new', 'status', 'value'])
    AND NOT EXISTS (
        FROM ops_alerts AS a
        WHERE a.subscriber = $subscriber AND a.deal_id = r.deal_id AND a.revision >= r.revision
    )
GROUP BY r.deal_id
ORDER BY min(r.known_at), r.deal_id
