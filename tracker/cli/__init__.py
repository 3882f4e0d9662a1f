"""The terminal's door: one file per command; it parses, calls a verb and prints."""
