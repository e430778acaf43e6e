"""The tool within this process: the same door as the command, much quicker to open."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from console import tool as front
from console import words
from console.config import DataDir


@dataclass
class Done:
    """What a command left: exit code and both outputs."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Done]]:
    """``ask(data, "log", "verify")``; ``given`` is standard input, as text or bytes."""
    spoken = words.language()

    def run(data: DataDir, *arguments: str, given: str | bytes = b"") -> Done:
        raw = given.encode() if isinstance(given, str) else given
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n") for _ in range(2))
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", err)
        try:
            code = front.main(["--data", str(data.root), "--lang", "en", *arguments])
        finally:
            monkeypatch.undo()
        return Done(code, *(_text(stream) for stream in (out, err)))

    yield run
    words.set_language(spoken)


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode()
