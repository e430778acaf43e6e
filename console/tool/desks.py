"""The open desk a command works at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir


@contextmanager
def opened(data: DataDir, *, read_only: bool = False) -> Iterator[Desk]:
    """A desk for one command."""
    desk = bootstrap.build(data, read_only=read_only)
    try:
        yield desk
    finally:
        desk.close()
