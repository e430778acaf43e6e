"""Loading what is needed next, a module at each turn of the event loop: the window never stands still for all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

FRAME = (
    "ui.palette_search",
    "ui.printing.sheets",
    "ui.prints",
    "console.services.phone_reports",
    "ui.copying",
    "ui.incident_opening",
    "ui.shell",
)
"""What the frame around an open desk is made of, its larger parts first; loaded once the desk stands."""

FIRST_PANELS = tuple(f"ui.panels.{name}" for name in ("board", "intake", "log", "handover", "outbound", "routine"))
"""Panels an officer goes to first; loaded while the password is typed. On a worker they could meet the window making
the same Qt types, which the binding does not expect."""

WHILE_TYPING_MS = 150
"""Between two modules loaded while somebody may be typing a password."""


def nothing_more() -> None:
    """Where nobody waits for the loading."""


class Warming(QObject):
    """Imports ``names`` one by one, ``pause_ms`` apart, then calls ``then``; stopped, it calls nothing."""

    def __init__(self, names: Iterable[str], then: Callable[[], None], parent: QObject, *, pause_ms: int = 0) -> None:
        super().__init__(parent)
        self._left = list(names)
        self._then = then
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)
        self._timer.start(pause_ms)

    def stop(self) -> None:
        self._timer.stop()

    def _step(self) -> None:
        if self._left:
            import_module(self._left.pop(0))
            return
        self.stop()
        self._then()
