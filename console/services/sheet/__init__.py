"""The hand-over sheet: one module for each group of its ten sections (domain paper on 交接班, ten numbered parts)."""
