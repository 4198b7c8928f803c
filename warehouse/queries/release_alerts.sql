DELETE FROM ops_alerts WHERE message_id = $message_id AND sent_at IS NULL RETURNING deal_id
