-- Claims to resolve (no deal yet) and the claims of deals they might tell: those of the same type with
-- a party of the same identity or the same first word. A deal whose claims were all superseded by a
-- newer extractor is represented by what it last had, so that it keeps its id.
WITH in_force AS (
    SELECT id, extractor_version, true AS is_in_force FROM deal_claims
),
told AS (
    SELECT
        c.id, c.document_id, c."type", c.status, c.parties, c.amounts, c.capacity, c.places, c."round", c.program,
        coalesce(f.is_in_force, false) AS is_in_force,
        a.deal_id,
        t.precedence,
        timezone('UTC', coalesce(d.published_at, d.landed_at, d.known_at))::DATE AS published_on,
        c."date" AS stated_date
    FROM raw_deal_claims AS c
    JOIN raw_documents AS d ON d.id = c.document_id AND d.extractor_version = c.extractor_version
    JOIN ref_tiers AS t USING (tier)
    LEFT JOIN in_force AS f ON f.id = c.id AND f.extractor_version = c.extractor_version
    LEFT JOIN deal_assignments AS a ON a.deal_claim_id = c.id
    WHERE len(c.parties) > 0 AND (f.is_in_force OR a.deal_id IS NOT NULL)
    QUALIFY row_number() OVER (
        PARTITION BY c.id ORDER BY coalesce(f.is_in_force, false) DESC, d.version_rank DESC, c.known_at DESC
    ) = 1
    AND (a.deal_id IS NULL OR coalesce(f.is_in_force, false) = max(coalesce(f.is_in_force, false)) OVER (PARTITION BY a.deal_id))
),
keyed AS (
    SELECT t.id, t.deal_id, t."type", split_part(n.normal_name, ' ', 1) AS key
    FROM told AS t CROSS JOIN unnest(t.parties) AS u (p)
    JOIN core_party_names AS n ON n."name" = p."name"
    UNION ALL
    SELECT t.id, t.deal_id, t."type", p.entity_id FROM told AS t CROSS JOIN unnest(t.parties) AS u (p) WHERE p.entity_id IS NOT NULL
),
wanted AS (SELECT DISTINCT "type", key FROM keyed WHERE deal_id IS NULL),
near_deal AS (SELECT DISTINCT deal_id FROM keyed SEMI JOIN wanted USING ("type", key) WHERE deal_id IS NOT NULL),
amount AS (
    SELECT
        o.id,
        list(
            struct_pack(
                low := o.amount.low, high := o.amount.high, currency := o.amount.currency,
                qualifier := o.amount.qualifier, kind := o.amount.kind,
                usd_per_unit := CASE WHEN o.published_on <= r.valid_to THEN r.usd_per_unit END
            )
            ORDER BY o.place
        ) AS amounts
    FROM (
        SELECT id, published_on, unnest(amounts) AS amount, generate_subscripts(amounts, 1) AS place FROM told
    ) AS o
    ASOF LEFT JOIN ref_fx_rates AS r ON r.currency = o.amount.currency AND r.valid_from <= o.published_on
    GROUP BY o.id
)
SELECT
    t.id,
    t.deal_id,
    t.document_id,
    t."type",
    t.status,
    t.published_on,
    t.stated_date,
    t.precedence,
    t.parties,
    coalesce(m.amounts, []) AS amounts,
    t.capacity,
    t.places,
    t."round",
    t.program,
    t.is_in_force
FROM told AS t
LEFT JOIN amount AS m USING (id)
WHERE t.deal_id IS NULL OR t.deal_id IN (FROM near_deal)
