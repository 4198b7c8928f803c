CREATE OR REPLACE VIEW deal_topics AS
SELECT id AS deal_id, 'segment' AS kind, unnest(segments) AS topic, "type", status, announced_on, first_reported_on, value_usd FROM deals
UNION ALL
SELECT id, 'theme', unnest(themes), "type", status, announced_on, first_reported_on, value_usd FROM deals;
COMMENT ON VIEW deal_topics IS 'One row per deal and segment or theme it concerns. A deal of several counts in each.';

CREATE OR REPLACE VIEW deals_by_segment_quarter AS
SELECT
    topic AS segment,
    date_trunc('quarter', coalesce(announced_on, first_reported_on))::DATE AS quarter_on,
    count(*) AS deals,
    sum(value_usd) FILTER (status IN ('announced', 'completed')) AS value_usd,
    count(value_usd) FILTER (status IN ('announced', 'completed')) AS valued_deals
FROM deal_topics
WHERE kind = 'segment'
GROUP BY ALL
ORDER BY quarter_on DESC, segment;
COMMENT ON VIEW deals_by_segment_quarter IS 'Deals by part of the stack and calendar quarter. A deal of two segments counts in both: do not add segments up.';
COMMENT ON COLUMN deals_by_segment_quarter.value_usd IS 'Sum over announced and completed deals whose value is known (valued_deals of them).';

CREATE OR REPLACE VIEW market_by_topic AS
WITH document AS (
    SELECT kind, topic, count(DISTINCT document_id) AS documents FROM topics WHERE deal_claim_id IS NULL GROUP BY ALL
),
deal AS (
    SELECT kind, topic, count(*) AS deals, sum(value_usd) FILTER (status IN ('announced', 'completed')) AS value_usd
    FROM deal_topics
    GROUP BY ALL
)
SELECT kind, topic, coalesce(documents, 0) AS documents, coalesce(deals, 0) AS deals, value_usd
FROM document FULL JOIN deal USING (kind, topic)
ORDER BY kind, deals DESC, documents DESC, topic;
COMMENT ON VIEW market_by_topic IS 'The whole picture cut by segment and by theme. A document or deal of several counts in each.';
COMMENT ON COLUMN market_by_topic.value_usd IS 'Sum over announced and completed deals whose value is known.';
