"""To whom a report goes, what became of it there, and the keys that say so; folded while the report is written."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.incident_report import RecipientRow, ReportState
from ui import actions, theme
from ui.models.upward_view import Look, receiver_model, to_send, waits_for_receipt
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.table import RowTable

_SENDING = frozenset({ReportState.APPROVED, ReportState.ARCHIVED})
_CHANGED = _SENDING | {ReportState.DRAFT}
_ROWS = 4


class ReportReceivers(Card):
    """Folded, it is one line that says how many have the report: the room is the text's.

    Whether it is folded is remembered for writing and for sending each; at first it is while a report is written.
    ``chosen`` says that other acts may be possible now.
    """

    chosen = Signal()

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        self._look: Look | None = None
        self._folded = {True: False, False: True}
        """By whether it is sent already."""
        self.table = RowTable(receiver_model(times, self._lacks), compact=True)
        self.send = KeyButton("upward.do.send", actions.key_of("report_sent"), kind="primary", small=True)
        self.receipt = KeyButton("outbound.receipt", actions.key_of("receipt"), small=True)
        self.failed = KeyButton("outbound.failed", actions.key_of("not_delivered"), small=True)
        self.add = KeyButton("upward.do.add", actions.key_of("receiver_add"), small=True)
        self.drop = KeyButton("upward.do.drop", actions.key_of("receiver_drop"), small=True)
        self.fold = KeyButton("upward.do.fold", actions.key_of("receivers_fold"), kind="quiet", small=True)
        self.bar = Lines()
        super().__init__("upward.receivers", flush=True, parent=parent)
        self.table.call("upward.receivers")
        for button in (self.add, self.drop, self.fold):
            self.tools.addWidget(button)
        for button in (self.send, self.receipt, self.failed):
            self.bar.flow.addWidget(button)
        # above the table: on the smallest screen what is to be done next stands where it is seen without scrolling
        self.body.addWidget(self.bar)
        self.body.addWidget(self.table)
        self.table.chosen.connect(lambda _row: self.chosen.emit())
        self.show_look(None)
        self.restyle()

    def show_look(self, look: Look | None) -> None:
        """The receivers of that report; the buttons of how far it is."""
        self._look = look
        self.table.show_rows(look.receivers if look is not None else ())
        state = look.row.state if look is not None else None
        for button in (self.send, self.receipt, self.failed):
            button.setVisible(state in _SENDING)
        for button in (self.add, self.drop):
            button.setVisible(state in _CHANGED)
        self.fold.setVisible(look is not None)
        self._show_folded()

    def toggle(self) -> None:
        """The key: fold it, or unfold it."""
        if self._look is not None:
            self._folded[self._sending] = not self.folded
            self._show_folded()
            self.chosen.emit()

    @property
    def folded(self) -> bool:
        return self._folded[self._sending]

    @property
    def _sending(self) -> bool:
        return self._look is not None and self._look.row.state in _SENDING

    def _lacks(self, row: RecipientRow) -> bool:
        """Whether it is still to be told by telephone, and nobody knows a number."""
        return self._look is not None and row.id in self._look.lacking and (row.sent_at is None or row.failed)

    # what is chosen

    def receiver(self) -> RecipientRow | None:
        """The chosen one; nobody is chosen in a list that is not seen."""
        found: RecipientRow | None = None if self.folded else self.table.chosen_row()
        return found

    def to_send(self) -> RecipientRow | None:
        """The chosen one where it has not been told, else the first who has not."""
        return self._of(to_send(self._look.receivers) if self._look is not None else [])

    def to_confirm(self) -> RecipientRow | None:
        """The chosen one where nobody said yet that it arrived, else the first."""
        return self._of(waits_for_receipt(self._look.receivers) if self._look is not None else [])

    def possible(self, widget: QWidget) -> bool:
        """Whether that button has something to act on."""
        if widget is self.drop:
            row = self.receiver()
            return row is not None and not row.dropped and row.sent_at is None
        if widget in (self.receipt, self.failed):
            return self.to_confirm() is not None
        return widget is not self.send or self.to_send() is not None

    def _of(self, open_ones: list[RecipientRow]) -> RecipientRow | None:
        chosen = self.receiver()
        if chosen is not None:
            return next((row for row in open_ones if row.id == chosen.id), None)
        return next(iter(open_ones), None)

    # looks

    def restyle(self) -> None:
        using = theme.current()
        self.table.setMinimumHeight(using.px(34) + using.compact_row * 3)
        self.table.setMaximumHeight(using.px(34) + using.compact_row * _ROWS)
        edge = using.px(8)
        self.bar.setContentsMargins(edge, 0, edge, edge)
        super().restyle()

    def _show_folded(self) -> None:
        folded = self._look is None or self.folded
        self.table.setVisible(not folded)
        self.bar.setVisible(self._sending and not folded)
        self.fold.say("upward.do.unfold" if folded else "upward.do.fold")
        if self._look is None:
            self.caption.show_text("")
            return
        live = [row for row in self._look.receivers if not row.dropped]
        got = sum(row.receipt_at is not None and not row.failed for row in live)
        told = sum(row.sent_at is not None and not row.failed for row in live)
        lacking = sum(map(self._lacks, live))
        code = "upward.receivers.lacking" if lacking else "upward.receivers.count"
        self.caption.say(code, count=len(live), sent=told, received=got, lacking=lacking)
        self.caption.setToolTip(words.say("list.join").join(row.organisation for row in live))
