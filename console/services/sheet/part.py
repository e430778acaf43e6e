"""What every section of a sheet is made of: plain values, Chinese words as they read at the cut-off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console import words
from console.domain.duty import ShiftRow

Row = dict[str, Any]
"""One item: ``item`` is its name for confirming, ``cells`` as printed, ``overdue`` asks to be confirmed alone."""


@dataclass(frozen=True, slots=True)
class CutOff:
    """What sections are gathered from: the store at one instant, and the shift that ends. ``head``: newest line."""

    connection: Connection
    shift: ShiftRow
    head: int
    at: datetime
    zone: ZoneInfo


def zh(code: str, **facts: Any) -> str:
    """A word of the sheet: sheets are Chinese whatever the screen speaks."""
    return words.say_in("zh", code, **facts)


def item(name: str, cells: Sequence[str], *, overdue: bool = False, notable: bool = False) -> Row:
    """A row of a section. ``notable`` stands out without asking to be confirmed alone: faulty, unchecked."""
    made: Row = {"item": name, "cells": list(cells), "overdue": overdue}
    return {**made, "notable": True} if notable else made


def section(number: int, key: str, columns: Sequence[tuple[str, int]], rows: Sequence[Row], caption: str = "") -> Row:
    """A section under its number. Without rows its caption states that there is nothing."""
    return {
        "number": number,
        "key": key,
        "title": zh(f"sheet.section.{key}"),
        "caption": caption or _counted(rows),
        "columns": [{"title": zh(f"sheet.column.{name}"), "weight": weight} for name, weight in columns],
        "rows": list(rows),
    }


def _counted(rows: Sequence[Row]) -> str:
    if not rows:
        return zh("print.none")
    overdue = sum(bool(row["overdue"]) for row in rows)
    return zh("item.count_overdue" if overdue else "item.count", count=len(rows), overdue=overdue)
