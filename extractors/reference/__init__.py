"""To whom the words of a text refer that name nobody: defined terms, initials, "we" and "the company"."""
