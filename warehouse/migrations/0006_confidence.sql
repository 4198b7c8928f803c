-- The chance that a claim is right, as its reader states it; NULL for what readers of before did not state.
ALTER TABLE raw_deal_claims ADD COLUMN confidence DOUBLE;
ALTER TABLE raw_figure_claims ADD COLUMN confidence DOUBLE;
