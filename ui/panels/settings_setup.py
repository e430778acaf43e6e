"""The walk through what a new county needs: a bar above the settings' own pages, left and taken up again at will."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from console import words
from console.changes import Topic
from console.domain.health import FindingState
from console.domain.ready import Ready
from console.services.ready import ReadyService
from ui import actions, theme
from ui.jobs import Jobs
from ui.panels.settings_page import SettingsPage
from ui.panels.settings_ready import Seen, sentence, state_word
from ui.seat import Seat
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Word


@dataclass(frozen=True, slots=True)
class Step:
    """One step: where it is done (as a ready row's ``jump``), which rows tell how it stands, and what its own button
    asks for: ``panel:<id>``, ``print:test`` or ``sound:test``."""

    id: str
    page: str
    rows: tuple[str, ...]
    asks: str = ""


STEPS = (
    Step("names", "site", ("site",)),
    Step("officers", "officers", ("officers",)),
    Step("numbers", "numbers", ("numbers",)),
    Step("places", "places", ("places",)),
    Step("contacts", "contacts", ("contacts",)),
    Step("zero_units", "list:zero_units", ("zero_units",)),
    Step("shifts", "list:templates", ("roster", "leader"), "panel:roster"),
    Step("copies", "copies", ("copies",)),
    Step("print", "seat", ("font", "printer"), "print:test"),
    Step("sound", "seat", ("sound",), "sound:test"),
    Step("confirm", "lists", ("settings", "lists", "recipients", "report_recipients")),
    Step("ready", "ready", ()),
)


class SetupBar(SettingsPage):
    """Hidden until ``start``. Signals: ``step_shown`` a way as of a ready row; ``asked`` a step's own wish."""

    topics = frozenset(Topic)

    step_shown = Signal(str)
    asked = Signal(str)

    def __init__(self, jobs: Jobs, seat: Seat, times: Times, *, ready: ReadyService, seen: Seen) -> None:
        super().__init__(jobs, seat, times)
        self._ready = ready
        self._seen = seen
        self._sound = ""
        self._at = 0
        self._begin_at_open = False
        self.build()

    def build(self) -> None:
        self.card = Card("setup.title")
        self.what = Word("setup.what.names")
        self.what.setWordWrap(True)
        self.state = Word(role="secondary")
        self.state.setWordWrap(True)
        self.back = KeyButton("setup.back", actions.key_of("setup_back"))
        self.on = KeyButton("setup.next", actions.key_of("setup_next"), kind="primary")
        self.wish = KeyButton("setup.ask.print")
        self.later = KeyButton("setup.later")
        self._lay_out()
        self.back.clicked.connect(lambda: self.show_step(self._at - 1))
        self.on.clicked.connect(self.go_on)
        self.wish.clicked.connect(lambda: self.asked.emit(self.step.asks))
        self.later.clicked.connect(self.leave_it)
        self.failed.connect(lambda _: self._show_state())
        self.hide()
        self.retranslate()

    @property
    def step(self) -> Step:
        return STEPS[self._at]

    def start(self) -> None:
        """Begin, or go on, at the first step that is not green."""
        self._begin_at_open = True
        self.stale = True
        self.setVisible(True)
        self.show_step(0)
        self.reload_now()

    def leave_it(self) -> None:
        """Any day will do: 准备情况 takes it up again."""
        self.hide()
        self.saved.emit(words.say("setup.left"))

    def show_step(self, at: int) -> None:
        """Bring a step's page to the front; what was typed on another page stays there."""
        if not 0 <= at < len(STEPS):
            return
        self._at = at
        self._show()
        self.step_shown.emit(self.step.page)

    def go_on(self) -> None:
        """The next step; behind the last one the walk is over."""
        self._begin_at_open = False
        if self._at + 1 < len(STEPS):
            self.show_step(self._at + 1)
        else:
            self.hide()
            self.saved.emit(words.say("setup.done"))

    def load(self) -> Ready:
        return self._ready.check(self._seen.machine(self._sound))

    def reload_now(self) -> None:
        self._sound = self._seen.sound()
        super().reload_now()
        self._show_state()

    def present(self, result: Ready) -> None:
        if self._begin_at_open:
            self._begin_at_open = False
            states = {row.id: row.state for row in result.rows}
            open_ = [
                at for at, step in enumerate(STEPS) if any(states.get(row) is FindingState.WRONG for row in step.rows)
            ]
            self.show_step(open_[0] if open_ else 0)
        self._show_state()

    def _show(self) -> None:
        step = self.step
        self.card.title.say("setup.step", at=self._at + 1, count=len(STEPS), name=words.say(f"setup.step.{step.id}"))
        self.what.say(f"setup.what.{step.id}")
        self.back.setEnabled(self._at > 0)
        self.on.say("setup.next" if self._at + 1 < len(STEPS) else "setup.finish")
        self.wish.setVisible(bool(step.asks))
        if step.asks:
            self.wish.say(f"setup.ask.{step.id}")
        self._show_state()

    def _show_state(self) -> None:
        """How the step stands; while it is being counted the older count does not pass for it."""
        self.state.setVisible(bool(self.step.rows) and (self._loading or self._has_result))
        if self._loading:
            self.state.say("ready.checking")
            return
        mine = [row for row in self._last.rows if row.id in self.step.rows] if self._has_result else []
        told = "　".join(f"{state_word(row.state)} {sentence(row)}" for row in mine)
        self.state.setVisible(bool(told))  # a row that is asked for only now and then may not be there
        self.state.show_text(told)

    def retranslate(self) -> None:
        super().retranslate()
        self._show()

    def _lay_out(self) -> None:
        self.card.tools.addWidget(self.later)
        told = QVBoxLayout()
        told.addWidget(self.what)
        told.addWidget(self.state)
        row = QHBoxLayout()
        row.addLayout(told, 1)
        for button in (self.wish, self.back, self.on):
            row.addWidget(button)
        self.card.body.addLayout(row)
        self.later.setProperty("small", True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.card)
        self._row = row
        self.restyle()
        theme.news().changed.connect(self.restyle)

    def restyle(self) -> None:
        self._row.setSpacing(theme.current().px(8))
