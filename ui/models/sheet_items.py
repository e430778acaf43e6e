"""A hand-over sheet as lines of one table: a head per section, below it what is confirmed item by item."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from console import words
from console.domain.duty import SheetRow
from ui.models.table import Column, RowTableModel
from ui.text import Times

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
"""How a stored body writes an instant."""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A section's head (``item`` is empty) or one item; ``by`` and ``at`` are of its confirmation."""

    section: str
    item: str
    number: str
    text: str
    due: datetime | None
    overdue: bool
    by: str = ""
    at: datetime | None = None
    notable: bool = False

    @property
    def key(self) -> str:
        return self.item or f"section {self.section}"


def lines_of(sheet: SheetRow) -> list[ItemLine]:
    """The stored body's sections in their order, with what was confirmed so far."""
    made = []
    for section in sheet.body["sections"]:
        made.append(ItemLine(section["key"], "", _title(section), _caption(sheet, section), None, False))
        made += [_item(sheet, section["key"], row) for row in section["rows"]]
    return made


def model(times: Times) -> RowTableModel[ItemLine]:
    """Number, what, due, confirmed."""
    columns: list[Column[ItemLine]] = [
        Column("item.number", lambda row: row.number, width=150, strong=_is_head),
        Column("item.text", lambda row: row.text, stretch=True, ink=_quiet_head, strong=lambda row: row.notable),
        Column("item.due", lambda row: due_text(row, times), width=114, ink=_red, strong=_is_over, picture=14),
        Column("item.state", lambda row: state_text(row, times), width=112, ink=_waiting),
    ]
    return RowTableModel(columns, lambda row: row.key, tint=_ground)


def due_text(row: ItemLine, times: Times) -> str:
    """When it is due, with the word 超 where that was over at the cut-off."""
    if row.due is None:
        return words.say("item.over") if row.overdue else ""
    at = times.near(row.due)
    return words.say("item.over_at", at=at) if row.overdue else at


def state_text(row: ItemLine, times: Times) -> str:
    """By whom and when it was confirmed, or that it waits."""
    if not row.item:
        return ""
    if row.at is None:
        return words.say("item.waits")
    return words.say("item.confirmed", name=row.by, at=times.near(row.at))


def _item(sheet: SheetRow, section: str, row: dict[str, Any]) -> ItemLine:
    cells = [str(cell) for cell in row["cells"]]
    due = next((cell for cell in cells if _INSTANT.fullmatch(cell)), "")
    texts = [cell for cell in cells if cell and cell != due]
    number = texts.pop(0) if len(cells) > 1 and texts else ""
    done = sheet.confirmations.get(row["item"])
    return ItemLine(
        section=section,
        item=row["item"],
        number=number,
        text="  ".join(texts),
        due=datetime.fromisoformat(due) if due else None,
        overdue=bool(row["overdue"]),
        by=done["by"] if done else "",
        at=datetime.fromisoformat(done["at"]) if done else None,
        notable=bool(row.get("notable")),
    )


def _title(section: dict[str, Any]) -> str:
    """The section's word in the screen's language; a section this program does not know keeps its stored title."""
    code = f"sheet.section.{section['key']}"
    title = words.say(code) if words.has(code) else str(section["title"])
    return f"{section['number']}  {title}" if "number" in section else title


def _caption(sheet: SheetRow, section: dict[str, Any]) -> str:
    rows = section["rows"]
    if section["key"] == "basic":
        first, last = sheet.body["cut_off"]["first"], sheet.body["cut_off"]["number"]
        return words.say("sheet.lines", first=first, last=last, count=max(0, last - first + 1))
    if section["key"] == "differences" and sheet.differences:
        return words.say("item.count", count=len(sheet.differences), overdue=0)
    if section["key"] == "notes" and sheet.remarks and not rows:
        return words.say("handover.remarks_below")
    if not rows:
        return words.say("print.none")
    overdue = sum(bool(row["overdue"]) for row in rows)
    return words.say("item.count_overdue" if overdue else "item.count", count=len(rows), overdue=overdue)


def _is_head(row: ItemLine) -> bool:
    return not row.item


def _is_over(row: ItemLine) -> bool:
    return row.overdue


def _quiet_head(row: ItemLine) -> str | None:
    if row.notable:
        return "orangetext"
    return None if row.item else "text2"


def _red(row: ItemLine) -> str | None:
    return "redtext" if row.overdue else None


def _waiting(row: ItemLine) -> str | None:
    return "text2" if row.at is None else "oktext"


def _ground(row: ItemLine) -> str | None:
    if not row.item:
        return "head"
    return "redtint" if row.overdue and row.at is None else None
