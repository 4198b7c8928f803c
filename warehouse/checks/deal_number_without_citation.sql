-- The value shown must stand in a sentence of one of the deal's sources.
SELECT d.id, d.value_low, d.value_high, d.currency
FROM deals AS d
WHERE d.value_low IS NOT NULL AND NOT EXISTS (
    FROM citations AS c
    WHERE c.deal_id = d.id AND c.fact = 'amount' AND c.unit = d.currency
        AND c.low::DECIMAL(38, 2) = d.value_low AND c.high::DECIMAL(38, 2) = d.value_high
)
