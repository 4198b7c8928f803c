INSERT INTO ops_alerts (subscriber, deal_id, revision, message_id, reserved_at)
SELECT $subscriber, unnest($deal_ids), unnest($revisions), $message_id, $reserved_at
