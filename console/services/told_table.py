"""What an import told about the rows of a file, as a table for whoever filled it in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from console import words
from console.services.exporting import write_beside, writer_for

COLUMNS = ("sheet", "row", "column", "kind", "said")


def save_told(target: Path, rows: Iterable[dict[str, str | int]]) -> int:
    """Write them as csv or xlsx, whichever the name ends in; how many. ``Unavailable`` when it cannot be written."""
    heads = [words.say(f"import.told.{name}") for name in COLUMNS]
    return write_beside(target, rows, writer_for(target, COLUMNS, heads, title=words.say("import.told.sheet_name")))
