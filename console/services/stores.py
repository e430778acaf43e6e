"""Master data of the stores: warehouses as a tree, goods, quotas, agreements, vehicles; kept, retired, found again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from console import words
from console.domain import pinyin
from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.spots import SpotSense, require_sense, sense
from console.domain.stock import checked_amount, shown
from console.domain.stores import (
    AgreementForm,
    Difference,
    F,
    Form,
    ItemForm,
    Kept,
    QuotaForm,
    VehicleForm,
    WarehouseForm,
    cleaned,
    differing,
    key_of,
    require_no_circle,
    title_of,
)
from console.errors import Refused
from console.services import county_bounds, lines
from db import books
from db.base import Base
from db.models.places import Place
from db.models.stores import Item, Warehouse
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
        return list(_in_tree(found))

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
            at = self._clock.now()
            row = tx.session.get(query.MODELS[type(form)], form.id)
            if row is None and seen:
                raise Refused("no_such_row")
            if row is not None and seen != row.version and form_of(row, type(form)) != cleaned(form):
                raise Refused("changed_meanwhile", number=key_of(form))
            row, changed, told = put(tx, form, row)
            if changed:
                self._say(tx, told, [row], at)
        return self.one(type(form), form.id)

    def retire(
        self, form: type[F], key: UUID, *, seen: int, anyway: bool = False, by: Actor
    ) -> Kept[F]:  # fmt: skip
        """It holds no longer; nothing is deleted, its code stays taken.

        Refuses store_in_use for a warehouse with goods, open documents or stores beneath it, item_in_stock where
        there are goods of an item still (``anyway`` retires it knowingly), row_in_documents.
        """
        with self._store.writing(by=by, action=Action.EDIT_STORES) as tx:
            row = self._seen(tx, form, key, seen)
            said = form_of(row, form)
            if row.active:
                _require_free(tx, said, anyway=anyway)
                row.active, row.version = False, row.version + 1
                self._say(tx, f"停用{named(tx, said)}", [row], self._clock.now())
        return self.one(form, key)

    def restore(self, form: type[F], key: UUID, *, seen: int, by: Actor) -> Kept[F]:
        """It holds again; refuses what a change would be refused for."""
        with self._store.writing(by=by, action=Action.EDIT_STORES) as tx:
            row = self._seen(tx, form, key, seen)
            said = form_of(row, form)
            if not row.active:
                _check(tx, cleaned(said), row)
                row.active, row.version = True, row.version + 1
                self._say(tx, f"恢复{named(tx, said)}", [row], self._clock.now())
        return self.one(form, key)

    def spot(self, latitude: float | None, longitude: float | None) -> SpotSense:
        """What a pair of coordinates says, for a form while it is typed."""
        with self._store.reading() as connection:
            return sense(latitude, longitude, county_bounds.bounds(connection))

    def _seen(self, tx: Tx, form: type[F], key: UUID, seen: int) -> Any:
        row = tx.session.get(query.MODELS[form], key)
        if row is None:
            raise Refused("no_such_row")
        if row.version != seen:
            raise Refused("changed_meanwhile", number=key_of(form_of(row, form)))
        return row

    def _say(self, tx: Tx, text: str, about: Iterable[Base], at: datetime) -> None:
        lines.write(tx, books.AUDIT, ActKind.STOCK, text, at=at, about=about)


def put(tx: Tx, form: Form, row: Any) -> tuple[Any, tuple[Difference, ...], str]:
    """Shared step: a checked form is written over its row, or as a new one; what differs and how the book says it.

    A row that held no longer holds again. New rows differ from nothing in every field.
    """
    made = cleaned(form)  # type: ignore[type-var]
    made = _check(tx, made, row)
    before = None if row is None else form_of(row, type(made))
    if row is None:
        row = query.MODELS[type(made)](active=True, version=1)
    told = differing(before or _blank(made), made, _called(tx, before, made))
    if before == made and row.active:
        return row, (), ""
    for one in fields(made):
        setattr(row, one.name, getattr(made, one.name))
    if before is None:
        tx.session.add(row)
    else:
        row.version += 1
        row.active = True
    tx.flush()
    text = "、".join(
        f"{words.say_in('zh', f'stores.field.{one.field}')} {one.before or '空'}→{one.after or '空'}" for one in told
    )
    return row, told or (Difference("active", "", "是"),), (
        f"新增{named(tx, made)}" if before is None else f"修改{named(tx, made)}：{text or '恢复使用'}"
    )  # fmt: skip


def form_of(row: Any, form: type[F]) -> F:
    """A stored row as its form."""
    return form(**{one.name: getattr(row, one.name) for one in fields(form)})


def named(tx: Tx, form: Form) -> str:
    """仓库 K01 县库; a quota by whose it is and of what."""
    kind = words.say_in("zh", f"stores.table.{TABLE_OF[type(form)]}")
    if isinstance(form, QuotaForm):
        where = tx.session.get(Warehouse, form.warehouse_id) if form.warehouse_id else None
        place = tx.session.get(Place, form.place_id) if form.place_id else None
        item = tx.session.get(Item, form.item_id)
        owner = where or place
        return f"{kind} {owner.name if owner else ''} {item.name if item else ''}".strip()
    return f"{kind} {key_of(form)} {title_of(form)}".strip()


TABLE_OF: dict[type[Form], str] = {
    WarehouseForm: "warehouses", ItemForm: "items", QuotaForm: "quotas", AgreementForm: "agreements",
    VehicleForm: "vehicles",
}  # fmt: skip


def _blank(form: Form) -> Form:
    """The same with nothing in it, to tell what a new row says."""
    nothing: dict[str, Any] = {one.name: None for one in fields(form) if one.name != "id"}
    return replace(form, **nothing)


def _called(tx: Tx, *forms: Form | None) -> dict[UUID, str]:
    made = {}
    for form in forms:
        for name, model in _POINTS.items():
            key = getattr(form, name, None)
            row = tx.session.get(model, key) if key is not None else None
            if row is not None:
                made[row.id] = f"{row.code} {row.name}"
    return made


_POINTS: dict[str, Any] = {"parent_id": Warehouse, "warehouse_id": Warehouse, "place_id": Place, "item_id": Item}


def _check(tx: Tx, form: Any, row: Any) -> Any:
    """What only the store knows: keys taken, things pointed at, coordinates, what depends on what is changed."""
    if not isinstance(form, QuotaForm):
        taken = query.by_key(tx.connection, type(form), key_of(form))
        if taken not in (None, form.id):
            raise Refused("store_code_taken", field="code", value=key_of(form))
    for name, model in _POINTS.items():
        key = getattr(form, name, None)
        found = tx.session.get(model, key) if key is not None else None
        if key is not None and (found is None or not getattr(found, "active", True)):
            raise Refused("store_points_nowhere", field=name)
    if isinstance(form, WarehouseForm | AgreementForm):
        require_sense(form.latitude, form.longitude, county_bounds.bounds(tx.connection))
    if isinstance(form, WarehouseForm):
        require_no_circle(query.parents(tx.connection), form.id, form.parent_id)
    elif isinstance(form, ItemForm) and row is not None:
        _check_item(tx, form, row)
    elif isinstance(form, QuotaForm):
        return _check_quota(tx, form)
    elif isinstance(form, AgreementForm) and form.item_id is not None:
        item = tx.session.get_one(Item, form.item_id)
        checked_amount(form.quantity, item.decimals, nought=True, field="quantity")
        if form.unit != item.unit:
            raise Refused("agreement_unit", field="unit", unit=form.unit, wanted=item.unit)
    return form


def _check_item(tx: Tx, form: ItemForm, row: Item) -> None:
    """A unit's decimals never shrink below fractions that are stored; a unit never changes under goods."""
    if form.decimals < row.decimals and (finest := query.finest(tx.connection, row.id)) > form.decimals:
        raise Refused("unit_fractions", field="decimals", item=row.name, decimals=finest)
    if form.unit != row.unit and query.moved(tx.connection, row.id):
        raise Refused("item_unit_fixed", field="unit", item=row.name, unit=row.unit)


def _check_quota(tx: Tx, form: QuotaForm) -> QuotaForm:
    item = tx.session.get_one(Item, form.item_id)
    minimum = checked_amount(form.minimum, item.decimals, nought=True, field="minimum")
    target = checked_amount(form.target, item.decimals, nought=True, field="target")
    there = query.quota_of(tx.connection, form.item_id, form.warehouse_id, form.place_id)
    if there not in (None, form.id):
        raise Refused("quota_there", field="item_id", item=item.name)
    return replace(form, minimum=minimum, target=target)


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


def _in_tree(found: list[Kept[WarehouseForm]]) -> Iterator[Kept[WarehouseForm]]:
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
