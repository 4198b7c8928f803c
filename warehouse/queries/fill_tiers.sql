INSERT OR REPLACE INTO ref_tiers (tier, precedence) VALUES (?, ?)
