"""What is known of the second place without touching it: noted beside the program's log after each try."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import asdict, dataclass
from datetime import MAXYEAR, MINYEAR, datetime
from pathlib import Path

log = logging.getLogger(__name__)

NAME = "copied.json"


@dataclass(frozen=True, slots=True)
class CopyNote:
    """The last copy that succeeded (None: none yet), and why a later try failed: the code of a sentence, "" if not.

    ``known``: how many faults of the store this copy carries; ``where``, ``at`` and ``what`` are the first of them.
    ``audit``: how far the audit book goes in it; ``sequence``: its place among the copies of this store.
    """

    place: str = ""
    made_at: datetime | None = None
    folder: str = ""
    number: int = 0
    fault: str = ""
    known: int = 0
    where: str = ""
    at: str = ""
    what: str = ""
    audit: int = 0
    sequence: int = 0


def load(folder: Path) -> CopyNote:
    """What was noted; nothing where there is no note or it cannot be understood."""
    try:
        value = json.loads((folder / NAME).read_text(encoding="utf-8"))
        made_at = noted_time(value["made_at"])
        place, name, fault = (str(value[key]) for key in ("place", "folder", "fault"))
        where, at, what = (str(value.get(key, "")) for key in ("where", "at", "what"))
        number, known, audit, sequence = (int(value.get(key, 0)) for key in ("number", "known", "audit", "sequence"))
        return CopyNote(place, made_at, name, number, fault, known, where, at, what, audit, sequence)
    except FileNotFoundError:
        return CopyNote()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError):
        log.warning("the note of the last copy cannot be read")
        return CopyNote()


def noted_time(text: str) -> datetime | None:
    """A time as it was noted; None for an empty one. ValueError, TypeError for what no zone can show as a time."""
    at = datetime.fromisoformat(text) if text != "" else None
    if at is not None and (at.tzinfo is None or not MINYEAR < at.year < MAXYEAR):
        raise ValueError("a time without zone, or beyond all calendars")
    return at


def save(folder: Path, note: CopyNote) -> None:
    """Note it; a folder that cannot be written costs the note, never the copy."""
    value = asdict(note) | {"made_at": note.made_at.isoformat() if note.made_at else ""}
    beside = folder / f".{NAME}.{os.getpid()}"
    try:
        beside.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        beside.replace(folder / NAME)
    except OSError as error:
        log.warning("the copy is not noted: %s", error)
