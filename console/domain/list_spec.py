"""What a county list is made of: its fields, how each is entered and checked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FieldKind(StrEnum):
    """How a field is entered and checked; every value is kept as text."""

    TEXT = "text"
    LONG = "long"
    TIME = "time"
    WHOLE = "whole"
    DAY = "day"
    CHOICE = "choice"
    YES_NO = "yes_no"
    ITEMS = "items"
    SHIFTS = "shifts"


@dataclass(frozen=True, slots=True)
class ListField:
    """One column of a list. ``choices`` are codes of a choice, or the list whose codes may stand here (``@name``).

    Words: ``list.<list>.<name>`` for the heading, ``list.<list>.<name>.<choice>`` for a choice.
    """

    name: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    limit: int = 60
    low: int = 0
    high: int = 1_000_000


@dataclass(frozen=True, slots=True)
class ListSpec:
    """One list: its fields in order; the first is the name of a row. Shipped rows: ``resources/lists/<key>.csv``."""

    key: str
    fields: tuple[ListField, ...]

    def field(self, name: str) -> ListField:
        return next(field for field in self.fields if field.name == name)
