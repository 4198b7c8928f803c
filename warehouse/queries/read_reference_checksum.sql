SELECT checksum FROM ops_reference_files WHERE name = $name
