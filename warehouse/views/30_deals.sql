CREATE OR REPLACE VIEW deals AS
FROM deals_asof(TIMESTAMPTZ 'infinity');

COMMENT ON VIEW deals IS 'One row per deal in its latest revision. How it looked earlier: deals_asof(instant). Its sentences: citations, or `gigawatch cite ID`.';
COMMENT ON COLUMN deals.id IS 'Stable: further documents never change it.';
COMMENT ON COLUMN deals.status IS 'rumored, announced, completed or terminated; earlier ones: deal_status_history.';
COMMENT ON COLUMN deals.announced_on IS 'Day of the announcement (else of the closing); NULL while only rumored.';
COMMENT ON COLUMN deals.parties IS 'Role and name of each party, principal roles first; one row each in deal_parties.';
COMMENT ON COLUMN deals.value_usd IS 'Middle of value_low and value_high in US dollars at the ECB rate of the announcement; NULL where unknown.';
COMMENT ON COLUMN deals.value_low IS 'Headline size as stated, in whole units of currency; value_high is the same for a single number.';
COMMENT ON COLUMN deals.qualifier IS 'How the number was hedged: exact, about, at_least, at_most.';
COMMENT ON COLUMN deals.capacity_mw IS 'Electric power in MW, middle of the stated range.';
COMMENT ON COLUMN deals.chip_count IS 'Chips in pieces, middle of the stated range.';
COMMENT ON COLUMN deals.term_years IS 'Life of the contract, loan or lease in years.';
COMMENT ON COLUMN deals.segments IS 'Parts of the stack it concerns (compute, data_centres, cloud ...); one row each in deal_topics.';
COMMENT ON COLUMN deals.themes IS 'What else it is about: regulation, supply_chain, public_funding ...; the words that show it: topics.';
COMMENT ON COLUMN deals.status_on IS 'First day the status in force was told of.';
COMMENT ON COLUMN deals.confidence IS 'Chance that the deal is read rightly (type and principal parties), that of its surest claim: of the claims given 0.8, eight in ten are right. Tellings copy each other, so several make it no surer. NULL where no reader said.';
COMMENT ON COLUMN deals.revision IS 'Counts from 1; each change of the picture is one more.';
COMMENT ON COLUMN deals.known_at IS 'When the warehouse learned this revision.';
COMMENT ON COLUMN deals.source_count IS 'Stories that tell it: copies of one text (wire, newsroom, exhibit) count once. Every document: deal_sources.';
