CREATE TABLE ops_batches (
    batch_id VARCHAR NOT NULL,
    extractor_version VARCHAR NOT NULL,
    content_hash VARCHAR NOT NULL,
    segment VARCHAR,
    is_backfill BOOLEAN NOT NULL,
    documents BIGINT NOT NULL,
    deal_claims BIGINT NOT NULL,
    figure_claims BIGINT NOT NULL,
    refusals BIGINT NOT NULL,
    quarantined BIGINT NOT NULL,
    known_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (batch_id, extractor_version, content_hash)
);

-- One row for each deal revision a subscriber is told of; reserved before the mail leaves.
CREATE TABLE ops_alerts (
    subscriber VARCHAR NOT NULL,
    deal_id VARCHAR NOT NULL,
    revision INTEGER NOT NULL,
    message_id VARCHAR NOT NULL,
    reserved_at TIMESTAMPTZ NOT NULL,
    sent_at TIMESTAMPTZ,
    PRIMARY KEY (subscriber, deal_id, revision)
);
