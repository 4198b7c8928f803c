-- Every round over a source, failed ones too: without it a day without news looks like a day without asking.
CREATE TABLE ops_rounds (
    source VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    every_minutes INTEGER NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ NOT NULL,
    answered BIGINT NOT NULL,
    not_modified BIGINT NOT NULL,
    entries BIGINT NOT NULL,
    unreadable_entries BIGINT NOT NULL,
    broken BIGINT NOT NULL,
    fetched BIGINT NOT NULL,
    landed BIGINT NOT NULL,
    trouble VARCHAR,
    known_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (source, started_at)
);
