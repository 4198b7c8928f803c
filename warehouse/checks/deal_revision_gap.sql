-- Revisions count 1, 2, 3 ... and never go back in time.
SELECT deal_id, revision, known_at
FROM core_deal_revisions
QUALIFY revision <> row_number() OVER (PARTITION BY deal_id ORDER BY revision)
    OR known_at < lag(known_at) OVER (PARTITION BY deal_id ORDER BY revision)
