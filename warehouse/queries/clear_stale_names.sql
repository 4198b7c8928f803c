DELETE FROM core_party_names WHERE rules <> $rules
