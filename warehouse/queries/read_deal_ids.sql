SELECT id FROM deals
