CREATE OR REPLACE VIEW deal_disagreements AS
WITH said AS (
    SELECT m.deal_id, m.deal_claim_id, m.document_id, m.status, m.belief, 'value' AS fact,
        m.low::DECIMAL(38, 2)::VARCHAR || ' ' || m.currency AS said,
        nearly(m.low, m.high, d.value_low, d.value_high) AS agrees,
        d.value_low::VARCHAR || ' ' || d.currency AS chosen
    FROM deal_member_amounts AS m
    JOIN deals_in_force AS d ON d.deal_id = m.deal_id AND d.currency = m.currency
    WHERE m.headline_rank = 1
    UNION ALL
    SELECT m.deal_id, m.id, m.document_id, m.status, m.belief, 'capacity_mw', m.capacity[1].low::DECIMAL(38, 3)::VARCHAR,
        nearly(m.capacity[1].low, m.capacity[1].high, d.capacity_low_mw, d.capacity_high_mw),
        d.capacity_low_mw::VARCHAR
    FROM deal_members AS m
    JOIN deals_in_force AS d USING (deal_id)
    WHERE len(m.capacity) > 0
    UNION ALL
    SELECT m.deal_id, m.id, m.document_id, m.status, m.belief, 'chip_count', m.chips[1].low::DECIMAL(38, 0)::VARCHAR,
        nearly(m.chips[1].low, m.chips[1].high, d.chip_count_low, d.chip_count_high),
        d.chip_count_low::VARCHAR
    FROM deal_members AS m
    JOIN deals_in_force AS d USING (deal_id)
    WHERE len(m.chips) > 0
    UNION ALL
    SELECT m.deal_id, m.id, m.document_id, m.status, m.belief, 'announced_on', m.stated_on::VARCHAR, m.stated_on = d.announced_on, d.announced_on::VARCHAR
    FROM deal_members AS m
    JOIN deals_in_force AS d USING (deal_id)
    WHERE m.status = 'announced' AND m.stated_on IS NOT NULL
    UNION ALL
    SELECT m.deal_id, m.id, m.document_id, m.status, m.belief, 'term_years', m.term_years::DECIMAL(38, 2)::VARCHAR, m.term_years::DECIMAL(38, 2) = d.term_years, d.term_years::VARCHAR
    FROM deal_members AS m
    JOIN deals_in_force AS d USING (deal_id)
    WHERE m.term_years IS NOT NULL
)
SELECT s.deal_id, s.fact, s.chosen, s.said, s.status, doc.tier, s.deal_claim_id, s.document_id, doc.url, doc.title, doc.published_at
FROM said AS s
JOIN documents AS doc ON doc.id = s.document_id
-- A claim that gives the chosen number among others (a first phase, earlier terms) does not disagree.
QUALIFY NOT bool_or(s.agrees) OVER (PARTITION BY s.deal_claim_id, s.fact);
COMMENT ON VIEW deal_disagreements IS 'Sources that give another number than the one chosen for the deal. Chosen: contract before filing, company, wire and press, then the newest; rumours last.';
COMMENT ON COLUMN deal_disagreements.status IS 'The status that source told; a rumour''s number often differs from the final one.';
