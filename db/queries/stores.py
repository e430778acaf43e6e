"""Reads of the stores' master data: warehouses, goods, quotas, agreements, vehicles, and what depends on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Connection, and_, func, or_, select, type_coerce
from sqlalchemy.orm import aliased

from console.domain.stock import AccountKind, DocumentState, Goods
from console.domain.stores import (
    AgreementForm,
    F,
    Form,
    ItemForm,
    Kept,
    QuotaForm,
    VehicleForm,
    WarehouseForm,
)
from db.models.ledger import StockBalance, StockDocument, StockLine, StockMovement, StockStep
from db.models.places import Place
from db.models.stores import Agreement, Item, Lot, Quota, Vehicle, Warehouse
from db.types import from_thousandths

MODELS: dict[type[Form], Any] = {
    WarehouseForm: Warehouse, ItemForm: Item, QuotaForm: Quota, AgreementForm: Agreement, VehicleForm: Vehicle,
}  # fmt: skip
"""The table of each form."""
_OPEN = (DocumentState.DRAFT.value, DocumentState.APPROVED.value, DocumentState.ISSUED.value)
_STORE = AccountKind.STORE.value


def _raw(column: Any) -> Any:
    """The stored thousandths: the database adds integers, never fractions."""
    return type_coerce(column, BigInteger)


def kept(connection: Connection, form: type[F], *, retired: bool = False, key: UUID | None = None) -> list[Kept[F]]:
    """Rows of a table as forms, by code; ``retired`` shows those that hold no longer too."""
    model = MODELS[form]
    asked = select(*(getattr(model, one.name) for one in fields(form)), model.version, model.active)
    if key is not None:
        asked = asked.where(model.id == key)
    elif not retired:
        asked = asked.where(model.active.is_(True))
    order = {Quota: Quota.id, Vehicle: Vehicle.plate}.get(model, getattr(model, "code", None))
    found = connection.execute(asked.order_by(order)).mappings()
    named = names(connection)
    made = []
    for row in found:
        values = dict(row)
        version, active = values.pop("version"), values.pop("active")
        made.append(Kept(form(**values), version, active, _named(values, named)))
    return made


Names = dict[str, dict[UUID, tuple[str, str, str]]]


def names(connection: Connection) -> Names:
    """Codes, names and units of what ids point at, by what the field is called."""
    stores = {row[0]: (row[1], row[2], "") for row in connection.execute(_CODED[Warehouse])}
    return {
        "parent": stores, "warehouse": stores,
        "place": {row[0]: (row[1], row[2], "") for row in connection.execute(_CODED[Place])},
        "item": {row.id: (row.code, row.name, row.unit) for row in connection.execute(
            select(Item.id, Item.code, Item.name, Item.unit))},
    }  # fmt: skip


_CODED: dict[Any, Any] = {model: select(model.id, model.code, model.name) for model in (Warehouse, Place)}


def _named(values: Mapping[str, Any], known: Names) -> dict[str, str]:
    made: dict[str, str] = {}
    for what, rows in known.items():
        found = rows.get(values.get(f"{what}_id"))  # type: ignore[arg-type]
        if found is not None:
            made |= {f"{what}_code": found[0], what: found[1]}
            if what == "item":
                made["unit"] = found[2]
    return made


def parents(connection: Connection) -> dict[UUID, UUID | None]:
    """Each store's store above it."""
    return {row[0]: row[1] for row in connection.execute(select(Warehouse.id, Warehouse.parent_id))}


def place_parents(connection: Connection) -> dict[UUID, UUID | None]:
    """Each place's place above it."""
    return {row[0]: row[1] for row in connection.execute(select(Place.id, Place.parent_id))}


def places_of(connection: Connection, level: str) -> list[tuple[UUID, str, UUID | None]]:
    """Places of a level: id, name, the place above."""
    asked = select(Place.id, Place.name, Place.parent_id).where(Place.level == level).order_by(Place.code)
    return [(row[0], row[1], row[2]) for row in connection.execute(asked)]


def store_places(connection: Connection) -> dict[UUID, UUID | None]:
    """Where each store that holds lies."""
    asked = select(Warehouse.id, Warehouse.place_id).where(Warehouse.active.is_(True))
    return {row[0]: row[1] for row in connection.execute(asked)}


def by_key(connection: Connection, form: type[Form], key: str) -> UUID | None:
    """The row of that code (plate), whether it holds or not."""
    model = MODELS[form]
    column = model.plate if model is Vehicle else model.code
    return connection.scalar(select(model.id).where(column == key))


def quota_of(connection: Connection, item: UUID, warehouse: UUID | None, place: UUID | None) -> UUID | None:
    """The quota of an item of a store or a place."""
    where = Quota.warehouse_id == warehouse if warehouse is not None else Quota.place_id == place
    return connection.scalar(select(Quota.id).where(Quota.item_id == item, where))


def finest(connection: Connection, item: UUID) -> int:
    """How many decimals quantities of an item really have, in the ledger, in documents and quotas."""
    most = 0
    for column, where in (
        (StockBalance.quantity, StockBalance.item_id), (StockMovement.quantity, StockMovement.item_id),
        (StockLine.asked, StockLine.item_id), (Quota.minimum, Quota.item_id), (Quota.target, Quota.item_id),
    ):  # fmt: skip
        for amount in connection.scalars(select(column).where(where == item).distinct()):
            most = max(most, -int(amount.normalize().as_tuple().exponent))
    return most


def moved(connection: Connection, item: UUID) -> bool:
    """Whether goods of an item ever stood in a document."""
    return connection.scalar(select(StockLine.id).where(StockLine.item_id == item).limit(1)) is not None


def held_in(connection: Connection, *, store: UUID | None = None, item: UUID | None = None) -> Decimal:
    """What lies in a store, or of an item anywhere (stores, roads, scenes)."""
    asked = select(func.coalesce(func.sum(_raw(StockBalance.quantity)), 0))
    asked = asked if item is None else asked.where(StockBalance.item_id == item)
    if store is not None:
        asked = asked.where(StockBalance.kind == _STORE, StockBalance.place_id == store)
    return from_thousandths(connection.scalar(asked) or 0)


def open_documents(
    connection: Connection, *, store: UUID | None = None, item: UUID | None = None, vehicle: UUID | None = None,
    agreement: UUID | None = None,
) -> list[str]:  # fmt: skip
    """Numbers of documents that are not settled and name it."""
    document = StockDocument
    asked = select(document.number).where(document.state.in_(_OPEN)).order_by(document.number)
    if store is not None:
        asked = asked.where(or_(document.from_warehouse_id == store, document.to_warehouse_id == store))
    if vehicle is not None:
        asked = asked.where(document.vehicle_id == vehicle)
    if agreement is not None:
        asked = asked.where(document.agreement_id == agreement)
    if item is not None:
        own = select(StockLine.document_id).where(StockLine.item_id == item, StockLine.dropped.is_(False))
        asked = asked.where(document.id.in_(own))
    return list(connection.scalars(asked))


def called(connection: Connection) -> dict[UUID, Decimal]:
    """What documents that are neither void nor reversed called of each agreement; of its own item where it has one."""
    counter = aliased(StockDocument)
    asked = (
        select(StockDocument.agreement_id, func.sum(_raw(StockLine.asked)))
        .join(StockLine, StockLine.document_id == StockDocument.id)
        .join(Agreement, Agreement.id == StockDocument.agreement_id)
        .outerjoin(counter, counter.counters_id == StockDocument.id)
        .where(
            StockDocument.state != DocumentState.VOID.value, StockDocument.counters_id.is_(None), counter.id.is_(None),
            StockLine.dropped.is_(False), or_(Agreement.item_id.is_(None), Agreement.item_id == StockLine.item_id),
        )
        .group_by(StockDocument.agreement_id)
    )  # fmt: skip
    return {row[0]: from_thousandths(row[1]) for row in connection.execute(asked)}


def usable(connection: Connection, today: date, *, key_only: bool = False) -> dict[tuple[UUID, UUID], Decimal]:
    """What each store has free of each (key) item: usable, in date, promised to nobody. Keys: store, item."""
    balance = StockBalance
    free = _raw(balance.quantity) - _raw(balance.reserved)
    asked = (
        select(balance.place_id, balance.item_id, func.sum(free))
        .join(Lot, Lot.id == balance.lot_id)
        .where(
            balance.kind == _STORE, balance.state == Goods.USABLE.value,
            or_(Lot.expires_on.is_(None), Lot.expires_on >= today),
        )
        .group_by(balance.place_id, balance.item_id)
    )  # fmt: skip
    if key_only:
        asked = asked.where(balance.item_id.in_(select(Item.id).where(Item.key_item.is_(True))))
    return {(row[0], row[1]): from_thousandths(row[2]) for row in connection.execute(asked)}


def prices(connection: Connection) -> dict[UUID, Decimal]:
    """The newest price each item came at."""
    asked = (
        select(StockLine.item_id, StockLine.price)
        .join(StockDocument, StockDocument.id == StockLine.document_id)
        .where(StockLine.price.is_not(None), StockDocument.state == DocumentState.POSTED.value)
        .order_by(StockDocument.settled_at, StockLine.ordinal)
    )
    return {row[0]: row[1] for row in connection.execute(asked) if row[1] is not None}


def dated(connection: Connection, *, store: UUID | None = None) -> Sequence[Any]:
    """Lots that lie in stores, one row for each state in which they lie: with their dates and their item's rhythm."""
    balance = StockBalance
    asked = (
        select(
            Warehouse.id.label("store"), Warehouse.code.label("store_code"), Warehouse.name.label("store_name"),
            Item.id.label("item"), Item.code.label("item_code"), Item.name.label("item_name"), Item.spec, Item.unit,
            Item.rotate_days, Lot.id.label("lot"), Lot.code.label("lot_code"), Lot.made_on, Lot.expires_on,
            balance.state, balance.quantity, balance.reserved, balance.shelf,
        )
        .select_from(balance)
        .join(Warehouse, Warehouse.id == balance.place_id)
        .join(Lot, Lot.id == balance.lot_id)
        .join(Item, Item.id == balance.item_id)
        .where(
            balance.kind == _STORE, balance.quantity > 0,
            or_(Lot.expires_on.is_not(None), Item.rotate_days.is_not(None)),
        )
        .order_by(Lot.expires_on.is_(None), Lot.expires_on, Warehouse.code, Item.code, Lot.code, balance.state)
    )  # fmt: skip
    if store is not None:
        asked = asked.where(balance.place_id == store)
    return connection.execute(asked).all()


def arrived_on(connection: Connection, lots: Iterable[UUID]) -> dict[UUID, datetime]:
    """When each lot first moved."""
    made: dict[UUID, datetime] = {}
    every = list(lots)
    for start in range(0, len(every), 500):
        part = every[start : start + 500]
        asked = select(StockMovement.lot_id, func.min(StockMovement.at)).where(StockMovement.lot_id.in_(part))
        made |= {row[0]: row[1] for row in connection.execute(asked.group_by(StockMovement.lot_id))}
    return made


def being_written_off(connection: Connection) -> set[tuple[UUID, UUID]]:
    """Stores and lots a write-off that is not settled yet names already."""
    asked = (
        select(StockDocument.from_warehouse_id, StockLine.lot_id)
        .join(StockLine, StockLine.document_id == StockDocument.id)
        .where(
            StockDocument.kind == "write_off", StockDocument.state.in_(_OPEN), StockLine.dropped.is_(False),
            StockLine.lot_id.is_not(None),
        )
    )  # fmt: skip
    return {(row[0], row[1]) for row in connection.execute(asked) if row[0] and row[1]}


def under_way(connection: Connection) -> Sequence[Any]:
    """Documents whose goods are on the road: since when, from where to where, when they shall arrive."""
    source, target = aliased(Warehouse), aliased(Warehouse)
    document = StockDocument
    since = (
        select(func.max(StockStep.at))
        .where(StockStep.document_id == document.id, StockStep.kind == "issue")
        .scalar_subquery()
    )
    asked = (
        select(
            document.id, document.number, since.label("since"), document.due_at, document.driver, document.plate,
            document.phone, document.incident_id, func.coalesce(source.name, "").label("from_name"),
            func.coalesce(target.name, document.destination).label("to_name"),
        )
        .outerjoin(source, source.id == document.from_warehouse_id)
        .outerjoin(target, target.id == document.to_warehouse_id)
        .where(document.state == DocumentState.ISSUED.value)
        .order_by(since, document.number)
    )  # fmt: skip
    return connection.execute(asked).all()


def lots_held(connection: Connection) -> dict[tuple[str, str, str, str], Decimal]:
    """What lies in the stores by store code, item code, lot and state: what an opening stock is held against."""
    balance = StockBalance
    asked = (
        select(Warehouse.code, Item.code, Lot.code, balance.state, balance.quantity)
        .select_from(balance)
        .join(Warehouse, Warehouse.id == balance.place_id)
        .join(Lot, Lot.id == balance.lot_id)
        .join(Item, Item.id == balance.item_id)
        .where(and_(balance.kind == _STORE, balance.quantity > 0))
    )
    return {(row[0], row[1], row[2], row[3]): row[4] for row in connection.execute(asked)}


def lot_dates(connection: Connection) -> dict[tuple[str, str], tuple[date | None, date | None]]:
    """Dates of every lot a document that holds names, by the codes of its item and its own."""
    counter = aliased(StockDocument)
    asked = (
        select(Item.code, Lot.code, Lot.made_on, Lot.expires_on)
        .join(Item, Item.id == Lot.item_id)
        .join(StockLine, and_(StockLine.lot_id == Lot.id, StockLine.dropped.is_(False)))
        .join(StockDocument, StockDocument.id == StockLine.document_id)
        .outerjoin(counter, counter.counters_id == StockDocument.id)
        .where(StockDocument.state != DocumentState.VOID.value, StockDocument.counters_id.is_(None))
        .where(counter.id.is_(None))
        .distinct()
    )
    return {(row[0], row[1]): (row[2], row[3]) for row in connection.execute(asked)}


def lots_there(connection: Connection) -> Sequence[Any]:
    """What lies in the stores, each lot in each state, in the fields of an opening stock."""
    balance = StockBalance
    asked = (
        select(
            Warehouse.code.label("warehouse_id"), Warehouse.name.label("warehouse_name"), Item.code.label("item_id"),
            Item.name.label("item_name"), Lot.code.label("lot"), balance.quantity, Item.unit, balance.state,
            Lot.made_on, Lot.expires_on, balance.shelf, Lot.owner, Lot.price,
        )
        .select_from(balance)
        .join(Warehouse, Warehouse.id == balance.place_id)
        .join(Lot, Lot.id == balance.lot_id)
        .join(Item, Item.id == balance.item_id)
        .where(balance.kind == _STORE, balance.quantity > 0)
        .order_by(Warehouse.code, Item.code, Lot.code, balance.state)
    )  # fmt: skip
    return connection.execute(asked).all()


def moved_since(connection: Connection, document: UUID) -> bool:
    """Whether a lot of a document moved in another one afterwards."""
    own, later = aliased(StockMovement), aliased(StockMovement)
    asked = (
        select(later.number)
        .join(own, own.lot_id == later.lot_id)
        .where(
            own.document_id == document, later.number > own.number, later.document_id != document,
            or_(later.from_id == own.to_id, later.to_id == own.to_id),
        )
        .limit(1)
    )  # fmt: skip
    return connection.scalar(asked) is not None


def pointing(connection: Connection, key: UUID) -> set[UUID]:
    """Master data that hold and point at a row."""
    found: set[UUID] = set()
    for column in (
        Warehouse.parent_id, Quota.warehouse_id, Quota.item_id, Agreement.item_id, Vehicle.warehouse_id,
    ):  # fmt: skip
        model: Any = column.class_
        found |= set(connection.scalars(select(model.id).where(column == key, model.active.is_(True))))
    return found
