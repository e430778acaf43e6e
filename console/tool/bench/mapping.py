"""X7: the map of the sample county with 5 000 marks, moved and enlarged: processor time of each painting."""

from __future__ import annotations

from pathlib import Path

from console.tool.bench.figures import Figure, spread
from console.tool.bench.windows import child

LIMIT_MS, ZOOM_MS = 16.0, 32.0
"""A step sideways must fit the beat of a screen; a step larger makes all symbols anew."""


def x7(place: Path, _entries: int) -> list[Figure]:
    """Medians in milliseconds, the 99th percentiles beside them; the first painting is told alone."""
    answer = child("map_moved", place)
    moved, zoomed = spread(answer["moved"]), spread(answer["zoomed"])
    return [
        Figure("X7", "x7_moved", moved.p50, LIMIT_MS, ours=moved),
        Figure("X7", "x7_zoomed", zoomed.p50, ZOOM_MS, ours=zoomed),
        Figure("X7", "x7_first", answer["first"] * 1e3),
        Figure("X7", "x7_marks", answer["marks"]),
    ]
