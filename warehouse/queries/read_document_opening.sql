SELECT kind = 'headline' AS headline_only, id, url, title, source, tier, published_at, split_part("text", chr(10), 1) AS quote, substring("text", length(split_part("text", chr(10), 1)) + 1, $context) AS after
FROM documents WHERE id = $id
