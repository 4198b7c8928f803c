"""EDGAR: the layers in which filings are found, and what the sources have that we missed."""
