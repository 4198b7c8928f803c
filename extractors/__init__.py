"""Reading: captures become documents, documents become claims, each with its sentence."""
