"""准备情况: can a watch be stood here? Red, amber and green, each with what to do and the way there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.domain.health import FindingState
from console.domain.ready import Machine, Ready, ReadyRow
from console.services.health import HealthService
from console.services.ready import ReadyService
from ui import actions, theme
from ui.jobs import Jobs
from ui.models.table import Column, RowTableModel
from ui.panels.settings_page import SettingsPage
from ui.seat import Seat
from ui.text import Times, number
from ui.widgets.card import Card
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

_SHAPES = {FindingState.OK: "○", FindingState.NOTE: "△", FindingState.WRONG: "×"}
_INKS = {FindingState.OK: "oktext", FindingState.NOTE: "orangetext", FindingState.WRONG: "redtext"}
_ORDER = (FindingState.WRONG, FindingState.NOTE, FindingState.OK)


@dataclass(frozen=True, slots=True)
class Seen:
    """How the window looks at the machine; replaced where there is none. ``sound`` tells what was last proved."""

    machine: Callable[[str], Machine]
    sound: Callable[[], str]


class ReadyPage(SettingsPage):
    """Looks again whenever it is shown and when asked; changes nothing itself.

    Signals: ``jump_asked`` a row's way (a page, ``panel:<id>`` or ``list:<key>``); ``setup_asked``.
    """

    jump_asked = Signal(str)
    setup_asked = Signal()

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, ready: ReadyService, health: HealthService, seen: Seen
    ) -> None:
        super().__init__(jobs, seat, times)
        self._ready = ready
        self._health = health
        self._seen = seen
        self._sound = ""
        self._verdict_code = ""
        self.build()

    def build(self) -> None:
        self.table = RowTable(RowTableModel(_columns(), lambda row: row.id))
        self.verdict = Word(role="strong")
        self.verdict.setWordWrap(True)
        self.sentence, self.todo = Word(role="strong"), Word()
        for text in (self.sentence, self.todo):
            text.setWordWrap(True)
        self.again = KeyButton("ready.run", actions.key_of("check_again"), kind="primary")
        self.go = KeyButton("ready.go", "Enter")
        self.verify = KeyButton("ready.verify")
        self.setup = KeyButton("ready.setup")
        self._lay_out()
        self.table.chosen.connect(self._show_row)
        self.table.opened.connect(lambda _: self.jump())
        self.again.clicked.connect(self.reload_now)
        self.go.clicked.connect(self.jump)
        self.verify.clicked.connect(self.verify_books)
        self.setup.clicked.connect(self.setup_asked)
        self.failed.connect(lambda _: self._tell_when())
        self.retranslate()

    def reload_now(self) -> None:
        self._sound = self._seen.sound()
        super().reload_now()
        self._tell_when()

    def load(self) -> Ready:
        return self._ready.check(self._seen.machine(self._sound))

    def present(self, result: Ready) -> None:
        rows = [row for state in _ORDER for row in result.rows if row.state is state]
        self.table.show_rows(rows)
        if self.table.chosen_row() is None and rows:
            self.table.choose(rows[0].id)
        red, amber, green = (result.count(state) for state in _ORDER)
        self.card.caption.say("ready.summary", red=red, amber=amber, green=green)
        self._verdict_code = "ready.may_not" if red else "ready.may_start" if amber else "ready.all_green"
        self._tell_when()
        self._show_row(self.table.chosen_row())

    def _tell_when(self) -> None:
        """Of when these rows are; while the next check runs they are an older one's."""
        if self._loading:
            self.list_card.caption.say("ready.checking")
            self.verdict.say("ready.checking")
        elif self._has_result:
            self.list_card.caption.say("ready.checked_at", at=self._times.seconds(self._last.at))
            self.verdict.say(self._verdict_code)
        else:
            self.list_card.caption.show_text("")
            self.verdict.show_text("")

    def showEvent(self, event: object) -> None:
        """What was right a minute ago may be unplugged by now."""
        self.stale = True
        super().showEvent(event)  # type: ignore[arg-type]

    def jump(self) -> None:
        """Where the chosen row is put right."""
        row = self.table.chosen_row()
        if row is not None and row.jump:
            self.jump_asked.emit(row.jump)

    def verify_books(self) -> None:
        """Walk both books from their first line, beside the lanes: a long book takes minutes."""
        self.verify.setEnabled(False)
        self._jobs.run(self._health.verify, self._verified, self._not_verified)  # type: ignore[attr-defined]

    def _verified(self, found: object) -> None:
        self.verify.setEnabled(True)
        if getattr(found, "fault", None) is None:
            self.saved.emit(words.say("ready.verified", number=number(found.duty.count)))  # type: ignore[attr-defined]
        self.reload_now()

    def _not_verified(self, error: Exception) -> None:
        self.verify.setEnabled(True)
        self.refused.emit(error)

    def _show_row(self, row: ReadyRow | None) -> None:
        self.go.setEnabled(row is not None and bool(row.jump))
        if row is None:
            return
        self.sentence.show_text(sentence(row))
        self.todo.show_text("" if row.state is FindingState.OK else todo(row))

    def _lay_out(self) -> None:
        self.card, self.list_card = Card("ready.title"), Card("ready.checked", flush=True)
        self.card.body.addWidget(self.verdict)
        self.list_card.body.addWidget(self.table, 1)
        told = QVBoxLayout()
        told.addWidget(self.sentence)
        told.addWidget(self.todo)
        self._detail = QWidget()
        self._detail.setLayout(told)
        self.list_card.body.addWidget(self._detail)
        self._row = QHBoxLayout()
        for button in (self.go, self.verify, self.setup):
            self._row.addWidget(button)
        self._row.addStretch(1)
        self._row.addWidget(self.again)
        self.list_card.body.addLayout(self._row)
        self.stack_cards(self.card, self.list_card, grows=self.list_card)

    def retranslate(self) -> None:
        super().retranslate()
        self.table.setAccessibleName(words.say("ready.title"))

    def restyle(self) -> None:
        using = theme.current()
        self._row.setSpacing(using.px(8))
        self._row.setContentsMargins(using.px(12), 0, using.px(12), using.px(8))
        self.table.setMinimumHeight(using.px(34) + using.row * 6)
        self._detail.setMinimumHeight(using.px(64))


def sentence(row: ReadyRow) -> str:
    """How it stands."""
    return words.say(f"ready.{row.code}", **row.facts)


def todo(row: ReadyRow) -> str:
    """What to do about it."""
    return words.say(f"ready.do.{row.id}")


def state_word(state: FindingState) -> str:
    """Shape and word: colour alone tells nobody anything."""
    return f"{_SHAPES[state]} {words.say(f'ready.state.{state.value}')}"


def _columns() -> tuple[Column[ReadyRow], ...]:
    return (
        Column("ready.state", lambda row: state_word(row.state), width=96, ink=lambda row: _INKS[row.state]),
        Column("ready.row", lambda row: words.say(f"ready.row.{row.id}"), width=116),
        Column("ready.sentence", sentence, stretch=True),
        Column("ready.do", lambda row: "" if row.state is FindingState.OK else todo(row), stretch=True),
    )
