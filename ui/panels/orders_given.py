"""A list of records from which tasks are given out: those of the chosen one stand below it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from shiboken6 import isValid

from console.domain.orders import OrderRow
from ui.models.order_rows import OrderLine, due_mark, order_model
from ui.panels.orders_part import OrdersPart
from ui.widgets.due_cell import DueCell
from ui.widgets.table import RowTable

_DUE = 6


class GivingPart(OrdersPart):
    """``build`` makes the list of tasks; whoever has other records chosen asks ``follow``."""

    tasks: RowTable

    def build_tasks(self, called: str) -> None:
        """``called`` is the word that names the list."""
        self._near, self._shown = timedelta(minutes=30), None
        self.tasks = RowTable(order_model(self._times, lambda: self._near), compact=True)
        self.tasks.call(called)
        marked = DueCell(lambda line: due_mark(line, self._times, lambda: self._near), self.tasks)
        self.tasks.setItemDelegateForColumn(_DUE, marked)

    def given_from(self, source_id: UUID | None) -> tuple[OrderRow, ...]:
        """On a worker."""
        return tuple(self._ask.orders.rows(open_only=False, source_id=source_id)) if source_id else ()

    def follow(self, source_id: UUID | None) -> bool:
        """Whether another record is chosen than before: then its tasks are asked for."""
        if source_id == self._shown:
            return False
        self._shown = source_id
        self.tasks.show_rows(())
        if source_id is not None:
            self._jobs.read(
                lambda: self.given_from(source_id),
                lambda found: self.show_tasks(source_id, found),
                lambda error: self.failed.emit(error) if isValid(self) else None,
            )
        return True

    def show_tasks(self, source_id: UUID | None, found: Sequence[OrderRow]) -> None:
        """Where they are still those of the record that is chosen."""
        if isValid(self) and source_id is not None and source_id == self._shown:
            self.tasks.show_rows([OrderLine(row) for row in found])
