SELECT view_name FROM duckdb_views() WHERE NOT internal AND database_name = current_database() AND comment IS NOT NULL ORDER BY view_name
