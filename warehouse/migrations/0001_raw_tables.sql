-- As extracted: append-only, one row for each record of each extractor version that read it.
-- `known_at` is when the warehouse learned the row, in UTC. Nested facts stay nested here, so that a
-- claim is one row and loads in one statement; the views deal_claim_* flatten them.
-- No foreign keys: DuckDB checks them row by row and refuses legitimate rewrites; checks/*.sql do this.

CREATE TABLE raw_documents (
    id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    title VARCHAR,
    "text" VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    tier VARCHAR NOT NULL,
    country VARCHAR,
    published_at TIMESTAMPTZ,
    published_as_stated VARCHAR,
    published_from VARCHAR,
    landed_at TIMESTAMPTZ,
    capture VARCHAR,
    accession VARCHAR,
    cik VARCHAR,
    company VARCHAR,
    form VARCHAR,
    items VARCHAR[],
    exhibit VARCHAR,
    extractor_version VARCHAR NOT NULL,
    version_rank INTEGER[] NOT NULL,
    batch_id VARCHAR NOT NULL,
    known_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (id, extractor_version)
);

CREATE TABLE raw_deal_claims (
    id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    "type" VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    parties STRUCT("start" BIGINT, "end" BIGINT, "name" VARCHAR, "role" VARCHAR, entity_id VARCHAR)[] NOT NULL,
    amounts STRUCT(
        "start" BIGINT, "end" BIGINT, low DECIMAL(38, 6), high DECIMAL(38, 6), qualifier VARCHAR,
        as_written VARCHAR, currency VARCHAR, kind VARCHAR
    )[] NOT NULL,
    chips STRUCT(
        "start" BIGINT, "end" BIGINT, low DECIMAL(38, 6), high DECIMAL(38, 6), qualifier VARCHAR,
        as_written VARCHAR, product VARCHAR
    )[] NOT NULL,
    capacity STRUCT(
        "start" BIGINT, "end" BIGINT, low DECIMAL(38, 6), high DECIMAL(38, 6), qualifier VARCHAR,
        as_written VARCHAR
    )[] NOT NULL,
    term_years DECIMAL(38, 6),
    "date" VARCHAR,
    places VARCHAR[] NOT NULL,
    "round" VARCHAR,
    program VARCHAR,
    evidence STRUCT("start" BIGINT, "end" BIGINT, quote VARCHAR)[] NOT NULL,
    extractor_version VARCHAR NOT NULL,
    batch_id VARCHAR NOT NULL,
    known_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (id, extractor_version)
);

CREATE TABLE raw_figure_claims (
    id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    "start" BIGINT NOT NULL,
    "end" BIGINT NOT NULL,
    low DECIMAL(38, 6) NOT NULL,
    high DECIMAL(38, 6) NOT NULL,
    qualifier VARCHAR NOT NULL,
    as_written VARCHAR NOT NULL,
    entities VARCHAR[] NOT NULL,
    entity_ids VARCHAR[] NOT NULL,
    segment VARCHAR,
    product VARCHAR,
    period VARCHAR,
    unit VARCHAR NOT NULL,
    basis VARCHAR NOT NULL,
    evidence STRUCT("start" BIGINT, "end" BIGINT, quote VARCHAR)[] NOT NULL,
    extractor_version VARCHAR NOT NULL,
    batch_id VARCHAR NOT NULL,
    known_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (id, extractor_version)
);

CREATE TABLE raw_refusals (
    document_id VARCHAR NOT NULL,
    "start" BIGINT NOT NULL,
    "end" BIGINT NOT NULL,
    reason VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    as_written VARCHAR NOT NULL,
    detail VARCHAR NOT NULL,
    extractor_version VARCHAR NOT NULL,
    batch_id VARCHAR NOT NULL,
    known_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE raw_quarantine (
    source VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    detail VARCHAR NOT NULL,
    capture VARCHAR,
    seen_at TIMESTAMPTZ NOT NULL,
    extractor_version VARCHAR NOT NULL,
    batch_id VARCHAR NOT NULL,
    known_at TIMESTAMPTZ NOT NULL
);
