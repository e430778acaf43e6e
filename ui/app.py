"""The application: joins seat, gate, window and desk; themes and languages; their life from start to end."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from console import words
from console.config import DataDir
from console.domain.clock import Clock, SystemClock
from console.domain.glance import Glance
from console.errors import Unavailable
from console.seat_file import SeatFile, SeatSettings
from ui import geometry, station, theme, warming
from ui.actions import Action
from ui.after_paint import AfterPaint
from ui.garbage import Garbage
from ui.gate import Gate
from ui.gate_lines import GateLines
from ui.hooks import note_bug
from ui.idle import Idle
from ui.jobs import Jobs
from ui.line_keys import LineKeys
from ui.notices import Notices
from ui.seat import Seat
from ui.seating import Seating
from ui.text import Times
from ui.warming import Warming
from ui.widgets.spoken import follow_language
from ui.window import PanelEntry, Window

PANELS = (
    ("board", "board", "Alt+1"),
    ("situation", "situation", "Shift+F12"),
    ("intake", "phone", "Alt+2"),
    ("alarms", "bell", "F8"),
    ("warnings", "megaphone", "F4"),
    ("callouts", "phone", "Ctrl+Alt+J"),
    ("log", "log", "Alt+3"),
    ("outbound", "report", "Alt+4"),
    ("upward", "export", "Ctrl+8"),
    ("roster", "roster", "Alt+5"),
    ("routine", "check", "Alt+6"),
    ("reports", "pencil", "Alt+7"),
    ("incidents", "incident", "Alt+8"),
    ("orders", "task", "F3"),
    ("dispatch", "dispatch", "Ctrl+7"),
    ("plans", "plan", "Ctrl+9"),
    ("contacts", "contacts", "F6"),
    ("map", "map", "Alt+0"),
    ("stores", "stock", "Ctrl+6"),
    ("teams", "teams", "Ctrl+0"),
    ("shelters", "shelter", "Shift+F11"),
    ("devices", "device", "Ctrl+Alt+D"),
    ("handover", "handover", "F7"),
    ("settings", "settings", "Alt+9"),
)
"""Id, icon and key of the panels, in the order of the rail."""


class App(QObject):
    """Composition root of the window. The desk is opened on a worker after the first paint."""

    def __init__(self, qt: QApplication, data: DataDir, *, clock: Clock | None = None, language: str = "") -> None:
        super().__init__(qt)
        self.qt, self.data = qt, data
        self._clock_given = clock
        self.clock: Clock = clock or SystemClock()
        self.seat_file = SeatFile(data.seat)
        loaded = self.seat_file.read()
        self.seat_settings = loaded.settings
        words.set_language(language or self.seat_settings.language)
        theme.apply(qt, self.seat_settings.theme, self.seat_settings.size)
        self._restored_told = ""
        """What was brought in from a copy at this start; empty otherwise."""
        self._stop_telling = follow_language(qt)
        self._garbage = Garbage(self)
        self.jobs = Jobs(self)
        self.seat = Seat(self)
        self.zone = ZoneInfo("Asia/Shanghai")
        self.times = Times(lambda: self.zone, self._now)
        self.window = Window([self._entry(*panel) for panel in PANELS], self.local_now)
        self.notices = Notices(note_bug, self.window.say_refused)
        self.gate = Gate(self.local_now)
        self.shell: Any = None
        self._wire()
        if loaded.trouble is not None:
            self.notices.tell(loaded.trouble)

    def _now(self) -> datetime:
        """The clock is the system's until the desk tells another."""
        return self.clock.now()

    def local_now(self) -> datetime:
        return self.clock.now().astimezone(self.zone)

    # opening

    def start(self, look: Glance | None) -> None:
        """Show the window with what one look told, then open the desk behind it."""
        if look is not None:
            self._show_look(look)
        self.gate.wait(words.say("gate.opening"))
        self.window.cover(self.gate)
        geometry.place(self.window, self.seat_settings.window)
        self.window.show()
        self.gate.start()
        self._after_paint = AfterPaint(self.window, self._open)

    def _open(self) -> None:
        if not self.data.store.exists():
            self._first_run(store_exists=False)
            return
        self.jobs.write(self._build, self._built, self._not_opened)

    def _build(self) -> Any:
        from console import bootstrap

        return bootstrap.build(self.data, self._clock_given)

    def _built(self, desk: Any) -> None:
        self._desk = desk
        self._warming = Warming(warming.FRAME, lambda: self._opened(desk), self)

    def _opened(self, desk: Any) -> None:
        """The desk is open: load the frame, and let the officer in."""
        from ui.shell import Shell

        self._desk = desk
        self.clock = desk.clock
        self._speak_qt()
        self.shell = Shell(desk, self.window, self.jobs, self.seat, self.times, self.notices)
        self.seating.shell = self.shell
        self.shell.changed.connect(self._show_station)
        self.shell.bridge.ticked.connect(self._tick)
        self.shell.lock_asked.connect(self.lock)
        self.shell.retired.connect(self.seating.lock_retired)
        self.shell.alerting.changed.connect(self._show_alert)
        self.shell.alarm_watch.heard.connect(lambda _rows: self.gate.show_alarms(self.shell.alarm_watch.told))
        self.gate.silence_asked.connect(self.shell.alerting.silence)
        self._lines.open(desk)
        # asked before the station, whose first loading takes a while: a password can be given meanwhile
        self.jobs.read(desk.accounts.any, self._let_in, self._not_opened)
        self.shell.start()
        self.shell.alerting.start(self.seat_settings.sound)

    def _speak_qt(self) -> None:
        """Qt's own dialogs come later than the first paint, and so do their words."""
        from ui.qt_words import QtWords

        self._qt_words = self._qt_words or QtWords(self.qt)

    def _let_in(self, any_officer: bool) -> None:
        if self._clock_given is None:  # a clock that somebody moves keeps no watch over devices
            self.jobs.run(self._desk.wire.start, _ignored, self.notices.tell)
        if not any_officer:
            self._first_run(store_exists=True)
            return
        self.gate.let_in(self._restored_told or words.say("gate.slow"))
        self._warming = Warming(warming.FIRST_PANELS, warming.nothing_more, self, pause_ms=warming.WHILE_TYPING_MS)

    def _not_opened(self, error: Exception) -> None:
        """The store cannot be opened: the sentence stays on the gate, the program stays open."""
        self.gate.say(self.notices.sentence(error), wrong=True)

    def _first_run(self, *, store_exists: bool) -> None:
        from ui.beginning import Beginning

        begun = Beginning(self.data, self.window, self.jobs, self.notices, self._build, self)
        begun.made.connect(self._made)
        begun.restored.connect(self._restored)
        begun.show(self.shell.desk if self.shell else None, store_exists=store_exists)

    def _restored(self, found: Any) -> None:
        """A store stands here now: what was brought in is said, and whoever had an account signs in as ever."""
        from ui.copy_words import restored

        self._restored_told = restored(found)
        self.window.cover(self.gate)
        self.gate.start()
        self._open()

    def _made(self, desk: Any, officer: Any, to_set_up: bool) -> None:
        if self.shell is None:
            self._opened(desk)
        self.seating.sit(officer)
        if to_set_up:
            self.window.show_panel("settings").start_setup()

    # the seat

    def lock(self) -> None:
        """Cover the panels; what is half written stays where it is."""
        self.seating.lock()

    def hand_seat_to(self, name: str) -> None:
        """The watch has changed: see ``Seating.hand_to``."""
        self.seating.hand_to(name)

    def _seated(self, name: str) -> None:
        self._keep(last_officer=name)
        told = self._lines.told()
        if told:
            self.window.say_saved(told)

    # what the frame shows

    def _show_look(self, look: Glance) -> None:
        self.zone = ZoneInfo(look.zone)
        self.window.show_station(look.site, look.realm.value)
        self.gate.show_station(look.site, look.realm.value)
        self.gate.show_shift(station.glance_period(look, self.times), station.posts_line(look.posts))
        self.gate.show_officers(look.officers, self.seat_settings.last_officer)
        self.look = look

    def _show_station(self, shown: station.Station) -> None:
        self.zone = shown.zone
        self.gate.show_station(shown.site, shown.realm.value)
        if shown.shift:
            period = station.period(shown.shift.planned_from, shown.shift.planned_to, self.times)
            self.gate.show_shift(period, station.posts_line((line.post, line.name) for line in shown.shift.posts))
        else:
            self.gate.show_shift(words.say("duty.nobody"), "")
        self.gate.show_officers(shown.officers, self.seat.name or self.seat_settings.last_officer)
        self.gate.show_due(station.gate_rows(shown.due, self.times.now(), shown.due_soon))

    def _tick(self) -> None:
        """Time left goes on while nobody is signed in."""
        shown = self.shell.station if self.shell is not None else None
        if shown is not None and self.gate.isVisible():
            self.gate.show_due(station.gate_rows(shown.due, self.times.now(), shown.due_soon))

    def _show_alert(self) -> None:
        if self.shell is not None:
            self.gate.show_alert(self.shell.alerting.shown())

    def _test_sound(self) -> None:
        if self.shell is not None:
            self.shell.alerting.test()

    def _sound_said(self) -> str:
        """What the alarm sound last proved, for the ready check."""
        sound = self.shell.alerting.sound if self.shell is not None else None
        return "failed" if sound is None or sound.state in ("off", "failed") else "proven"

    def _entry(self, panel_id: str, icon: str, key: str) -> PanelEntry:
        def make() -> Any:
            from ui import rooms

            return rooms.make(panel_id, self._room())

        return PanelEntry(panel_id, icon, key, make)

    def _room(self) -> Any:
        from ui.rooms import Room

        return Room(
            desk=self.shell.desk,
            jobs=self.jobs,
            seat=self.seat,
            times=self.times,
            seat_file=self.seat_file,
            look=self.look,
            hand_seat_to=self.hand_seat_to,
            use_theme=self.use_theme,
            use_settings=self.use_settings,
            test_sound=self._test_sound,
            sound_said=self._sound_said,
        )

    # the seat's own settings

    def use_theme(self, name: str, size: int) -> None:
        theme.apply(self.qt, name, size)

    def next_language(self) -> None:
        """The other one, now and at the next start of this seat."""
        at = words.LANGUAGES.index(words.language())
        other = words.LANGUAGES[(at + 1) % len(words.LANGUAGES)]
        words.set_language(other)
        self._keep(language=other)

    def use_settings(self, settings: SeatSettings) -> None:
        """What the settings page wrote."""
        self.seat_settings = settings
        if self.shell is not None:
            self.shell.alerting.sound.set_volume(settings.sound)

    def _keep(self, **changes: Any) -> None:
        """Write the seat's file; a full disk costs a preference, never the program."""
        try:
            self.seat_settings = self.seat_file.change(**changes)
        except Unavailable as error:
            self.notices.tell(error)

    # closing

    def _count_idle(self, seconds: int) -> None:
        self._garbage.rested(seconds, self.jobs.busy)
        limit = self.seat_settings.lock_after_minutes * 60
        if limit and seconds >= limit:
            self.lock()

    def _close(self) -> None:
        stands = geometry.kept(self.window)
        if stands != self.seat_settings.window:
            self._keep(window=stands)
        self.idle.stop()
        self._garbage.stop()
        if self._warming is not None:
            self._warming.stop()
        if self.shell is not None:
            self._lines.flush()
            self.shell.close()
            if self.seating.officer is not None:
                desk, leaving = self.shell.desk, self.seating.officer
                self.jobs.write(lambda: desk.accounts.note_sign_out(leaving), _ignored, note_bug)
        self.jobs.close()
        if self._desk is not None:
            self._desk.close()
        self._stop_telling()
        if self._qt_words is not None:
            self._qt_words.stop()

    def _restyled(self) -> None:
        using = theme.current()
        if (using.name, using.size) != (self.seat_settings.theme, self.seat_settings.size):
            self._keep(theme=using.name, size=using.size)

    def _wire(self) -> None:
        self._lines = GateLines(self.gate, self.jobs, self.notices, self)
        self._qt_words: Any = None
        self._desk: Any = None
        self._warming: Warming | None = None
        self.look: Glance | None = None
        self.line_keys = LineKeys(self.qt, self)
        self.idle = Idle(self.qt, self)
        self.idle.passed.connect(self._count_idle)
        self.seating = Seating(
            self.seat, self.gate, self.window, self.jobs, self.notices, self.local_now, self
        )  # fmt: skip
        self.seating.seated.connect(self._seated)
        self.window.restyled.connect(self._restyled)
        self.window.closing.connect(self._close)
        self.window.add_actions([Action("language", self.next_language)])


def _ignored(_answer: object) -> None:
    """Nobody is left to hear it."""
