-- The copies of one text (wire, newsroom, trade site, exhibit) are one story. Append-only.
ALTER TABLE raw_documents ADD COLUMN canonical_url VARCHAR;

-- A function of the text, so kept once for each scheme, whichever extractor version made it.
CREATE TABLE raw_signatures (
    document_id VARCHAR NOT NULL,
    scheme VARCHAR NOT NULL,
    address VARCHAR NOT NULL,
    text_hash VARCHAR NOT NULL,
    runs BIGINT NOT NULL,
    minima UINTEGER[] NOT NULL,
    extractor_version VARCHAR NOT NULL,
    batch_id VARCHAR NOT NULL,
    known_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (document_id, scheme)
);

CREATE SEQUENCE core_story_numbers;

-- The latest row of a document counts, so two stories that turn out to be one are some more rows.
-- `scheme`: of the signature it was compared by; NULL while it had none.
CREATE TABLE core_story_members (
    number BIGINT PRIMARY KEY DEFAULT nextval('core_story_numbers'),
    document_id VARCHAR NOT NULL,
    story_id VARCHAR NOT NULL,
    scheme VARCHAR,
    reason VARCHAR NOT NULL,
    known_at TIMESTAMPTZ NOT NULL
);

ALTER TABLE ops_batches ADD COLUMN signatures BIGINT DEFAULT 0;
