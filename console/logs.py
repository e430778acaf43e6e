"""The program's own log, for whoever looks after it: rotating files, never the duty log, never a secret."""

from __future__ import annotations

import logging
import os
import sys
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import IO, Any, TypeAlias
from uuid import uuid4

from console.config import DataDir

ExcInfo: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None]

BYTES, FILES = 1_000_000, 5
NAME = "console.log"

log = logging.getLogger(__name__)


def start(data: DataDir, *, verbose: bool = False) -> None:
    """Log into ``logs/console.log`` from now on; ``verbose`` adds what is only for finding faults.

    Nothing is made before the first record, so that a directory which cannot be written may be read in peace.
    """
    stop()
    handler = _LogFile(data)
    handler.setFormatter(_Line())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.DEBUG if verbose else logging.INFO)
    for noisy in ("alembic", "sqlalchemy", "PIL", "matplotlib"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def stop() -> None:
    """Close the file; without one, records go where the interpreter sends them."""
    root = logging.getLogger()
    for handler in [kept for kept in root.handlers if isinstance(kept, _LogFile)]:
        root.removeHandler(handler)
        handler.close()


def written() -> Path | None:
    """The file the last record went into; None where there is none, and records are said on stderr instead."""
    for kept in logging.getLogger().handlers:
        if isinstance(kept, _LogFile) and kept.stream is not None:
            return Path(kept.baseFilename)
    return None


def note_bug(exc_info: ExcInfo | BaseException) -> str:
    """Log an error that is a bug with its traceback; the id a person can read out to whoever looks for it."""
    bug = uuid4().hex[:8]
    log.error("bug %s", bug, exc_info=exc_info)
    return bug


class _Line(logging.Formatter):
    """``2030-08-12T00:00:00.000+00:00 INFO console.services.log: …``: UTC with its offset."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s [%(process)d]: %(message)s")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802, ARG002
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


class _LogFile(RotatingFileHandler):
    """A rotating file that several processes write: whoever finds it renamed by another goes on in the new one."""

    def __init__(self, data: DataDir) -> None:
        self._folder = data.logs
        super().__init__(data.logs / NAME, maxBytes=BYTES, backupCount=FILES - 1, encoding="utf-8", delay=True)

    def _open(self) -> Any:
        self._folder.mkdir(exist_ok=True)
        return super()._open()

    def emit(self, record: logging.LogRecord) -> None:
        if self.stream is not None and self._renamed(self.stream):
            self.stream.close()
            self.stream = None
        super().emit(record)

    def _renamed(self, stream: IO[str]) -> bool:
        try:
            there = os.stat(self.baseFilename)  # noqa: PTH116 - the handler keeps its name as text
        except OSError:
            return True
        mine = os.fstat(stream.fileno())
        return (there.st_dev, there.st_ino) != (mine.st_dev, mine.st_ino)

    def doRollover(self) -> None:  # noqa: N802
        try:
            super().doRollover()
        except OSError:
            # Windows renames no file another process has open: it grows a little until that one has gone
            self.stream = self.stream or self._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """A full or read-only disk must not hide what was to be logged, nor stop the work."""
        if sys.stderr is not None:
            sys.stderr.write(self.format(record) + "\n")
