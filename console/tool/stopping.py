"""Commands that run until they are told to stop: SIGTERM and SIGINT as something one can wait for."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def asked_to_stop() -> Iterator[socket.socket]:
    """A socket that can be read from as soon as SIGTERM or SIGINT came: ends ``select``, a second signal too."""
    told, heard = socket.socketpair()
    told.setblocking(False)

    def note(_number: int, _frame: object) -> None:
        with suppress(OSError):
            told.send(b"!")

    known = [signal.SIGTERM, signal.SIGINT]
    if sys.platform == "win32":
        known.append(signal.SIGBREAK)
    before = {number: signal.signal(number, note) for number in known}
    try:
        yield heard
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        told.close()
        heard.close()
