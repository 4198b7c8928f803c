-- One more revision for each deal that looks different from its latest one; nothing for the others.
INSERT INTO core_deal_revisions BY NAME
WITH latest AS (
    SELECT * FROM core_deal_revisions
    QUALIFY row_number() OVER (PARTITION BY deal_id ORDER BY revision DESC) = 1
),
state AS (
    SELECT *, md5(s::VARCHAR) AS state_hash FROM deal_states AS s
)
SELECT
    s.*,
    coalesce(l.revision, 0) + 1 AS revision,
    $known_at::TIMESTAMPTZ AS known_at,
    $is_backfill::BOOLEAN AS is_backfill,
    false AS is_retracted,
    CASE
        WHEN l.deal_id IS NULL OR l.is_retracted THEN ['new']
        ELSE list_filter(
            [
                CASE WHEN l.status <> s.status THEN 'status' END,
                CASE WHEN (l.value_low, l.value_high, l.currency) IS DISTINCT FROM (s.value_low, s.value_high, s.currency) THEN 'value' END,
                CASE WHEN list_transform(l.parties, lambda x: x.party_id) IS DISTINCT FROM list_transform(s.parties, lambda x: x.party_id) THEN 'parties' END,
                CASE WHEN (l.capacity_low_mw, l.capacity_high_mw) IS DISTINCT FROM (s.capacity_low_mw, s.capacity_high_mw) THEN 'capacity' END,
                CASE WHEN (l.chip_count_low, l.chip_count_high) IS DISTINCT FROM (s.chip_count_low, s.chip_count_high) THEN 'chips' END,
                CASE WHEN l.announced_on IS DISTINCT FROM s.announced_on THEN 'announced_on' END,
                CASE WHEN (l.deal_claim_ids, l.source_count) IS DISTINCT FROM (s.deal_claim_ids, s.source_count) THEN 'sources' END
            ],
            lambda x: x IS NOT NULL
        )
    END AS changes
FROM state AS s
LEFT JOIN latest AS l USING (deal_id)
WHERE l.deal_id IS NULL OR l.is_retracted OR l.state_hash <> s.state_hash
