DELETE FROM ref_fx_rates
