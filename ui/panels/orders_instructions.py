"""批示: leaders' words as they were said, whether they were read back, and to whom they were handed on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid5

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from console import words
from console.changes import Topic
from console.domain.contacts import PersonHit
from console.domain.duty import PostLine
from console.domain.incident import OPEN_STATES, IncidentRow
from console.domain.orders import Form, InstructionRow, OrderRow
from console.domain.people import Action as Permission
from console.domain.roll_call import CalledUnit
from console.services.instructions import SHOWN
from ui import actions, theme
from ui.dialogs.give_order import GiveDialog
from ui.dialogs.instruction import InstructionDialog, Said
from ui.models.order_rows import instruction_model
from ui.panels.orders_given import GivingPart
from ui.text import post
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.keycap import KeyButton
from ui.widgets.search import SearchBox
from ui.widgets.table import RowTable
from ui.widgets.typed import LongText

READ_BACK, HAND_ON = "1", "2"
_OFFERED = 6


@dataclass(frozen=True, slots=True)
class Words:
    """What was asked for; ``tasks`` came of the chosen words."""

    rows: tuple[InstructionRow, ...]
    shown: UUID | None
    tasks: tuple[OrderRow, ...]
    units: tuple[CalledUnit, ...]
    incidents: tuple[IncidentRow, ...]
    waiting: int
    soon: timedelta


class InstructionsPage(GivingPart):
    """Enter hands the chosen words on."""

    topics = frozenset({Topic.TASKS, Topic.INCIDENTS, Topic.LISTS, Topic.SETTINGS})

    def build(self) -> None:
        self._words, self._pages = "", 1
        self._units: tuple[CalledUnit, ...] = ()
        self._incidents: tuple[IncidentRow, ...] = ()
        self.table = RowTable(instruction_model(self._times))
        self.table.call("instructions.title")
        self.card = Card("instructions.title", flush=True)
        self.search = SearchBox("instructions.filter.words")
        self.more = KeyButton("incidents.do.more", actions.key_of("more_rows"), small=True)
        self.more.hide()
        self.card.tools.addWidget(self.more)
        self.card.tools.addWidget(self.search)
        self.whole = LongText(20_000)
        self.whole.setReadOnly(True)
        self.whole.setAccessibleName(words.say("instructions.words"))
        self.build_tasks("instructions.tasks")
        self.below = Card("instructions.tasks", flush=True)
        self.below.body.addWidget(self.whole)
        self.below.body.addWidget(self.tasks)
        self.read_back = KeyButton("instructions.read_back_now", READ_BACK)
        self.hand_on = KeyButton("instructions.hand_on", HAND_ON)
        self.new = KeyButton("instructions.new", actions.key_of("new_line"), kind="primary", icon="plus")
        self.empty = Empty("instructions.empty", "instructions.new", actions.key_of("new_line"))
        self.lay_out([self.read_back, self.hand_on], self.new, self.below)
        self._connect()
        self.permit()

    def _connect(self) -> None:
        self.table.chosen.connect(self._turn)
        self.table.opened.connect(lambda _row: self.ask_hand_on())
        self.search.searched.connect(self._look_for)
        self.new.clicked.connect(self.ask_new)
        self.empty.asked.connect(self.ask_new)
        self.read_back.clicked.connect(self.read_back_now)
        self.hand_on.clicked.connect(self.ask_hand_on)
        self.guard(Permission.INSTRUCTIONS, self.new, self.empty.button, self.read_back, self.hand_on)
        own = {
            "instruction_new": (actions.key_of("new_line"), self.ask_new),
            "instruction_read_back": (READ_BACK, self.read_back_now),
            "instruction_hand_on": (HAND_ON, self.ask_hand_on),
        }
        self.more.clicked.connect(self.show_more)
        self.bind_keys({"find": self.go_search, "more_rows": self.show_more}, own)

    def load(self) -> Words:
        ask, shown = self._ask, self._shown
        return Words(
            tuple(ask.instructions.newest(self._words, limit=SHOWN * self._pages)), shown,
            self.given_from(shown),
            tuple(ask.roll_calls.units()), tuple(ask.incidents.page("", tuple(OPEN_STATES))),
            len(ask.instructions.not_handed_on()), timedelta(minutes=ask.settings.whole("duty.due_soon")),
        )  # fmt: skip

    def present(self, result: Words) -> None:
        self._near, self._units, self._incidents = result.soon, result.units, result.incidents
        self.empty.say("instructions.none_found" if self._words else "instructions.empty")
        more = len(result.rows) == SHOWN * self._pages
        code = "instructions.count_more" if more else "instructions.count"
        self.card.caption.say(code, count=len(result.rows), waiting=result.waiting)
        self.more.setVisible(more)
        self.show_rows(result.rows)
        self.count_changed.emit(result.waiting)
        self.show_tasks(result.shown, result.tasks)
        self.below.setVisible(bool(result.rows))
        self.permit()

    def open_item(self, key: object) -> bool:
        """Words that are sought elsewhere are found among the newest, or by their number."""
        if super().open_item(key):
            return True
        instructions = self._ask.instructions

        def find() -> tuple[InstructionRow, bool]:
            return instructions.one(key), any(row.id == key for row in instructions.newest())  # type: ignore[arg-type]

        self._jobs.read(
            find, lambda found: self._look_among(*found) if isValid(self) else None,
            lambda error: self.failed.emit(error) if isValid(self) else None,
        )  # fmt: skip
        return False

    def show_more(self) -> None:
        """The next page below those that are shown; what is chosen stays."""
        if self.more.isVisibleTo(self):
            self._pages += 1
            self.reload_now()

    def chosen(self) -> InstructionRow | None:
        row: InstructionRow | None = self.table.chosen_row()
        return row

    def possible(self, widget: QWidget) -> bool:
        row = self.chosen()
        if widget is self.read_back:
            return row is not None and row.read_back_at is None
        return widget is not self.hand_on or row is not None

    # acts

    def ask_new(self) -> None:
        """Take down what a leader said."""
        if not self._seat.may(Permission.INSTRUCTIONS):
            return
        by = self._seat.actor
        dialog = InstructionDialog(self._incidents, self._times, parent=self.window())
        dialog.looked_for.connect(lambda typed: self._look_up(dialog, typed))

        def act(said: Said) -> InstructionRow:
            return self._ask.instructions.record(said.form, by=by, read_back=said.read_back)

        self.put(dialog, "instruction.new", act, self._recorded)

    def read_back_now(self) -> None:
        """The words were read back to whoever said them."""
        row, by = self.chosen(), self._seat.actor
        if row is None or row.read_back_at is not None or not self._seat.may(Permission.INSTRUCTIONS):
            return
        self.save_once(
            lambda: self._ask.instructions.read_back(row.id, seen=row.version, by=by),
            lambda done: self.saved.emit(words.say("instructions.told_read_back", number=done.number)),
        )

    def ask_hand_on(self) -> None:
        """Pass the words on to units, each with a task of its own."""
        row, by = self.chosen(), self._seat.actor
        if row is None or not self._seat.may(Permission.INSTRUCTIONS):
            return
        about = f"{row.number} {row.leader} {row.post}".rstrip()
        dialog = GiveDialog(
            "instructions.hand_on", about, self._units, self._times, text=row.words, forms=(Form.INSTRUCTION,),
            parent=self.window(),
        )  # fmt: skip
        self.put(
            dialog, f"instruction.hand_on {row.id}",
            lambda wanted: self._ask.instructions.hand_on(row.id, wanted, by=by, batch_id=dialog.batch),
            lambda made: self.saved.emit(words.say("instructions.told_handed_on", number=row.number, count=len(made))),
        )  # fmt: skip

    def go_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _recorded(self, row: InstructionRow) -> None:
        self.saved.emit(words.say("instructions.told_new", number=row.number))
        self._wanted = row.id

    def _look_up(self, dialog: InstructionDialog, typed: str) -> None:
        """Leaders on duty and people of the contact book who fit."""
        if not typed.strip():
            return
        self._jobs.read(
            lambda: self._fitting(typed),
            lambda hits: dialog.offer(typed, hits) if isValid(dialog) else None,
            lambda error: self.failed.emit(error) if isValid(self) else None,
        )

    def _fitting(self, typed: str) -> list[PersonHit]:
        """On a worker."""
        now = self._ask.roster.now(self._times.now())
        known = dict.fromkeys(line for line in (now.on_duty.leader, now.following.leader) if line is not None)
        leaders = [line for line in known if typed.strip() in line.name]
        return [*map(_on_duty, leaders), *self._ask.contacts.find(typed, _OFFERED)][:_OFFERED]

    # what is shown

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "below"):
            using = theme.current()
            self.search.setFixedWidth(using.px(220))
            self.whole.setMinimumHeight(using.px(60))
            self.whole.setMaximumHeight(using.px(76))
            self.rows_between(self.tasks, 1, 4)

    def retranslate(self) -> None:
        super().retranslate()
        self.whole.setAccessibleName(words.say("instructions.words"))

    def _turn(self, row: InstructionRow | None) -> None:
        """Other words were chosen: theirs stand below, with what came of them."""
        self.permit()
        if self.follow(row.id if row is not None else None):
            self.whole.show_text(row.words if row is not None else "")

    def _look_among(self, row: InstructionRow, listed: bool) -> None:
        """Where the words that are wanted stand."""
        self._wanted, self._words, self._pages = row.id, "" if listed else row.number, 1
        self.search.setText(self._words)
        self.search.search_now()
        self.reload_now()

    def _look_for(self, asked: str) -> None:
        self._words, self._pages = asked, 1
        self.reload_now()


def _on_duty(line: PostLine) -> PersonHit:
    return PersonHit(uuid5(UUID(int=0), line.name), line.name, "", post(line.post), (line.phone,) if line.phone else ())
