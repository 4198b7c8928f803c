-- Documents without a story, and those with a signature of a scheme they were not compared by.
SELECT d.document_id, s.scheme, d.told_at, m.story_id
FROM (
    SELECT id AS document_id, min(coalesce(published_at, landed_at, known_at)) AS told_at FROM raw_documents GROUP BY id
) AS d
LEFT JOIN (SELECT document_id, max(scheme) AS scheme FROM raw_signatures GROUP BY document_id) AS s USING (document_id)
LEFT JOIN story_members AS m USING (document_id)
WHERE m.story_id IS NULL OR (s.scheme IS NOT NULL AND NOT EXISTS (
    FROM core_story_members AS c WHERE c.document_id = d.document_id AND c.scheme = s.scheme
))
ORDER BY d.told_at, d.document_id
