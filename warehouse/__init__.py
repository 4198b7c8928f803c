"""Keeping: claims become deals and figures in DuckDB, and the market picture is cut from them."""
