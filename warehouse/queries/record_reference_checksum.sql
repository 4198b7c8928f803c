INSERT OR REPLACE INTO ops_reference_files (name, checksum) VALUES ($name, $checksum)
