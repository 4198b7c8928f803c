"""From names and quantities to deals: triggers, slots, roles, merging, attaching, status, claims."""
