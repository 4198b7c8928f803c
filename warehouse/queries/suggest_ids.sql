-- Ids that begin as the one asked for does, or differ from it by a slip; of any kind, as kinds are mixed up too.
-- Digits alone are compared: all ids of a kind share its name.
WITH asked AS (
    SELECT regexp_replace(trim(lower($id)), '^.*_', '') AS digits
),
known AS (
    SELECT id FROM deals
    UNION ALL SELECT deal_claim_id FROM deal_sources
    UNION ALL SELECT id FROM figures
    UNION ALL SELECT id FROM documents
),
compared AS (
    SELECT k.id, a.digits, regexp_replace(k.id, '^.*_', '') AS own FROM known AS k, asked AS a
)
SELECT id
FROM compared
WHERE
    (length(digits) >= 4 AND starts_with(own, digits))
    OR (length(digits) >= 12 AND (starts_with(own, digits[1:8]) OR levenshtein(own, digits) <= 3))
ORDER BY NOT starts_with(id, $id), levenshtein(id, $id), id
LIMIT 3
