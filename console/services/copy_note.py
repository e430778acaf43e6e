"""What is known of the second place without touching it: noted beside the program's log after each try."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

log = logging.getLogger(__name__)

NAME = "copied.json"


@dataclass(frozen=True, slots=True)
class CopyNote:
    """The last copy that succeeded (None: none yet), and why a later try failed: the code of a sentence, "" if not.

    ``known``: how many faults of the store this copy carries; ``where``, ``at`` and ``what`` are the first of them.
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


def load(folder: Path) -> CopyNote:
    """What was noted; nothing where there is no note or it cannot be understood."""
    try:
        value = json.loads((folder / NAME).read_text(encoding="utf-8"))
        made_at = datetime.fromisoformat(value["made_at"]) if value["made_at"] else None
        if made_at is not None and made_at.tzinfo is None:
            raise ValueError("a time without zone")
        place, name, fault = (str(value[key]) for key in ("place", "folder", "fault"))
        first = (str(value.get(key, "")) for key in ("where", "at", "what"))
        return CopyNote(place, made_at, name, int(value["number"]), fault, int(value.get("known", 0)), *first)
    except FileNotFoundError:
        return CopyNote()
    except (OSError, ValueError, KeyError, TypeError):
        log.warning("the note of the last copy cannot be read")
        return CopyNote()


def save(folder: Path, note: CopyNote) -> None:
    """Note it; a folder that cannot be written costs the note, never the copy."""
    value = asdict(note) | {"made_at": note.made_at.isoformat() if note.made_at else ""}
    beside = folder / f".{NAME}.{os.getpid()}"
    try:
        beside.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        beside.replace(folder / NAME)
    except OSError as error:
        log.warning("the copy is not noted: %s", error)
