"""One document as a page: its text with every claimed span marked, beside the claims themselves."""
