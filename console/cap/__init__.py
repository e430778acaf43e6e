"""CAP 1.2 (OASIS Common Alerting Protocol): messages of strangers read safely and judged, our own written."""
