"""Readers of the data files that hold what the extractor knows: each validates and names file and line."""
