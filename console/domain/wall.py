"""What the hall may see of one moment: no telephone number, no caller by name; officers of the watch by name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from console.domain.due import DueItem
from console.domain.health import LampValue
from console.domain.map_marks import MapView
from console.domain.masking import HIDDEN, hidden_in, spans
from console.domain.realm import Realm
from console.domain.situation import Situation

TURN, TEXT = "wall.turn", "wall.text"
"""Settings: seconds a page stays, and how many dots high its smallest type is on a screen of 1080 lines."""


@dataclass(frozen=True, slots=True)
class Watch:
    """A shift as the wall names it: posts with who stands them; ``until`` None where nobody stands the watch."""

    posts: tuple[tuple[str, str], ...] = ()
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class WallGlance:
    """Everything the wall shows, read in one piece."""

    at: datetime
    site: str
    realm: Realm
    watch: Watch
    following: Watch
    due: tuple[DueItem, ...]
    situation: Situation
    lamps: tuple[LampValue, ...]
    map: MapView
    turn: int
    text: int


def public(text: str, names: Iterable[str] = ()) -> str:
    """Without telephone numbers, and callers' names by their first character: 王某."""
    for name in names:
        if len(name) > 1:
            text = text.replace(name, f"{name[0]}某")
    return _CUT.sub(lambda found: _DIGIT.sub(HIDDEN, found.group()), hidden_in(text, spans(text)))


_CUT = re.compile(r"(?:\d[ -]?){5,}(?=…)")
"""What is left of a number where a title was cut: too short to be known for one."""
_DIGIT = re.compile(r"\d")
