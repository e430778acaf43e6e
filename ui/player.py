"""The operating system's player: one sound at a time, and a plain answer whether it could be played."""

from __future__ import annotations

import shutil
import sys
import threading
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from console.errors import Unavailable

COMMANDS = (("paplay",), ("pw-play",), ("aplay", "-q"), ("afplay",))
"""Players of Linux desktops and of macOS, in the order they are tried; Windows plays by itself (winsound)."""

LONGEST_MS = 10_000
"""A player that takes longer hangs: our sounds are shorter than two seconds."""


class Player(QObject):
    """``ended`` carries None when the sound was played, else the Unavailable that says why not."""

    ended = Signal(object)

    def play(self, path: Path) -> None:
        """Begin; ``ended`` follows, later and once."""
        raise NotImplementedError

    def stop(self) -> None:
        """Be quiet at once; a sound that is stopped ends without a word."""
        raise NotImplementedError


class CommandPlayer(Player):
    """Runs the first player found; one that fails gives way to the next, and the one that worked is kept."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: tuple[str, ...] | None = None
        self._left: list[tuple[str, ...]] = []
        self._path = Path()
        self._why = ""
        self._process: QProcess | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._next)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(LONGEST_MS)
        self._late.timeout.connect(self._hangs)

    @property
    def name(self) -> str:
        """The player that worked last; empty while none did."""
        return self._kept[0] if self._kept else ""

    def play(self, path: Path) -> None:
        self.stop()
        found = [command for command in COMMANDS if shutil.which(command[0])]
        self._left = sorted(found, key=lambda command: command != self._kept)
        self._path, self._why = path, ""
        self._soon.start(0)

    def stop(self) -> None:
        process, self._process = self._process, None
        self._left = []
        self._soon.stop()
        self._late.stop()
        if process is not None:
            process.finished.disconnect()
            process.errorOccurred.disconnect()
            process.kill()
            process.waitForFinished(1000)
            process.deleteLater()

    def _next(self) -> None:
        if not self._left:
            self._kept = None
            self.ended.emit(Unavailable("no_sound", self._why or None))
            return
        command = self._left.pop(0)
        self._process = QProcess(self)
        self._process.finished.connect(lambda code, _how: self._finished(command, code))
        self._process.errorOccurred.connect(lambda _error: self._finished(command, -1))
        self._process.start(command[0], [*command[1:], str(self._path)])
        self._late.start()

    def _finished(self, command: tuple[str, ...], code: int) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        self._late.stop()
        said = bytes(process.readAllStandardError().data()).decode("utf-8", "replace").strip().splitlines()
        process.deleteLater()
        if code == 0:
            self._kept = command
            self.ended.emit(None)
            return
        self._why = f"{command[0]}: {said[-1] if said else code}"[:200]
        self._next()

    def _hangs(self) -> None:
        if self._process is not None:
            self._process.kill()


class WindowsPlayer(Player):
    """winsound on a thread of its own, so that a slow device never holds up the window."""

    _played = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = "winsound"
        self._run = 0
        self._played.connect(self._tell)

    def play(self, path: Path) -> None:
        self.stop()
        run = self._run
        threading.Thread(target=self._work, args=(run, str(path)), name="sound", daemon=True).start()

    def stop(self) -> None:
        self._run += 1
        import winsound

        winsound.PlaySound(None, 0)  # type: ignore[attr-defined]

    def _work(self, run: int, path: str) -> None:
        import winsound

        why = ""
        try:
            winsound.PlaySound(path, winsound.SND_FILENAME | winsound.SND_NODEFAULT)  # type: ignore[attr-defined]
        except RuntimeError as error:
            why = str(error) or "winsound"
        self._played.emit(run, why)

    def _tell(self, run: int, why: str) -> None:
        if run == self._run:
            self.ended.emit(Unavailable("no_sound", why) if why else None)


def system_player(parent: QObject | None = None) -> Player:
    """The player of this system."""
    return WindowsPlayer(parent) if sys.platform == "win32" else CommandPlayer(parent)
