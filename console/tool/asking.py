"""What a person is asked at the terminal without an echo. The echo is on again however the asking ends."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from console.domain.text import require_whole
from console.errors import Refused


def somebody_there() -> bool:
    """Whether a person can answer: standard input is a terminal, and we are not in its background."""
    if sys.stdin is None or sys.stdin.closed or not sys.stdin.isatty():
        return False
    if sys.platform == "win32":
        return True
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except OSError:  # a terminal that is not ours: nobody sits there for us
        return True


def hidden(sentence: str, patience: float = 0.0) -> str:
    """What the person types; Refused("password_missing") where there is no more input.

    With ``patience`` nothing once so many seconds are over (on POSIX systems): nobody sits there. Raises
    KeyboardInterrupt for SIGINT, and for SIGTERM and SIGHUP too: they would end us with the echo off.
    """
    import getpass

    try:
        with _ended_by_signals(), _ended_by_time(patience):
            said = getpass.getpass(sentence)
    except TimeoutError:
        return ""
    except EOFError:
        raise Refused("password_missing") from None
    except UnicodeDecodeError as error:
        byte = error.object[error.start]
        raise Refused("text_surrogate", char=f"U+DC{byte:02X}", position=error.start + 1) from None
    require_whole(said)
    return said


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    def end(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    known = [signal.SIGINT, signal.SIGTERM]
    if sys.platform != "win32":
        known.append(signal.SIGHUP)
    before = {number: signal.signal(number, end) for number in known}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _ended_by_time(patience: float) -> Iterator[None]:
    """TimeoutError after so many seconds; never for nought, or where the system has no such clock."""
    if sys.platform == "win32" or not patience:
        yield
        return

    def end(_number: int, _frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, patience)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
