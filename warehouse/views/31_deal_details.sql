CREATE OR REPLACE VIEW deal_revisions AS
SELECT * FROM core_deal_revisions;
COMMENT ON VIEW deal_revisions IS 'Every revision of every deal: what changed, and when the warehouse learned it.';

CREATE OR REPLACE VIEW deals_in_force AS
SELECT * FROM core_deal_revisions
QUALIFY row_number() OVER (PARTITION BY deal_id ORDER BY revision DESC) = 1 AND NOT is_retracted;

-- A name that some document ties to one company of the alias data means that company everywhere.
CREATE OR REPLACE VIEW party_entities AS
SELECT n.normal_name, min(p.entity_id) AS entity_id
FROM deal_claims AS c CROSS JOIN unnest(c.parties) AS u (p)
JOIN core_party_names AS n ON n."name" = p."name"
WHERE p.entity_id IS NOT NULL
GROUP BY n.normal_name
HAVING count(DISTINCT p.entity_id) = 1;

CREATE OR REPLACE VIEW deal_parties AS
WITH party AS (
    SELECT d.deal_id, d."type", p."role", coalesce(p.entity_id, e.entity_id, p.party_id) AS party_id, p."name", coalesce(p.entity_id, e.entity_id) AS entity_id
    FROM deals_in_force AS d CROSS JOIN unnest(d.parties) AS u (p)
    LEFT JOIN party_entities AS e ON e.normal_name = p.party_id
)
SELECT
    deal_id, "type", "role", party_id,
    mode("name" ORDER BY "name") OVER (PARTITION BY party_id) AS party,
    "name" AS name_in_deal,
    entity_id
FROM party;
COMMENT ON VIEW deal_parties IS 'One row per deal, role and party.';
COMMENT ON COLUMN deal_parties.party_id IS 'Same for every spelling of one party: group by it.';
COMMENT ON COLUMN deal_parties.party IS 'The name most used for the party, the same in every deal.';

CREATE OR REPLACE VIEW deal_status_history AS
SELECT d.deal_id, s.status, s."on" AS told_on, s.document_id, s.deal_claim_id, doc.url, doc.title, doc.tier, doc.published_at, doc.known_at
FROM deals_in_force AS d CROSS JOIN unnest(d.statuses) AS u (s)
JOIN documents AS doc ON doc.id = s.document_id;
COMMENT ON VIEW deal_status_history IS 'The life of each deal: the first document that told each status.';

CREATE OR REPLACE VIEW deal_sources AS
SELECT a.deal_id, c.id AS deal_claim_id, c.document_id, m.story_id, c.status, c.told_on, c.url, c.title, c.source, c.tier, c.published_at, a.reason, c.known_at
FROM deal_claims AS c
JOIN deal_assignments AS a ON a.deal_claim_id = c.id
LEFT JOIN story_members AS m ON m.document_id = c.document_id;
COMMENT ON VIEW deal_sources IS 'Which documents tell which deal, and why they were taken for the same one.';

CREATE OR REPLACE VIEW unresolved_claims AS
SELECT id AS deal_claim_id, "type", status, evidence[1].quote AS sentence, url, title
FROM deal_claims
WHERE id NOT IN (SELECT deal_claim_id FROM core_deal_assignments);
COMMENT ON VIEW unresolved_claims IS 'Deal claims that name no party, so that no deal can be made of them.';
