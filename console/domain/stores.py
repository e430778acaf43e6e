"""Master data of the stores as they are handed in and kept: warehouses, goods, quotas, agreements, vehicles.

A form's fields are the columns of its table; ids are made by the client. What is not of a form (whether it holds, its
version, what its ids are called) stands beside it in ``Kept``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from console.domain.stock import checked_amount
from console.domain.text import free_text, one_line
from console.errors import Refused

TIERS = ("county", "town", "village", "forward")
"""县、乡镇、村、前置点."""
KINDS = ("own", "entrusted", "agreement")
"""自有、代储、协议."""
MODES = ("agreement", "market", "capacity")
"""协议、市场、产能储备; goods of our own (实物) are the stock."""
LONGEST_LEAD = 60 * 24 * 365
"""Minutes: whoever delivers later delivers nothing."""
LONGEST_LIFE = 36_500
"""Days: a hundred years."""
_GB = re.compile(r"[123]\d{6}")


@dataclass(frozen=True, slots=True)
class WarehouseForm:
    """A store of the tree; ``code`` is its key in files, ``tier`` one of TIERS, ``kind`` one of KINDS."""

    code: str
    name: str
    tier: str = "town"
    kind: str = "own"
    parent_id: UUID | None = None
    place_id: UUID | None = None
    address: str = ""
    area_m2: int | None = None
    keeper_a: str = ""
    phone_a: str = ""
    keeper_b: str = ""
    phone_b: str = ""
    key_holder: str = ""
    latitude: float | None = None
    longitude: float | None = None
    road_note: str = ""
    remark: str = ""
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class ItemForm:
    """A kind of goods; ``decimals`` its unit allows, ``gb_code`` of GB/T 38565-2020 where known (seven digits)."""

    code: str
    name: str
    unit: str
    spec: str = ""
    category: str = ""
    gb_code: str = ""
    decimals: int = 0
    pack_unit: str = ""
    pack_quantity: Decimal | None = None
    weight_kg: Decimal | None = None
    volume_l: Decimal | None = None
    shelf_life_days: int | None = None
    rotate_days: int | None = None
    hazard: bool = False
    returnable: bool = False
    key_item: bool = False
    remark: str = ""
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class QuotaForm:
    """What a store or a place (one of the two) shall hold of an item: never under ``minimum``, filled to ``target``."""

    item_id: UUID
    minimum: Decimal
    target: Decimal
    warehouse_id: UUID | None = None
    place_id: UUID | None = None
    basis: str = ""
    due_on: date | None = None
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class AgreementForm:
    """What a supplier delivers when called: ``quantity`` in all, within ``lead_minutes``; ``mode`` one of MODES."""

    code: str
    supplier: str
    quantity: Decimal
    unit: str
    lead_minutes: int
    mode: str = "agreement"
    item_id: UUID | None = None
    what: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    contact_a: str = ""
    phone_a: str = ""
    contact_b: str = ""
    phone_b: str = ""
    latitude: float | None = None
    longitude: float | None = None
    price_rule: str = ""
    remark: str = ""
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class VehicleForm:
    """A vehicle or boat of our own or of a carrier; ``plate`` is its key in files."""

    plate: str
    kind: str
    carrier: str = ""
    load_kg: int | None = None
    volume_l: int | None = None
    seats: int | None = None
    driver: str = ""
    phone: str = ""
    warehouse_id: UUID | None = None
    ready: bool = True
    remark: str = ""
    id: UUID = field(default_factory=uuid4)


Form = WarehouseForm | ItemForm | QuotaForm | AgreementForm | VehicleForm
F = TypeVar("F", WarehouseForm, ItemForm, QuotaForm, AgreementForm, VehicleForm)
FORMS: tuple[type[Form], ...] = (WarehouseForm, ItemForm, QuotaForm, AgreementForm, VehicleForm)


@dataclass(frozen=True, slots=True)
class Kept(Generic[F]):
    """A form as it stands. ``names`` say what its ids mean: parent, place, warehouse, item, unit, and their codes.

    ``version`` is what a change names as seen; ``depth`` how far down the tree a warehouse is listed.
    """

    form: F
    version: int
    active: bool
    names: Mapping[str, str] = field(default_factory=dict)
    depth: int = 0

    @property
    def id(self) -> UUID:
        return self.form.id


def key_of(form: Form) -> str:
    """What a row is called in a refusal and in the book: its code, its plate; nothing for a quota."""
    return str(getattr(form, "code", getattr(form, "plate", "")))


def title_of(form: Form) -> str:
    """Its name in words."""
    if isinstance(form, VehicleForm):
        return form.kind
    return str(getattr(form, "name", getattr(form, "supplier", "")))


LIMITS = {
    "code": 40, "name": 100, "address": 200, "keeper_a": 60, "keeper_b": 60, "phone_a": 40, "phone_b": 40,
    "key_holder": 100, "road_note": 500, "remark": 500, "unit": 20, "spec": 100, "category": 40, "gb_code": 7,
    "pack_unit": 20, "basis": 200, "supplier": 100, "what": 100, "contact_a": 60, "contact_b": 60, "price_rule": 200,
    "plate": 40, "kind": 40, "carrier": 100, "driver": 60, "phone": 40, "tier": 12, "mode": 12,
}  # fmt: skip
LINES = frozenset({"road_note", "remark"})
"""Texts that may have several lines."""
_NEEDED: dict[type[Form], tuple[str, ...]] = {
    WarehouseForm: ("code", "name"), ItemForm: ("code", "name", "unit"), QuotaForm: (),
    AgreementForm: ("code", "supplier", "unit"), VehicleForm: ("plate", "kind"),
}  # fmt: skip
_WHOLE = {
    "area_m2": (1, 10_000_000), "shelf_life_days": (1, LONGEST_LIFE), "rotate_days": (1, LONGEST_LIFE),
    "lead_minutes": (0, LONGEST_LEAD), "load_kg": (1, 1_000_000), "volume_l": (1, 10_000_000), "seats": (0, 1_000),
    "decimals": (0, 3),
}  # fmt: skip


def cleaned(form: F) -> F:
    """The form with its texts tidied; refuses store_field_missing, store_field_long, store_number_bad,
    store_choice_bad, gb_code_bad, pack_without_unit, dates_crossed, quota_where, quota_upside_down, amount_*.
    """
    named = [one.name for one in fields(form) if one.name in LIMITS]
    texts: dict[str, Any] = {name: _text(name, getattr(form, name)) for name in named}
    made = replace(form, **texts)
    for name in _NEEDED[type(form)]:
        if not getattr(made, name):
            raise Refused("store_field_missing", field=name)
    for name, (least, most) in _WHOLE.items():
        value = getattr(made, name, None)
        if isinstance(value, int) and not least <= value <= most:
            raise Refused("store_number_bad", field=name, least=least, most=most)
    return _OF_KIND[type(form)](made)  # type: ignore[no-any-return]


def _text(name: str, value: str) -> str:
    limit = LIMITS[name]
    if len(value.strip()) > limit:
        raise Refused("store_field_long", field=name, limit=limit)
    return free_text(value, limit) if name in LINES else one_line(value, limit)


def _choice(value: str, known: Iterable[str], name: str) -> None:
    if value not in known:
        raise Refused("store_choice_bad", field=name, value=value)


def _warehouse(form: WarehouseForm) -> WarehouseForm:
    _choice(form.tier, TIERS, "tier")
    _choice(form.kind, KINDS, "kind")
    if form.parent_id == form.id:
        raise Refused("store_circle", field="parent_id")
    return form


def _item(form: ItemForm) -> ItemForm:
    if form.gb_code and _GB.fullmatch(form.gb_code) is None:
        raise Refused("gb_code_bad", field="gb_code", value=form.gb_code)
    amounts: dict[str, Any] = {
        name: checked_amount(value, 3, field=name)
        for name in ("pack_quantity", "weight_kg", "volume_l")
        if (value := getattr(form, name)) is not None
    }
    if (form.pack_quantity is None) == bool(form.pack_unit):
        raise Refused("pack_without_unit", field="pack_unit")
    return replace(form, **amounts)


def _quota(form: QuotaForm) -> QuotaForm:
    if (form.warehouse_id is None) == (form.place_id is None):
        raise Refused("quota_where", field="warehouse_id")
    minimum = checked_amount(form.minimum, 3, nought=True, field="minimum")
    target = checked_amount(form.target, 3, nought=True, field="target")
    if target < minimum:
        raise Refused("quota_upside_down", field="target")
    return replace(form, minimum=minimum, target=target)


def _agreement(form: AgreementForm) -> AgreementForm:
    _choice(form.mode, MODES, "mode")
    if form.item_id is None and not form.what:
        raise Refused("store_field_missing", field="what")
    if form.valid_from and form.valid_to and form.valid_to < form.valid_from:
        raise Refused("agreement_dates", field="valid_to")
    return replace(form, quantity=checked_amount(form.quantity, 3, nought=True, field="quantity"))


def _vehicle(form: VehicleForm) -> VehicleForm:
    return form


_OF_KIND: dict[type[Form], Any] = {
    WarehouseForm: _warehouse, ItemForm: _item, QuotaForm: _quota, AgreementForm: _agreement, VehicleForm: _vehicle,
}  # fmt: skip


def require_no_circle(parents: Mapping[UUID, UUID | None], own: UUID, parent: UUID | None) -> None:
    """Refuses store_circle where a store would stand under itself."""
    seen = {own}
    while parent is not None:
        if parent in seen:
            raise Refused("store_circle", field="parent_id")
        seen.add(parent)
        parent = parents.get(parent)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that changes, as text: what stood there, what is written now."""

    field: str
    before: str
    after: str


def plain(value: Any) -> str:
    """A value of a form as the book and a list of differences write it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def differing(before: Form, after: Form, named: Mapping[UUID, str]) -> tuple[Difference, ...]:
    """Fields in which two forms of one row differ; ``named`` says what ids are called."""

    def told(value: Any) -> str:
        return named.get(value, "") if isinstance(value, UUID) else plain(value)

    both = [(one.name, getattr(before, one.name), getattr(after, one.name)) for one in fields(before)]
    return tuple(Difference(name, told(was), told(now)) for name, was, now in both if was != now and name != "id")
