-- Resolved: which claim tells which deal, and what each deal looked like from when on. Append-only.

CREATE SEQUENCE core_assignment_numbers;

-- The latest row of a claim counts, so a merge by an analyst is one more row.
CREATE TABLE core_deal_assignments (
    number BIGINT PRIMARY KEY DEFAULT nextval('core_assignment_numbers'),
    deal_claim_id VARCHAR NOT NULL,
    deal_id VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    known_at TIMESTAMPTZ NOT NULL
);

-- A cache of names.py, made anew when its rules change.
CREATE TABLE core_party_names (
    "name" VARCHAR PRIMARY KEY,
    normal_name VARCHAR NOT NULL,
    telling_prefix BOOLEAN NOT NULL,
    rules VARCHAR NOT NULL
);

CREATE TABLE core_deal_revisions (
    deal_id VARCHAR NOT NULL,
    revision INTEGER NOT NULL,
    known_at TIMESTAMPTZ NOT NULL,
    is_backfill BOOLEAN NOT NULL,
    is_retracted BOOLEAN NOT NULL,
    changes VARCHAR[] NOT NULL,
    "type" VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    status_on DATE,
    announced_on DATE,
    first_reported_on DATE,
    parties STRUCT("role" VARCHAR, "name" VARCHAR, entity_id VARCHAR, party_id VARCHAR)[] NOT NULL,
    value_low DECIMAL(38, 2),
    value_high DECIMAL(38, 2),
    currency VARCHAR,
    qualifier VARCHAR,
    value_usd DECIMAL(38, 2),
    valuation_low DECIMAL(38, 2),
    valuation_currency VARCHAR,
    valuation_usd DECIMAL(38, 2),
    capacity_low_mw DECIMAL(38, 3),
    capacity_high_mw DECIMAL(38, 3),
    chip_count_low DECIMAL(38, 0),
    chip_count_high DECIMAL(38, 0),
    chip_product VARCHAR,
    term_years DECIMAL(38, 2),
    "round" VARCHAR,
    program VARCHAR,
    places VARCHAR[] NOT NULL,
    statuses STRUCT(status VARCHAR, "on" DATE, document_id VARCHAR, deal_claim_id VARCHAR)[] NOT NULL,
    deal_claim_ids VARCHAR[] NOT NULL,
    source_count INTEGER NOT NULL,
    state_hash VARCHAR NOT NULL,
    PRIMARY KEY (deal_id, revision)
);
