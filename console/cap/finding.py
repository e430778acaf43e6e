"""What is wrong with a CAP file, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from console import words


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, or with ``note`` something worth knowing that makes no message wrong.

    ``place`` is the path of the element (``info[1]/area[2]/polygon[1]``), empty for the file as a whole; ``code`` is
    ``cap.finding.<code>``; ``line`` the line of the file, 0 where none is known.
    """

    code: str
    place: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    line: int = 0
    note: bool = False

    def said(self) -> str:
        """The sentence, with the place before it."""
        sentence = words.say(f"cap.finding.{self.code}", **self.facts)
        return f"{self.place}: {sentence}" if self.place else sentence
