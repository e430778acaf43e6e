"""Alarms nobody has seen, wherever the officer is: badge, popup, sound; calls that ring are told beside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from console.changes import Topic
from console.domain.alarm import AlarmQueue, AlarmRow
from ui.call_watch import CallWatch
from ui.models.alarm_rows import severest
from ui.widgets.alarm_badge import AlarmsTold
from ui.widgets.alarm_place import dialogs_over
from ui.widgets.alarm_popup import AlarmPopup
from ui.widgets.alert_bar import AlertShown

if TYPE_CHECKING:
    from console.bootstrap import Desk
    from ui.jobs import Jobs
    from ui.seat import Seat
    from ui.text import Times
    from ui.window import Window

TOPICS = frozenset({Topic.ALARMS, Topic.DEVICES})
SOON_MS = 200
"""A storm becomes one question to the store."""


class AlarmWatch(QObject):
    """``heard`` after each look, with the alarms that want to be heard, severest first.

    ``chosen`` carries an alarm the officer wants to see (None: the queue). Nothing here moves the keyboard.
    """

    heard = Signal(object)
    chosen = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, jobs: Jobs, seat: Seat, times: Times, window: Window) -> None:
        super().__init__(window)
        self._desk, self._jobs, self._seat, self._times, self._window = desk, jobs, seat, times, window
        self._loading = self._again = False
        self.calls = CallWatch(desk, jobs, seat, times, window)
        self.rows: tuple[AlarmRow, ...] = ()
        self.told = AlarmsTold()
        self.popup = AlarmPopup(times, window.frame)
        self.popup.chosen.connect(self.chosen)
        self.calls.failed.connect(self.failed)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.look)
        window.bar.alarms.clicked.connect(lambda: self.chosen.emit(None))
        window.panel_shown.connect(lambda _panel: self.show())
        window.installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._focus_moved)

    def note(self, topics: frozenset[Topic]) -> None:
        """News: one look for all that came at the same time."""
        self.calls.note(topics)
        if topics & TOPICS and not self._soon.isActive():
            self._soon.start()

    def look(self) -> None:
        """Ask the store; while one question is under way the next waits for it."""
        if self._loading:
            self._again = True
            return
        self._loading, self._again = True, False
        self.calls.look()
        self._jobs.read(self._desk.alarms.queue, self._looked, self._not_looked)

    def in_sight(self) -> tuple[AlarmRow, ...]:
        """Unseen alarms whose words the officer can read now: what his key says to have seen."""
        return self._readable(self.popup.read)

    def offered(self) -> tuple[AlarmRow, ...]:
        """The same with those that came this moment: by the time he reads what his key does they are read."""
        return self._readable(self.popup.shown)

    def _readable(self, in_popup: Callable[[], tuple[AlarmRow, ...]]) -> tuple[AlarmRow, ...]:
        if self._window.covered or not self._seat.taken:
            return ()
        if self.popup.isVisible():
            return in_popup()
        if dialogs_over(self._window):
            return ()  # what a dialog stands on is not read
        panel: Any = self._window.current_panel()
        offered = getattr(panel, "unseen_in_sight", None)
        return tuple(offered()) if offered is not None else ()

    def beat(self) -> None:
        """Each second."""
        self._window.bar.alarms.beat(self._times.now())
        self._show_popup()
        self.popup.beat()
        self.calls.show()
        for panel in self._window.made_panels():
            follow = getattr(panel, "beat", None)
            if follow is not None:
                follow()

    def show_alert(self, shown: AlertShown) -> None:
        """How the sound stands, for the window over the page and for panels that tell it."""
        self.popup.show_alert(shown)
        if self.told.sound != shown.state:
            self.told = replace(self.told, sound=shown.state)
            self._window.bar.show_alarms(self.told, self._times.now())
        for panel in self._window.made_panels():
            show = getattr(panel, "show_alert", None)
            if show is not None:
                show(shown)

    def show(self) -> None:
        """The badge, the count of the rail, the window over the page."""
        now = self._times.now()
        self._window.bar.show_alarms(self.told, now)
        self._window.show_count("alarms", self.told.open)
        self._show_popup()
        self.calls.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        if event.type() == QEvent.Type.Resize and self.popup.isVisible():
            QTimer.singleShot(0, self.popup, self.popup.place)
        return False

    def _show_popup(self) -> None:
        """Over the queue itself only where a dialog stands on it."""
        panel: Any = self._window.current_panel()
        elsewhere = panel is None or panel.id != "alarms" or not panel.shows_queue() or bool(dialogs_over(self._window))
        self.popup.show_alarms(self.rows, allowed=elsewhere and not self._window.covered)

    def _looked(self, queue: AlarmQueue) -> None:
        self._loading = False
        self.rows = tuple(severest(queue.rows))
        first = min((row.first_at for row in self.rows), default=None)
        gravest = min((row.priority for row in self.rows), default=0)
        self.told = AlarmsTold(queue.open, queue.unseen, gravest, first, self.told.sound)
        self.show()
        self.heard.emit(self.rows)
        if self._again:
            self._soon.start()

    def _not_looked(self, error: Exception) -> None:
        self._loading = False
        self.failed.emit(error)

    def _focus_moved(self, _old: object, now: object) -> None:
        """The keyboard went under it, or a dialog came or went: it gives way."""
        if now is not None and self.rows:
            self._show_popup()
