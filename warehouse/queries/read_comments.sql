SELECT NULL AS name, comment FROM duckdb_views() WHERE view_name = $view AND comment IS NOT NULL
UNION ALL
SELECT column_name, comment FROM duckdb_columns() WHERE table_name = $view AND comment IS NOT NULL
