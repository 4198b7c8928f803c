SELECT id
FROM (
    SELECT id FROM deals
    UNION ALL SELECT deal_claim_id FROM deal_sources
    UNION ALL SELECT id FROM figures
    UNION ALL SELECT id FROM documents
)
ORDER BY NOT starts_with(id, $id), levenshtein(id, $id), id
LIMIT 3
