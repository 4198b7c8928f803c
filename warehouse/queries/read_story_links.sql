-- Pairs of documents that are copies of one text, at least one of each pair not compared before.
-- Which pairs are linked does not depend on which of the two came first, nor on what else was loaded.
WITH published AS (
    SELECT id AS document_id, min(timezone('UTC', coalesce(published_at, landed_at, known_at))::DATE) AS told_on
    FROM raw_documents
    GROUP BY id
),
signed AS (
    SELECT s.document_id, s.scheme, s.address, s.text_hash, s.runs, s.minima, p.told_on, c.document_id IS NULL AS is_fresh
    FROM raw_signatures AS s
    JOIN published AS p USING (document_id)
    LEFT JOIN (SELECT DISTINCT document_id, scheme FROM core_story_members) AS c USING (document_id, scheme)
),
-- Each with the next of the same text: as good as all with all, however many they are.
same_text AS (
    SELECT
        document_id AS one, lag(document_id) OVER same AS other, runs, told_on, lag(told_on) OVER same AS told_before
    FROM signed SEMI JOIN (SELECT scheme, text_hash FROM signed WHERE is_fresh) AS f USING (scheme, text_hash)
    WINDOW same AS (PARTITION BY scheme, text_hash ORDER BY told_on, document_id)
),
-- One of each text and day stands for the others, which are linked to it by their text.
standing AS (
    SELECT scheme, text_hash, told_on, min(document_id) AS document_id, bool_or(is_fresh) AS is_fresh, any_value(runs) AS runs, any_value(minima) AS minima
    FROM signed
    WHERE runs >= $least_runs
        AND told_on BETWEEN (SELECT min(told_on) FROM signed WHERE is_fresh) - $within_days::INTEGER
            AND (SELECT max(told_on) FROM signed WHERE is_fresh) + $within_days::INTEGER
    GROUP BY scheme, text_hash, told_on
),
band AS (
    SELECT scheme, document_id, told_on, is_fresh, text_hash, place, minima[$rows_a_band * place + 1:$rows_a_band * (place + 1)] AS "key"
    FROM (SELECT *, unnest(range(len(minima) // $rows_a_band)) AS place FROM standing)
),
candidate AS (
    SELECT DISTINCT f.document_id AS one, k.document_id AS other
    FROM band AS f
    JOIN band AS k
        ON k.scheme = f.scheme AND k.place = f.place AND k."key" = f."key" AND k.text_hash <> f.text_hash
        AND k.told_on BETWEEN f.told_on - $within_days::INTEGER AND f.told_on + $within_days::INTEGER
    WHERE f.is_fresh AND (f.document_id < k.document_id OR NOT k.is_fresh)
    UNION
    -- However long after: a text edited where it stands, or what calls that address its own.
    SELECT f.document_id, k.document_id
    FROM signed AS f
    JOIN signed AS k ON k.scheme = f.scheme AND k.address = f.address AND k.document_id <> f.document_id
    WHERE f.is_fresh
),
compared AS (
    SELECT
        c.one, c.other, a.runs AS one_runs, b.runs AS other_runs, a.address = b.address AS is_one_address,
        x.url = y.url AS is_one_url,
        len(list_filter(list_zip(a.minima, b.minima), lambda m: m[1] = m[2])) / len(a.minima) AS resemblance
    FROM candidate AS c
    JOIN signed AS a ON a.document_id = c.one
    JOIN signed AS b ON b.document_id = c.other AND b.scheme = a.scheme
    JOIN (SELECT id, any_value(url) AS url FROM raw_documents GROUP BY id) AS x ON x.id = c.one
    JOIN (SELECT id, any_value(url) AS url FROM raw_documents GROUP BY id) AS y ON y.id = c.other
),
-- Of the smaller text's runs, the share that the larger one has too: with J the resemblance, both
-- together have (one + other) / (1 + J) different runs, of which J are shared.
measured AS (
    SELECT *, least(one_runs, other_runs) AS fewer,
        resemblance / (1 + resemblance) * (one_runs + other_runs) / least(one_runs, other_runs) AS containment
    FROM compared
)
SELECT one, other, 'same text' AS reason
FROM same_text
WHERE other IS NOT NULL AND (runs >= $enough_runs OR (runs >= $few_runs AND told_on - told_before <= $within_days))
UNION ALL
SELECT
    one, other,
    CASE WHEN is_one_address THEN 'same address' ELSE format('{:.2f} of the words in a row agree', resemblance) END
FROM measured
WHERE CASE
    WHEN is_one_address AND fewer < $least_runs THEN is_one_url
    WHEN is_one_address THEN resemblance >= $same_address_from OR containment >= $contained_from
    WHEN fewer < $enough_runs THEN resemblance >= $short_copy_from
    ELSE resemblance >= $copy_from
END
ORDER BY one, other, reason
