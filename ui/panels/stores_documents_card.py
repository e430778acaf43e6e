"""One stock document beside the list: where it stands, what it says, its lines, what happened, what can be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QVBoxLayout, QWidget

from console import words
from console.domain.stock import DocumentKind
from console.domain.stock_document import DocumentRow, LineRow
from ui import actions, text, theme
from ui.models.stock_document_rows import (
    ACTS,
    Look,
    Mark,
    fits,
    is_next,
    line_model,
    stages,
    step_model,
    way,
    why_not,
)
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.facts import Facts
from ui.widgets.flow import Flow
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.scrolling import scrolling
from ui.widgets.spoken import Spoken, Word
from ui.widgets.table import RowTable

PAPER = timedelta(hours=24)
"""A word given by telephone is to be on paper within a day."""

_FACTS = (
    "stock.fact.way", "stock.fact.incident", "stock.fact.reason", "stock.fact.applicant", "stock.fact.approved",
    "stock.fact.carrier", "stock.fact.receiver", "stock.fact.due", "stock.fact.counter", "stock.fact.out",
)  # fmt: skip
_MARKS = {Mark.DONE: ("●", "secondary"), Mark.NOW: ("◆", "strong"), Mark.AHEAD: ("○", "caption")}


class StageRow(Painted, Spoken, QWidget):
    """The way of a document in words, the present one marked."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[tuple[str, Mark]] = []
        self._flow = Flow(self)
        self.words: list[Word] = []

    def show_stages(self, shown: list[tuple[str, Mark]]) -> None:
        if shown == self._shown:
            return
        self._shown = shown
        for word in self.words:
            self._flow.removeWidget(word)
            word.deleteLater()
        self.words = []
        for name, mark in shown:
            sign, role = _MARKS[mark]
            word = Word(role=role)
            word.show_text(f"{sign} {words.say(f'stock.stage.{name}')}")
            word.setAccessibleName(words.say(f"stock.mark.{mark.value}", stage=words.say(f"stock.stage.{name}")))
            self.words.append(word)
            self._flow.addWidget(word)
            word.show()
        self.restyle()

    def retranslate(self) -> None:
        shown, self._shown = self._shown, []
        self.show_stages(shown)

    def restyle(self) -> None:
        self._flow.setSpacing(theme.current().px(12))
        super().restyle()


class DocumentCard(Card):
    """``acts`` are its buttons by name; ``show_look`` fills it."""

    def __init__(self, times: Times) -> None:
        super().__init__("stock.document", flush=True)
        self._times = times
        self.look: Look | None = None
        self._kind: DocumentKind | None = None
        self.number, self.state = Word(role="strong"), Word(role="secondary")
        self.stages = StageRow()
        self.facts = Facts(_FACTS)
        self.note = Word(role="secondary")
        self.note.setWordWrap(True)
        self.lines: RowTable | None = None
        self.steps = RowTable(step_model(times), compact=True)
        self.steps.call("stock.steps")
        self.acts = {name: KeyButton(f"do.document_{name}", actions.key_of(f"document_{name}")) for name in ACTS}
        self.print = KeyButton("do.print", actions.key_of("print"), icon="print")
        self._lay_out()
        self.restyle()

    def show_look(self, look: Look | None, permitted: Callable[[], bool]) -> None:
        """Everything of one document, or nothing."""
        self.look = look
        self.inside.setVisible(look is not None)
        self.none.setVisible(look is None)
        if look is None:
            return
        row = look.row
        self.number.show_text(f"{row.number}　{words.say(f'stock.document.{row.kind.value}')}")
        state = words.say(f"stock.state.{row.state.value}")
        self.state.show_text(f"{state}（{row.countered_by} {words.say('stock.tag.countered')}）" if row.countered_by
                             else state)  # fmt: skip
        self.stages.show_stages(stages(look))
        self._show_facts(look)
        self.note.show_text(row.text)
        self.note.setVisible(bool(row.text))
        self._show_lines(look)
        self.steps.show_rows(look.document.steps)
        self.show_acts(permitted())
        self.restyle()

    def show_acts(self, may: bool) -> None:
        """Buttons that fit the kind; those that cannot be pressed now say why in their tool tip."""
        look = self.look
        if look is None:
            return
        for name, button in self.acts.items():
            why = why_not(name, look)
            button.setVisible(fits(name, look.row))
            button.setEnabled(may and not why)
            if may:
                button.setToolTip(why)
            button.show_kind("primary" if is_next(name, look.row) and not why else "")

    def _show_facts(self, look: Look) -> None:
        row, show = look.row, self.facts.show_text
        show("stock.fact.way", way(row))
        show("stock.fact.incident", row.incident_number)
        show("stock.fact.reason", words.say(f"stock.reason.{row.reason}"))
        show("stock.fact.applicant", row.applicant or row.created_by)
        show("stock.fact.approved", self._approved(look))
        show("stock.fact.carrier", "　".join(part for part in (row.plate, row.driver, row.phone) if part))
        show("stock.fact.receiver", "　".join(part for part in (row.receiver, row.receiver_phone) if part))
        show("stock.fact.due", self._due(look))
        show("stock.fact.counter", row.counters_number)
        told = [f"{one.item_name} {one.quantity:f} {one.unit}" for one in look.out[:4]]
        show("stock.fact.out", "、".join(told) + (f" +{len(look.out) - 4}" if len(look.out) > 4 else ""))
        for value in self.facts.values:
            self.facts.show_line(value, bool(self.facts.values[value].whole()))

    def _approved(self, look: Look) -> str:
        row, owed, waits = look.row, look.owed, look.waits
        if waits is not None:
            return words.say("stock.approval.waits", name=waits.of_name, at=self._times.near(waits.asked_at))
        if not row.approver:
            return ""
        told = words.say("stock.approval.by", name=row.approver, way=words.say(f"responses.way.{row.way}"))
        if owed is None or owed.decided_at is None:
            return told
        left = text.left(owed.decided_at + PAPER, self._times.now())
        return f"{told}　{words.say('stock.approval.owes', left=left)}"

    def _due(self, look: Look) -> str:
        if look.road is not None:
            left = text.left(look.road.due_at, self._times.now())
            return words.say("stock.road.since", since=self._times.near(look.road.since), left=left)
        due = look.row.due_at
        return "" if due is None else self._times.minute(due)

    def _show_lines(self, look: Look) -> None:
        if self.lines is None or self._kind is not look.row.kind:
            old, self._kind = self.lines, look.row.kind
            self.lines = RowTable(line_model(look.row.kind, self._lots), compact=True)
            self.lines.call("stock.lines")
            self._lines_place.addWidget(self.lines)
            if old is not None:
                self._lines_place.removeWidget(old)
                old.deleteLater()
        self.lines.show_rows(look.document.lines)

    def _lots(self, line: LineRow) -> str:
        parts = self.look.lots.get(line.id, ()) if self.look is not None else ()
        if not parts:
            return _lot(line.lot_code, line.expires_on)
        return "；".join(
            _lot(part.code, part.expires_on) + (f" ×{part.quantity.normalize():f}" if len(parts) > 1 else "")
            for part in parts
        )

    def _lay_out(self) -> None:
        self.none = Word("stock.none_chosen", role="secondary")
        self.none.setWordWrap(True)
        self._sheet = QWidget()
        column = QVBoxLayout(self._sheet)
        column.addWidget(self.number)
        column.addWidget(self.state)
        column.addWidget(self.stages)
        column.addWidget(self.facts)
        column.addWidget(self.note)
        self._lines_place = QVBoxLayout()
        column.addLayout(self._lines_place)
        column.addWidget(self.steps)
        column.addStretch(1)
        self.inside = QWidget()
        whole = QVBoxLayout(self.inside)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(self._sheet), 1)
        self._bar = QWidget()
        self._flow = Flow(self._bar)
        for button in (*self.acts.values(), self.print):
            self._flow.addWidget(button)
        whole.addWidget(self._bar)
        self.body.addWidget(self.none)
        self.body.addWidget(self.inside, 1)
        self.inside.hide()

    def restyle(self) -> None:
        super().restyle()
        if not hasattr(self, "_flow"):
            return
        using = theme.current()
        gap = using.px(12)
        self._sheet.layout().setContentsMargins(gap, gap, gap, gap)
        self._sheet.layout().setSpacing(using.px(8))
        self._flow.setContentsMargins(gap, using.px(8), gap, using.px(8))
        self._flow.setSpacing(using.px(8))
        self.none.setMargin(gap)
        for table in (self.lines, self.steps):
            if table is not None:
                rows = max(1, len(table.rows_model.rows()))
                high = using.px(34) + 4 + min(rows, 12) * using.compact_row
                table.setFixedHeight(max(high, table.minimumSizeHint().height()))


def _lot(code: str, expires_on: object) -> str:
    return f"{code} {expires_on}" if code and expires_on else code


def paper_of(row: DocumentRow) -> object:
    """What the print of a document is asked by."""
    from ui.stock_prints import StockSlip

    return StockSlip(row.id)
