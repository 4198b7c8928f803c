-- What the warehouse is told rather than extracts. Filled on every migrate from the project's data.

CREATE TABLE ref_deal_type_roles (
    deal_type VARCHAR NOT NULL,
    "role" VARCHAR NOT NULL,
    is_principal BOOLEAN NOT NULL,
    PRIMARY KEY (deal_type, "role")
);

-- precedence 1 stands nearest to the deal itself and is believed first.
CREATE TABLE ref_tiers (
    tier VARCHAR PRIMARY KEY,
    precedence INTEGER NOT NULL
);

-- A rate holds from its day until the next one of its currency, but not after `valid_to`.
CREATE TABLE ref_fx_rates (
    currency VARCHAR NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    usd_per_unit DOUBLE NOT NULL,
    source VARCHAR NOT NULL
);

CREATE TABLE ops_reference_files (
    name VARCHAR PRIMARY KEY,
    checksum VARCHAR NOT NULL
);
