"""Running: when things happen, and what leaves the building as SQL, page and mail."""
