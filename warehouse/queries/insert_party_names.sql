INSERT OR REPLACE INTO core_party_names ("name", normal_name, telling_prefix, rules)
SELECT unnest($names), unnest($normal_names), unnest($telling), $rules
