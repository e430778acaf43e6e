"""Wishes on the page of leave: who would like which day or would rather not, who took it down, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtWidgets import QWidget

from console import words
from console.domain.duty_people import WishRow
from console.domain.roster import ShiftPlan
from console.domain.wishes import kept_by_lines
from ui import theme
from ui.models.table import Column, RowTableModel
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.flow import Flow
from ui.widgets.keycap import KeyButton
from ui.widgets.roster_words import day_word, shift_word
from ui.widgets.scrolling import give_way
from ui.widgets.table import RowTable

WISH, CHANGE, DROP = "Alt+N", "Alt+E", "Alt+Shift+X"
"""Keys of the page of leave."""


@dataclass(frozen=True, slots=True)
class WishLine:
    """A wish; ``kept`` by the table as it stands, None where nobody is planned for that shift yet."""

    row: WishRow
    kept: bool | None


class WishCard(Card):
    """The list with its buttons; whoever shows it connects them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("wish.list", flush=True, parent=parent)
        self.table = RowTable(RowTableModel(_columns(), lambda line: line.row.id), compact=True)
        self.table.call("wish.list")
        self.none = Empty("wish.empty", "wish.new", WISH)
        self.none.hide()
        self.new = KeyButton("wish.new", WISH)
        self.change = KeyButton("wish.change", CHANGE)
        self.drop = KeyButton("wish.take_back", DROP, kind="quiet")
        self._flow = Flow()
        for button in (self.new, self.change, self.drop):
            self._flow.addWidget(button)
        give_way(self.table)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.none)
        self.body.addLayout(self._flow)

    def show_lines(self, lines: Sequence[WishLine]) -> None:
        """Show these wishes; where there are none, what belongs here."""
        self.table.show_rows(lines)
        self.none.stand_for(self.table, not lines)
        kept = sum(line.kept is True for line in lines)
        missed = sum(line.kept is False for line in lines)
        self.caption.say("wish.caption", kept=kept, missed=missed)
        self.caption.setVisible(bool(lines))

    def chosen(self) -> WishLine | None:
        """The wish the keyboard is on."""
        found: WishLine | None = self.table.chosen_row()
        return found

    def dress(self) -> None:
        """Sizes of the theme in use."""
        using = theme.current()
        self._flow.setSpacing(using.px(8))
        self._flow.setContentsMargins(using.px(8), using.px(4), using.px(8), using.px(8))
        self.table.setMinimumHeight(using.px(34) + using.compact_row * 3)


def wish_lines(rows: Sequence[WishRow], plans: Sequence[ShiftPlan], known: dict[str, UUID]) -> tuple[WishLine, ...]:
    """Wishes with what the table makes of them; ``known`` are ids of names the contacts have once."""
    lines = [line for plan in plans for line in plan.lines]
    by_name = {person: name for name, person in known.items()}
    return tuple(
        WishLine(
            row,
            kept_by_lines(
                row.person_id, by_name.get(row.person_id, row.name), row.day, row.shift, row.wish == "want", lines
            ),
        )
        for row in rows
    )


def _columns() -> tuple[Column[WishLine], ...]:
    def what(line: WishLine) -> str:
        shift = shift_word(line.row.shift) if line.row.shift else ""
        return " ".join(filter(None, (words.say(f"wish.kind.{line.row.wish}"), shift)))

    return (
        Column("wish.day", lambda line: day_word(line.row.day), width=96, stays=True),
        Column("wish.name", lambda line: line.row.name, width=72, stays=True),
        Column("wish.what", what, width=92, stays=True),
        Column(
            "wish.result", _result, width=72, ink=lambda line: "orangetext" if line.kept is False else None, stays=True
        ),
        Column("wish.note", lambda line: line.row.note, stretch=True, tip=lambda line: line.row.note),
        Column("wish.by", lambda line: line.row.by_name, width=72),
    )


def _result(line: WishLine) -> str:
    code = {True: "wish.kept", False: "wish.missed", None: "wish.open"}[line.kept]
    return words.say(code)
