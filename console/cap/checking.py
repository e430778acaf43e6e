"""A file judged as a whole: read safely, built as the schema says, true to the rules no schema knows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from console.cap import rules, shape
from console.cap.finding import Finding
from console.cap.names import SIGNATURE
from console.cap.reading import LARGEST, read
from console.errors import Unavailable


@dataclass(frozen=True, slots=True)
class Checked:
    """A message with what was found. ``signed``: a signature is there, and nobody checked it."""

    root: etree._Element | None
    faults: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()
    signed: bool = False

    @property
    def ok(self) -> bool:
        return not self.faults


def check(data: bytes) -> Checked:
    """What is to be said of these bytes. Never raises for what they hold."""
    found = read(data)
    if found.root is None:
        return Checked(None, (found.finding,) if found.finding is not None else ())
    root = found.root
    told = [*shape.findings(root), *rules.findings(root)]
    faults, notes = tuple(one for one in told if not one.note), tuple(one for one in told if one.note)
    return Checked(root, faults, notes, root.find(SIGNATURE) is not None)


def bytes_of(path: Path) -> bytes:
    """The file, never more than may be read at all. Unavailable("file") where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise Unavailable("file", error, path=str(path)) from error
