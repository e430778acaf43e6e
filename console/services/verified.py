"""What was verified last, kept beside the program's log: a convenience for the lamp, never a proof."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from console.services.copy_note import CopyNote, noted_time

log = logging.getLogger(__name__)

NAME = "verified.json"


@dataclass(slots=True)
class Verified:
    """``reached``: book to number and digest (hex) walked so far; ``full_*``: the last check of everything,
    ``full_fault`` where it found the first of ``full_count`` faults; ``full_audit``: how far the audit book went."""

    reached: dict[str, tuple[int, str]] = field(default_factory=dict)
    full_at: str = ""
    full_number: int = 0
    full_fault: str = ""
    full_count: int = 0
    full_audit: int = 0

    @classmethod
    def load(cls, folder: Path) -> Verified:
        """What was noted; nothing where there is no note or it cannot be understood."""
        try:
            value = json.loads((folder / NAME).read_text(encoding="utf-8"))
            reached = {book: (int(number), bytes.fromhex(d).hex()) for book, (number, d) in value["reached"].items()}
            fault = str(value["full_fault"])
            count = int(value.get("full_count", bool(fault)))
            audit = int(value.get("full_audit", 0))
            noted_time(value["full_at"])
            return cls(reached, value["full_at"], int(value["full_number"]), fault, count, audit)
        except FileNotFoundError:
            return cls()
        except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError):
            log.warning("the note of what was verified cannot be read; verifying from the beginning")
            return cls()

    def save(self, folder: Path) -> None:
        """Note it; a folder that cannot be written (read-only media) only means verifying again next time."""
        beside = folder / f".{NAME}.{os.getpid()}"
        try:
            beside.write_text(json.dumps(asdict(self)), encoding="utf-8")
            beside.replace(folder / NAME)
        except OSError as error:
            log.debug("what was verified is not noted: %s", error)


def known_fault(noted: Verified, note: CopyNote) -> tuple[str, int]:
    """Where the newest look at the whole store found the first fault, and how many; nothing where it found none.

    A copy with known faults was such a look; a good one clears nothing. Which was newer the audit book says, never the
    clock: it grows with every copy.
    """
    if note.known and note.audit >= noted.full_audit:
        return note.at, note.known
    return noted.full_fault, noted.full_count
