"""How numbers are written and read: from the digits outwards to scale, unit, range, hedge and rate."""
