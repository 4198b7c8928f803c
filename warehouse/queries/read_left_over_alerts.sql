SELECT subscriber, message_id, min(reserved_at) AS reserved_at, list_sort(list(deal_id)) AS deal_ids
FROM ops_alerts WHERE sent_at IS NULL GROUP BY subscriber, message_id ORDER BY reserved_at, message_id
