"""Finding the names in a text: where one may begin and end, what speaks for it, and the best reading."""
