"""What was verified last, kept beside the program's log: a convenience for the lamp, never a proof."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

log = logging.getLogger(__name__)

NAME = "verified.json"


@dataclass(slots=True)
class Verified:
    """``reached``: book to number and digest (hex) walked so far; ``full_*``: the last check of everything."""

    reached: dict[str, tuple[int, str]] = field(default_factory=dict)
    full_at: str = ""
    full_number: int = 0
    full_fault: str = ""

    @classmethod
    def load(cls, folder: Path) -> Verified:
        """What was noted; nothing where there is no note or it cannot be understood."""
        try:
            value = json.loads((folder / NAME).read_text(encoding="utf-8"))
            reached = {book: (int(number), bytes.fromhex(d).hex()) for book, (number, d) in value["reached"].items()}
            return cls(reached, str(value["full_at"]), int(value["full_number"]), str(value["full_fault"]))
        except FileNotFoundError:
            return cls()
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
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
