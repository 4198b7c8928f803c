INSERT INTO ops_batches BY NAME
SELECT
    $batch_id AS batch_id, $version AS extractor_version, $content_hash AS content_hash, $segment AS segment,
    $is_backfill AS is_backfill, $documents AS documents, $signatures AS signatures, $deal_claims AS deal_claims,
    $figure_claims AS figure_claims, $topics AS topics, $refusals AS refusals, $quarantined AS quarantined, $known_at AS known_at
