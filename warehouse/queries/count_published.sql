SELECT (SELECT count(*) FROM deals), (SELECT count(*) FROM figures), (SELECT count(*) FROM documents)
