-- The stories of given documents, and how early each was opened.
SELECT m.document_id, m.story_id, o."number"
FROM story_members AS m
SEMI JOIN new_rows AS n ON n.document_id = m.document_id
JOIN (SELECT story_id, min("number") AS "number" FROM core_story_members GROUP BY story_id) AS o USING (story_id)
