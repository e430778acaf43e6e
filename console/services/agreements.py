"""协议、市场、产能储备: what can still be called of each agreement today, and how soon it comes."""

from __future__ import annotations

from collections.abc import Callable as Function
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from console.domain.clock import Clock
from console.domain.store_lists import Callable, validity
from console.domain.stores import AgreementForm
from console.errors import Refused
from console.services.stores import matches
from db.queries import stores as query
from db.store import Store


class Agreements:
    """Reads only: agreements are kept by ``StoresService``, called by documents that name them."""

    def __init__(self, store: Store, clock: Clock, zone: Function[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def rows(self, asked: str = "", *, item: UUID | None = None, retired: bool = False) -> list[Callable]:
        """Callable is the quantity less what documents called that are neither void nor reversed; quickest first."""
        today = self._clock.now().astimezone(self._zone()).date()
        with self._store.reading() as connection:
            found = query.kept(connection, AgreementForm, retired=retired)
            called = query.called(connection)
        told = [
            Callable(row, called.get(row.id, Decimal(0)), validity(row.form, active=row.active, today=today))
            for row in found
            if (item is None or row.form.item_id == item) and matches(row, asked.split())
        ]
        return sorted(told, key=lambda one: (one.kept.form.lead_minutes, one.kept.form.code))

    def one(self, key: UUID) -> Callable:
        """One agreement; refuses no_such_row."""
        found = next((row for row in self.rows(retired=True) if row.kept.id == key), None)
        if found is None:
            raise Refused("no_such_row")
        return found
