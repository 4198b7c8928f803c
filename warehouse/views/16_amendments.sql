-- An amendment says what it amends by its form and period alone (a Form D/A names the accession), so of several
-- originals of one day it is taken for that which shares most items, then for the latest.
CREATE OR REPLACE VIEW amendments AS
WITH filing AS (
    SELECT
        accession,
        ltrim(any_value(cik), '0') AS cik,
        any_value(company) AS company,
        any_value(form) AS form,
        any_value(amended_form) AS amended_form,
        any_value(amended_accession) AS amended_accession,
        any_value(report_date) AS report_date,
        any_value(items) AS items,
        min(published_at) AS filed_at,
        -- Tables of XBRL facts carry the accession of their filing too, but not its header.
        arg_max(id, report_date IS NOT NULL) AS document_id,
        arg_max(url, report_date IS NOT NULL) AS url
    FROM documents
    WHERE accession IS NOT NULL AND exhibit IS NULL
    GROUP BY accession
),
candidate AS (
    SELECT a.accession, o.accession AS original_accession, 'accession' AS linked_by, o.filed_at, 0 AS shared_items
    FROM filing AS a
    JOIN filing AS o ON o.accession = a.amended_accession
    UNION ALL
    SELECT
        a.accession, o.accession, 'report_date', o.filed_at, len(list_intersect(coalesce(a.items, []), coalesce(o.items, [])))
    FROM filing AS a
    JOIN filing AS o ON o.cik = a.cik AND o.form = a.amended_form AND o.report_date = a.report_date
    WHERE a.amended_accession IS NULL AND (o.filed_at <= a.filed_at) IS NOT FALSE
),
link AS (
    SELECT *, count(*) OVER (PARTITION BY accession) AS originals FROM candidate
    QUALIFY row_number() OVER (PARTITION BY accession ORDER BY shared_items DESC, filed_at DESC, original_accession) = 1
)
SELECT
    a.accession,
    a.cik,
    a.company,
    a.form,
    a.report_date,
    a.filed_at,
    a.document_id,
    a.url,
    l.original_accession,
    o.filed_at AS original_filed_at,
    o.document_id AS original_document_id,
    o.url AS original_url,
    l.linked_by,
    coalesce(l.originals, 0) AS originals
FROM filing AS a
LEFT JOIN link AS l ON l.accession = a.accession
LEFT JOIN filing AS o ON o.accession = l.original_accession
WHERE a.amended_form IS NOT NULL
ORDER BY a.filed_at DESC NULLS LAST, a.accession;
COMMENT ON VIEW amendments IS 'Each amended filing (8-K/A) and the original that it amends, where that landed: same company, form and report date.';
COMMENT ON COLUMN amendments.document_id IS 'The amendment''s main document; original_document_id is that of the original.';
COMMENT ON COLUMN amendments.linked_by IS 'accession where the amendment names it; report_date; NULL where no original has landed.';
COMMENT ON COLUMN amendments.originals IS 'How many could be meant: above 1, the one that shares most items is given, of these the latest.';
