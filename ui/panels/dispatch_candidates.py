"""候选: who and what could serve the chosen need, first to arrive first, with why and whom to ring; Enter sends one."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from console import words
from console.changes import Topic
from console.domain.assignments import Verdict
from console.domain.candidates import StoreCandidate
from console.domain.dispatch_lists import WEATHERS
from console.domain.dispatching import DispatchRow, Order
from console.domain.needs import NeedKind
from console.domain.people import Action as Permission
from console.domain.stock import NOTHING, DocumentKind, pick, shown
from console.domain.stock_document import NewDocument, NewLine
from console.services import candidate_words
from console.services.candidates import Candidates
from ui import actions, theme
from ui.dialogs.need_assign import Approvers, AssignDialog
from ui.models.candidate_lines import CandidateLine, Kind, candidate_model, enough, lines_of
from ui.models.dispatch_rows import DispatchServices, Focus
from ui.panels.dispatch_part import DispatchPart
from ui.widgets.card import Card
from ui.widgets.code_combo import CodeCombo
from ui.widgets.empty import Empty
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.scrolling import scrolling
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

TEAMS, STORES = "teams", "stores"


@dataclass(frozen=True, slots=True)
class Told:
    """What was found for a need, in a weather."""

    found: Candidates
    weather: str


class CandidatesPart(DispatchPart):
    """``weather_chosen`` carries the weather all parts shall reckon with, ``chosen_changed`` the team or store.

    ``transfer_asked`` carries the ``NewDocument`` of goods that shall be approved later by who may.
    """

    topics = frozenset({Topic.DISPATCH, Topic.TEAMS, Topic.STOCK, Topic.INCIDENTS, Topic.LISTS, Topic.PLACES})
    weather_chosen = Signal(str)
    chosen_changed = Signal(object)
    transfer_asked = Signal(object)

    def build(self) -> None:
        self._answer: Told | None = None
        self._asking = False
        self.card = Card("dispatch.part.candidates", flush=True)
        self.card.wrap_title()
        self.weather = CodeCombo("list.travel_speeds.weather", WEATHERS)
        self.table = RowTable(candidate_model(), compact=True)
        self.table.call("dispatch.part.candidates")
        self.empty = Empty("dispatch.choose_need")
        self.name, self.why, self.aid = Word(role="strong"), Word(role="secondary"), Word(role="caption")
        self.send = KeyButton("dispatch.assign", "Return", kind="primary")
        self.to_team = KeyButton("dispatch.to_team", actions.key_of("dispatch_team"))
        self.transfer = KeyButton("dispatch.transfer", actions.key_of("dispatch_transfer"))
        self._lay_out()
        self._connect()
        self.restyle()
        self.retranslate()

    # what is asked and shown

    def load(self) -> Told | None:
        wanted, weather = self.focus.need, self.focus.weather
        if wanted is None:
            return None
        return Told(self._ask.candidates.of(wanted, weather), weather)

    def present(self, result: Told | None) -> None:
        other = result is None or self._answer is None or self._answer.found.need.id != result.found.need.id
        self._answer = result
        if other:
            self.table.show_rows(())  # nothing of the need before can be sent for this one
        lines = lines_of(result.found if result else None, self._times.today())
        self.table.show_rows(lines)
        self.empty.stand_for(self.table, not lines)
        if lines and self.table.chosen_row() is None:
            self.table.choose(lines[0].key)
        self._say_title()
        self._show_chosen()

    def turn_to(self, focus: Focus) -> None:
        """What is on its way about another need is dropped."""
        if focus.need != self.focus.need:
            self._answer = None
            self._show_chosen()
        self.weather.show_code(focus.weather)
        super().turn_to(focus)

    def first_focus(self) -> QWidget:
        return self.table if self.table.isVisibleTo(self) else self.empty

    def choose(self, record_id: UUID) -> None:
        """The line of that team or store, where there is one."""
        key = next((line.key for line in self.table.rows_model.rows() if line.id == record_id), None)
        if key is not None:
            self.table.choose(key)

    def chosen(self) -> CandidateLine | None:
        """The line that may be acted on: of the need that is looked at now."""
        line = self.table.chosen_row()
        return line if line is not None and line.need.id == self.focus.need else None

    # acts

    def assign(self) -> None:
        """Send the chosen one for the need; who may approve is read first."""
        line = self.chosen()
        if line is None or not self.possible(self.send) or self._asking or self.asked.dialog is not None:
            return
        if not self._seat.may(Permission.DISPATCH):
            return
        self._asking, own = True, self._seat.name

        def found(who: Approvers) -> None:
            self._asking = False
            if isValid(self) and self.isVisible() and self.chosen() is not None and self.chosen_key() == line.key:
                self._open(line, who)

        def failed(error: Exception) -> None:
            self._asking = False
            self.refused.emit(error)

        self._jobs.read(lambda: approvers(self._ask, own), found, failed)

    def chosen_key(self) -> object:
        return self.table.chosen_key()

    def _open(self, line: CandidateLine, who: Approvers) -> None:
        dialog, by = AssignDialog(line, who, self._times, self.window()), self._seat.actor

        def act(order: Order) -> list[DispatchRow]:
            return self._ask.dispatching.confirm(order, by=by)

        self.put(dialog, f"dispatch.assign {line.need.id} {line.id}", act, lambda rows: self._sent(line, rows))

    def _sent(self, line: CandidateLine, rows: list[DispatchRow]) -> None:
        numbers = words.say("list.join").join(row.number for row in rows)
        self.saved.emit(words.say("dispatch.told.assigned", who=line.name, what=line.need.what, number=numbers))
        self.sent.emit(rows)

    def _to_team(self) -> None:
        line = self.chosen()
        if line is not None and line.kind is Kind.TEAM:
            self.item_asked.emit(TEAMS, line.id)

    def ask_transfer(self) -> None:
        """A transfer of what is missing is begun among the documents; somebody else approves it there."""
        line = self.chosen()
        if line is not None:
            self.transfer_asked.emit(transfer_of(line))

    def possible(self, widget: QWidget) -> bool:
        line = self.chosen()
        if line is None:
            return False
        if widget is self.transfer:
            return STORES in self._ask.beside and line.kind is Kind.STORE and line.found.free > 0  # type: ignore[union-attr]
        if widget is self.send:
            free = line.found.free > 0 if line.kind is Kind.STORE else line.kind is Kind.TEAM  # type: ignore[union-attr]
            return bool(free) and line.verdict is not Verdict.BLOCK
        return line.kind is Kind.TEAM and TEAMS in self._ask.beside

    def permit(self) -> None:
        super().permit()
        if not hasattr(self, "to_team"):
            return
        self.to_team.setEnabled(self.possible(self.to_team))
        line = self.chosen()
        why = words.say("dispatch.why.no_candidate" if line is None else "dispatch.why.no_team")
        self.to_team.setToolTip("" if self.to_team.isEnabled() else why)
        if line is None and not self.send.toolTip():
            self.send.setToolTip(why)
        if not self.possible(self.transfer) and self._seat.may(Permission.STOCK):
            self.transfer.setToolTip(words.say("dispatch.draft_goods"))
        if line is not None and self._seat.may(Permission.DISPATCH) and not self.possible(self.send):
            code = "dispatch.call_them" if line.kind is Kind.AGREEMENT else "dispatch.blocked"
            self.send.setToolTip(words.say(code))

    # words

    def _say_title(self) -> None:
        need = self._answer.found.need if self._answer is not None else None
        if need is None:
            self.card.title.say("dispatch.part.candidates")
            self.empty.say("dispatch.choose_need")
            return
        self.card.title.say(
            "dispatch.candidates_of", what=f"{need.what} {shown(need.open)} {need.unit}".rstrip(),
            place=need.place or words.say("none"),
        )  # fmt: skip
        code = "dispatch.none_other" if need.kind is NeedKind.OTHER else "dispatch.none_found"
        self.empty.say(code, what=need.what)

    def _turned(self) -> None:
        """Another line is chosen."""
        self._show_chosen()
        line = self.chosen()
        self.chosen_changed.emit(line.id if line is not None else None)

    def _show_chosen(self) -> None:
        line = self.chosen()
        if line is None:
            self.name.show_text("")
            self.why.show_text("")
        else:
            told = (line.name, candidate_words.arrival(line.minutes), candidate_words.people(line.people))
            self.name.show_text(" · ".join(part for part in told if part))
            self.why.show_text("；".join(line.reasons()))
        self._say_aid()
        self.permit()

    def _say_aid(self) -> None:
        """What is left to do where all of them together are not enough."""
        told = self._answer
        if told is None or told.found.need.kind is NeedKind.OTHER:
            self.aid.hide()
            return
        able, lacking, called = enough(told.found, self._times.today())
        unit = told.found.need.unit
        facts = {"able": f"{shown(able)} {unit}", "short": f"{shown(max(lacking, NOTHING))} {unit}"}
        if lacking <= 0:
            self.aid.say("dispatch.aid_enough", **facts)
        else:
            self.aid.say("dispatch.aid_call" if lacking <= called else "dispatch.aid_short", **facts)
        self.aid.show()

    def retranslate(self) -> None:
        super().retranslate()
        self.weather.setAccessibleName(words.say("map.weather"))

    # built once

    def _connect(self) -> None:
        self.send.clicked.connect(self.assign)
        self.guard(Permission.DISPATCH, self.send)
        self.table.opened.connect(lambda _line: self.assign())
        self.table.chosen.connect(lambda _line: self._turned())
        self.weather.activated.connect(lambda _at: self.weather_chosen.emit(self.weather.code()))
        key = actions.key_of
        self.bind_verbs({
            "dispatch_team": (key("dispatch_team"), self.to_team, self._to_team, None),
            "dispatch_transfer": (key("dispatch_transfer"), self.transfer, self.ask_transfer, Permission.STOCK),
        })  # fmt: skip

    def _lay_out(self) -> None:
        self.bar = Lines()
        self.bar.flow.addWidget(self.to_team)
        self.bar.flow.addWidget(self.transfer)
        self.bar.flow.add_last(self.send)
        self.card.tools.addWidget(self.weather)
        self.empty.hide()
        self.card.body.addWidget(self.table, 1)
        self.card.body.addWidget(self.empty, 1)
        self._below = QVBoxLayout()
        for word in (self.name, self.why, self.aid):
            word.setWordWrap(True)
            self._below.addWidget(word)
        self._below.addWidget(self.bar)
        self.card.body.addLayout(self._below)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolling(self.card))

    def restyle(self) -> None:
        using = theme.current()
        self.table.setMinimumHeight(using.px(34) + using.compact_row * 3)
        self.weather.setMinimumWidth(using.px(130))
        self._below.setContentsMargins(using.px(12), using.px(4), using.px(12), using.px(12))
        self._below.setSpacing(using.px(6))


def approvers(ask: DispatchServices, own: str) -> Approvers:
    """On a worker: who leads the watch, and the officers of this station; nobody approves what he asks for."""
    watch = ask.duty.on_watch()
    leader = watch.leader if watch is not None and watch.leader != own else ""
    return Approvers(leader, tuple(row.name for row in ask.accounts.list() if row.active))


def transfer_of(line: CandidateLine) -> NewDocument:
    """What that store can send for the need without touching its reserve, where it can, by lots; to be approved."""
    found, need = line.found, line.need
    assert isinstance(found, StoreCandidate), "goods come from a store"
    picked, _ = pick(found.holding.lots, min(need.open or found.spare, found.spare or found.free), line.today)
    lines = tuple(NewLine(found.holding.item, one.quantity, lot=one.lot, need=need.id) for one in picked)
    return NewDocument(
        DocumentKind.TRANSFER, lines, "dispatch", found.store.id, incident=need.incident, need=need.id,
        destination=need.place, text=need.number, keeper=next((one.name for one in found.store.base.people), ""),
        receiver=need.asked_by[:60], receiver_phone=need.phone,
    )  # fmt: skip
