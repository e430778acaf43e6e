"""The wire: alarm and broadcast hardware. Speaks domain values upward, bytes downward."""
