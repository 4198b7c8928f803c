"""Segments and themes: which part of the market a document and its deals concern, by words kept as data."""
