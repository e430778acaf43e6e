"""How a shift came to be stood by whom: each change of the plan and of who really stood, with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.domain.roster import Slot
from console.domain.roster_changes import RosterChangeRow
from ui import actions, text, theme
from ui.models.table import Column, RowTableModel
from ui.text import Times
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.roster_words import day_word, shift_word
from ui.widgets.spoken import Spoken, Word
from ui.widgets.table import RowTable


class RosterHistoryDialog(Painted, Spoken, QDialog):
    """The oldest change first; nothing can be changed here."""

    def __init__(
        self, slot: Slot, rows: Sequence[RosterChangeRow], times: Times, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._slot = slot
        self.about = Word(role="strong")
        self.about.setWordWrap(True)
        self.table = RowTable(RowTableModel(_columns(times, slot.starts_at), lambda row: row.number), compact=True)
        self.table.call("roster.history.title")
        self.none = Word("roster.history.none", role="secondary")
        self.close_button = KeyButton("button.close", actions.key_of("back"))
        self.close_button.clicked.connect(self.reject)
        self._lay_out()
        self.table.show_rows(rows)
        self.table.setVisible(bool(rows))
        self.none.setVisible(not rows)
        if rows:
            self.table.choose(rows[-1].number)
        self.retranslate()
        self.restyle()
        (self.table if rows else self.close_button).setFocus()

    def retranslate(self) -> None:
        self.setWindowTitle(words.say("roster.history.title"))
        shift = "" if self._slot.shift == "whole" else shift_word(self._slot.shift)
        self.about.say("roster.history.about", day=day_word(self._slot.day), shift=shift)

    def restyle(self) -> None:
        using = theme.current()
        edge = using.px(16)
        self.layout().setContentsMargins(edge, edge, edge, edge)
        self.layout().setSpacing(using.px(12))
        self.setMinimumSize(using.px(960), using.px(320))
        super().restyle()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.addWidget(self.about)
        column.addWidget(self.table, 1)
        column.addWidget(self.none)
        column.addLayout(row)


def _columns(times: Times, begins: datetime) -> tuple[Column[RosterChangeRow], ...]:
    def side(row: RosterChangeRow) -> str:
        said = words.say("roster.history.actual" if row.actual else "roster.history.plan")
        return f"{said}　{words.say('roster.history.late')}" if row.at >= begins else said

    def kind(row: RosterChangeRow) -> str:
        return " ".join(filter(None, (words.say(f"roster.change.kind.{row.kind.value}"), row.source)))

    def people(row: RosterChangeRow) -> str:
        nobody = words.say("roster.unplanned")
        return f"{row.was or nobody} → {row.now or nobody}"

    return (
        Column("change.at", lambda row: times.minute(row.at), width=130, stays=True),
        Column("change.side", side, width=110, strong=lambda row: row.actual),
        Column("change.post", lambda row: text.post(row.post), width=96),
        Column("change.people", people, width=170, stays=True),
        Column("change.kind", kind, width=150, tip=kind),
        Column("change.why", lambda row: row.why, stretch=True, tip=lambda row: row.why),
        Column("change.by", lambda row: row.by_name, width=72, stays=True),
    )
