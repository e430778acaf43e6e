"""Simulated devices and listeners as processes of their own, read line by line with a limit."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

PATIENCE = 20.0
"""Seconds after which what was waited for counts as missing; nothing waits that long when all is well."""


class Running:
    """A command of the tool that runs until it is told to stop."""

    def __init__(self, *arguments: object) -> None:
        command = [sys.executable, "-m", "console.tool", "--lang", "en", *map(str, arguments)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def line(self, patience: float = PATIENCE) -> str:
        """The next line it prints."""
        try:
            return self._lines.get(timeout=patience)
        except queue.Empty:
            raise AssertionError(f"nothing said in {patience} s; exit {self.process.poll()}") from None

    def row(self) -> dict[str, Any]:
        """The next line as JSON."""
        told: dict[str, Any] = json.loads(self.line())
        return told

    def until(self, **wanted: Any) -> dict[str, Any]:
        """The next JSON line in which all of that stands."""
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            told = self.row()
            if all(told.get(name) == value for name, value in wanted.items()):
                return told
        raise AssertionError(f"never said {wanted}")

    def stop(self) -> tuple[int, float, str]:
        """SIGTERM: its exit code, how many seconds that took, what it said on stderr."""
        began = time.monotonic()
        self.process.terminate()
        code = self.process.wait(PATIENCE)
        took = time.monotonic() - began
        self._reader.join(PATIENCE)
        assert self.process.stderr is not None
        return code, took, self.process.stderr.read()

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        for pipe in (self.process.stdout, self.process.stderr):
            assert pipe is not None
            pipe.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n"))


@contextmanager
def running(*arguments: object) -> Iterator[Running]:
    """A command of the tool, killed in the end if nobody stopped it."""
    made = Running(*arguments)
    try:
        yield made
    finally:
        made.close()


@contextmanager
def simulated(driver: str, *arguments: object) -> Iterator[tuple[Running, str]]:
    """``simulate DRIVER``: the process, and the URL of its port. Its further lines are its state as JSON."""
    with running("simulate", driver, *arguments) as made:
        yield made, made.line()
