"""From names and quantities to deals: triggers, tellings, merging, status, claims."""
