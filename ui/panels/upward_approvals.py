"""待我审批: what waits for whoever sits here, and what waits for others, with the text that is decided on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain.approvals import ApprovalRow, ApprovalState, SubjectKind
from console.services.approvals import ApprovalsService
from ui import actions, theme
from ui.actions import Action
from ui.dialogs.asked import Asked
from ui.dialogs.decide import Decided, DecideDialog, Decision
from ui.jobs import Jobs
from ui.models.draft_keeper import Drafts
from ui.models.kept_words import KeptWords
from ui.models.table import Column, RowTableModel
from ui.panels.settings_page import SettingsPage
from ui.seat import Seat
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.digest import Digest
from ui.widgets.empty import Empty
from ui.widgets.flow import Flow
from ui.widgets.keycap import KeyButton
from ui.widgets.scrolling import scrolling
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable
from ui.widgets.typed import LongText

LONGEST = 1_000_000
STANDS_ON = {
    SubjectKind.REPORT: "upward", SubjectKind.SWAP: "roster", SubjectKind.RESPONSE: "plans",
    SubjectKind.DISPATCH: "dispatch", SubjectKind.STOCK: "stores",
}  # fmt: skip
"""The panel on which what is asked about stands."""


class ApprovalsPage(SettingsPage):
    """Oldest first, one's own before those of others.

    ``shown_asked`` (panel, id) goes to the record itself; ``counted`` carries how much waits, by person.
    """

    topics = frozenset({Topic.APPROVALS, Topic.INCIDENTS})
    shown_asked = Signal(str, object)
    counted = Signal(object)

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, approvals: ApprovalsService, drafts: Drafts | None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, seat, times, parent)
        self._approvals = approvals
        self._rows: tuple[ApprovalRow, ...] = ()
        self._about: ApprovalRow | None = None
        self._wanted: UUID | None = None
        self.book = KeptWords(jobs, seat, times, drafts, self)
        self.book.failed.connect(self.refused)
        self.asked = Asked(jobs, self.failed.emit, self.book, self)
        self.build()

    def build(self) -> None:
        self.table = RowTable(_model(self._times, self._mine))
        self.card = Card("approval.waiting", flush=True)
        self.nothing = Empty("approval.empty")
        self.sheet = Card("approval.preview")
        self.text, self.digest = LongText(LONGEST), Digest()
        self.text.setReadOnly(True)
        self.matter = Word(role="caution")
        self.approve = KeyButton("approval.approve", actions.key_of("approve"), kind="primary")
        self.give_back = KeyButton("approval.give_back", actions.key_of("give_back"), kind="danger")
        self.show_record = KeyButton("approval.show", actions.key_of("report_show"), kind="quiet")
        self._lay_out()
        self._connect()
        self.retranslate()
        self.restyle()
        theme.news().changed.connect(self.restyle)
        self._show_chosen()

    def load(self) -> tuple[ApprovalRow, ...]:
        return tuple(self._approvals.waiting())

    def present(self, result: tuple[ApprovalRow, ...]) -> None:
        first = self.table.chosen_key() is None
        self._rows = tuple(sorted(result, key=lambda row: not self._mine(row)))
        self.table.show_rows(self._rows)
        self.nothing.stand_for(self.table, not self._rows, self.stack)
        own = sum(self._mine(row) for row in self._rows)
        self.card.caption.say("approval.counts", own=own, others=len(self._rows) - own)
        if self._wanted is not None and self.table.choose(self._wanted):
            self._wanted = None
        elif first and self._rows:
            self.table.choose(self._rows[0].id)
        self._show_chosen()
        self.counted.emit(Counter(row.of_name for row in self._rows))

    def first_focus(self) -> QWidget:
        return self.table

    def open_approval(self, approval_id: UUID) -> None:
        """Choose what waits under that id, as soon as it is known here."""
        self._wanted = None if self.table.choose(approval_id) else approval_id

    # what is shown

    def _mine(self, row: ApprovalRow) -> bool:
        return row.of_name == self._seat.name

    def row(self) -> ApprovalRow | None:
        found: ApprovalRow | None = self.table.chosen_row()
        return found

    def _show_chosen(self) -> None:
        """The text stays where it was scrolled to while it is the same one."""
        row = self.row()
        if row is None or self._about is None or row.id != self._about.id:
            self.text.show_text(row.preview if row is not None else "")
            self.digest.show_digest(row.digest if row is not None else b"")
        self._about = row
        owed = row is not None and row.owes_signature
        self.approve.say("approval.sign_later" if owed else "approval.approve")
        self.matter.setVisible(owed)
        if owed and row is not None and row.decided_at is not None:
            said = {"at": self._times.near(row.decided_at), "by": row.recorded_by, "words": row.words}
            self.matter.say("approval.owed", name=row.of_name, **said)
        self.give_back.setVisible(not owed)
        for button in (self.approve, self.give_back):
            button.setEnabled(row is not None)
        self.show_record.setEnabled(row is not None and row.subject_kind in STANDS_ON)

    # what the officer does

    def ask_approve(self) -> None:
        """By password of the person asked: approve it, or sign for what was approved by telephone."""
        row = self.row()
        if row is not None and row.owes_signature:
            self._ask(row, Decision.SIGN, lambda told: self._approvals.sign_later(row.id, told.name, told.password))
        elif row is not None:
            self._ask(
                row,
                Decision.APPROVE,
                lambda told: self._approvals.approve(row.id, told.name, told.password, digest=told.digest),
            )

    def ask_return(self) -> None:
        """By password, with what is to be changed."""
        row = self.row()
        if row is None or row.state is not ApprovalState.WAITING:
            return
        self._ask(
            row,
            Decision.RETURN,
            lambda told: self._approvals.give_back(row.id, told.name, told.password, told.reason, digest=told.digest),
        )

    def _ask(self, row: ApprovalRow, decision: Decision, act: Callable[[Decided], Any]) -> None:
        dialog = DecideDialog(row, decision, self.window())
        about, owner = f"approval.{decision.value} {row.id}", row.of_name

        def done(_row: Any) -> None:
            code = {Decision.APPROVE: "approved", Decision.RETURN: "returned", Decision.SIGN: "signed"}[decision]
            self.saved.emit(words.say(f"approval.{code}", name=row.of_name))
            self.reload_now()

        self.asked.open(dialog, act, done, about=about, owner=owner)

    # the rest of a page

    def _connect(self) -> None:
        self.table.chosen.connect(lambda _row: self._show_chosen())
        self.table.opened.connect(lambda _row: self.ask_approve())
        self.approve.clicked.connect(self.ask_approve)
        self.give_back.clicked.connect(self.ask_return)
        self.show_record.clicked.connect(self._go)
        self._seat.changed.connect(lambda: self._has_result and self.present(self._last))
        verbs = {"approve": self.ask_approve, "give_back": self.ask_return, "report_show": self._go}
        actions.bind(self, [Action(name, verb) for name, verb in verbs.items()], whole_window=False)

    def _go(self) -> None:
        row = self.row()
        if row is not None and row.subject_kind in STANDS_ON:
            self.shown_asked.emit(STANDS_ON[row.subject_kind], row.subject_id)

    def leave(self) -> bool:
        self.book.flush()
        return True

    def _lay_out(self) -> None:
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.nothing)
        self.card.body.addWidget(self.stack, 1)
        self.matter.setWordWrap(True)
        self._flow = Flow()
        for button in (self.approve, self.give_back, self.show_record):
            self._flow.addWidget(button)
        self.sheet.body.addWidget(self.matter)
        self.sheet.body.addWidget(self.text, 1)
        self.sheet.body.addWidget(self.digest)
        self.sheet.body.addLayout(self._flow)
        inside = QWidget()
        self._whole = QHBoxLayout(inside)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.addWidget(self.card, 1)
        self._whole.addWidget(self.sheet, 1)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scrolling(inside))

    def retranslate(self) -> None:
        super().retranslate()
        self.table.setAccessibleName(words.say("approval.waiting"))
        self.text.setAccessibleName(words.say("approval.preview"))

    def restyle(self) -> None:
        using = theme.current()
        self._whole.setSpacing(using.px(12))
        self._flow.setSpacing(using.px(8))
        self.text.setMinimumHeight(using.px(160))


def _model(times: Times, mine: Callable[[ApprovalRow], bool]) -> RowTableModel[ApprovalRow]:
    def about(row: ApprovalRow) -> str:
        return f"{row.subject_number} {row.title}"

    def state(row: ApprovalRow) -> str:
        return words.say("approval.state.owed" if row.owes_signature else "approval.state.waiting")

    return RowTableModel(
        (
            Column("approval.whom", lambda row: row.of_name, width=84, strong=mine),
            Column("approval.state", state, width=72, ink=lambda row: "orangetext" if mine(row) else None, strong=mine),
            Column("approval.about", about, stretch=True, tip=about),
            Column("approval.asked_at", lambda row: times.near(row.asked_at), width=96),
            Column("approval.asked_by", lambda row: row.asked_by, width=80),
        ),
        key=lambda row: row.id,
    )
