"""模拟: a trainer makes simulated devices speak and fail, plays scripts and captured files; practice stores only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QGridLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from console import words
from console.changes import Topic
from console.domain.people import Action as Permission
from console.domain.training import ENDED, SPEEDS, Act, CaptureFacts, Offers, RunKind, RunRow, RunState, Stand
from console.domain.wire import DeviceRow
from ui import theme
from ui.dialogs.training_act import TrainingActDialog
from ui.dialogs.training_play import Played, Script, TrainingReplayDialog, TrainingScriptDialog
from ui.models.device_rows import device_name, driver_word
from ui.models.training_rows import lamp_of, run_model, run_word, stand_model, state_word, told
from ui.panels.acting_part import Verb
from ui.panels.devices_part import DevicesPart, looked_at
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.lamp_cell import LampCell
from ui.widgets.scrolling import scrolling
from ui.widgets.search import SearchBox
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

HAPPENS = {
    "training_alarm": "Alt+A", "training_restore": "Alt+R", "training_fault": "Alt+F", "training_status": "Alt+U",
    "training_reading": "Alt+D", "training_message": "Alt+M", "training_call": "Alt+L", "training_storm": "Alt+S",
}  # fmt: skip
TROUBLES = {
    "training_noise": "Alt+G", "training_half": "Alt+H", "training_crc": "Alt+C", "training_duplicate": "Alt+T",
    "training_split": "Alt+I", "training_silence": "Alt+E", "training_clock": "Alt+K", "training_power": "Alt+W",
}  # fmt: skip
"""Acts by the id of their words, with their keys."""
SCRIPT, REPLAY, PAUSE, NEXT, SPEED, STOP, STOP_ALL = "Alt+J", "Alt+Y", "Alt+P", "Alt+N", "Alt+V", "Alt+X", "Alt+Q"
"""Keys of this part alone."""
LIVE_MS = 500
"""How often what runs is looked at while it is seen."""
AGAIN_TICKS = 4
"""How many of these pass until devices are read anew."""
_STATE = 3


@dataclass(frozen=True, slots=True)
class Told:
    """A simulated device with what can be played there."""

    stand: Stand
    offers: Offers

    @property
    def id(self) -> UUID:
        return self.stand.id


@dataclass(frozen=True, slots=True)
class Stands:
    rows: tuple[Stand, ...]
    told: Told | None


class TrainingPage(DevicesPart):
    """``new_asked`` wants a device connected; ``replay_of`` plays a file that was captured elsewhere."""

    topics = frozenset({Topic.DEVICES})
    new_asked = Signal()

    def build(self) -> None:
        self.table = RowTable(stand_model())
        self.table.call("training.devices")
        self.table.setItemDelegateForColumn(_STATE, LampCell(lamp_of, self.table))
        self.search = SearchBox("devices.search")
        self.empty = Empty("training.empty", "devices.new")
        self.state = Word(role="secondary")
        self.runs = RowTable(run_model(), compact=True)
        self.runs.call("training.runs")
        self.no_runs = Empty("training.no_runs")
        self.told = Word(role="secondary")
        for word in (self.state, self.told):
            word.setWordWrap(True)
        self._buttons()
        self._lay_out()
        self._connect()
        self._ticks = 0
        self._live = QTimer(self)
        self._live.setInterval(LIVE_MS)
        self._live.timeout.connect(self._tick)
        self._live.start()
        self.restyle()
        theme.news().changed.connect(self.restyle)
        self._show(None)
        self._show_runs()

    # reading

    def load(self) -> Stands:
        training, asked = self._ask.training, self._words.casefold()
        rows = tuple(one for one in training.stands() if asked in looked_at(one.row))
        chosen = next((one for one in rows if one.id == self._wanted), next(iter(rows), None))
        offers = training.offers(chosen.id) if chosen is not None else None
        return Stands(rows, Told(chosen, offers) if chosen is not None and offers is not None else None)

    def present(self, result: Stands) -> None:
        self._read = result.told
        if not self._ask.training.available:
            self.empty.say("training.live")
        else:
            self.empty.say("devices.none_found" if self._words else "training.empty")
        self.search.setVisible(self._ask.training.available)
        self.card.caption.say("training.count", count=len(result.rows))
        self.show_list(result.rows, self._read)
        self._show_runs()

    def _show(self, told: Told | None) -> None:
        for verb, button in self.acts.items():
            button.setVisible(told is not None and told.offers.of(verb) is not None)
        if told is not None:
            form = told.stand.row.form
            self.sheet.title.show_text(f"{form.code}　{device_name(told.stand.row)}")
            self.sheet.caption.show_text(driver_word(form.driver))
            waiting = words.say("training.waits", count=told.stand.waiting) if told.stand.waiting else ""
            self.state.show_text(" · ".join(part for part in (state_word(told.stand), waiting) if part))
        self.permit()

    def _tick(self) -> None:
        """What runs is asked of memory; devices are read now and then while something may be changing."""
        if not self.isVisible():
            return
        self._show_runs()
        self._ticks += 1
        if self._ticks % AGAIN_TICKS == 0 and self._ask.training.available:
            self.reload()

    def _show_runs(self) -> None:
        rows = self._ask.training.runs()
        if rows != self._runs:
            self._runs = rows
            self.runs.show_rows(rows)
            self.no_runs.stand_for(self.runs, not rows)
            self.count_changed.emit(sum(row.state not in ENDED for row in rows))
            self._say_run()

    _runs: tuple[RunRow, ...] | None = None

    def _say_run(self) -> None:
        row = self.run()
        self.told.show_text(told(row) if row is not None else "")
        paused = row is not None and row.state is RunState.PAUSED
        self.pause.say("training.go_on" if paused else "training.pause")
        self.permit()

    # what happens

    def ask_act(self, verb: str) -> None:
        read = self.read_of_chosen()
        offer = read.offers.of(verb) if read is not None else None
        if read is None or offer is None:
            return
        by = self._seat.actor
        dialog = TrainingActDialog(read.stand, read.offers, offer, self.window())

        def act(asked: Act) -> RunRow:
            return self._ask.training.act(asked, by=by)

        name = device_name(read.stand.row)
        what = words.say(f"training.verb.{verb}")
        said = words.say("training.told_act", name=name, what=what)
        self.put(dialog, f"training.{verb} {read.id}", act, lambda _run: self._began(said))

    def ask_script(self) -> None:
        by = self._seat.actor

        def play(asked: Script) -> RunRow:
            return self._ask.training.play(asked.name, by=by, speed=asked.speed, path=asked.path)

        dialog = TrainingScriptDialog(self.window())
        self.put(
            dialog, "training.script", play, lambda run: self._began(words.say("training.told_run", name=run_word(run)))
        )

    def ask_replay(self) -> None:
        """A captured file is chosen, then looked at."""
        path, _ = QFileDialog.getOpenFileName(self.window(), words.say("training.replay"), "", "*.cap *.txt")
        if path:
            read = self.read_of_chosen()
            self.replay_of(path, read.id if read is not None else None)

    def replay_of(self, path: str, device_id: UUID | None) -> None:
        """What the file holds is shown; then it is played to a device."""
        training = self._ask.training
        self.ask_first(
            lambda: (training.look(Path(path)), training.listeners()),
            lambda found: self._show_replay(*found, device_id),
        )

    def _show_replay(self, facts: CaptureFacts, devices: list[DeviceRow], device_id: UUID | None) -> None:
        by = self._seat.actor
        dialog = TrainingReplayDialog(facts, devices, self._times, device_id, self.window())

        def play(asked: Played) -> RunRow:
            return self._ask.training.replay(Path(facts.path), asked.device_id, by=by, speed=asked.speed)

        self.put(dialog, "", play, self._began_run)

    def _began_run(self, run: RunRow) -> None:
        self._began(words.say("training.told_run", name=run_word(run)))

    def _began(self, said: str) -> None:
        self.saved.emit(said)
        self._show_runs()
        if self._runs:
            self.runs.choose(self._runs[0].id)

    # what runs

    def run(self) -> RunRow | None:
        row: RunRow | None = self.runs.chosen_row()
        return row

    def ask_pause(self) -> None:
        row = self.run()
        if row is not None:
            self._do(lambda: self._ask.training.pause(row.id, row.state is RunState.RUNNING))

    def ask_next(self) -> None:
        row = self.run()
        if row is not None:
            self._do(lambda: self._ask.training.next_one(row.id))

    def ask_speed(self) -> None:
        """The next of its speeds, then the first again."""
        row = self.run()
        if row is not None:
            at = SPEEDS.index(row.speed) + 1 if row.speed in SPEEDS else 0
            self._do(lambda: self._ask.training.change_speed(row.id, SPEEDS[at % len(SPEEDS)]))

    def ask_stop(self) -> None:
        row, by = self.run(), self._seat.actor
        if row is not None:
            told = words.say("training.told_stopped", name=run_word(row))
            self._do(lambda: self._ask.training.stop(row.id, by=by), lambda _none: self.saved.emit(told))

    def ask_stop_everything(self) -> None:
        """Everything ends at once, and every simulated device is as its ledger says."""
        by = self._seat.actor
        self._do(
            lambda: self._ask.training.stop_all(by=by),
            lambda count: self.saved.emit(words.say("training.told_stopped_all", count=count)),
        )

    def _do(self, work: Callable[[], Any], then: Callable[[Any], object] = lambda _none: None) -> None:
        def done(answer: Any) -> None:
            if isValid(self):
                then(answer)
                self._show_runs()
                self.reload_now()

        self._jobs.write(work, done, self.refused.emit)

    # what can be done

    def possible(self, widget: QWidget) -> bool:
        if not self._ask.training.available:
            return False
        if widget in (self.script, self.replay, self.stop_everything, self.empty.button):
            return True
        row = self.run()
        if widget is self.stop:
            return row is not None and row.state not in ENDED
        if widget in (self.pause, self.next, self.speed):
            return _is_paced(row) and (widget is not self.speed or (row is not None and row.speed > 0))
        read = self.read_of_chosen()
        return read is not None and self._can(widget, read)

    def _can(self, widget: QWidget, read: Told) -> bool:
        verb = next((name for name, button in self.acts.items() if button is widget), "")
        return read.offers.of(verb) is not None and (read.stand.open or not read.stand.powered)

    def why_not(self, widget: QWidget) -> str:
        if not self._ask.training.available:
            return "training.why.live"
        if widget in (self.pause, self.next, self.speed, self.stop):
            return "training.why.no_run" if widget is self.stop else "training.why.not_paced"
        read = self.read_of_chosen()
        if read is None:
            return "devices.why.none_chosen"
        if not self._is_offered(widget, read):
            return "training.why.not_offered"
        return "training.why.closed" if self._ask.wire.holds else "devices.why.elsewhere"

    def _is_offered(self, widget: QWidget, read: Told) -> bool:
        return any(button is widget and read.offers.of(verb) for verb, button in self.acts.items())

    # the rest of a page

    def _buttons(self) -> None:
        self.acts = {
            _verb(act): KeyButton(f"training.verb.{_verb(act)}", key, kind="primary" if _verb(act) == "alarm" else "")
            for act, key in (HAPPENS | TROUBLES).items()
        }
        self.script = KeyButton("training.script", SCRIPT)
        self.replay = KeyButton("training.replay", REPLAY)
        self.pause = KeyButton("training.pause", PAUSE)
        self.next = KeyButton("training.next", NEXT)
        self.speed = KeyButton("training.faster", SPEED)
        self.stop = KeyButton("training.stop", STOP)
        self.stop_everything = KeyButton("training.stop_all", STOP_ALL, kind="danger")

    def _connect(self) -> None:
        can = Permission.DEVICES
        verbs: dict[str, Verb] = {
            act: (key, self.acts[_verb(act)], partial(self.ask_act, _verb(act)), can)
            for act, key in (HAPPENS | TROUBLES).items()
        }
        verbs |= {
            "training_script": (SCRIPT, self.script, self.ask_script, can),
            "training_replay": (REPLAY, self.replay, self.ask_replay, can),
            "training_pause": (PAUSE, self.pause, self.ask_pause, can),
            "training_next": (NEXT, self.next, self.ask_next, can),
            "training_faster": (SPEED, self.speed, self.ask_speed, can),
            "training_stop": (STOP, self.stop, self.ask_stop, can),
            "training_stop_all": (STOP_ALL, self.stop_everything, self.ask_stop_everything, can),
        }
        self.bind_verbs(verbs)
        self.listen(Permission.EDIT_DEVICES, self.new_asked.emit)
        self.runs.chosen.connect(lambda _row: self._say_run())

    def _lay_out(self) -> None:
        self.card = Card("training.devices", flush=True)
        self.card.tools.addWidget(self.search)
        self.card.body.addWidget(self.stack(), 1)
        self.sheet = Card("training.devices")
        self.sheet.wrap_title()
        self.sheet.body.addWidget(self.state)
        rows = QGridLayout()
        for at, (code, acts) in enumerate((("training.happens", HAPPENS), ("training.troubles", TROUBLES))):
            row = Lines()
            for act in acts:
                row.flow.addWidget(self.acts[_verb(act)])
            rows.addWidget(Word(code, role="secondary"), at, 0, Qt.AlignmentFlag.AlignTop)
            rows.addWidget(row, at, 1)
        rows.setColumnStretch(1, 1)
        self.sheet.body.addLayout(rows)
        self.running = Card("training.runs", flush=False)
        self.running.body.addWidget(self.runs, 1)
        self.running.body.addWidget(self.no_runs, 1)
        self.running.body.addWidget(self.told)
        self.bar = Lines()
        for button in (self.script, self.replay, self.pause, self.next, self.speed, self.stop):
            self.bar.flow.addWidget(button)
        self.bar.flow.add_last(self.stop_everything)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        inside = QWidget()
        self._right = QVBoxLayout(inside)
        self._right.setContentsMargins(0, 0, 0, 0)
        self._right.addWidget(self.sheet)
        self._right.addWidget(self.running, 1)
        self._both.addWidget(self.card, 6)
        self._both.addWidget(scrolling(inside), 7)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._both, 1)
        self._column.addWidget(self.bar)

    def restyle(self) -> None:
        using = theme.current()
        self.space_beside()
        self._right.setSpacing(using.px(12))
        self.search.setFixedWidth(using.px(150))
        self.table.setMinimumHeight(using.px(34) + 2 + 3 * using.row)
        self.runs.setMinimumHeight(using.px(34) + 2 + 2 * using.compact_row)


def _verb(act: str) -> str:
    return act.removeprefix("training_")


def _is_paced(row: RunRow | None) -> bool:
    return row is not None and row.kind is not RunKind.ACT and row.state not in ENDED
