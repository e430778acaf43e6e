"""An import while it runs: how far it is, whether somebody stopped it; and what it did, so that it can be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from console.errors import Refused

EVERY = 50
"""Rows between two looks at whether somebody stopped it."""

T = TypeVar("T")


def _nobody(_part: str, _done: int, _of: int) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Progress:
    """What an import tells meanwhile, from its own thread: the part (read, compare, write), how much of how much.

    ``stopped`` is asked as often; once it says so, nothing is changed (Refused import_stopped).
    """

    tell: Callable[[str, int, int], None] = _nobody
    stopped: Callable[[], bool] = lambda: False

    def step(self, part: str, done: int, of: int) -> None:
        if self.stopped():
            raise Refused("import_stopped")
        self.tell(part, done, of)

    def over(self, part: str, rows: Iterable[T], of: int) -> Iterator[T]:
        """The rows, with a step every now and then and one at the end."""
        for done, row in enumerate(rows):
            if done % EVERY == 0:
                self.step(part, done, of)
            yield row
        self.step(part, of, of)


SILENT = Progress()


@dataclass(frozen=True, slots=True)
class ImportRunRow:
    """An import as lists show it. ``mode`` is all or good."""

    id: UUID
    kind: str
    mode: str
    file_name: str
    taken: int
    left_out: int
    at: datetime
    by_name: str
    undone_at: datetime | None
    undone_by: str
