"""警示函, 约谈函: to whom and why; those written before stand below and are printed again from here."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.warning_letters import KINDS, LIMITS, LetterAsked, LetterRow
from console.errors import Refused
from ui import actions, theme
from ui.actions import Action
from ui.dialogs.asking import Asking
from ui.models.table import Column, RowTableModel
from ui.text import Times
from ui.widgets.choice import Choice
from ui.widgets.field import Field, spread
from ui.widgets.keycap import KeyButton
from ui.widgets.table import RowTable
from ui.widgets.typed import ShortText

AGAIN = "Alt+P"
_BETWEEN = re.compile(r"[、,，;；]+")


class WarningLetterDialog(Asking):
    """Hands up a ``LetterAsked``. ``print_asked`` carries one of the ``before`` that is printed again."""

    LEAST_WIDTH = 760

    print_asked = Signal(object)

    def __init__(
        self, number: str, to: Sequence[str], before: Sequence[LetterRow], times: Times, *,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("letter.write", "letter.write.yes", parent=parent)
        self.say_sentence("letter.about", role="strong", number=number, count=len(before))
        self.kind = Choice(KINDS, lambda kind: words.say(f"letter.kind.{kind}"))
        self.to, self.why = ShortText(LIMITS["to"]), ShortText(LIMITS["why"])
        self.when, self.where = ShortText(LIMITS["when"]), ShortText(LIMITS["where"])
        self.to.setText("、".join(to)[: LIMITS["to"]])
        self.fields = {
            "to": Field("letter.to", self.to, required=True), "why": Field("letter.why", self.why, required=True),
            "when": Field("letter.when", self.when), "where": Field("letter.where", self.where),
        }  # fmt: skip
        for name in ("to", "when"):
            self.fields[name].say_note(f"letter.{name}_note")
        self.body.addLayout(
            spread(
                (
                    (Field("letter.kind", self.kind, required=True), 0, 0, 1), (self.fields["to"], 0, 1, 2),
                    (self.fields["why"], 1, 0, 3), (self.fields["when"], 2, 0, 1), (self.fields["where"], 2, 1, 2),
                ), 3,
            )
        )  # fmt: skip
        self.table = RowTable(_letter_model(times), compact=True)
        self.table.call("letter.before")
        self.table.show_rows(before[::-1])
        if before:
            self.table.choose(before[-1].number, scroll=False)
        self.again = KeyButton("do.letter_again", AGAIN, small=True, icon="print")
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.again)
        for part in (self.table, self.again):
            part.setVisible(bool(before))
        self.inputs = {"kind": self.kind, "to": self.to, "why": self.why, "when": self.when, "where": self.where}
        self.again.clicked.connect(self.print_again)
        self.table.opened.connect(lambda _row: self.print_again())
        self.kind.currentIndexChanged.connect(lambda _at: self._walk())
        actions.bind(self, [Action("letter_again", self.print_again, key=AGAIN)], whole_window=False)
        self._walk()
        self.restyle()

    def first(self) -> QWidget:
        return self.why

    def print_again(self) -> None:
        """The letter that is chosen below, once more on paper."""
        row = self.table.chosen_row()
        if row is not None and not self._busy:
            self.print_asked.emit(row)

    def _enter(self) -> None:
        """Enter on an earlier letter prints that one, and writes none."""
        if self.isVisible() and self.focusWidget() is not self.table:
            super()._enter()

    def answer(self) -> LetterAsked:
        """Refuses letter_to_missing, reason_missing."""
        to = tuple(name.strip() for name in _BETWEEN.split(self.to.text()) if name.strip())
        if not to:
            raise Refused("letter_to_missing", field="to")
        if not self.why.text().strip():
            raise Refused("reason_missing", field="why")
        talk = self.kind.value() == "talk"
        when, where = (line.text().strip() if talk else "" for line in (self.when, self.where))
        return LetterAsked(self.kind.value(), to, self.why.text().strip(), when, where)

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "table"):
            self.table.setMinimumHeight(theme.current().px(34) + 2 + 3 * theme.current().compact_row)

    def _walk(self) -> None:
        """Hour and place are of a talk."""
        talk = self.kind.value() == "talk"
        for name in ("when", "where"):
            self.fields[name].setVisible(talk)
        self.set_fields([self.to, self.why, *((self.when, self.where) if talk else ())])


def _letter_model(times: Times) -> RowTableModel[LetterRow]:
    columns: tuple[Column[LetterRow], ...] = (
        Column("letter_number", lambda row: row.number, width=130),
        Column("letter_kind", lambda row: words.say(f"letter.kind.{row.asked.kind}"), width=80),
        Column("letter_to", lambda row: "、".join(row.asked.to), width=180, tip=lambda row: "、".join(row.asked.to)),
        Column("letter_why", lambda row: row.asked.why, stretch=True, tip=lambda row: row.asked.why),
        Column("letter_at", lambda row: f"{times.near(row.at)} {row.by_name}", width=130),
    )
    return RowTableModel(columns, key=lambda row: row.number)
