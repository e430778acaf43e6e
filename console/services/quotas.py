"""定额: what is below its quota in stores and places, what to buy for it, whether key goods reached every village."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.plan_findings import Stale, StaleKind
from console.domain.plans import PlanText
from console.domain.stock import NOTHING, normal, shown
from console.domain.store_lists import CoverageRow, PlanLine, Shortage, Spare, beneath, covered, to_buy
from console.domain.stores import ItemForm, Kept, QuotaForm, WarehouseForm
from console.services import exporting, lines
from console.services.stores import matches
from db import books
from db.queries import stores as query
from db.store import Store

BUY_HEADS = ("物资编码", "物资名称", "规格", "缺口", "单位", "参考单价", "金额")
_NAMED_IN_PLAN = 5


class Quotas:
    """Use cases of quotas. Quotas themselves are kept by ``StoresService``."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def shortages(
        self, asked: str = "", *, store: UUID | None = None, place: UUID | None = None, item: UUID | None = None,
        every: bool = False,
    ) -> list[Shortage]:  # fmt: skip
        """Quotas that are not met (all of them with ``every``): short = minimum − what is usable and free there.

        A place's quota counts every store in it, villages of a town too.
        """
        with self._store.reading() as connection:
            found = _held_against(connection, self._today(), asked.split())
        return [
            row for row in found
            if (every or row.below) and store in (None, row.store) and place in (None, row.place)
            and item in (None, row.item)
        ]  # fmt: skip

    def spare(self, row: Shortage) -> list[Spare]:
        """Where else there is more of it than a store's own quota keeps, most first; stores that count here are not it.

        Of a place short of it, stores in it have what is counted already.
        """
        with self._store.reading() as connection:
            own = _own_stores(connection, row)
            free = query.usable(connection, self._today())
            kept = [one.form for one in query.kept(connection, QuotaForm) if one.form.item_id == row.item]
            stores = [one for one in query.kept(connection, WarehouseForm) if one.id not in own]
        least = {form.warehouse_id: form.minimum for form in kept if form.warehouse_id}
        made = [
            Spare(one.id, one.form.code, one.form.name, normal(free.get((one.id, row.item), NOTHING)),
                  least.get(one.id, NOTHING))
            for one in stores
        ]  # fmt: skip
        return sorted((one for one in made if one.spare > 0), key=lambda one: (-one.spare, one.store_code))

    def receiving(self, row: Shortage) -> UUID | None:
        """The store that takes in what is short: its own, or of a place the first one in it; None where it has none."""
        if row.store is not None:
            return row.store
        with self._store.reading() as connection:
            own = _own_stores(connection, row)
            places = query.store_places(connection)
            found = [one for one in query.kept(connection, WarehouseForm) if one.id in own]
        return next((one.id for one in sorted(found, key=lambda one: places[one.id] != row.place)), None)

    def purchase_plan(self, asked: str = "") -> list[PlanLine]:
        """What to buy so that every quota below its minimum is filled to its target; nothing is counted twice."""
        with self._store.reading() as connection:
            rows = _held_against(connection, self._today(), asked.split())
            wanted = to_buy(rows, query.place_parents(connection), query.store_places(connection))
            prices = query.prices(connection)
        first = {row.item: row for row in reversed(rows)}
        made = [
            PlanLine(item, first[item].item_code, first[item].item_name, first[item].spec, first[item].unit, amount,
                     prices.get(item))
            for item, amount in wanted.items()
        ]  # fmt: skip
        return sorted(made, key=lambda one: one.item_code)

    def export_plan(self, path: Path, asked: str = "", *, by: Actor) -> int:
        """The purchase plan as .xlsx, .csv or .json, amounts as numbers; answers how many items."""
        writer = exporting.writer_for(path, BUY_HEADS, BUY_HEADS, "采购计划")
        found = self.purchase_plan(asked)
        with self._store.writing(by=by, action=Action.EXPORT) as tx:
            exporting.write_beside(path, (_bought(one) for one in found), writer)
            text = f"导出采购计划：{len(found)} 项，{path.name}"
            lines.write(tx, books.AUDIT, ActKind.EXPORT, text, at=self._clock.now())
        return len(found)

    def coverage(self, *, missing_only: bool = False) -> list[CoverageRow]:
        """关键物资到村: every key item at every village, against the village's quota and its day."""
        with self._store.reading() as connection:
            found = list(_coverage(connection, self._today()))
        return [row for row in found if not missing_only or row.state != "covered"]

    def below_quota(self, plans: Sequence[PlanText]) -> dict[str, tuple[Stale, ...]] | None:
        """Items the cards of each plan name that are below a quota somewhere, by plan; None without any quotas."""
        rows = self.shortages(every=True)
        if not rows:
            return None
        short: dict[str, list[Shortage]] = {}
        for row in rows:
            if row.below:
                short.setdefault(_plain_name(row.item_name), []).append(row)
        return {plan.code: tuple(_named_in(plan, short)) for plan in plans}

    def _today(self) -> date:
        return self._clock.now().astimezone(self._zone()).date()


def _held_against(connection: Connection, today: date, words: Sequence[str]) -> list[Shortage]:
    stores = {row.id for row in query.kept(connection, WarehouseForm)}
    items = {row.id: row for row in query.kept(connection, ItemForm)}
    free = query.usable(connection, today)
    here = by_place(connection, free)
    made = []
    for row in query.kept(connection, QuotaForm):
        form = row.form
        if form.item_id not in items or (form.warehouse_id and form.warehouse_id not in stores):
            continue
        if words and not (matches(row, words) or matches(items[form.item_id], words)):
            continue
        there = free if form.warehouse_id else here
        has = there.get((form.warehouse_id or form.place_id, form.item_id), NOTHING)  # type: ignore[arg-type]
        made.append(_shortage(row, items[form.item_id], has))
    return sorted(made, key=lambda one: (one.owner_code, one.item_code))


def _own_stores(connection: Connection, row: Shortage) -> set[UUID]:
    """The store of a quota, or every store in its place."""
    if row.store is not None:
        return {row.store}
    within = beneath(query.place_parents(connection)).get(row.place, set()) if row.place else set()
    return {key for key, place in query.store_places(connection).items() if place in within}


def _shortage(row: Kept[QuotaForm], item: Kept[ItemForm], has: Decimal) -> Shortage:
    form, names = row.form, row.names
    owner = "warehouse" if form.warehouse_id else "place"
    return Shortage(
        row.id, form.warehouse_id, form.place_id, names.get(f"{owner}_code", ""), names.get(owner, ""), form.item_id,
        item.form.code, item.form.name, item.form.spec, item.form.unit, form.minimum, form.target, normal(has),
        form.due_on, form.basis,
    )  # fmt: skip


def by_place(connection: Connection, free: dict[tuple[UUID, UUID], Decimal]) -> dict[tuple[UUID, UUID], Decimal]:
    """Shared step: what is free in all stores of each place, what lies under it included."""
    parents, places = query.place_parents(connection), query.store_places(connection)
    made: dict[tuple[UUID, UUID], Decimal] = {}
    for (store, item), amount in free.items():
        place, seen = places.get(store), set[UUID]()
        while place is not None and place not in seen:
            seen.add(place)
            made[place, item] = made.get((place, item), NOTHING) + amount
            place = parents.get(place)
    return made


def _coverage(connection: Connection, today: date) -> Iterator[CoverageRow]:
    here = by_place(connection, query.usable(connection, today))
    towns = {key: name for key, name, _ in query.places_of(connection, "town")}
    quotas = {(row.form.place_id, row.form.item_id): row.form for row in query.kept(connection, QuotaForm)}
    key_items = [row.form for row in query.kept(connection, ItemForm) if row.form.key_item]
    for place, name, above in query.places_of(connection, "village"):
        for item in key_items:
            quota, has = quotas.get((place, item.id)), here.get((place, item.id), NOTHING)
            due_on = quota.due_on if quota else None
            state = covered(quota.minimum if quota else None, has, due_on, today)
            needed = quota.minimum if quota else Decimal(1)
            town = towns.get(above, "") if above else ""
            yield CoverageRow(place, name, town, item.id, item.name, item.unit, needed, normal(has), due_on, state)


def _bought(one: PlanLine) -> dict[str, Any]:
    price, total = one.price, one.total
    values = (
        one.item_code, one.item_name, one.spec, float(one.shortage), one.unit,
        None if price is None else float(price), None if total is None else float(total),
    )  # fmt: skip
    return dict(zip(BUY_HEADS, values, strict=True))


def _owners(rows: Sequence[Shortage]) -> str:
    told = "、".join(f"{row.owner_name}缺 {shown(row.short)} {row.unit}" for row in rows[:_NAMED_IN_PLAN])
    return told if len(rows) <= _NAMED_IN_PLAN else f"{told} 等 {len(rows)} 处"


def _named_in(plan: PlanText, short: dict[str, list[Shortage]]) -> Iterator[Stale]:
    every = [(level.level, card) for level in plan.levels for card in level.cards]
    cards = [(f"{level} {card.code}", f"{card.needs}\n{card.action}") for level, card in every]
    for name, rows in short.items():
        codes = tuple(code for code, said in cards if name in said)
        if codes:
            yield Stale(StaleKind.BELOW_QUOTA, {"item": name, "owners": _owners(rows)}, codes)


def _plain_name(name: str) -> str:
    """排水泵（大流量）: cards of plans say 排水泵."""
    return re.split("[（(]", name)[0].strip() or name
