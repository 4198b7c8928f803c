-- The ECB quotes units per euro, dollars among them; dividing gives dollars per unit.
INSERT INTO ref_fx_rates
WITH quoted AS (
    UNPIVOT (SELECT * FROM read_csv($ecb, header = true, all_varchar = true))
    ON COLUMNS(* EXCLUDE "Date") INTO NAME currency VALUE per_euro
),
per_euro AS (
    SELECT currency, "Date"::DATE AS valid_from, try_cast(per_euro AS DOUBLE) AS per_euro
    FROM quoted
    WHERE try_cast(per_euro AS DOUBLE) > 0
),
dollars AS (
    SELECT valid_from, per_euro AS usd_per_euro FROM per_euro WHERE currency = 'USD'
)
SELECT currency, valid_from, valid_from + 180, usd_per_euro / per_euro, 'ECB euro reference rates'
FROM (SELECT * FROM per_euro UNION ALL SELECT 'EUR', valid_from, 1.0 FROM dollars)
JOIN dollars USING (valid_from)
WHERE currency <> 'USD'
UNION ALL
SELECT 'USD', DATE '1900-01-01', DATE '2100-12-31', 1.0, 'the unit itself'
UNION ALL
SELECT currency, valid_from, valid_to, 1.0 / units_per_usd, source
FROM read_csv(
    $fixed, header = true,
    columns = {
        currency: 'VARCHAR', valid_from: 'DATE', valid_to: 'DATE', units_per_usd: 'DOUBLE', source: 'VARCHAR'
    }
)
ORDER BY currency, valid_from
