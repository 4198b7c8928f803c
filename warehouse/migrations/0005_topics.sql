-- Segments and themes: of a document where deal_claim_id is NULL, else of that deal as that document tells it.
CREATE TABLE raw_topics (
    document_id VARCHAR NOT NULL,
    deal_claim_id VARCHAR,
    kind VARCHAR NOT NULL,
    "value" VARCHAR NOT NULL,
    basis VARCHAR NOT NULL,
    mentions BIGINT NOT NULL,
    evidence STRUCT("start" BIGINT, "end" BIGINT, quote VARCHAR)[] NOT NULL,
    extractor_version VARCHAR NOT NULL,
    batch_id VARCHAR NOT NULL,
    known_at TIMESTAMPTZ NOT NULL
);

ALTER TABLE ops_batches ADD COLUMN topics BIGINT DEFAULT 0;
