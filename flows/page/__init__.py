"""The page: one HTML file of tables and charts with everything inlined."""
