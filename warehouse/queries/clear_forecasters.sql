DELETE FROM ref_forecasters
