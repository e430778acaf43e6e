"""The part of the map that is seen, asked for on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.domain.map_marks import Mark, Outline
    from ui.widgets.map_paint import Shown
    from ui.widgets.map_scene import Frame


@dataclass(frozen=True, slots=True)
class MapSheet:
    """Asks for the part of the map that is seen on a screen; ``frame`` is in kilometres of its scene."""

    outlines: Sequence[Outline]
    marks: Sequence[Mark]
    frame: Frame
    shown: Shown
