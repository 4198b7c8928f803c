-- What each deal looks like now, computed from the claims in force; revise.py keeps it as revisions.
CREATE OR REPLACE VIEW deal_assignments AS
SELECT deal_claim_id, arg_max(deal_id, "number") AS deal_id, arg_max(reason, "number") AS reason
FROM core_deal_assignments
GROUP BY deal_claim_id;

-- What stands nearer to the deal is believed first, then what is newer. A rumour's numbers count only
-- while nothing firmer is known, whoever prints it.
CREATE OR REPLACE VIEW deal_members AS
SELECT
    a.deal_id,
    c.*,
    row_number() OVER (
        PARTITION BY a.deal_id
        ORDER BY c.status = 'rumored', c.precedence, coalesce(c.published_at, c.known_at) DESC, c.id
    ) AS belief,
    CASE c.status WHEN 'rumored' THEN 1 WHEN 'announced' THEN 2 ELSE 3 END AS stage
FROM deal_claims AS c
JOIN deal_assignments AS a ON a.deal_claim_id = c.id;

-- Within one deal and role, "Crusoe" and "Crusoe Energy Systems" are one party.
CREATE OR REPLACE VIEW deal_member_parties AS
WITH named AS (
    SELECT
        m.deal_id, m.id AS deal_claim_id, m.document_id, m.confidence, m.belief,
        p."role", p."name", p.entity_id, u.place, n.normal_name, n.telling_prefix
    FROM deal_members AS m CROSS JOIN unnest(m.parties) WITH ORDINALITY AS u (p, place)
    JOIN core_party_names AS n ON n."name" = p."name"
),
variant AS (
    SELECT DISTINCT deal_id, "role", normal_name, telling_prefix, entity_id FROM named
),
grouped AS (
    SELECT
        v.deal_id, v."role", v.normal_name, v.entity_id,
        coalesce(v.entity_id, min(w.entity_id), arg_max(w.normal_name, length(w.normal_name))) AS party_id
    FROM variant AS v
    JOIN variant AS w
        ON w.deal_id = v.deal_id AND w."role" = v."role"
        AND (
            w.normal_name = v.normal_name
            OR (v.telling_prefix AND starts_with(w.normal_name, v.normal_name || ' '))
            OR (w.telling_prefix AND starts_with(v.normal_name, w.normal_name || ' '))
        )
    GROUP BY v.deal_id, v."role", v.normal_name, v.entity_id
)
SELECT
    n.deal_id, n.deal_claim_id, n.document_id, n.confidence, n.belief, n."role", g.party_id, n."name", n.normal_name,
    g.entity_id, n.place
FROM named AS n
JOIN grouped AS g
    ON g.deal_id = n.deal_id AND g."role" = n."role" AND g.normal_name = n.normal_name
    AND g.entity_id IS NOT DISTINCT FROM n.entity_id;

-- Nobody deals with himself: a document that swaps roles puts one party on both sides, and it keeps the role
-- that most stories give it, of as many the surest, then the one believed first. What one claim calls by two
-- names in two roles ("Vault Park" of "Vault Park Holdings") is two parties, and so is "Brookfield" with its
-- "Brookfield AI Fund": a longer name is the same party in the same role only.
CREATE OR REPLACE VIEW deal_party_roles AS
WITH member AS MATERIALIZED (
    FROM deal_member_parties
),
told AS (
    SELECT
        p.deal_id, p."role", p.party_id,
        arg_min(p."name", (p.belief, p.place)) AS "name",
        any_value(p.entity_id) AS entity_id,
        min(p.belief) AS belief,
        struct_pack(
            stories := count(DISTINCT coalesce(s.story_id, p.document_id)),
            confidence := coalesce(max(p.confidence), 0),
            belief := -min(p.belief),
            "role" := p."role"
        ) AS weight
    FROM member AS p
    LEFT JOIN story_members AS s ON s.document_id = p.document_id
    GROUP BY p.deal_id, p."role", p.party_id
),
known AS (
    SELECT DISTINCT deal_id, "role", party_id, unnest([party_id, normal_name]) AS known_as
    FROM member
),
twice AS (
    SELECT v.deal_id, v."role", v.party_id, w."role" AS other_role, w.party_id AS other_id
    FROM known AS v
    JOIN known AS w ON w.deal_id = v.deal_id AND w.known_as = v.known_as AND w."role" <> v."role"
    EXCEPT
    SELECT v.deal_id, v."role", v.party_id, w."role", w.party_id
    FROM member AS v
    JOIN member AS w ON w.deal_claim_id = v.deal_claim_id AND w.normal_name = v.normal_name AND w."role" <> v."role"
    WHERE lower(w."name") <> lower(v."name") AND (v.entity_id IS NULL OR w.entity_id IS NULL)
),
outweighed AS (
    SELECT t.deal_id, t."role", t.party_id
    FROM twice AS t
    JOIN told AS own ON own.deal_id = t.deal_id AND own."role" = t."role" AND own.party_id = t.party_id
    JOIN told AS other ON other.deal_id = t.deal_id AND other."role" = t.other_role AND other.party_id = t.other_id
    WHERE other.weight > own.weight
)
SELECT deal_id, "role", party_id, "name", entity_id, belief
FROM told ANTI JOIN outweighed USING (deal_id, "role", party_id);

CREATE OR REPLACE VIEW deal_member_amounts AS
SELECT
    deal_id, id AS deal_claim_id, document_id, status, belief, amount.kind, amount.low, amount.high, amount.currency, amount.qualifier, place,
    CASE amount.kind WHEN 'value' THEN 1 WHEN 'equity' THEN 2 WHEN 'debt' THEN 3 END AS headline_rank
FROM (SELECT *, unnest(amounts) AS amount, generate_subscripts(amounts, 1) AS place FROM deal_members);

CREATE OR REPLACE VIEW deal_states AS
WITH status AS (
    SELECT deal_id, "type", status
    FROM deal_members
    QUALIFY row_number() OVER (PARTITION BY deal_id ORDER BY stage DESC, told_on DESC, belief) = 1
),
life AS (
    SELECT deal_id, status, told_on, document_id, id, stage
    FROM deal_members
    QUALIFY row_number() OVER (PARTITION BY deal_id, status ORDER BY told_on, belief) = 1
),
statuses AS (
    SELECT
        deal_id,
        list(
            struct_pack(status := status, "on" := told_on, document_id := document_id, deal_claim_id := id)
            ORDER BY stage, told_on, status
        ) AS statuses,
        min(told_on) AS first_reported_on
    FROM life
    GROUP BY deal_id
),
announced AS (
    SELECT deal_id, told_on AS announced_on
    FROM deal_members
    WHERE status IN ('announced', 'completed')
    QUALIFY row_number() OVER (
        PARTITION BY deal_id
        ORDER BY stage, stated_on IS NULL, CASE WHEN stated_on IS NOT NULL THEN precedence END, told_on, belief
    ) = 1
),
parties AS (
    SELECT
        p.deal_id,
        list(
            struct_pack("role" := p."role", "name" := p."name", entity_id := p.entity_id, party_id := p.party_id)
            ORDER BY NOT coalesce(r.is_principal, false), p."role", p.belief, p.party_id
        ) AS parties
    FROM deal_party_roles AS p
    JOIN status AS s USING (deal_id)
    LEFT JOIN ref_deal_type_roles AS r ON r.deal_type = s."type" AND r."role" = p."role"
    GROUP BY p.deal_id
),
headline AS (
    SELECT deal_id, low, high, currency, qualifier
    FROM deal_member_amounts
    WHERE headline_rank IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY deal_id ORDER BY headline_rank, belief, place) = 1
),
valuation AS (
    SELECT deal_id, low, high, currency
    FROM deal_member_amounts
    WHERE kind = 'valuation'
    QUALIFY row_number() OVER (PARTITION BY deal_id ORDER BY belief, place) = 1
),
facts AS (
    SELECT
        deal_id,
        arg_min(capacity[1], belief) FILTER (len(capacity) > 0) AS capacity,
        arg_min(chips[1], belief) FILTER (len(chips) > 0) AS chips,
        arg_min(term_years, belief) FILTER (term_years IS NOT NULL) AS term_years,
        arg_min("round", belief) FILTER ("round" IS NOT NULL) AS "round",
        arg_min(program, belief) FILTER (program IS NOT NULL) AS program,
        list_sort(list_distinct(flatten(list(places)))) AS places,
        list_sort(list(id)) AS deal_claim_ids,
        count(DISTINCT coalesce(story_id, document_id))::INTEGER AS source_count
    FROM deal_members
    LEFT JOIN (SELECT document_id, story_id FROM story_members) USING (document_id)
    GROUP BY deal_id
)
SELECT
    s.deal_id,
    s."type",
    s.status,
    list_filter(l.statuses, lambda x: x.status = s.status)[1]."on" AS status_on,
    a.announced_on,
    l.first_reported_on,
    coalesce(p.parties, []) AS parties,
    h.low::DECIMAL(38, 2) AS value_low,
    h.high::DECIMAL(38, 2) AS value_high,
    h.currency,
    h.qualifier,
    CASE
        WHEN coalesce(a.announced_on, l.first_reported_on) <= r.valid_to
            THEN try_cast(middle(h.low, h.high) * r.usd_per_unit AS DECIMAL(38, 2))
    END AS value_usd,
    v.low::DECIMAL(38, 2) AS valuation_low,
    v.currency AS valuation_currency,
    CASE
        WHEN coalesce(a.announced_on, l.first_reported_on) <= w.valid_to
            THEN try_cast(middle(v.low, v.high) * w.usd_per_unit AS DECIMAL(38, 2))
    END AS valuation_usd,
    f.capacity.low::DECIMAL(38, 3) AS capacity_low_mw,
    f.capacity.high::DECIMAL(38, 3) AS capacity_high_mw,
    f.chips.low::DECIMAL(38, 0) AS chip_count_low,
    f.chips.high::DECIMAL(38, 0) AS chip_count_high,
    f.chips.product AS chip_product,
    f.term_years::DECIMAL(38, 2) AS term_years,
    f."round",
    f.program,
    f.places,
    l.statuses,
    f.deal_claim_ids,
    f.source_count
FROM status AS s
JOIN statuses AS l USING (deal_id)
JOIN facts AS f USING (deal_id)
LEFT JOIN announced AS a USING (deal_id)
LEFT JOIN parties AS p USING (deal_id)
LEFT JOIN headline AS h USING (deal_id)
LEFT JOIN valuation AS v USING (deal_id)
ASOF LEFT JOIN ref_fx_rates AS r
    ON r.currency = h.currency AND r.valid_from <= coalesce(a.announced_on, l.first_reported_on)
ASOF LEFT JOIN ref_fx_rates AS w
    ON w.currency = v.currency AND w.valid_from <= coalesce(a.announced_on, l.first_reported_on);
