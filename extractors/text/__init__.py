"""Bytes of a capture become plain text here: pages, filings and PDFs, normalised once."""
