-- A newer extractor version supersedes what an older one read from the same text or the same capture.
CREATE OR REPLACE VIEW documents_in_force AS
SELECT id, extractor_version
FROM (
    SELECT
        id,
        extractor_version,
        first_value(extractor_version) OVER (
            PARTITION BY id ORDER BY version_rank DESC, known_at DESC, extractor_version DESC
        ) AS newest_of_text,
        first_value(extractor_version) OVER (
            PARTITION BY coalesce(capture, id)
            ORDER BY version_rank DESC, known_at DESC, extractor_version DESC
        ) AS newest_of_capture
    FROM raw_documents
)
WHERE extractor_version = newest_of_text AND extractor_version = newest_of_capture;

CREATE OR REPLACE VIEW documents AS
WITH topic AS (
    SELECT
        document_id,
        extractor_version,
        list_sort(list("value") FILTER (kind = 'segment')) AS segments,
        list_sort(list("value") FILTER (kind = 'theme')) AS themes
    FROM raw_topics
    WHERE deal_claim_id IS NULL
    GROUP BY document_id, extractor_version
)
SELECT
    d.id,
    d.source,
    d.url,
    d.title,
    d."text",
    d.kind,
    d.tier,
    d.country,
    d.published_at,
    timezone('UTC', coalesce(d.published_at, d.landed_at, d.known_at))::DATE AS published_on,
    d.published_as_stated,
    d.published_from,
    d.published_how,
    d.landed_at,
    d.capture,
    d.accession,
    d.cik,
    d.company,
    d.form,
    d.items,
    d.exhibit,
    d.report_date,
    d.amended_form,
    d.amended_accession,
    coalesce(t.segments, []) AS segments,
    coalesce(t.themes, []) AS themes,
    d.extractor_version,
    d.known_at
FROM raw_documents AS d
SEMI JOIN documents_in_force AS f ON d.id = f.id AND d.extractor_version = f.extractor_version
LEFT JOIN topic AS t ON t.document_id = d.id AND t.extractor_version = d.extractor_version;

COMMENT ON VIEW documents IS 'One row per text published, as the newest extractor version read it. All spans of claims index "text", counting characters from 0.';
COMMENT ON COLUMN documents.published_how IS 'zone_stated; zone_of_source or zone_assumed (UTC) where none was stated; zone_ambiguous (UTC) where its name is that of several places; day_only; ahead_of_fetch where it lay after the fetch and is taken as that.';
COMMENT ON COLUMN documents.kind IS 'article, press_release, blog, digest, filing; headline where only title and summary were read, as a feed gave them.';
COMMENT ON COLUMN documents.tier IS 'How near the document stands to the deal: contract, filing, company, wire, press; the order of precedence.';
COMMENT ON COLUMN documents.published_on IS 'Day of publication in UTC; the day of fetching where no publication time is known.';
COMMENT ON COLUMN documents.segments IS 'Parts of the stack it tells of more than in passing; the words that show it: topics.';
COMMENT ON COLUMN documents.themes IS 'What else it is about; the words that show it: topics.';
COMMENT ON COLUMN documents.report_date IS 'Of a filing: the day of the earliest event (8-K), or the last day reported on (10-K).';
COMMENT ON COLUMN documents.amended_form IS 'Of an amendment: the form it amends. What it amends: amendments.';
COMMENT ON COLUMN documents.known_at IS 'When the warehouse learned it.';
