"""Bugs anywhere: an uncaught error on any thread, or a message of Qt, ends in the program's log and in a sentence."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QtMsgType, qInstallMessageHandler


def note_bug(error: BaseException) -> str:
    """Log a bug with its traceback and answer its id."""
    from console import logs

    return logs.note_bug(error)


class Hooks:
    """Bugs anywhere are logged with an id and said in the strip; the program goes on."""

    def __init__(self) -> None:
        self.tell: Callable[[BaseException], None] | None = None
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = lambda _kind, error, _trace: self._bug(error)
        threading.excepthook = lambda args: self._bug(args.exc_value)
        qInstallMessageHandler(_qt_message)

    def remove(self) -> None:
        sys.excepthook, threading.excepthook = self._before
        qInstallMessageHandler(None)

    def _bug(self, error: BaseException | None) -> None:
        if error is None:
            return
        if isinstance(error, KeyboardInterrupt):
            QCoreApplication.quit()
        elif self.tell is not None and threading.current_thread() is threading.main_thread():
            self.tell(error)
        else:
            note_bug(error)


def _qt_message(kind: QtMsgType, _context: Any, message: str) -> None:
    levels = {QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.INFO}
    logging.getLogger("qt").log(levels.get(kind, logging.WARNING), message)
