-- A deal that no claim in force tells any more is taken back by one more revision.
INSERT INTO core_deal_revisions BY NAME
SELECT l.* REPLACE (
    l.revision + 1 AS revision,
    $known_at::TIMESTAMPTZ AS known_at,
    $is_backfill::BOOLEAN AS is_backfill,
    true AS is_retracted,
    ['retracted'] AS changes
)
FROM (
    SELECT * FROM core_deal_revisions
    QUALIFY row_number() OVER (PARTITION BY deal_id ORDER BY revision DESC) = 1
) AS l
WHERE NOT l.is_retracted AND NOT EXISTS (FROM deal_assignments AS a JOIN deal_claims AS c ON c.id = a.deal_claim_id WHERE a.deal_id = l.deal_id)
