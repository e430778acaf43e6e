"""A folder into which others put CAP files: each is taken in once it rests, then moved aside.

Runs on the outbox's thread of the one process that holds the wire; a file that was taken in and could not be moved is
known by its bytes when it is met again.
"""

from __future__ import annotations

import logging
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from console.domain.cap_files import Taken
from console.domain.clock import Clock
from console.domain.health import LampState, LampValue
from console.errors import Refused, Unavailable

log = logging.getLogger(__name__)

RESTS = 2.0
"""Seconds a file must not have grown or changed."""
AT_ONCE = 5
"""Files of one look: sending waits meanwhile."""
ENDINGS = frozenset({".xml", ".cap"})
DONE, BAD = "done", "bad"

PATIENCE = 2.0
"""Seconds a folder that does not answer is waited for, once: sending goes on then."""

Stamp = tuple[int, int]
"""Size and time of change."""
Listing = Callable[[Path], dict[Path, Stamp]]


def listed(folder: Path) -> dict[Path, Stamp]:
    """Files that may be messages, with size and time of change; whoever asks may wait for the disk."""
    there = {}
    for entry in os.scandir(folder):
        path = Path(entry.path)
        if entry.name.startswith(".") or path.suffix.lower() not in ENDINGS:
            continue
        found = entry.stat(follow_symlinks=False)
        if stat.S_ISREG(found.st_mode):
            there[path] = (found.st_size, found.st_mtime_ns)
    return there


class _Look:
    """A folder being listed on a thread of its own: a drive that hangs must not hold up what is sent."""

    def __init__(self, folder: Path, listing: Listing) -> None:
        self.folder = folder
        self.late = False
        self._found: dict[Path, Stamp] = {}
        self._error: OSError | None = None
        self._listing = listing
        self._thread = threading.Thread(target=self._run, name="cap folder", daemon=True)
        self._thread.start()

    def answer(self) -> dict[Path, Stamp] | None:
        """What lies there; None while the disk has not answered. Waited for once. Raises OSError."""
        self._thread.join(0 if self.late else PATIENCE)
        if self._thread.is_alive():
            self.late = True
            return None
        if self._error is not None:
            raise self._error
        return self._found

    def _run(self) -> None:
        try:
            self._found = self._listing(self.folder)
        except OSError as error:
            self._error = error


class CapWatch:
    """``folder`` says where to look ("" for nowhere), ``take`` takes one in, ``listing`` asks the disk."""

    def __init__(
        self, clock: Clock, folder: Callable[[], str], take: Callable[[Path], Taken], listing: Listing = listed
    ) -> None:
        self._clock = clock
        self._listing = listing
        self._look: _Look | None = None
        self._folder = folder
        self._take = take
        self._seen: dict[Path, tuple[Stamp, float]] = {}
        self._left: dict[Path, Stamp] = {}
        self.trouble = ""
        """Why the folder could not be looked into, as the system says it; empty while it can."""
        self.kind = ""
        """The same as a code: missing, denied, unreadable, slow (the disk does not answer), stuck (a file could not be
        moved aside), or empty."""

    def lamp(self, *, looked: bool) -> LampValue | None:
        """None where there is no folder. ``looked``: somebody runs the wire and looks into it."""
        where = self._folder()
        if not where:
            return None
        if self.kind:
            return LampValue("cap", LampState.FAULT, f"lamp.cap.{self.kind}", {"folder": where})
        if not looked:
            return LampValue("cap", LampState.CAUTION, "lamp.cap.off", {"folder": where})
        return LampValue("cap", LampState.OK, "lamp.cap.ok", {"folder": where})

    def step(self) -> int:
        """Look once; how many files were dealt with. Raises Unavailable where the store cannot be written now."""
        where = self._folder()
        if not where:
            self.trouble = self.kind = ""
            return 0
        folder = Path(where)
        try:
            ready = self._ready(folder)
            if not self._left:
                self.trouble = self.kind = ""
        except OSError as error:
            self._say(str(error), kind_of(error))
            return 0
        for path, stamp in ready[:AT_ONCE]:
            self._deal(folder, path, stamp)
        return len(ready[:AT_ONCE])

    def _ready(self, folder: Path) -> list[tuple[Path, Stamp]]:
        """Files that rest and were not dealt with, the oldest first."""
        now, there = self._clock.monotonic(), self._listed(folder)
        self._left = {path: stamp for path, stamp in self._left.items() if there.get(path) == stamp}
        before = self._seen
        self._seen = {
            path: before[path] if path in before and before[path][0] == stamp else (stamp, now)
            for path, stamp in there.items()
        }
        rested = [path for path, (_, since) in self._seen.items() if now - since >= RESTS and path not in self._left]
        return [(path, there[path]) for path in sorted(rested, key=lambda path: (there[path][1], path.name))]

    def _listed(self, folder: Path) -> dict[Path, Stamp]:
        """Raises TimeoutError while the disk does not answer."""
        if self._look is None or self._look.folder != folder:
            self._look = _Look(folder, self._listing)
        try:
            there = self._look.answer()
        except OSError:
            self._look = None
            raise
        if there is None:
            raise TimeoutError(f"{folder} does not answer")
        self._look = None
        return there

    def _deal(self, folder: Path, path: Path, stamp: Stamp) -> None:
        try:
            self._take(path)
            aside = folder / DONE
        except Refused as refused:
            log.info("a file for warnings was not taken in: %s", refused.code)
            aside = folder / BAD
        except Unavailable as trouble:
            if trouble.what != "file":
                raise
            self._say(str(trouble), "unreadable")
            return
        try:
            aside.mkdir(exist_ok=True)
            path.rename(_free(aside / path.name))
        except OSError as error:
            self._left[path] = stamp
            self._say(str(error), "stuck")

    def _say(self, trouble: str, kind: str) -> None:
        """Once for each new trouble."""
        if trouble != self.trouble:
            log.warning("the folder for warning files: %s", trouble)
        self.trouble, self.kind = trouble, kind


def kind_of(error: OSError) -> str:
    """What the system says of a folder, as a code."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "missing"
    if isinstance(error, TimeoutError):
        return "slow"
    return "denied" if isinstance(error, PermissionError) else "unreadable"


def _free(path: Path) -> Path:
    """That name, or one beside it: nothing is written over."""
    return path if not path.exists() else path.with_name(f"{path.stem}-{uuid4().hex[:8]}{path.suffix}")
