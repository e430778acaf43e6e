"""Reads for screens, prints and the tool: frozen rows, never ORM objects."""
