"""Ports without a file number a selector could watch: threads of their own feed one end of a socket pair.

``rfc2217://`` and ``loop://`` anywhere, and every COM port on Windows. The wire reads and writes the other end like any
connection: one interface.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from console.devices.capture import Captured, read_capture
from console.devices.port_trouble import PortLost, lost

_CHUNK = 4_096


class _Fed:
    """The wire's end of the pair. ``trouble`` is what ended the other one."""

    def __init__(self, threads: int) -> None:
        self._using, self._guard = threads, threading.Lock()
        self._near, self._far = socket.socketpair()
        self._near.setblocking(False)
        self._closing = threading.Event()
        self.trouble = PortLost("gone")

    def fileno(self) -> int:
        return self._near.fileno()

    def read(self) -> bytes:
        try:
            data = self._near.recv(16 * _CHUNK)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise lost(error) from error
        if not data:
            raise self.trouble
        return data

    def write(self, data: bytes) -> int:
        try:
            return self._near.send(data)
        except BlockingIOError:
            return 0
        except OSError:
            # the other end has gone: what it died of says more than a broken pipe
            raise self.trouble from None

    def close(self) -> None:
        """Never waits: the threads end by themselves, and the last one closes the port."""
        self._closing.set()
        self._near.close()

    def _end(self) -> None:
        """One of the threads ends, and the other by it; the last one closes their end."""
        with suppress(OSError):
            self._far.shutdown(socket.SHUT_RDWR)
        with self._guard:
            self._using -= 1
            if not self._using:
                self._far.close()


class FedLine(_Fed):
    """An open pyserial port with a thread that reads and one that writes.

    Only the reading thread closes the port: closing under another's read raises TypeError there.
    """

    PATIENCE = 0.2
    """Seconds a read waits for its first byte before it looks whether it is still wanted."""

    def __init__(self, port: Any) -> None:
        super().__init__(threads=2)
        self._port = port
        for work, name in ((self._bring, "wire-read"), (self._carry, "wire-write")):
            threading.Thread(target=work, name=name, daemon=True).start()

    def _bring(self) -> None:
        try:
            while not self._closing.is_set():
                data = self._port.read(1)
                if data:
                    waiting = min(int(self._port.in_waiting), _CHUNK)
                    self._far.sendall(data + self._port.read(waiting) if waiting else data)
        except Exception as error:
            # a foreign library's thread: whatever it dies of, the line is no more
            self.trouble = lost(error)
        finally:
            self._end()
            with suppress(Exception):
                self._port.close()

    def _carry(self) -> None:
        try:
            while data := self._far.recv(_CHUNK):
                self._port.write(data)
        except Exception as error:
            self.trouble = lost(error)
        finally:
            self._closing.set()
            self._end()


class ReplayLine(_Fed):
    """A captured file as a port: what was received then is received again, at its pace or faster.

    What is written is dropped: nobody is there. At its end the line is lost with cause ``ended``.
    """

    def __init__(self, captured: Iterator[Captured], speed: float) -> None:
        super().__init__(threads=1)
        self.trouble = PortLost("ended")
        threading.Thread(target=self._bring, args=(captured, speed), name="wire-read", daemon=True).start()

    def write(self, data: bytes) -> int:
        return len(data)

    def _bring(self, captured: Iterator[Captured], speed: float) -> None:
        before: Captured | None = None
        try:
            for chunk in captured:
                if before is not None and speed > 0:
                    gap = (chunk.at - before.at).total_seconds()
                    self._closing.wait(max(0.0, gap) / speed)
                if self._closing.is_set():
                    return
                before = chunk
                self._far.sendall(chunk.data)
        except OSError as error:
            self.trouble = lost(error)
        finally:
            self._end()


def replayed(url: str) -> ReplayLine:
    """``replay://FILE?speed=10``; PortLost("missing") without the file, Refused for one that is no capture."""
    path, _mark, asked = url.partition("://")[2].partition("?")
    try:
        speed = float(parse_qs(asked).get("speed", ["1"])[0])
        captured = read_capture(Path(path))
    except OSError as error:
        raise lost(error, "missing") from error
    except ValueError as error:
        raise PortLost("address", error) from error
    return ReplayLine((chunk for chunk in captured if chunk.received), speed)
