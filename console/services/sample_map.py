"""The schematic map of the sample county: 22 towns around their seats, and the county around them.

``resources/sample/county.geojson`` is what this makes: ``python -m console.services.sample_map`` writes it anew, a test
compares them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import resources
from console.domain.geo import Point, Ring
from console.domain.tiling import cells, joined
from console.services.sample_spots import EAST, NORTH, SOUTH, TOWNS, WEST, town_spot

FILE = "sample/county.geojson"
COUNTY = "例县"
NOTE = "示意图：虚构县的示意轮廓，不是任何真实区域的边界"
_CUT = 0.045
"""Degrees cut off each corner: a county is no rectangle."""


def county() -> str:
    """The file: the county, then its towns from the first named on."""
    towns = cells({name: town_spot(name) for name in TOWNS}, _frame())
    features = [_feature(COUNTY, "county", joined(towns.values()))]
    features += [_feature(name, "town", ring) for name, ring in towns.items()]
    lines = ",\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in features)
    return f'{{"type":"FeatureCollection","note":"{NOTE}","features":[\n{lines}\n]}}\n'


def _frame() -> Ring:
    """Corners from the south-west on, counter-clockwise."""
    sides: tuple[Point, ...] = (
        (SOUTH, WEST + _CUT), (SOUTH, EAST - _CUT), (SOUTH + _CUT, EAST), (NORTH - _CUT, EAST),
        (NORTH, EAST - _CUT), (NORTH, WEST + _CUT), (NORTH - _CUT, WEST), (SOUTH + _CUT, WEST),
    )  # fmt: skip
    return sides


def _feature(name: str, kind: str, ring: Ring) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": [_pairs((*ring, ring[0]))]}
    return {"type": "Feature", "properties": {"name": name, "kind": kind}, "geometry": geometry}


def _pairs(ring: Iterable[Point]) -> list[list[float]]:
    return [[east, north] for north, east in ring]


if __name__ == "__main__":
    Path(str(resources.path(FILE))).write_text(county(), encoding="utf-8", newline="\n")
