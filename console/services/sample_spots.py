"""Where the towns of the sample county lie: made up, one county of about 51 × 49 km, the only place that says so.

Places, teams, stores and shelters of the sample and its map all ask here. Degrees are WGS 84.
"""

from __future__ import annotations

import math

SOUTH, WEST, NORTH, EAST = 28.04, 120.45, 28.50, 120.95
"""The rectangle the county fills."""

NAMED_TOWNS = (
    "例东街道", "例南街道", "例溪镇", "例山镇", "例湾镇", "例岭镇", "例塘乡", "例坑乡",
)  # fmt: skip
"""Towns the sample's places have (``resources/sample/places.csv``), in their order."""

_ROWS = (
    ("例湾镇", "例东街道", "例南街道", "例港镇"),
    ("例桥镇", "例溪镇", "例洲镇", "例浦镇", "例屿镇"),
    ("例塘乡", "例田镇", "例山镇", "例沙镇"),
    ("例坪镇", "例岭镇", "例林镇", "例石镇", "例泉乡"),
    ("例坑乡", "例峰乡", "例云乡", "例界乡"),
)
"""From south to north, each from west to east: 22 towns, as many as the county the sample is like."""
_STEP_NORTH = 0.09
_STEP_EAST = 0.1
_GOLDEN = math.pi * (3 - math.sqrt(5))
_AROUND = 0.004


def _laid_out() -> dict[str, tuple[float, float]]:
    widest = max(map(len, _ROWS))
    found = {}
    for row, names in enumerate(_ROWS):
        first = WEST + 0.05 + (widest - len(names)) * _STEP_EAST / 2
        for column, name in enumerate(names):
            found[name] = (round(SOUTH + 0.05 + row * _STEP_NORTH, 4), round(first + column * _STEP_EAST, 4))
    return found


_SPOTS = _laid_out()
TOWNS = (*NAMED_TOWNS, *(name for name in _SPOTS if name not in NAMED_TOWNS))
"""All 22, those of the sample's places first."""


def town_spot(name: str) -> tuple[float, float]:
    """Latitude and longitude of a town's seat; ``name`` may go on, as that of its office does. KeyError: no such."""
    return next((spot for town, spot in _SPOTS.items() if name.startswith(town)), None) or _SPOTS[name]


def spot_in(name: str, at: int) -> tuple[float, float]:
    """The ``at``-th place of a town (0 is its seat), always the same one, at most about 4 km off for the first 60."""
    latitude, longitude = town_spot(name)
    off, turn = _AROUND * math.sqrt(at), at * _GOLDEN
    return round(latitude + off * math.sin(turn), 5), round(longitude + off * math.cos(turn), 5)
