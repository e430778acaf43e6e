"""Records by the number people say: ``JB2030-000123``, ``jb123``, ``示例RW 5``."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from uuid import UUID

from console.domain.stock import SERIES

DISPATCH = {"XQ": "dispatch", "DD": "dispatch", "PQ": "teams"}
"""需求, 指挥令, 队伍出动: the panels of their series."""
_SERIES = "|".join(("JB", "JJ", "RW", "FC", "RB", "ZB", "YB", "GJ", "FS", "YJ", "JY", *DISPATCH, *SERIES.values()))
_SAID = re.compile(rf"(?:示例|演练)?\s*({_SERIES})\s*(?:(20\d{{2}})\s*[-–—]\s*|-)?0*(\d{{1,6}})", re.ASCII)

PANEL_OF = {
    "YJ": "warnings", "JY": "callouts", "JB": "intake", "RW": "board", "FC": "outbound", "JJ": "handover",
    "RB": "reports", "ZB": "reports", "YB": "reports", "GJ": "alarms", "FS": "devices",
} | dict.fromkeys(SERIES.values(), "stores") | DISPATCH  # fmt: skip
"""Where records of a series are looked at."""


@dataclass(frozen=True, slots=True)
class RecordHit:
    """A record that bears the number somebody typed, or something that is called so; ``panel`` shows it."""

    id: UUID
    number: str
    title: str
    panel: str


def said_number(text: str, year: int) -> tuple[str, int, int] | None:
    """Series, year and number of what was typed; without a year it is this one's. None for anything else."""
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    found = _SAID.fullmatch(plain)
    return (found[1], int(found[2] or year), int(found[3])) if found else None
