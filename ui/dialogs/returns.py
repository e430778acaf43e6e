"""乡镇报送: a new round, files before they are taken, sums before they become figures of the incident."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.incident import IncidentRow
from console.domain.incident_figures import FIGURES, Amount, digits
from console.domain.return_cell import COLUMNS
from console.domain.roll_call import CalledUnit
from console.domain.town_returns import TAKEN, TITLE_LIMIT, PlanLine
from console.errors import Refused
from console.services.return_words import said
from console.services.town_returns import WITHIN, NewRound, Preview
from ui import theme
from ui.dialogs.asking import Asking
from ui.models.return_rows import Offer, plan_model
from ui.models.table import Align, Column, RowTableModel
from ui.text import Times
from ui.widgets.choice import Choice
from ui.widgets.field import Field, spread
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable
from ui.widgets.typed import ShortText
from ui.widgets.units_field import UnitsField

ASKED: Mapping[str, tuple[str, ...]] = {
    "all": tuple(COLUMNS),
    "main": tuple(code for code, column in COLUMNS.items() if column.key),
    "people": tuple(code for code in COLUMNS if code in ("affected", "dead", "missing", "evacuated", "resettled")),
}
"""What a round can ask for: the whole form, its main lines, people alone."""
_TIME = 40
_WIDEST = 1240
"""Pixels at the largest type: the smallest screen has 1366."""


class NewRoundDialog(Asking):
    """Hands up a ``NewRound``; everything stands in it already, so that Ctrl+Enter is enough."""

    def __init__(
        self, title: str, known: Sequence[CalledUnit], incidents: Sequence[IncidentRow], times: Times,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("returns.new", "returns.new", parent=parent)
        self._id, self._times = uuid4(), times
        self._incidents = {str(row.id): row for row in incidents}
        self.name = ShortText(TITLE_LIMIT)
        self.name.setText(title)
        self.incident = Choice(["", *self._incidents], self._incident_word)
        if self._incidents:
            self.incident.choose(next(iter(self._incidents)))
        self.asked = Choice(list(ASKED), lambda name: words.say(f"returns.asked.{name}"))
        self.as_of, self.due = ShortText(_TIME), ShortText(_TIME)
        self.as_of.setText(times.minute(times.now()))
        self.due.setText(times.minute(times.now() + WITHIN))
        self.units = UnitsField(known)
        if known:
            self.units.toggle(0)
        self.body.addLayout(
            spread(
                (
                    (Field("returns.title", self.name, required=True), 0, 0, 2),
                    (Field("returns.incident", self.incident), 1, 0, 2),
                    (Field("returns.as_of", self.as_of, required=True), 2, 0, 1),
                    (Field("returns.due", self.due, required=True), 2, 1, 1),
                    (Field("returns.asked", self.asked), 3, 0, 2),
                    (Field("returns.units", self.units, required=True), 4, 0, 2),
                ),
                2,
            )
        )
        self.set_fields([self.name, self.as_of, self.due, self.units.line])
        self.inputs = {
            "title": self.name, "as_of": self.as_of, "due_at": self.due, "asked": self.asked,
            "units": self.units.line, "incident": self.incident,
        }  # fmt: skip
        self.retranslate()
        self.restyle()

    def first(self) -> QWidget:
        return self.name

    def answer(self) -> NewRound:
        """Raises Refused with ``field`` where something typed cannot stand."""
        if not self.name.text().strip():
            raise Refused("title_missing", field="title")
        if not self.units.units():
            raise Refused("units_missing", field="units")
        chosen = self.incident.value()
        return NewRound(
            self._id, self.name.text(), tuple(self.units.units()), self._time("as_of"), self._time("due_at"),
            ASKED[self.asked.value()], UUID(chosen) if chosen else None,
        )  # fmt: skip

    def restyle(self) -> None:
        super().restyle()
        self.setMinimumWidth(theme.current().px(720))

    def _time(self, name: str) -> datetime:
        """When it is for has been, when it is due is to come."""
        try:
            if name == "as_of":
                return self._times.read(self.as_of.text())
            return self._times.coming(self.due.text())
        except Refused as refused:
            raise refused.about(name) from None

    def _incident_word(self, key: str) -> str:
        row = self._incidents.get(key)
        return f"{row.number} {row.title}" if row is not None else words.say("returns.no_incident")


class _Listing(Asking):
    """A list above a sentence; Space leaves the chosen line out or takes it in again."""

    def __init__(self, title: str, yes: str, model: RowTableModel[Any], parent: QWidget | None = None) -> None:
        super().__init__(title, yes, parent=parent)
        self.state = self.say_sentence(title, role="strong")
        self.table = RowTable(model, compact=True)
        self.table.call(title)
        self.body.addWidget(self.table, 1)
        self.more = Word(role="secondary")
        self.more.setWordWrap(True)
        self.body.addWidget(self.more)
        self.hint = self.say_sentence("returns.leave_out_hint", role="caption")
        self.left_out: frozenset[Any] = frozenset()
        self.table.installEventFilter(self)
        self.table.chosen.connect(lambda _line: self.show_more())

    def first(self) -> QWidget:
        return self.table

    def show_more(self) -> None:
        """What is to be read about the chosen line in full."""

    def show_again(self) -> None:
        """The lines as they are with what is left out."""
        raise NotImplementedError

    def toggle(self) -> None:
        """Leave the chosen line out, or take it in again."""
        key = self.table.chosen_key()
        if key is not None:
            self.left_out = self.left_out ^ {key}
            self.show_again()

    def eventFilter(self, watched: Any, event: Any) -> bool:
        """Space and Enter in the list."""
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Space:
                self.toggle()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "table"):
            using = theme.current()
            self.setMinimumWidth(min(using.px(1000), _WIDEST))
            self.table.setMinimumHeight(using.px(34) + using.compact_row * 10)


class ReturnsPreviewDialog(_Listing):
    """Opened while files are read; ``show_result`` brings the ``Preview``. Hands up what is left out by hand."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("returns.preview", "returns.take", plan_model(), parent)
        self.seen: Preview | None = None
        self.state.say("returns.reading")
        self.yes.setEnabled(False)
        self.hint.hide()
        self.retranslate()
        self.restyle()

    def show_result(self, seen: Preview) -> None:
        """What would come of each file; the first that cannot be taken is the chosen one."""
        self.seen = seen
        self.hint.show()
        self.show_again()
        lines = self.lines()
        first = next((line.at for line in lines if line.verdict not in TAKEN), lines[0].at if lines else None)
        if self.table.chosen_row() is None and first is not None:
            self.table.choose(first)

    def lines(self) -> tuple[PlanLine, ...]:
        """As they would be taken now."""
        return self.seen.without(self.left_out) if self.seen is not None else ()

    def show_again(self) -> None:
        lines = self.lines()
        self.table.show_rows(lines)
        taken = sum(line.verdict in TAKEN for line in lines)
        odd = sum(line.verdict in TAKEN and bool(line.findings) for line in lines)
        self.state.say("returns.would_take", files=len(lines), taken=taken, odd=odd, left=len(lines) - taken)
        self.yes.setEnabled(taken > 0)
        self.show_more()

    def show_more(self) -> None:
        line = self.table.chosen_row()
        self.more.show_text(" ".join(map(said, line.findings)) if line is not None else "")

    def answer(self) -> frozenset[int]:
        return self.left_out

    def hand_up(self) -> None:
        if self.yes.isEnabled():
            super().hand_up()

    def retranslate(self) -> None:
        super().retranslate()
        if self.seen is not None:
            self.show_again()


class TakeFiguresDialog(_Listing):
    """The round's sums beside what counts of the incident. Hands up the figures that are taken, by key."""

    def __init__(self, offers: Sequence[Offer], parent: QWidget | None = None, **facts: Any) -> None:
        super().__init__("returns.figures", "returns.figures.yes", _offer_model(lambda: self.left_out), parent)
        self._offers, self._facts = tuple(offers), facts
        self.state.say("returns.figures.about", **facts)
        self.retranslate()
        self.restyle()
        self.show_again()
        if self._offers:
            self.table.choose(self._offers[0].key)

    def show_again(self) -> None:
        self.table.show_rows(self._offers)
        self.table.rows_model.retranslate()
        self.yes.setEnabled(bool(self.answer()))

    def answer(self) -> dict[str, Amount]:
        return {one.key: one.sum for one in self._offers if one.key not in self.left_out}

    def hand_up(self) -> None:
        if self.yes.isEnabled():
            super().hand_up()


def _offer_model(left_out: Callable[[], frozenset[Any]]) -> RowTableModel[Offer]:
    def shown(key: str, amount: Amount | None) -> str:
        if amount is None:
            return ""
        if amount.unknown:
            return words.say("disaster.unknown")
        number = digits(amount, FIGURES[key].decimals)
        return words.say("disaster.at_least", number=number) if amount.at_least else number

    def decision(one: Offer) -> str:
        return words.say("returns.figures.left_out" if one.key in left_out() else "returns.figures.taken")

    def known(one: Offer) -> str:
        return shown(one.key, one.known.amount if one.known else None)

    def source(one: Offer) -> str:
        return one.known.source if one.known else ""

    return RowTableModel(
        (
            Column("returns.item", lambda one: words.say(f"incident.figure.{one.key}"), width=200),
            Column("returns.known", known, align=Align.RIGHT, width=120),
            Column("returns.known_source", source, stretch=True),
            Column("returns.sum", lambda one: shown(one.key, one.sum), align=Align.RIGHT, width=120),
            Column("returns.decision", decision, width=110),
        ),
        key=lambda one: one.key,
    )
