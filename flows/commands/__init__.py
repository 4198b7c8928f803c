"""The commands of `gigawatch`, one file a theme; each parses what was typed and calls a plain function."""
