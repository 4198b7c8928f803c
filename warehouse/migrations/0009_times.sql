ALTER TABLE raw_documents ADD COLUMN published_how VARCHAR;
