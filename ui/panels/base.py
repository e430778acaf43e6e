"""What every panel is: build once, load off the GUI thread, present on it, act."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from console import words
from console.errors import Refused
from ui import theme
from ui.widgets.spoken import surviving

if TYPE_CHECKING:
    from console.changes import Changes, Topic

COALESCE_MS = 60
"""A burst of news becomes one load."""

BUSY_MS = 300
"""A load that takes longer shows a thin bar; the old content stays."""


class Jobs(Protocol):
    """Runs ``work`` on the desk's reading lane; ``done`` or ``failed`` is called on the GUI thread."""

    def read(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None]
    ) -> Any: ...


class Panel(QWidget):
    """A page of the window.

    A panel's constructor takes the services it uses, calls this one, keeps them and ends with
    ``self.build()``. ``load`` runs on a worker and may read frozen attributes only; ``present`` gets
    what it returned and makes no query. News of a topic reloads a visible panel and marks a hidden one stale.

    Signals: ``failed`` a load that went wrong; ``presented`` after each ``present``;
    ``saved`` and ``refused`` carry what the message strip shall say (text; Refused or Unavailable).
    """

    id: ClassVar[str] = ""
    topics: ClassVar[frozenset[Topic]] = frozenset()

    failed = Signal(object)
    presented = Signal()
    saved = Signal(str)
    refused = Signal(object)

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._generation = 0
        self._loading = False
        self._again = False
        self._last: Any = None
        self._has_result = False
        self.stale = True
        self._soon = _single_shot(self, COALESCE_MS, self.reload)
        self._slow = _single_shot(self, BUSY_MS, self._show_busy)
        self._busy = _BusyLine(self)

    # the four verbs

    def build(self) -> None:
        """Widgets, layout, connections; no data."""

    def load(self) -> Any:
        """Ask the services; on a worker, without touching a widget. None means there is nothing to load."""

    def present(self, result: Any) -> None:
        """Show what was loaded; on the GUI thread, without asking anybody."""

    def retranslate(self) -> None:
        """Words that are neither ``Word`` nor shown by ``present``."""

    def say_turned_away(self, refused: Refused) -> None:
        """A paste that does not go in, where no field or dialog can say so."""
        self.refused.emit(refused)

    # what the window and the news do with a panel

    @property
    def title(self) -> str:
        return words.say(f"panel.{self.id}")

    def note(self, changes: Changes) -> None:
        """News: reload soon if it is mine and I am seen, be stale if it is mine and I am not."""
        if not (changes.topics & self.topics):
            return
        self.stale = True
        if self.isVisible():
            self._soon.start()

    def reload(self) -> None:
        """Load again because of news; while one load runs, the next waits for it."""
        if self._loading:
            self._again = True
            return
        self.reload_now()

    def reload_now(self) -> None:
        """Load again because the question changed; an answer still on its way is dropped."""
        self._soon.stop()
        self.stale = False
        self._again = False
        self._loading = True
        self._generation += 1
        asked = self._generation
        self._slow.start()
        self.inquire(self.load, lambda result: self._finish(asked, result), lambda error: self._fail(asked, error))

    def inquire(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None]
    ) -> None:
        """A question to the store; a page whose answers take long asks beside the lane of all the others."""
        self._jobs.read(work, done, failed)

    def first_focus(self) -> QWidget | None:
        """Where the keyboard starts when the officer comes to this panel for the first time."""
        return None

    def called_again(self) -> None:
        """The panel's key was pressed while it is shown already."""

    def leave(self) -> bool:
        """Whether the window may close over this panel now; a panel with unsaved words says why it may not."""
        return True

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.stale:
            self.reload()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            surviving(self.retranslate)
            if self._has_result:
                surviving(lambda: self.present(self._last))

    def _finish(self, asked: int, result: Any) -> None:
        if not isValid(self) or asked != self._generation:
            return
        self._settle()
        self._last, self._has_result = result, True
        self.present(result)
        self.presented.emit()
        self._follow_up()

    def _fail(self, asked: int, error: Exception) -> None:
        if not isValid(self) or asked != self._generation:
            return
        self._settle()
        self.stale = True
        self.failed.emit(error)

    def _settle(self) -> None:
        self._loading = False
        self._slow.stop()
        self._busy.hide()

    def _follow_up(self) -> None:
        """News that came while loading."""
        if self._again and self.isVisible():
            self._soon.start()
        elif self._again:
            self.stale = True

    def _show_busy(self) -> None:
        self._busy.setGeometry(0, 0, self.width(), 3)
        self._busy.raise_()
        self._busy.show()


class _BusyLine(QWidget):
    """A thin line across the top of a panel whose answer is late; it does not move."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        QPainter(self).fillRect(self.rect(), theme.current().colour("accent"))


def _single_shot(owner: QWidget, milliseconds: int, then: Callable[[], None]) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(then)
    return timer
