"""会商: who was asked and who came, what was said, and the 提示单 and 整改单 that came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from console import words
from console.changes import Topic
from console.domain.consultation import Attendant, ConsultationRow
from console.domain.incident import OPEN_STATES, IncidentRow
from console.domain.orders import LIMITS, Form, OrderRow, Way
from console.domain.people import Action as Permission
from console.domain.roll_call import CalledUnit
from console.services.consultations import SHOWN, Held
from ui import actions, theme
from ui.dialogs.consultation import AttendanceDialog, ConsultationDialog
from ui.dialogs.give_order import GiveDialog
from ui.models.consultation_rows import consultation_model, rates_text
from ui.panels.orders_given import GivingPart
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import elided
from ui.widgets.search import SearchBox
from ui.widgets.spoken import Word, plain_tip
from ui.widgets.table import RowTable
from ui.widgets.typed import LongText

CAME, MINUTES, GIVE = "1", "2", "3"
_OFFERED = 6
FORMS = (Form.RISK_NOTE, Form.RECTIFICATION, Form.ORDER)


@dataclass(frozen=True, slots=True)
class Consulted:
    """All that is listed; ``tasks`` came of the chosen one."""

    rows: tuple[ConsultationRow, ...]
    shown: UUID | None
    tasks: tuple[OrderRow, ...]
    units: tuple[CalledUnit, ...]
    soon: timedelta
    leader: str
    """Who leads the watch by the shift table; empty where it names nobody."""
    waiting: int
    """How many are still without minutes, listed or not."""
    incidents: tuple[IncidentRow, ...]
    """Open ones, which it may be about, and those the listed ones are about."""


class ConsultationsPage(GivingPart):
    """Enter opens the minutes of the chosen one."""

    topics = frozenset({Topic.TASKS, Topic.LISTS, Topic.SETTINGS, Topic.INCIDENTS})

    def build(self) -> None:
        self._words, self._pages = "", 1
        self._units: tuple[CalledUnit, ...] = ()
        self._leader = ""
        self._incidents: dict[UUID, IncidentRow] = {}
        self.table = RowTable(consultation_model(self._times))
        self.table.call("consultations.list")
        self.card = Card("consultations.list", flush=True)
        self.search = SearchBox("consultations.filter.words")
        self.more = KeyButton("incidents.do.more", actions.key_of("more_rows"), small=True)
        self.more.hide()
        self.card.tools.addWidget(self.more)
        self.card.tools.addWidget(self.search)
        self.rates = Word(role="strong")
        self.rates.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.minutes = LongText(20_000)
        self.minutes.setReadOnly(True)
        self.minutes.setAccessibleName(words.say("consultations.minutes"))
        self.build_tasks("consultations.below")
        self.below = Card("consultations.below", flush=True)
        close = QVBoxLayout()
        close.setSpacing(0)
        close.addWidget(self.minutes)
        close.addWidget(self.tasks)
        self.below.body.addLayout(close)
        head: QHBoxLayout = self.below.head.layout()  # type: ignore[assignment]
        head.insertWidget(1, self.rates, 1)
        head.setStretch(2, 0)
        self.came = KeyButton("consultations.attendance", CAME)
        self.amend = KeyButton("consultations.amend", MINUTES)
        self.give = KeyButton("consultations.give", GIVE)
        self.new = KeyButton("consultations.new", actions.key_of("new_line"), kind="primary", icon="plus")
        self.empty = Empty("consultations.empty", "consultations.new", actions.key_of("new_line"))
        self.lay_out([self.came, self.amend, self.give], self.new, self.below)
        self._connect()
        self.permit()

    def _connect(self) -> None:
        self.table.chosen.connect(self._turn)
        self.table.opened.connect(lambda _row: self.ask_amend())
        self.empty.asked.connect(self.ask_new)
        self.search.searched.connect(self._look_for)
        self.more.clicked.connect(self.show_more)
        for button, verb in (
            (self.new, self.ask_new), (self.came, self.ask_attendance), (self.amend, self.ask_amend),
            (self.give, self.ask_give),
        ):  # fmt: skip
            button.clicked.connect(verb)
        self.guard(Permission.INSTRUCTIONS, self.new, self.empty.button, self.came, self.amend)
        self.guard(Permission.TASKS, self.give)
        own = {
            "consultation_new": (actions.key_of("new_line"), self.ask_new),
            "consultation_attendance": (CAME, self.ask_attendance),
            "consultation_amend": (MINUTES, self.ask_amend),
            "consultation_give": (GIVE, self.ask_give),
        }
        self.bind_keys({"find": self.go_search, "more_rows": self.show_more}, own)

    def load(self) -> Consulted:
        ask, shown = self._ask, self._shown
        leader = ask.roster.now(self._times.now()).on_duty.leader
        rows = tuple(ask.consultations.newest(self._words, limit=SHOWN * self._pages))
        return Consulted(
            rows, shown,
            self.given_from(shown),
            tuple(ask.roll_calls.units()), timedelta(minutes=ask.settings.whole("duty.due_soon")),
            leader.name if leader is not None else "", ask.consultations.count_without_minutes(), self._about(rows),
        )  # fmt: skip

    def _about(self, rows: tuple[ConsultationRow, ...]) -> tuple[IncidentRow, ...]:
        """On a worker."""
        ask = self._ask.incidents
        found = {row.id: row for row in ask.page("", tuple(OPEN_STATES))}
        others = {row.incident_id for row in rows if row.incident_id is not None} - found.keys()
        return (*found.values(), *map(ask.one, others))

    def present(self, result: Consulted) -> None:
        self._near, self._units, self._leader = result.soon, result.units, result.leader
        self._incidents = {row.id: row for row in result.incidents}
        self.empty.say("consultations.none_found" if self._words else "consultations.empty")
        more = len(result.rows) == SHOWN * self._pages
        self.card.caption.say("consultations.count_more" if more else "consultations.count", count=len(result.rows))
        self.more.setVisible(more)
        self.show_rows(result.rows)
        self.count_changed.emit(result.waiting)
        self.show_tasks(result.shown, result.tasks)
        self._show_chosen()
        self.below.setVisible(bool(result.rows))
        self.permit()

    def chosen(self) -> ConsultationRow | None:
        row: ConsultationRow | None = self.table.chosen_row()
        return row

    def possible(self, widget: QWidget) -> bool:
        return widget in (self.new, self.empty.button) or self.chosen() is not None

    def show_more(self) -> None:
        """The next page below those that are shown; what is chosen stays."""
        if self.more.isVisibleTo(self):
            self._pages += 1
            self.reload_now()

    def go_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    # acts

    def ask_new(self) -> None:
        """Take down a consultation."""
        if not self._seat.may(Permission.INSTRUCTIONS):
            return
        by = self._seat.actor
        dialog = self._dialog(None)
        self.put(dialog, "consultation.new", lambda held: self._ask.consultations.record(held, by=by), self._recorded)

    def ask_attendance(self) -> None:
        """Who came, who of them late, who sent material."""
        row, by = self.chosen(), self._seat.actor
        if row is None or not self._seat.may(Permission.INSTRUCTIONS):
            return

        def act(told: tuple[Attendant, ...]) -> ConsultationRow:
            held = Held(
                row.title, row.held_at, row.chair, told, Way(row.way), row.minutes, row.ended_at, row.incident_id
            )
            return self._ask.consultations.amend(row.id, held, seen=row.version, by=by)

        dialog = AttendanceDialog(row, parent=self.window())
        dialog.looked_for.connect(lambda typed: self._look_up(dialog, typed))
        self.put(dialog, f"consultation.came {row.id}", act, self._amended)

    def ask_amend(self) -> None:
        """The minutes, and what was taken down wrongly."""
        row, by = self.chosen(), self._seat.actor
        if row is None or not self._seat.may(Permission.INSTRUCTIONS):
            return

        def act(held: Held) -> ConsultationRow:
            return self._ask.consultations.amend(row.id, held, seen=row.version, by=by)

        self.put(self._dialog(row), f"consultation.amend {row.id}", act, self._amended)

    def ask_give(self) -> None:
        """风险提示单 or 整改单 to units, each a task of its own."""
        row, by = self.chosen(), self._seat.actor
        if row is None or not self._seat.may(Permission.TASKS):
            return
        about = f"{row.number} {row.title}"
        dialog = GiveDialog(
            "consultations.give", about, self._units, self._times, text=row.minutes[: LIMITS["text"]], forms=FORMS,
            parent=self.window(),
        )  # fmt: skip
        self.put(
            dialog, f"consultation.give {row.id}",
            lambda wanted: self._ask.consultations.give(row.id, wanted, by=by, batch_id=dialog.batch),
            lambda made: self.saved.emit(words.say("orders.given_out", number=made[0].number, count=len(made))),
        )  # fmt: skip

    def _dialog(self, row: ConsultationRow | None) -> ConsultationDialog:
        """It may be about an open incident; the one it is about already stays to be chosen when it has ended."""
        about = row.incident_id if row is not None else None
        offered = [one for one in self._incidents.values() if one.open or one.id == about]
        return ConsultationDialog(
            row, self._units, self._times, self.window(), chair=self._leader, incidents=offered
        )  # fmt: skip

    def _look_up(self, dialog: AttendanceDialog, typed: str) -> None:
        """People of the contact book who fit."""
        if not typed.strip():
            return
        self._jobs.read(
            lambda: self._ask.contacts.find(typed, _OFFERED),
            lambda hits: dialog.offer(typed, hits) if isValid(dialog) else None,
            lambda error: self.failed.emit(error) if isValid(self) else None,
        )

    def _recorded(self, row: ConsultationRow) -> None:
        self.saved.emit(words.say("consultations.told_new", number=row.number))
        self._wanted = row.id

    def _amended(self, row: ConsultationRow) -> None:
        self.saved.emit(words.say("consultations.told", number=row.number))

    # what is shown

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "below"):
            using = theme.current()
            self.search.setFixedWidth(using.px(220))
            self.minutes.setMinimumHeight(using.px(62))
            self.minutes.setMaximumHeight(using.px(76))
            self.rates.setContentsMargins(using.px(12), 0, 0, 0)
            self.rows_between(self.tasks, 1, 3)

    def retranslate(self) -> None:
        super().retranslate()
        self.minutes.setAccessibleName(words.say("consultations.minutes"))
        self._show_chosen()

    def _show_chosen(self) -> None:
        """Minutes that stand there already are not put there again: what is read does not scroll."""
        row = self.chosen()
        about = self._incidents.get(row.incident_id) if row is not None and row.incident_id is not None else None
        told = (about.number if about is not None else "", rates_text(row.attendance) if row is not None else "")
        rates = "　".join(part for part in told if part)
        room = self.width() - self.below.title.sizeHint().width() - theme.current().px(76)
        self.rates.show_text(elided(self.rates.font(), rates, room))
        self.rates.setToolTip(plain_tip(rates))
        said = row.minutes if row is not None else ""
        if self.minutes.text() != said:
            self.minutes.show_text(said)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_chosen()

    def _look_for(self, asked: str) -> None:
        self._words, self._pages = asked, 1
        self.reload_now()

    def _turn(self, row: ConsultationRow | None) -> None:
        self.permit()
        self._show_chosen()
        self.follow(row.id if row is not None else None)
