CREATE OR REPLACE VIEW source_coverage AS
SELECT source, count(*) AS documents, max(published_at) AS latest_published_at, max(landed_at) AS latest_landed_at
FROM documents
GROUP BY source
ORDER BY source;
COMMENT ON VIEW source_coverage IS 'What each source has given.';
COMMENT ON COLUMN source_coverage.latest_published_at IS 'Publication time of its newest document, as far as one is known.';

-- What a source published before its first round is its archive: how old that is says nothing of us.
CREATE OR REPLACE VIEW source_lag AS
WITH watched AS (SELECT source, min(started_at) AS since FROM ops_rounds WHERE answered > 0 GROUP BY source),
told AS (
    SELECT d.source, d.published_from, date_diff('second', d.published_at, d.landed_at) / 60 AS minutes
    FROM documents AS d
    JOIN watched AS w ON w.source = d.source AND d.published_at >= w.since
    WHERE d.landed_at >= d.published_at
)
SELECT
    source,
    published_from,
    count(*) AS documents,
    round(quantile_cont(minutes, 0.5), 1) AS p50_minutes,
    round(quantile_cont(minutes, 0.95), 1) AS p95_minutes
FROM told
GROUP BY source, published_from
ORDER BY source, published_from;
COMMENT ON VIEW source_lag IS 'Minutes from publication to landing, of what was published since the source is watched.';
COMMENT ON COLUMN source_lag.published_from IS 'Where the time of publication was read: sgml_header is the SEC''s acceptance.';

-- Some rounds come late and some fail: from twice the cadence without an answer on, news may have been missed.
CREATE OR REPLACE VIEW blind_windows AS
WITH answered AS (
    SELECT
        source,
        every_minutes,
        ended_at AS seen_at,
        lead(started_at) OVER rounds AS next_at
    FROM ops_rounds
    WHERE answered > 0
    WINDOW rounds AS (PARTITION BY source ORDER BY started_at)
),
gaps AS (
    SELECT source, every_minutes, seen_at AS blind_from, next_at IS NULL AS is_open, coalesce(next_at, now()) AS blind_to
    FROM answered
)
SELECT
    g.source,
    g.blind_from,
    g.blind_to,
    g.is_open,
    round(date_diff('second', g.blind_from, g.blind_to) / 3600, 2) AS hours,
    count(r.source) AS failed_rounds,
    coalesce(arg_max(r.trouble, r.started_at), if(count(r.source) = 0, 'not asked', 'no answer')) AS why
FROM gaps AS g
LEFT JOIN ops_rounds AS r ON r.source = g.source AND r.started_at >= g.blind_from AND r.started_at < g.blind_to AND r.answered = 0
WHERE g.blind_to - g.blind_from > 2 * g.every_minutes * INTERVAL 1 MINUTE
GROUP BY ALL
ORDER BY g.source, g.blind_from;
COMMENT ON VIEW blind_windows IS 'When a source gave no answer for more than twice its cadence: no news from then is no evidence of no news.';
COMMENT ON COLUMN blind_windows.is_open IS 'Still so; blind_to is then the time of asking.';
COMMENT ON COLUMN blind_windows.why IS 'What the last failed round met; "not asked" where there was none.';

CREATE OR REPLACE VIEW coverage AS
WITH watched AS (
    SELECT source, min(started_at)::DATE AS first_day FROM ops_rounds WHERE answered > 0 GROUP BY source
),
days AS (
    SELECT source, unnest(generate_series(first_day, now()::DATE, INTERVAL 1 DAY))::DATE AS "day" FROM watched
),
-- A document without a date is no news of the day it was fetched on: it may be years old.
published AS (
    SELECT source, coalesce(published_at, landed_at)::DATE AS "day", count(published_at) AS documents, count(*) - count(published_at) AS undated
    FROM documents
    GROUP BY ALL
),
blind AS (
    SELECT
        d.source,
        d."day",
        sum(date_diff('second', greatest(b.blind_from, d."day"::TIMESTAMPTZ), least(b.blind_to, d."day"::TIMESTAMPTZ + INTERVAL 1 DAY))) / 3600 AS hours
    FROM days AS d
    JOIN blind_windows AS b ON b.source = d.source AND b.blind_from < d."day"::TIMESTAMPTZ + INTERVAL 1 DAY AND b.blind_to > d."day"::TIMESTAMPTZ
    GROUP BY ALL
)
SELECT
    d.source,
    d."day",
    coalesce(p.documents, 0) AS documents,
    coalesce(p.undated, 0) AS undated,
    round(coalesce(b.hours, 0), 2) AS blind_hours,
    CASE
        WHEN p.documents > 0 THEN 'news'
        WHEN b.hours > 0 THEN 'blind'
        WHEN p.undated > 0 THEN 'undated'
        ELSE 'no_news'
    END AS told
FROM days AS d
LEFT JOIN published AS p ON p.source = d.source AND p."day" = d."day"
LEFT JOIN blind AS b ON b.source = d.source AND b."day" = d."day"
ORDER BY d.source, d."day";
COMMENT ON VIEW coverage IS 'Each source by day since it first answered: whether a day without documents had no news, or nobody listened. Documents without a date of publication are counted apart (undated) and make no day one with news.';
COMMENT ON COLUMN coverage.documents IS 'By the day they were published, in UTC.';
COMMENT ON COLUMN coverage.undated IS 'Landed that day without a known date of publication.';
COMMENT ON COLUMN coverage.told IS 'news; else blind where it was not watched all day; else undated where only such documents landed; else no_news.';

CREATE OR REPLACE VIEW source_health AS
WITH rounds AS (
    SELECT *, answered > not_modified AS is_full, row_number() OVER (PARTITION BY source ORDER BY started_at DESC) AS back
    FROM ops_rounds
),
latest_full AS (
    SELECT source, entries, unreadable_entries, broken FROM rounds WHERE is_full
    QUALIFY row_number() OVER (PARTITION BY source ORDER BY started_at DESC) = 1
),
summed AS (
    SELECT
        source,
        arg_max(kind, started_at) AS kind,
        arg_max(every_minutes, started_at) AS every_minutes,
        count(*) AS rounds,
        count(*) FILTER (WHERE answered = 0) AS unanswered_rounds,
        max(started_at) AS last_asked_at,
        max(ended_at) FILTER (WHERE answered > 0) AS last_answered_at,
        max(ended_at) FILTER (WHERE landed > 0) AS last_landed_at,
        sum(landed) FILTER (WHERE started_at > now() - INTERVAL 7 DAY) AS landed_in_week,
        max(entries) AS most_entries,
        arg_max(trouble, started_at) FILTER (WHERE back = 1) AS trouble
    FROM rounds
    GROUP BY source
)
SELECT
    s.source,
    s.kind,
    s.every_minutes,
    s.rounds,
    s.unanswered_rounds,
    s.last_asked_at,
    s.last_answered_at,
    s.last_landed_at,
    coalesce(s.landed_in_week, 0) AS landed_in_week,
    f.entries AS latest_entries,
    coalesce(now() - s.last_answered_at > 2 * s.every_minutes * INTERVAL 1 MINUTE, true) AS is_blind,
    coalesce(f.entries = 0 AND s.most_entries > 0, false) AS is_empty,
    coalesce(f.broken > 0 OR 2 * f.unreadable_entries > f.entries, false) AS has_drifted,
    l.p50_minutes,
    l.p95_minutes,
    s.trouble
FROM summed AS s
LEFT JOIN latest_full AS f ON f.source = s.source
LEFT JOIN (
    SELECT source, arg_max(p50_minutes, documents) AS p50_minutes, arg_max(p95_minutes, documents) AS p95_minutes
    FROM source_lag GROUP BY source
) AS l ON l.source = s.source
ORDER BY is_blind DESC, is_empty OR has_drifted DESC, s.source;
COMMENT ON VIEW source_health IS 'Each source that was ever asked: when it last answered and gave something, and what is wrong with it.';
COMMENT ON COLUMN source_health.is_blind IS 'It has not answered for more than twice its cadence.';
COMMENT ON COLUMN source_health.is_empty IS 'Its latest full answer held no entry, though earlier ones did.';
COMMENT ON COLUMN source_health.has_drifted IS 'Its latest full answer was not what it is known as, or most entries in it could not be read.';
COMMENT ON COLUMN source_health.p50_minutes IS 'From publication to landing, as in source_lag.';
COMMENT ON COLUMN source_health.trouble IS 'What the latest round met; NULL where all answered.';
