INSERT OR IGNORE INTO ops_rounds BY NAME
SELECT *, $known_at AS known_at FROM new_rounds
