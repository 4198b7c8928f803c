UPDATE ops_alerts SET sent_at = $sent_at WHERE message_id = $message_id AND sent_at IS NULL RETURNING deal_id
