INSERT INTO ops_migrations (name, checksum) VALUES ($name, $checksum)
