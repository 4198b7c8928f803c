SELECT d.id, d."type", d.parties
FROM deals AS d
WHERE NOT EXISTS (FROM citations AS c WHERE c.deal_id = d.id)
