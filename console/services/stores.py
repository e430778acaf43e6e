"""Master data of the stores: warehouses as a tree, goods, quotas, agreements, vehicles; kept, retired, found again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from console.domain import pinyin
from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.spots import SpotSense, sense
from console.domain.stock import shown
from console.domain.stores import (
    AgreementForm,
    F,
    Form,
    ItemForm,
    Kept,
    QuotaForm,
    VehicleForm,
    WarehouseForm,
    cleaned,
    key_of,
    title_of,
)
from console.errors import Refused
from console.services import county_bounds, lines
from console.services.store_book import StoreBook, told, write
from db import books
from db.base import Base
from db.models.stores import Warehouse
from db.queries import stores as query
from db.store import Store, Tx


class StoresService:
    """Use cases of the master data. The form's class names the table: ``rows(ItemForm, "pxdl")``."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def rows(self, form: type[F], asked: str = "", *, retired: bool = False) -> list[Kept[F]]:
        """By code; every word must stand in one of the row's texts or in the pinyin of its name."""
        with self._store.reading() as connection:
            found = query.kept(connection, form, retired=retired)
        return [row for row in found if matches(row, asked.split())]

    def tree(self, *, retired: bool = False) -> list[Kept[WarehouseForm]]:
        """Warehouses, each behind the one above it; ``depth`` says how far down. Without its parent it is on top."""
        with self._store.reading() as connection:
            found = query.kept(connection, WarehouseForm, retired=retired)
        return list(in_tree(found))

    def one(self, form: type[F], key: UUID) -> Kept[F]:
        """One row, whether it holds or not; refuses no_such_row."""
        with self._store.reading() as connection:
            found = query.kept(connection, form, key=key)
        if not found:
            raise Refused("no_such_row")
        return found[0]

    def keep(self, form: F, *, seen: int = 0, by: Actor) -> Kept[F]:
        """A new row (``seen`` 0) or a change of the version that was seen; the same form again changes nothing.

        Refuses what ``stores.cleaned`` does, store_code_taken, store_circle, no_such_row for what it points at,
        unit_fractions, item_unit_fixed, quota_there, agreement_unit, spot_*, changed_meanwhile.
        """
        with self._store.writing(by=by, action=Action.EDIT_STORES) as tx:
            book = StoreBook(tx.connection)
            there = book.kept.get(form.id)
            if there is None and seen:
                raise Refused("no_such_row")
            if there is not None and seen != there.version and there.form != cleaned(form):
                raise Refused("changed_meanwhile", number=key_of(form))
            change = book.accept(form)
            if change is not None:
                self._say(tx, told(change, book), write(tx, [change]), self._clock.now())
        return self.one(type(form), form.id)

    def retire(
        self, form: type[F], key: UUID, *, seen: int, anyway: bool = False, by: Actor
    ) -> Kept[F]:  # fmt: skip
        """It holds no longer; nothing is deleted, its code stays taken.

        Refuses store_in_use for a warehouse with goods, open documents or stores beneath it, item_in_stock where
        there are goods of an item still (``anyway`` retires it knowingly), row_in_documents.
        """
        with self._store.writing(by=by, action=Action.EDIT_STORES) as tx:
            row, there, book = self._seen(tx, form, key, seen)
            if there.active:
                _require_free(tx, there.form, anyway=anyway)
                row.active, row.version = False, row.version + 1
                self._say(tx, f"停用{book.named(there.form)}", [row], self._clock.now())
        return self.one(form, key)

    def restore(self, form: type[F], key: UUID, *, seen: int, by: Actor) -> Kept[F]:
        """It holds again; refuses what a change would be refused for."""
        with self._store.writing(by=by, action=Action.EDIT_STORES) as tx:
            _, there, book = self._seen(tx, form, key, seen)
            change = None if there.active else book.accept(there.form)
            if change is not None:
                self._say(tx, told(change, book), write(tx, [change]), self._clock.now())
        return self.one(form, key)

    def spot(self, latitude: float | None, longitude: float | None) -> SpotSense:
        """What a pair of coordinates says, for a form while it is typed."""
        with self._store.reading() as connection:
            return sense(latitude, longitude, county_bounds.bounds(connection))

    def _seen(self, tx: Tx, form: type[F], key: UUID, seen: int) -> tuple[Any, Kept[Any], StoreBook]:
        row, book = tx.session.get(query.MODELS[form], key), StoreBook(tx.connection)
        if row is None:
            raise Refused("no_such_row")
        there = book.kept[key]
        if row.version != seen:
            raise Refused("changed_meanwhile", number=key_of(there.form))
        return row, there, book

    def _say(self, tx: Tx, text: str, about: Iterable[Base], at: datetime) -> None:
        lines.write(tx, books.AUDIT, ActKind.STOCK, text, at=at, about=about)


def _require_free(tx: Tx, form: Form, *, anyway: bool) -> None:
    """Whatever still depends on a row is named: nobody loses sight of goods by a tick."""
    if isinstance(form, WarehouseForm):
        beneath = [key for key, parent in query.parents(tx.connection).items() if parent == form.id]
        stores = [row for key in beneath if (row := tx.session.get(Warehouse, key)) and row.active]
        held = query.held_in(tx.connection, store=form.id)
        if stores or held:
            raise Refused("store_in_use", name=form.name, stores=len(stores), quantity=shown(held))
    if isinstance(form, ItemForm) and not anyway and (held := query.held_in(tx.connection, item=form.id)):
        raise Refused("item_in_stock", name=form.name, quantity=shown(held), unit=form.unit)
    if isinstance(form, QuotaForm):
        return
    asked = {WarehouseForm: "store", ItemForm: "item", VehicleForm: "vehicle", AgreementForm: "agreement"}
    numbers = query.open_documents(tx.connection, **{asked[type(form)]: form.id})
    if numbers:
        raise Refused("row_in_documents", name=title_of(form), documents="、".join(numbers[:5]), count=len(numbers))


def matches(row: Kept[Any], asked: Iterable[str]) -> bool:
    """Whether every word stands in a text of the row, in what its ids are called, or in the pinyin of its name."""
    form = row.form
    texts = [str(getattr(form, one.name)) for one in fields(form) if isinstance(getattr(form, one.name), str)]
    texts += row.names.values()
    said = "\n".join(texts).casefold()
    return all(word.casefold() in said or _sounds(row, word.casefold()) for word in asked)


def _sounds(row: Kept[Any], word: str) -> bool:
    if not (word.isascii() and word.isalnum()):
        return False
    name = title_of(row.form) or row.names.get("item", "")
    return any(word in one for one in _readings(name))


@lru_cache(maxsize=8192)
def _readings(name: str) -> tuple[str, ...]:
    every = pinyin.readings(name)
    return (*("".join(one.split()) for one in every), *("".join(part[0] for part in one.split()) for one in every))


def in_tree(found: list[Kept[WarehouseForm]]) -> Iterator[Kept[WarehouseForm]]:
    here = {row.id for row in found}
    beneath: dict[UUID | None, list[Kept[WarehouseForm]]] = {}
    for row in found:
        above = row.form.parent_id if row.form.parent_id in here else None
        beneath.setdefault(above, []).append(row)
    waiting = [(row, 0) for row in reversed(beneath.get(None, []))]
    while waiting:
        row, depth = waiting.pop()
        yield replace(row, depth=depth)
        waiting += [(under, depth + 1) for under in reversed(beneath.get(row.id, []))]
