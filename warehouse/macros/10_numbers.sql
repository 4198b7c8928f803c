-- In floating point, as the sum of two absurdly large decimals would stop the whole query.
CREATE OR REPLACE MACRO middle(low, high) AS low::DOUBLE / 2 + high::DOUBLE / 2;

-- Ranges that overlap within 1 %.
CREATE OR REPLACE MACRO nearly(low, high, other_low, other_high) AS
    low::DOUBLE <= other_high::DOUBLE * 1.01 AND other_low::DOUBLE <= high::DOUBLE * 1.01;
