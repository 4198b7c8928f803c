INSERT OR REPLACE INTO ref_deal_type_roles (deal_type, role, is_principal) VALUES (?, ?, ?)
