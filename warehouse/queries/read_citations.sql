-- Of a deal, a deal claim, a figure or a document: one row per fact and sentence.
SELECT d.kind = 'headline' AS headline_only, c.document_id, c.url, c.title, c.source, c.tier, c.published_at, c.sentence_start, c.sentence_end, c.sentence, c.fact, c.detail, c.low, c.high, c.unit, c.qualifier,
    substring(d."text", greatest(c.sentence_start - $context, 0) + 1, least($context, c.sentence_start)) AS before,
    substring(d."text", c.sentence_end + 1, $context) AS after,
    c.deal_id, c.claim_id
FROM citations AS c
JOIN documents AS d ON d.id = c.document_id
JOIN ref_tiers AS t ON t.tier = c.tier
WHERE list_contains($ids, c.deal_id) OR list_contains($ids, c.claim_id) OR list_contains($ids, c.document_id)
ORDER BY t.precedence, c.published_at DESC, c.document_id, c.claim_id, c.sentence_start, c.span_start, c.fact
