"""What a check finds wrong in a store: the first hundred by name, all of them by count and digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LISTED = 100
"""Faults that are named; a book rewritten by hand has as many as it has lines."""

_LONGEST = 200
"""Characters of a name: a key written by hand may be of any length."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: in which book or table, at which number or key, and what (``verify.<what>`` is its sentence)."""

    where: str
    at: str
    what: str


@dataclass(frozen=True, slots=True)
class Faults:
    """All that a check found, in the order it looked; ``digest`` (hex) is over every one, named or not."""

    named: tuple[Fault, ...] = ()
    count: int = 0
    digest: str = ""

    @property
    def first(self) -> Fault | None:
        return self.named[0] if self.named else None

    def __bool__(self) -> bool:
        return bool(self.count)


NO_FAULTS = Faults()


class Collecting:
    """Faults as they are found, one after the other."""

    def __init__(self) -> None:
        self._named: list[Fault] = []
        self._count = 0
        self._made = hashlib.sha256()

    def add(self, where: str, at: object, what: str) -> None:
        fault = Fault(where, str(at)[:_LONGEST], what)
        if self._count < LISTED:
            self._named.append(fault)
        self._count += 1
        self._made.update(_line(fault))

    def all(self) -> Faults:
        """What was found so far."""
        return Faults(tuple(self._named), self._count, self._made.hexdigest() if self._count else "")


def written(faults: Faults) -> dict[str, Any]:
    """Faults as JSON, for a manifest."""
    named = [{"where": fault.where, "at": fault.at, "what": fault.what} for fault in faults.named]
    return {"count": faults.count, "digest": faults.digest, "named": named}


def read(value: Mapping[str, Any]) -> Faults:
    """Faults as ``written``. Raises ValueError, KeyError or TypeError for what cannot be such a list."""
    named = tuple(Fault(str(one["where"]), str(one["at"]), str(one["what"])) for one in value["named"])
    faults = Faults(named, int(value["count"]), str(value["digest"]))
    if faults.count < 1 or len(named) != min(faults.count, LISTED):
        raise ValueError(f"{len(named)} faults named of {faults.count}")
    if faults.count == len(named) and _digest(named) != faults.digest:
        raise ValueError("the faults are not those of their digest")
    return faults


def _digest(named: tuple[Fault, ...]) -> str:
    made = hashlib.sha256()
    for fault in named:
        made.update(_line(fault))
    return made.hexdigest()


def _line(fault: Fault) -> bytes:
    return json.dumps([fault.where, fault.at, fault.what]).encode() + b"\n"
