INSERT OR REPLACE INTO core_party_names ("name", normal_name, telling_prefix, rules)
SELECT "name", normal_name, telling_prefix, $rules
FROM new_rows
