INSERT INTO core_story_members (document_id, story_id, scheme, reason, known_at)
SELECT document_id, story_id, scheme, reason, $known_at
FROM new_rows
