"""A small trained encoder: what each word piece of a text means in its place, and the heads that read it."""
