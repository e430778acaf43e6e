"""值班表: who is on now and who comes next, where leaders are, the month by posts, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from console import words
from console.changes import Topic
from console.domain.contacts import PersonHit
from console.domain.people import Action
from console.domain.roster import ShiftPlan, WhereaboutsRow
from console.domain.roster_findings import Finding, FindingKind
from console.services.roster import RosterNow, RosterService
from console.services.roster_import import RosterImport
from ui import actions, text, theme
from ui.dialogs.asked import Asked
from ui.dialogs.import_roster import ImportRosterDialog
from ui.jobs import Jobs
from ui.models.draft_keeper import Drafts
from ui.models.kept_words import KeptWords
from ui.models.table import Column, RowTableModel
from ui.panels.roster_asking import RosterAsking
from ui.panels.settings_page import SettingsPage
from ui.prints import Month
from ui.seat import Seat
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.flow import Flow
from ui.widgets.intake_caller import CallerLine
from ui.widgets.keycap import KeyButton
from ui.widgets.roster_grid import RosterGrid
from ui.widgets.roster_now import RosterNowRow
from ui.widgets.roster_words import day_word, finding_word
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

HISTORY = "Alt+H"
"""A key of this page alone."""

AGAIN_MS = 30_000
"""Who is on now changes with the clock alone: a panel that is seen is loaded anew this often."""


@dataclass(frozen=True, slots=True)
class RosterView:
    """What one load brings; ``month`` is the first day of the month that was asked for."""

    month: date
    at: datetime
    now: RosterNow
    plans: tuple[ShiftPlan, ...]
    findings: tuple[Finding, ...]
    known: dict[str, str]
    published: frozenset[date] = frozenset()


class People(Protocol):
    """Who is found while a name is typed."""

    def find(self, text: str, limit: int = 8) -> Sequence[PersonHit]: ...


class RosterPanel(SettingsPage):
    """``ask_file`` is replaced where no officer can choose a file. ``print_asked`` carries the month whose sheet is
    wanted."""

    id = "roster"
    print_asked = Signal(object)
    topics = frozenset({Topic.ROSTER, Topic.LISTS, Topic.SETTINGS, Topic.CONTACTS, Topic.DUTY})

    def __init__(
        self,
        jobs: Jobs,
        seat: Seat,
        times: Times,
        *,
        roster: RosterService,
        people: People | None = None,
        drafts: Drafts | None = None,
        ask_file: Callable[[QWidget], str] | None = None,
    ) -> None:
        super().__init__(jobs, seat, times)
        self._roster = roster
        self._people = people
        self._ask_file = ask_file or _ask_for_file
        self.month = times.local(times.now()).date().replace(day=1)
        self.view: RosterView | None = None
        self.import_dialog: ImportRosterDialog | None = None
        self._import_month = ""
        book = KeptWords(jobs, seat, times, drafts, self)
        book.failed.connect(self.refused)
        self.asked = Asked(jobs, self.failed.emit, book, self)
        self.asking = RosterAsking(self, roster, seat, times)
        self._again_in = QTimer(self)
        self._again_in.setInterval(AGAIN_MS)
        self._again_in.timeout.connect(lambda: self.isVisible() and self.reload())
        self._again_in.start()
        self.build()

    def build(self) -> None:
        self.now_row = RosterNowRow(self._times)
        self.grid = RosterGrid()
        self.findings = RowTable(RowTableModel(_finding_columns(), lambda row: row), compact=True)
        self.grid_card, self.findings_card = Card("roster.grid", flush=True), Card("roster.findings", flush=True)
        self.bring = KeyButton("do.roster_import", actions.key_of("roster_import"), kind="primary")
        self.stand_in = KeyButton("do.substitute", actions.key_of("substitute"))
        self.take_back = KeyButton("do.take_back", actions.key_of("take_back"))
        self.where = KeyButton("do.whereabouts", actions.key_of("whereabouts"))
        self.copy = KeyButton("do.roster_copy", actions.key_of("roster_copy"))
        self.history = KeyButton("roster.history", HISTORY)
        self.print_button = KeyButton("do.print", actions.key_of("print"))
        self.out = KeyButton("roster.out", actions.key_of("export"))
        self.before = KeyButton("roster.earlier", actions.key_of("month_before"), kind="quiet", small=True)
        self.after = KeyButton("roster.later", actions.key_of("month_after"), kind="quiet", small=True)
        self.home = KeyButton("do.this_month", actions.key_of("this_month"), kind="quiet", small=True)
        self._lay_out()
        self._connect()
        self.guard(Action.EDIT_ROSTER, self.bring, self.copy)
        self.guard(Action.SUBSTITUTE, self.stand_in, self.take_back)
        self.guard(Action.RECORD, self.where)
        self.guard(Action.PRINT, self.print_button)
        self.retranslate()

    def load(self) -> RosterView:
        month, at = self.month, self._times.now()
        last = _next_month(month) - timedelta(days=1)
        start, end = (
            datetime.combine(day, datetime.min.time(), self._times.zone) for day in (month, _next_month(month))
        )
        return RosterView(
            month,
            at,
            self._roster.now(at),
            tuple(self._roster.plans(month, last)),
            tuple(row for row in self._roster.findings(max(start, at), end) if row.day >= month) if end > at else (),
            self._roster.known_names(),
            frozenset(self._roster.published(month, last)),
        )

    def present(self, result: RosterView) -> None:
        first = self.view is None
        self.view = result
        self.now_row.show_now(result.now)
        self.grid.show_plans(result.plans, result.at, self._times.local(result.at).date())
        if first:
            self.grid.choose_running()
        self._say_month(result)
        self.findings.show_rows(result.findings)
        self._say_findings(result)
        self.permit()

    def retranslate(self) -> None:
        super().retranslate()
        self.grid.setAccessibleName(words.say("roster.grid"))
        self.findings.setAccessibleName(words.say("roster.findings"))

    def first_focus(self) -> QWidget:
        return self.grid

    def also(self, button: QWidget) -> None:
        """One more behind the others."""
        self._buttons.addWidget(button)

    def read(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Ask the store for something beside what is shown."""
        self._jobs.read(work, done, self.refused.emit)

    def turn_month(self, steps: int) -> None:
        """Show another month; the keyboard stays where it is."""
        month = self.month
        for _ in range(abs(steps)):
            month = _next_month(month) if steps > 0 else (month - timedelta(days=1)).replace(day=1)
        self.month = month
        self.reload_now()

    def go_home(self) -> None:
        """The month of today with the running shift chosen."""
        self.month = self._times.local(self._times.now()).date().replace(day=1)
        self.view = None
        self.reload_now()

    def suggest(self, line: CallerLine, typed: str) -> None:
        """Offer whom the contacts know by what is typed: characters, sound, initials, the end of a number."""
        people = self._people
        if people is None or not typed.strip():
            return
        self._jobs.read(
            lambda: people.find(typed), lambda hits: isValid(line) and line.offer(typed, hits), self.refused.emit
        )

    # a month sheet

    def ask_import(self) -> None:
        """The officer chooses a file; nothing is written before they have seen what it would do."""
        if self._seat.may(Action.EDIT_ROSTER):
            chosen = self._ask_file(self)
            if chosen:
                self.check(Path(chosen))

    def check(self, path: Path) -> None:
        """The dry run; where the sheet names no month the dialog asks for one and the dry run is done again."""
        dialog = ImportRosterDialog(path.name, f"{self.month:%Y-%m}", self.window())
        self.import_dialog, self._import_month = dialog, ""
        dialog.given.connect(lambda good_only: self._import(path, dialog, good_only))
        dialog.month_given.connect(lambda month: self._dry_run(path, dialog, month))
        dialog.finished.connect(lambda _: self._forget(dialog))
        dialog.open()
        self._dry_run(path, dialog, "")

    def _dry_run(self, path: Path, dialog: ImportRosterDialog, month: str) -> None:
        by, self._import_month = self._seat.actor, month
        self._jobs.run(  # type: ignore[attr-defined]
            lambda: self._roster.import_file(path, month=month, dry_run=True, by=by),
            lambda told: self.import_dialog is dialog and dialog.show_result(told),
            partial(self._failed, dialog),
        )

    def _import(self, path: Path, dialog: ImportRosterDialog, good_only: bool) -> None:
        by, month = self._seat.actor, self._import_month
        self._jobs.run(  # type: ignore[attr-defined]
            lambda: self._roster.import_file(path, month=month, good_rows_only=good_only, by=by),
            partial(self._imported, path, dialog),
            partial(self._failed, dialog),
        )

    def _imported(self, path: Path, dialog: ImportRosterDialog, told: RosterImport) -> None:
        if not told.applied:
            # the file was changed since it was checked: show what stands in it now
            dialog.show_result(told)
            return
        dialog.accept()
        counts = {name: text.number(getattr(told, name)) for name in ("added", "updated", "refused")}
        self.saved.emit(words.say("roster.imported", name=path.name, **counts))
        self.reload_now()

    def _failed(self, dialog: ImportRosterDialog, error: Exception) -> None:
        if self.import_dialog is dialog:
            dialog.refuse(error)
        self.refused.emit(error)

    def _forget(self, dialog: ImportRosterDialog) -> None:
        if self.import_dialog is dialog:
            self.import_dialog = None
        dialog.deleteLater()

    # what is shown

    def _say_month(self, view: RosterView) -> None:
        self.month_word.say("roster.month", year=view.month.year, month=view.month.month)

    def _say_findings(self, view: RosterView) -> None:
        empty = [row for row in view.findings if row.kind is FindingKind.EMPTY]
        self.findings.setVisible(bool(view.findings) and not empty)
        self.nothing.setVisible(not self.findings.isVisibleTo(self))
        over = bool(view.plans) and view.plans[-1].slot.ends_at <= view.at
        self.nothing.say("roster.empty" if empty else "roster.past_month" if over else "roster.no_findings")
        self.nothing.button.setVisible(bool(empty))
        serious = sum(row.serious for row in view.findings)
        self.findings_card.caption.say("roster.findings_count", count=len(view.findings), serious=serious)
        self.findings_card.caption.setVisible(bool(view.findings) and not empty)

    def _show_finding(self, row: Finding | None) -> None:
        """Enter on a finding chooses its cell."""
        plan = next(
            (p for p in (self.view.plans if self.view else ()) if row and p.slot.key == (row.day, row.shift)), None
        )
        if plan is not None and row is not None:
            self.grid.choose(plan.slot.key, row.post if row.post in plan.posts else plan.posts[0])
            self.grid.setFocus()

    def _back(self, row: WhereaboutsRow) -> None:
        by = self._seat.actor
        said = "roster.where_cancelled" if row.from_at > self._times.now() else "roster.is_back"
        self.save(
            lambda: self._roster.end_whereabouts(row.id, seen=row.version, by=by),
            lambda _: self.saved.emit(words.say(said, name=row.name)),
        )

    def _connect(self) -> None:
        asking = self.asking
        verbs: dict[str, tuple[KeyButton, Callable[[], Any]]] = {
            "roster_import": (self.bring, self.ask_import),
            "substitute": (self.stand_in, asking.ask_stand_in),
            "take_back": (self.take_back, asking.ask_take_back),
            "whereabouts": (self.where, asking.ask_where),
            "roster_copy": (self.copy, asking.ask_copy),
            "roster_history": (self.history, asking.show_history),
            "print": (self.print_button, lambda: self.print_asked.emit(Month(self.month))),
            "month_before": (self.before, lambda: self.turn_month(-1)),
            "month_after": (self.after, lambda: self.turn_month(1)),
            "this_month": (self.home, self.go_home),
        }
        for button, verb in verbs.values():
            button.clicked.connect(lambda _checked=False, verb=verb: verb())
        own = {"roster_history": HISTORY}
        self._steps = [actions.Action(name, verb, key=own.get(name)) for name, (_, verb) in verbs.items()]
        self._bound = actions.bind(self, self._steps, whole_window=False)
        self.grid.opened.connect(lambda cell: asking.ask_cell(*cell))
        self.findings.opened.connect(self._show_finding)
        self.nothing.asked.connect(self.ask_import)
        self.now_row.where.back.connect(self._back)

    def _lay_out(self) -> None:
        self.month_word = Word(role="strong")
        for part in (self.month_word, self.before, self.home, self.after):
            self.grid_card.tools.addWidget(part)
        self.grid_card.body.addWidget(self.grid)
        self.nothing = Empty("roster.no_findings", "do.roster_import", actions.key_of("roster_import"))
        self.findings_card.body.addWidget(self.findings)
        self.findings_card.body.addWidget(self.nothing)
        self._buttons = Flow()
        for button in (
            self.bring, self.stand_in, self.take_back, self.where, self.copy, self.history, self.print_button, self.out,
        ):  # fmt: skip
            self._buttons.addWidget(button)
        page = QWidget()
        page.setProperty("part", "page")
        self.scroll = QScrollArea()
        self.scroll.setWidgetResizable(True)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll.setWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.scroll)
        self._page = QGridLayout(page)
        self._page.addWidget(self.now_row, 0, 0, 1, 2)
        self._page.addWidget(self.grid_card, 1, 0)
        self._page.addWidget(self.findings_card, 1, 1)
        self._page.addLayout(self._buttons, 2, 0, 1, 2)
        self._page.setColumnStretch(0, 5)
        self._page.setColumnStretch(1, 3)
        self._page.setRowStretch(1, 1)
        self._dress()

    def _dress(self) -> None:
        using = theme.current()
        self._page.setContentsMargins(0, 0, 0, 0)
        self._page.setSpacing(12)
        self._buttons.setSpacing(using.px(8))
        self.grid.setMinimumHeight(using.px(34) + using.compact_row * 6)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_page"):
            self._dress()
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "_bound"):
            actions.retranslate(self._steps, self._bound)


def _next_month(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def _finding_columns() -> tuple[Column[Finding], ...]:
    return (
        Column("finding.day", lambda row: day_word(row.day), width=96),
        Column("finding.level", _level, width=72, ink=lambda row: "redtext" if row.serious else "orangetext"),
        Column("finding.text", finding_word, stretch=True, strong=lambda row: row.serious),
    )


def _level(row: Finding) -> str:
    return words.say("roster.serious" if row.serious else "roster.amber")


def _ask_for_file(parent: QWidget) -> str:
    chosen, _ = QFileDialog.getOpenFileName(parent, words.say("roster.pick_file"), "", words.say("roster.file_kinds"))
    return chosen
