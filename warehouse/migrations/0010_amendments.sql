ALTER TABLE raw_documents ADD COLUMN report_date DATE;
ALTER TABLE raw_documents ADD COLUMN amended_form VARCHAR;
ALTER TABLE raw_documents ADD COLUMN amended_accession VARCHAR;
