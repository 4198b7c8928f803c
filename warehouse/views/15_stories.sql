-- Stories as the warehouse knew them at an instant; all that it knows: the view `stories`.
CREATE OR REPLACE MACRO stories_asof(instant) AS TABLE
WITH member AS (
    SELECT document_id, arg_max(story_id, "number") AS story_id, min(known_at) AS known_at
    FROM core_story_members
    WHERE known_at <= instant::TIMESTAMPTZ
    GROUP BY document_id
),
-- As documents_in_force has it, of what was known then.
document AS (
    SELECT id, source, title, coalesce(published_at, landed_at, known_at) AS told_at
    FROM raw_documents
    WHERE known_at <= instant::TIMESTAMPTZ
    QUALIFY extractor_version = first_value(extractor_version) OVER (
            PARTITION BY id ORDER BY version_rank DESC, known_at DESC, extractor_version DESC
        ) AND extractor_version = first_value(extractor_version) OVER (
            PARTITION BY coalesce(capture, id) ORDER BY version_rank DESC, known_at DESC, extractor_version DESC
        )
)
SELECT
    m.story_id,
    min(d.told_at) AS first_seen_at,
    arg_min(d.title, (d.told_at, d.id)) FILTER (d.title IS NOT NULL) AS headline,
    list_sort(list_distinct(list(d.source))) AS sources,
    count(*) AS copies,
    min(m.known_at) AS known_at
FROM member AS m
JOIN document AS d ON d.id = m.document_id
GROUP BY m.story_id;

CREATE OR REPLACE VIEW stories AS
FROM stories_asof(TIMESTAMPTZ 'infinity');
COMMENT ON VIEW stories IS 'One row per text, however many publish it: a release on the wire, in the newsroom and as an exhibit is one story. A report in own words is another. Its documents: story_documents; how it looked earlier: stories_asof(instant).';
COMMENT ON COLUMN stories.story_id IS 'Stable, but when two stories turn out to be one, that of the one opened first.';
COMMENT ON COLUMN stories.first_seen_at IS 'When the first of them was published, as far as that is known.';
COMMENT ON COLUMN stories.headline IS 'Of the document published first; the others: story_documents.';
COMMENT ON COLUMN stories.sources IS 'Who publishes it.';
COMMENT ON COLUMN stories.copies IS 'Documents that carry it, the first among them.';
COMMENT ON COLUMN stories.known_at IS 'When the warehouse learned of the first of them.';

CREATE OR REPLACE VIEW story_documents AS
SELECT m.story_id, d.id AS document_id, d.source, d.url, d.title, d.tier, d.published_at, m.reason, d.known_at
FROM documents AS d
JOIN story_members AS m ON m.document_id = d.id;
COMMENT ON VIEW story_documents IS 'Each copy of each story, and why it was taken for one.';
COMMENT ON COLUMN story_documents.reason IS 'first to tell it, same text, same address, or how much of the words agrees.';
