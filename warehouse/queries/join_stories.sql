INSERT INTO core_story_members (document_id, story_id, scheme, reason, known_at)
SELECT m.document_id, n.kept_id, s.scheme, n.reason, $known_at
FROM story_members AS m
JOIN (SELECT document_id, arg_max(scheme, "number") AS scheme FROM core_story_members GROUP BY document_id) AS s USING (document_id)
JOIN new_rows AS n ON n.story_id = m.story_id
ORDER BY m.document_id
