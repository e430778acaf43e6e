"""Imports of lists that were applied, and taking one back as a whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from zoneinfo import ZoneInfo

from console.domain.clock import Clock
from console.domain.people import Action
from console.services.list_kinds import ListKind
from console.services.row_runs import RowRuns, Taken, restore
from db.base import Base
from db.store import Store, Tx


class ListRuns(RowRuns):
    """Use cases of imports of the lists whose kinds it is given."""

    def __init__(
        self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo], kinds: Mapping[str, ListKind]
    ) -> None:  # fmt: skip
        super().__init__(store, clock, zone)
        self._kinds = kinds

    def kinds(self) -> Sequence[str]:
        return tuple(self._kinds)

    def action(self, kind: str) -> Action:
        return self._kinds[kind].action

    def tables(self) -> Mapping[str, type[Base]]:
        return {model.__tablename__: model for kind in self._kinds.values() for model in kind.models}

    def told(self, kind: str) -> str:
        return self._kinds[kind].book

    def require_free(self, tx: Tx, taken: Taken) -> list[Base]:
        return self._kinds[taken.run.kind].leans(tx, taken)

    def take_back(self, tx: Tx, taken: Taken) -> list[Base]:
        kind = self._kinds[taken.run.kind]
        for row, _ in taken.new:
            kind.end(row, taken, tx.by.name)
        for row, was, _ in taken.old:
            restore(row, was)
        beside = list(kind.beside(tx, taken))
        tx.flush()
        return [*taken.rows, *beside]

    def name_of(self, tx: Tx, row: Base) -> str:
        kind = next(kind for kind in self._kinds.values() if isinstance(row, tuple(kind.models)))
        return kind.name_of(tx, row)
