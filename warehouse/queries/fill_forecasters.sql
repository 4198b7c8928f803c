INSERT INTO ref_forecasters (normal_name, kind) VALUES (?, ?)
