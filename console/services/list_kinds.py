"""What a kind of list must say so that workbooks of it can be taken in, given out and taken back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.domain.importing import SILENT, Progress
from console.domain.list_table import Compared, ListChange, ListLine, ListTable
from console.domain.people import Action
from console.services.row_runs import Taken
from db import records
from db.base import Base
from db.store import Tx

Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a list is held against: the store, the instant, the station's zone."""

    connection: Connection
    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()


@dataclass(slots=True)
class Written:
    """What an import writes: new rows, changed ones as they were, and rows that only count one further."""

    at: datetime
    source: str
    new: list[Base] = field(default_factory=list)
    before: dict[Base, Mapping[str, Any]] = field(default_factory=dict)
    beside: list[Base] = field(default_factory=list)
    seen: dict[Any, Any] = field(default_factory=dict)
    """What a kind looked up once for all rows."""
    _made: set[Base] = field(default_factory=set)
    _further: set[Base] = field(default_factory=set)

    def made(self, row: Row) -> Row:
        self.new.append(row)
        self._made.add(row)
        return row

    def was(self, row: Row) -> Row:
        """A row that is changed now, with what stood in it; one that is new itself is only new."""
        if row not in self.before and row not in self._made:
            self.before[row] = records.row_content(row)
        return row

    def further(self, row: Row) -> bool:
        """Whether a row that is not new counts one further for the first time in this import."""
        first = row not in self._made and row not in self._further
        if first:
            self._further.add(row)
            self.beside.append(row)
        return first

    @property
    def rows(self) -> list[Base]:
        """All of them once, for the book."""
        return list(dict.fromkeys([*self.new, *self.before, *self.beside]))


class ListKind(ABC):
    """One list. ``book`` is its name in the audit book, ``models`` the tables an import changes."""

    table: ClassVar[ListTable]
    action: ClassVar[Action]
    book: ClassVar[str]
    models: ClassVar[Sequence[type[Base]]]

    @abstractmethod
    def compare(self, ground: Ground, lines: Sequence[ListLine], progress: Progress = SILENT) -> Compared:
        """What each row would do to the store as it stands."""

    @abstractmethod
    def write(self, tx: Tx, change: ListChange, written: Written) -> None:
        """Do it."""

    @abstractmethod
    def rows(self, ground: Ground) -> Iterator[dict[str, str]]:
        """What the store has, by column: read again it changes nothing."""

    @abstractmethod
    def end(self, row: Base, taken: Taken, by: str) -> None:
        """A row that was new holds no longer."""

    @abstractmethod
    def name_of(self, tx: Tx, row: Base) -> str:
        """Who or what a row is about."""

    def leans(self, tx: Tx, taken: Taken) -> list[Base]:  # noqa: ARG002
        """Rows that cannot be taken back because of what came later."""
        return []

    def beside(self, tx: Tx, taken: Taken) -> Iterable[Base]:  # noqa: ARG002
        """Rows that count one further when an import is taken back."""
        return ()
