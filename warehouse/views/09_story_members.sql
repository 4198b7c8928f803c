-- The story each document belongs to, by its latest row; a document that superseded another one has its own row.
CREATE OR REPLACE VIEW story_members AS
SELECT
    document_id,
    arg_max(story_id, "number") AS story_id,
    arg_max(reason, "number") AS reason,
    min(known_at) AS known_at
FROM core_story_members
GROUP BY document_id;
