SELECT
    count(*) FILTER (changes = ['new'] AND revision = 1),
    count(*) FILTER (revision > 1)
FROM core_deal_revisions
WHERE known_at = $known_at
