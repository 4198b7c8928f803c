SELECT batch_id, extractor_version, content_hash FROM ops_batches
