"""A file judged as a whole: read safely, built as the schema says, true to the rules no schema knows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from lxml import etree

from console.cap import rules, shape
from console.cap.finding import Finding
from console.cap.names import SIGNATURE, forget
from console.cap.reading import LARGEST, read
from console.errors import Unavailable

MOST = 100
"""Faults that are told of one file; nobody reads more."""

_BOTH = frozenset({"time_none", "signature_place"})
"""Faults that the schema finds in some messages and the rules in all: told once."""


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
    faults: list[Finding] = []
    notes: list[Finding] = []
    told: set[tuple[str, str]] = set()
    for one in chain(shape.findings(root), rules.findings(root)):
        if (one.code, one.place) in told and one.code in _BOTH:
            continue
        told.add((one.code, one.place))
        (notes if one.note else faults).append(one)
        if len(faults) > MOST:
            faults[MOST:] = [Finding("more", facts={"most": MOST})]
            break
    forget()
    return Checked(root, tuple(faults), tuple(notes[:MOST]), root.find(SIGNATURE) is not None)


def bytes_of(path: Path) -> bytes:
    """The file, never more than may be read at all. Unavailable("file") where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise Unavailable("file", error, path=str(path)) from error
