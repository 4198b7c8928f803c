SELECT name, checksum FROM ops_migrations ORDER BY name
