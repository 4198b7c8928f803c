SELECT max(started_at) FROM ops_rounds
