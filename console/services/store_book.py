"""What is known of the stores' master data, read once: forms are checked against it, accepted, and written as rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from console import words
from console.domain.spots import Bounds, SpotSense, require_sense
from console.domain.stock import checked_amount
from console.domain.stores import (
    FORMS,
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
from console.services import county_bounds
from db.base import Base
from db.queries import stores as query
from db.store import Tx

TABLE_OF: dict[type[Form], str] = {
    WarehouseForm: "warehouses", ItemForm: "items", QuotaForm: "quotas", AgreementForm: "agreements",
    VehicleForm: "vehicles",
}  # fmt: skip
_POINTS: dict[str, type[Form]] = {"parent_id": WarehouseForm, "warehouse_id": WarehouseForm, "item_id": ItemForm}


@dataclass(frozen=True, slots=True)
class Change:
    """An accepted form: what stood there before (None: a new row) and what differs. ``outside``: not in the county."""

    form: Form
    before: Form | None
    differences: tuple[Difference, ...]
    outside: bool = False


class StoreBook:
    """Rows by id and by key. What is accepted counts at once: a file may name a warehouse and put goods into it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.kept: dict[UUID, Kept[Any]] = {}
        self._keys: dict[tuple[type[Form], str], UUID] = {}
        every: Iterable[Any] = FORMS
        for rows in (query.kept(connection, one, retired=True) for one in every):
            for row in rows:
                self._take(row)
        self._places = query.names(connection)["place"]

    def accept(self, form: F) -> Change | None:
        """A checked form; None where everything stands so already. A row that held no longer holds again.

        Refuses what ``stores.cleaned`` does, store_code_taken, store_circle, store_points_nowhere, spot_*,
        unit_fractions, item_unit_fixed, quota_there, agreement_unit, amount_*.
        """
        form = cleaned(form)
        there = self.kept.get(form.id)
        self._require_key(form)
        self._require_points(form)
        outside = self._outside(form)
        form = self._checked(form, there)
        if there is not None and there.active and there.form == form:
            return None
        before = None if there is None else there.form
        changed = self._differing(before, form)
        if there is not None and not there.active:
            changed += (Difference("active", "", "是"),)
        self._take(Kept(form, there.version + 1 if there else 1, True))
        return Change(form, before, changed, outside)

    def by_key(self, form: type[Form], key: str) -> Kept[Any] | None:
        """The row of that code or plate, whether it holds or not."""
        found = self._keys.get((form, key))
        return None if found is None else self.kept[found]

    def quota_of(self, item: UUID, warehouse: UUID | None, place: UUID | None) -> Kept[QuotaForm] | None:
        """The quota of an item of a store or a place."""
        found = self._keys.get((QuotaForm, f"{item} {warehouse or place}"))
        return None if found is None else self.kept[found]

    def pointed(self, name: str, said: str, spec: str = "") -> UUID:
        """What a cell points at, by code or by a name that only one has; ``spec`` tells goods of one name apart.

        Refuses store_named_nowhere, name_of_many.
        """
        wanted = _POINTS.get(name)
        found = self._by_code(wanted, said) or self._by_name(wanted, said)
        if len(found) > 1 and spec:
            found = [key for key in found if getattr(self.kept[key].form, "spec", "") == spec] or found
        if len(found) > 1:
            raise Refused("name_of_many", field=name, value=said[:40], count=len(found))
        if not found:
            raise Refused("store_named_nowhere", field=name, value=said[:40])
        return found[0]

    def _by_code(self, wanted: type[Form] | None, said: str) -> list[UUID]:
        key = self._place_codes.get(said) if wanted is None else self._keys.get((wanted, said))
        return [] if key is None or (key in self.kept and not self.kept[key].active) else [key]

    def _by_name(self, wanted: type[Form] | None, said: str) -> list[UUID]:
        if wanted is None:
            return [key for key, (_, name, _) in self._places.items() if name == said]
        rows = [row for row in self.kept.values() if isinstance(row.form, wanted) and row.active]
        return [row.id for row in rows if title_of(row.form) == said]

    @cached_property
    def _place_codes(self) -> dict[str, UUID]:
        return {code: key for key, (code, _, _) in self._places.items()}

    def places_named(self) -> dict[str, UUID]:
        """Places by name, in the order of their codes; of several the last."""
        return {name: key for key, (_, name, _) in sorted(self._places.items(), key=lambda one: one[1][0])}

    def named(self, form: Form) -> str:
        """仓库 K01 县库; a quota by whose it is and of what."""
        kind = words.say_in("zh", f"stores.table.{TABLE_OF[type(form)]}")
        if isinstance(form, QuotaForm):
            owner = form.warehouse_id or form.place_id
            return f"{kind} {self._called(owner) if owner else ''} {self._called(form.item_id)}"
        return f"{kind} {key_of(form)} {title_of(form)}".strip()

    def _take(self, row: Kept[Any]) -> None:
        form = row.form
        key = f"{form.item_id} {form.warehouse_id or form.place_id}" if isinstance(form, QuotaForm) else key_of(form)
        self.kept[form.id] = row
        self._keys[type(form), key] = form.id

    def _differing(self, before: Form | None, form: Form) -> tuple[Difference, ...]:
        return () if before is None else differing(before, form, self._named_in(before, form))

    def _named_in(self, *forms: Form) -> dict[UUID, str]:
        keys = {value for form in forms for one in fields(form) if isinstance(value := getattr(form, one.name), UUID)}
        return {key: self._called(key) for key in keys if key in self._places or key in self.kept}

    def _called(self, key: UUID) -> str:
        if key in self._places:
            return self._places[key][1]
        form = self.kept[key].form
        return f"{key_of(form)} {title_of(form)}".strip()

    @cached_property
    def _bounds(self) -> Bounds | None:
        return county_bounds.bounds(self._connection)

    def _require_key(self, form: Form) -> None:
        if isinstance(form, QuotaForm):
            there = self.quota_of(form.item_id, form.warehouse_id, form.place_id)
            if there is not None and there.id != form.id:
                raise Refused("quota_there", field="item_id", item=self._called(form.item_id))
            return
        taken = self._keys.get((type(form), key_of(form)))
        if taken not in (None, form.id):
            raise Refused("store_code_taken", field="code", value=key_of(form))

    def _require_points(self, form: Form) -> None:
        for name, wanted in _POINTS.items():
            key = getattr(form, name, None)
            row = self.kept.get(key) if key is not None else None
            if key is not None and (row is None or not row.active or not isinstance(row.form, wanted)):
                raise Refused("store_points_nowhere", field=name)
        place = getattr(form, "place_id", None)
        if place is not None and place not in self._places:
            raise Refused("store_points_nowhere", field="place_id")

    def _outside(self, form: Form) -> bool:
        if not isinstance(form, WarehouseForm | AgreementForm):
            return False
        return require_sense(form.latitude, form.longitude, self._bounds) is SpotSense.OUTSIDE

    def _checked(self, form: Any, there: Kept[Any] | None) -> Any:
        if isinstance(form, WarehouseForm):
            stores = {row.id: row.form.parent_id for row in self.kept.values() if isinstance(row.form, WarehouseForm)}
            require_no_circle(stores, form.id, form.parent_id)
        elif isinstance(form, ItemForm) and there is not None:
            self._check_item(form, there.form)
        elif isinstance(form, QuotaForm):
            item = self.kept[form.item_id].form
            minimum = checked_amount(form.minimum, item.decimals, nought=True, field="minimum")
            return replace(form, minimum=minimum, target=self._fitting(form.target, item, "target"))
        elif isinstance(form, AgreementForm) and form.item_id is not None:
            item = self.kept[form.item_id].form
            self._fitting(form.quantity, item, "quantity")
            if form.unit != item.unit:
                raise Refused("agreement_unit", field="unit", unit=form.unit, wanted=item.unit)
        return form

    def _fitting(self, amount: Any, item: ItemForm, name: str) -> Any:
        return checked_amount(amount, item.decimals, nought=True, field=name)

    def _check_item(self, form: ItemForm, before: ItemForm) -> None:
        """A unit's decimals never shrink below fractions that are stored; a unit never changes under goods."""
        if form.decimals < before.decimals and (finest := query.finest(self._connection, form.id)) > form.decimals:
            raise Refused("unit_fractions", field="decimals", item=before.name, decimals=finest)
        if form.unit != before.unit and query.moved(self._connection, form.id):
            raise Refused("item_unit_fixed", field="unit", item=before.name, unit=before.unit)


def write(tx: Tx, changes: Iterable[Change], rows: dict[UUID, Any] | None = None) -> list[Base]:
    """Shared step: accepted forms become rows, what is pointed at first; every row that was written.

    ``rows`` are those the caller has loaded already, by id.
    """
    made: list[Base] = []
    for wanted in FORMS:
        own = [change for change in changes if isinstance(change.form, wanted)]
        for change in own:
            made.append(_written(tx, change, rows or {}))
        if own:
            tx.flush()
    return made


def _written(tx: Tx, change: Change, rows: dict[UUID, Any]) -> Base:
    form, model = change.form, query.MODELS[type(change.form)]
    row: Any = None
    if change.before is not None:
        row = rows.get(form.id) or tx.session.get_one(model, form.id)
        row.version += 1
        row.active = True
    else:
        row = model(active=True, version=1)
        tx.session.add(row)
    for one in fields(form):
        setattr(row, one.name, getattr(form, one.name))
    made: Base = row
    return made


def told(change: Change, book: StoreBook) -> str:
    """How the audit book says it."""
    if change.before is None:
        return f"新增{book.named(change.form)}"
    return f"修改{book.named(change.form)}：" + "、".join(_differs(one) for one in change.differences)


def _differs(one: Difference) -> str:
    return f"{words.say_in('zh', f'stores.field.{one.field}')} {one.before or '空'}→{one.after or '空'}"
