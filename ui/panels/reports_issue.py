"""日报周报月报: the list of a kind, one composed for a date, remarks by hand, issued, previewed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain.draft import Draft
from console.domain.people import Action as Permission
from console.domain.reports import REMARKS_LIMIT, RemarksBy, ReportKind, ReportRow
from console.errors import Refused
from console.services.reports import ReportsService
from ui import actions, theme
from ui.models.draft_keeper import DraftKeeper, Drafts
from ui.models.table import Column, RowTableModel
from ui.panels.settings_page import SettingsPage
from ui.seat import Seat
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.empty import Empty
from ui.widgets.field import Field
from ui.widgets.keycap import KeyButton
from ui.widgets.remarks import one_line
from ui.widgets.report_view import ReportView
from ui.widgets.table import RowTable
from ui.widgets.typed import LongText, OneLine

FORM = "report_remarks"
LIST_WIDTH = 420


@dataclass(frozen=True, slots=True)
class Loaded:
    """The reports of a kind, the newest period that is over, and remarks that were typed and not saved."""

    kind: ReportKind
    rows: tuple[ReportRow, ...]
    day: date
    drafts: tuple[Draft, ...]


class IssuePage(SettingsPage):
    """``print_asked`` carries the report whose preview is wanted."""

    topics = frozenset({Topic.REPORTS, Topic.SETTINGS})

    print_asked = Signal(object)

    def __init__(
        self, jobs: Any, seat: Seat, times: Times, *, reports: ReportsService, drafts: Drafts,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, seat, times, parent)
        self._reports, self._drafts = reports, drafts
        self._kind = ReportKind.DAILY
        self._shown: ReportRow | None = None
        self._typed: dict[UUID, _Typed] = {}
        self._wanted: UUID | None = None
        self._offered = ""
        self._restored = False
        self.build()

    # building

    def build(self) -> None:
        self.kind = Choice(list(ReportKind), lambda kind: words.say(f"reports.kind.{kind}"))
        self.kind.call("reports.which_kind")
        self.table = RowTable(_model(self._times))
        self.table.call("reports.title")
        self.empty = Empty("reports.empty", "reports.compose", actions.key_of("compose"))
        self.card = Card("reports.title", flush=True)
        self.day = OneLine()
        self.day_field = Field("reports.day", self.day)
        self.compose_button = KeyButton("reports.compose", actions.key_of("compose"), icon="refresh")
        self.view_card = Card("reports.view", flush=True)
        self.view = ReportView()
        self.remarks = LongText(REMARKS_LIMIT)
        self.remarks_field = Field("reports.remarks", self.remarks)
        self.remarks_field.note.setWordWrap(True)
        self.save_button = KeyButton("reports.save_remarks", actions.key_of("save"))
        self.print_button = KeyButton("button.preview", actions.key_of("print"), icon="print")
        self.issue_button = KeyButton("reports.issue", actions.key_of("issue"), kind="primary")
        self.keeper = DraftKeeper(self._jobs, self._drafts, self._snapshot, self)
        self._lay_out()
        self._connect()
        self.restyle()
        self.permit()

    def _lay_out(self) -> None:
        self.card.tools.addWidget(self.kind)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.card.body.addWidget(self.stack, 1)
        ask = QHBoxLayout()
        ask.addWidget(self.day_field, 1)
        ask.addWidget(self.compose_button, 0, Qt.AlignmentFlag.AlignTop)
        self._ask = ask
        self.left = QWidget()
        left = QVBoxLayout(self.left)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.card, 1)
        left.addLayout(ask)
        self.view_card.body.addWidget(self.view, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self.save_button, self.print_button, self.issue_button):
            buttons.addWidget(button)
        right = QVBoxLayout()
        right.addWidget(self.view_card, 1)
        right.addWidget(self.remarks_field)
        right.addLayout(buttons)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.left, 2)
        self._row.addLayout(right, 3)
        self._gaps = (left, ask, right, buttons)

    def _connect(self) -> None:
        self.kind.picked.connect(self.show_kind)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _row: self.preview())
        self.empty.asked.connect(self.compose)
        self.compose_button.clicked.connect(self.compose)
        self.day.returnPressed.connect(self.compose)
        self.save_button.clicked.connect(self.save_remarks)
        self.print_button.clicked.connect(self.preview)
        self.issue_button.clicked.connect(self.issue)
        self.remarks.textChanged.connect(self._note_typed)
        self._seat.changed.connect(self._say_typed)
        self.remarks.turned_away.connect(self.refused)
        self.keeper.failed.connect(self.refused)
        verbs = {
            "compose": self.compose, "save": self.save_remarks, "print": self.preview, "issue": self.issue,
        }  # fmt: skip
        actions.bind(self, [actions.Action(name, verb) for name, verb in verbs.items()], whole_window=False)
        self.guard(Permission.REPORTS, self.compose_button, self.empty.button, self.save_button, self.issue_button)
        self.guard(Permission.PRINT, self.print_button)

    # what the officer does

    def show_kind(self, kind: ReportKind) -> None:
        self._kind = kind
        self._show(None)
        self.reload_now()

    def compose(self) -> None:
        """Count the period anew; its remarks stay."""
        if not self._seat.may(Permission.REPORTS):
            return
        try:
            day = _day(self.day.text(), self._times)
        except Refused as refused:
            self.day_field.say_note("refused.bad_day", wrong=True, text=self.day.text())
            self.refused.emit(refused)
            return
        self.day_field.clear_note()
        kind, by = self._kind, self._seat.actor
        self.save(lambda: self._reports.compose(kind, day, by=by), self._composed)

    def save_remarks(self) -> None:
        """What is typed; over words written elsewhere meanwhile only once the line under the field has told them."""
        row, text = self._shown, self.remarks.toPlainText()
        if row is None or row.issued or not self._seat.may(Permission.REPORTS):
            return
        by, typed = self._seat.actor, self._typed.get(row.id)
        typist = typed.owner if typed is not None else ""
        self.save(
            lambda: self._reports.remark(row.id, text, seen=row.version, by=by, typist=typist),
            lambda made: self._remarked(made, text),
            self._look_again,
        )

    def issue(self) -> None:
        """What is read here is issued; remarks that are typed go with it, unless somebody else wrote meanwhile."""
        row, text = self._shown, self.remarks.toPlainText()
        if row is None or row.issued or not self._seat.may(Permission.REPORTS):
            return
        if self._elsewhere(row):
            self.refused.emit(Refused("remarks_elsewhere", key=actions.key_of("save")))
            return
        if self._of_another(row):
            name = self._typed[row.id].owner
            self.refused.emit(Refused("remarks_unsettled", name=name, key=actions.key_of("save")))
            return
        by = self._seat.actor

        def work() -> ReportRow:
            seen = row
            if text.strip() != row.remarks:
                seen = self._reports.remark(row.id, text, seen=row.version, by=by)
            return self._reports.issue(row.id, seen=seen.version, by=by)

        self.save(work, lambda made: self._issued(made, text), self._look_again)

    def preview(self) -> None:
        if self._shown is not None and self._seat.may(Permission.PRINT):
            self.print_asked.emit(self._shown)

    def first_focus(self) -> QWidget:
        return self.table if self.stack.currentWidget() is self.table else self.day

    # what came of it

    def _composed(self, row: ReportRow) -> None:
        self._wanted = row.id
        self.saved.emit(words.say("reports.composed", title=words.say(f"reports.kind.{row.kind}")))

    def _remarked(self, row: ReportRow, text: str) -> None:
        self._stored(row, text)
        self.saved.emit(words.say("reports.remarks_saved"))

    def _issued(self, row: ReportRow, text: str) -> None:
        self._stored(row, text)
        self._wanted = row.id
        if self.issue_button.hasFocus():
            self.print_button.setFocus()
        self.saved.emit(words.say("reports.issued", number=row.number))

    def _look_again(self, error: Exception) -> None:
        """What another seat did meanwhile is shown before anything is sent again."""
        if isinstance(error, Refused):
            self.reload_now()

    def _stored(self, row: ReportRow, text: str) -> None:
        """What was sent is in the store; what was typed meanwhile waits on."""
        if row.id == (self._shown.id if self._shown else None):
            self._shown = row
        typed = self._typed.get(row.id)
        if typed is not None and typed.text == text:
            self.keeper.drop()
            self.keeper.finish(typed.id, row.number)
            del self._typed[row.id]
        elif typed is not None:
            self._typed[row.id] = replace(typed, over=row.remarks)
        self._say_typed()

    # loading

    def load(self) -> Loaded:
        kind = self._kind
        rows = tuple(self._reports.rows(kind))
        return Loaded(kind, rows, self._reports.last_complete(kind), self._drafts.open(FORM))

    def present(self, result: Loaded) -> None:
        if result.kind != self._kind:
            return
        self._take_up(result.drafts)
        self._offer_day(result.day)
        self.table.show_rows(result.rows)
        self.stack.setCurrentIndex(0 if result.rows else 1)
        self.card.caption.say("reports.count", count=len(result.rows))
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.table.choose(wanted)
        elif self.table.chosen_row() is None and result.rows:
            self.table.choose(result.rows[0].id)
        self._show(self.table.chosen_row())

    def _take_up(self, found: Sequence[Draft]) -> None:
        """Remarks typed before the program ended come back with their report."""
        if self._restored:
            return
        self._restored = True
        for draft in found:
            held = draft.content
            typed = _Typed(draft.id, str(held.get("text", "")), draft.started_at, held.get("over"), draft.owner)
            self._typed[UUID(str(held.get("report")))] = typed

    def _offer_day(self, day: date) -> None:
        """The newest period that is over, unless the officer typed another."""
        if self.day.text() in ("", self._offered):
            self.day.setText(day.isoformat())
        self._offered = day.isoformat()

    def _choose(self, row: ReportRow | None) -> None:
        if row is not None and (self._shown is None or row.id != self._shown.id):
            self._show(row)

    def _show(self, row: ReportRow | None) -> None:
        self.keeper.flush()
        changed = row is None or self._shown is None or row.id != self._shown.id
        kept = self._shown.remarks if self._shown and not changed else None
        self._shown = row
        self.view.show_report(row)
        typed = self._typed.get(row.id) if row else None
        if row is not None and typed is not None and typed.over is None:
            typed = self._typed[row.id] = replace(typed, over=row.remarks)
        if changed or (typed is None and row is not None and kept != row.remarks):
            self._write(typed.text if typed and row and not row.issued else row.remarks if row else "")
        self.remarks.setReadOnly(row is None or row.issued)
        self.permit()
        self._say_typed()

    def _write(self, text: str) -> None:
        self.remarks.blockSignals(True)
        self.remarks.setPlainText(text)
        self.remarks.blockSignals(False)

    # remarks

    def _note_typed(self) -> None:
        row = self._shown
        if row is None or row.issued:
            return
        typed = self._typed.get(row.id)
        text = self.remarks.toPlainText()
        typed = typed or _Typed(uuid4(), text, self._times.now(), row.remarks, self._seat.name)
        self._typed[row.id] = replace(typed, text=text)
        self.keeper.note()
        self._say_typed()

    def _elsewhere(self, row: ReportRow) -> bool:
        """Whether somebody wrote other remarks than those what is typed here was typed over."""
        typed = self._typed.get(row.id)
        return typed is not None and row.remarks not in (typed.over, typed.text.strip())

    def _of_another(self, row: ReportRow) -> bool:
        """Whether what is typed and not saved is another officer's than who sits here."""
        typed = self._typed.get(row.id)
        return typed is not None and self._seat.taken and typed.owner not in ("", self._seat.name)

    def _say_typed(self) -> None:
        row = self._shown
        key = actions.key_of("save")
        if row is not None and not row.issued and self._elsewhere(row):
            self.remarks_field.say_note("remarks.elsewhere", wrong=True, text=one_line(row.remarks), key=key)
        elif row is not None and not row.issued and self._of_another(row):
            self.remarks_field.say_note("remarks.of_another", name=self._typed[row.id].owner, key=key)
        elif row is not None and not row.issued and row.id in self._typed:
            self.remarks_field.say_note("remarks.typed", key=key)
        elif row is not None and row.remarks_by is not None:
            self._say_whose(row.remarks_by)
        else:
            self.remarks_field.clear_note()

    def _say_whose(self, said: RemarksBy) -> None:
        at = self._times.near(said.at)
        if said.typist == said.name:
            self.remarks_field.say_note("reports.remarks_by", name=said.name, at=at)
        else:
            self.remarks_field.say_note("reports.remarks_typed_by", typist=said.typist, name=said.name, at=at)

    def _snapshot(self) -> Draft | None:
        row = self._shown
        typed = self._typed.get(row.id) if row else None
        if row is None or typed is None:
            return None
        content = {"report": str(row.id), "text": typed.text, "over": typed.over}
        return Draft(typed.id, FORM, typed.text.strip()[:40], content, typed.at, self._times.now(), typed.owner)

    # the rest of a page

    def possible(self, widget: QWidget) -> bool:
        if widget in (self.save_button, self.issue_button):
            return self._shown is not None and not self._shown.issued
        return widget is not self.print_button or self._shown is not None

    def leave(self) -> bool:
        self.keeper.flush()
        return not self.keeper.failing

    def restyle(self) -> None:
        using = theme.current()
        self._row.setSpacing(using.px(12))
        for layout in self._gaps:
            layout.setSpacing(using.px(8))
        self.left.setMaximumWidth(using.px(LIST_WIDTH))
        self.remarks.setFixedHeight(using.px(84))
        self.compose_button.setContentsMargins(0, self.day_field.label.sizeHint().height() + using.px(4), 0, 0)

    def changeEvent(self, event: Any) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.StyleChange and hasattr(self, "_row"):
            self.restyle()


@dataclass(frozen=True, slots=True)
class _Typed:
    """Remarks typed for a report and not saved: the draft's id, the text, when it began, the words it stands over, and
    who typed it."""

    id: UUID
    text: str
    at: datetime
    over: str | None
    owner: str = ""


def _day(text: str, times: Times) -> date:
    """A day as typed: 2030-08-12, 8-12, 8月12日, 今天's report when empty."""
    if not text.strip():
        return times.local(times.now()).date()
    return times.read(f"{text.strip()} 12:00").date()


def _model(times: Times) -> RowTableModel[ReportRow]:
    def state(row: ReportRow) -> str:
        return row.number if row.issued else words.say("reports.draft")

    def period(row: ReportRow) -> str:
        return f"{times.local(row.from_at):%Y-%m-%d}"

    def by(row: ReportRow) -> str:
        return f"{row.by_name} {times.near(row.at)}"

    return RowTableModel(
        [
            Column("period", period, width=100),
            Column("number", state, width=150, strong=lambda row: not row.issued),
            Column("by", by, stretch=True),
        ],
        key=lambda row: row.id,
    )
