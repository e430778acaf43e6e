"""台账: the five lists with their columns, and how a field of a row is said."""

from __future__ import annotations

from collections.abc import Callable as Function
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from console import words
from console.domain.stock import shown
from console.domain.store_lists import Callable, Validity
from console.domain.stores import (
    AgreementForm,
    Form,
    ItemForm,
    Kept,
    QuotaForm,
    VehicleForm,
    WarehouseForm,
    key_of,
    title_of,
)
from ui.models.table import Align, Column, RowTableModel
from ui.text import degrees

FORMS: dict[str, type[Form]] = {
    "warehouses": WarehouseForm, "items": ItemForm, "quotas": QuotaForm, "agreements": AgreementForm,
    "vehicles": VehicleForm,
}  # fmt: skip
"""The lists in the order of the page."""
PHONES = frozenset({"phone", "phone_a", "phone_b"})
TICKS = frozenset({"hazard", "returnable", "key_item", "ready"})
_CODED = frozenset({"tier", "kind", "mode"})
_MEASURED = frozenset({
    "area_m2", "weight_kg", "volume_l", "shelf_life_days", "rotate_days", "lead_minutes", "load_kg",
})  # fmt: skip
"""Fields whose word for people names the measure."""


@dataclass(frozen=True, slots=True)
class MasterRow:
    """A row of a list; ``call`` says of an agreement what can still be called."""

    kept: Kept[Any]
    call: Callable | None = None

    @property
    def id(self) -> UUID:
        return self.kept.id

    @property
    def form(self) -> Any:
        return self.kept.form


def titled(kept: Kept[Any]) -> str:
    """What a row is called: code and name; a quota by whose it is and of what."""
    form, names = kept.form, kept.names
    if isinstance(form, QuotaForm):
        owner = "warehouse" if form.warehouse_id else "place"
        return f"{names.get(owner, '')} {names.get('item', '')}".strip()
    return f"{key_of(form)} {title_of(form)}".strip()


def label(form: type[Form], name: str) -> str:
    """The code of a field's word, with its measure where it has one."""
    if name == "volume_l" and form is VehicleForm:
        return "master.label.volume_l_vehicle"
    return f"master.label.{name}" if name in _MEASURED else f"stores.field.{name}"


def said(kept: Kept[Any], name: str) -> str:
    """A field of a row as people read it."""
    form, value = kept.form, getattr(kept.form, name)
    if isinstance(value, UUID):
        return _pointed(kept, name.removesuffix("_id"))
    if isinstance(value, bool):
        return words.say("master.yes" if value else "master.no")
    if name in _CODED and not isinstance(form, VehicleForm):
        return words.say(f"stores.{name}.{value}")
    if isinstance(value, Decimal):
        return shown(value)
    if isinstance(value, float):
        return degrees(value)
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


def _pointed(kept: Kept[Any], what: str) -> str:
    return f"{kept.names.get(f'{what}_code', '')} {kept.names.get(what, '')}".strip()


def facts_of(form: type[Form]) -> tuple[str, ...]:
    """The fields of a form in the order they are shown."""
    return tuple(one.name for one in fields(form) if one.name != "id")


def models() -> dict[str, RowTableModel[MasterRow]]:
    """A model for each list."""
    made = {
        "warehouses": _warehouses(), "items": _items(), "quotas": _quotas(), "agreements": _agreements(),
        "vehicles": _vehicles(),
    }  # fmt: skip
    return {key: RowTableModel(columns, key=lambda row: row.id) for key, columns in made.items()}


def _field(name: str, width: int = 80, **more: Any) -> Column[MasterRow]:
    def text(row: MasterRow) -> str:
        return said(row.kept, name)

    return Column(f"master.{name}", text, width=width, tip=text, ink=_ink, **more)


def _ink(row: MasterRow) -> str | None:
    return None if row.kept.active else "text3"


def _state(row: MasterRow) -> str:
    return "" if row.kept.active else words.say("stores.validity.retired")


def _own(code: str, text: Function[[MasterRow], str], width: int = 80, **more: Any) -> Column[MasterRow]:
    return Column(f"master.{code}", text, width=width, tip=text, ink=_ink, **more)


def _warehouses() -> tuple[Column[MasterRow], ...]:
    return (
        _field("code", 76),
        _own("name", lambda row: "　" * row.kept.depth + row.form.name, stretch=True),
        _field("tier", 70), _own("place", lambda row: row.kept.names.get("place", ""), 96),
        _field("keeper_a", 80), _field("phone_a", 110, numbers=True), _own("active", _state, 64),
    )  # fmt: skip


def _items() -> tuple[Column[MasterRow], ...]:
    return (
        _field("code", 76),
        _own("name", lambda row: f"{row.form.name} {row.form.spec}".strip(), stretch=True),
        _field("category", 84), _field("unit", 62), _own("marks", _marks, 110),
        _field("shelf_life_days", 68, align=Align.RIGHT), _own("active", _state, 64),
    )  # fmt: skip


def _marks(row: MasterRow) -> str:
    named = ("key_item", "returnable", "hazard")
    return words.say("list.join").join(words.say(f"master.mark.{name}") for name in named if getattr(row.form, name))


def _quotas() -> tuple[Column[MasterRow], ...]:
    return (
        _own("owner_of", _owner, 150, stays=True),
        _own("item", lambda row: _pointed(row.kept, "item"), stretch=True),
        _field("minimum", 76, align=Align.RIGHT, stays=True), _field("target", 76, align=Align.RIGHT, stays=True),
        _own("unit", lambda row: row.kept.names.get("unit", ""), 62), _field("due_on", 92), _field("basis", 120),
        _own("active", _state, 64),
    )  # fmt: skip


def _owner(row: MasterRow) -> str:
    return row.kept.names.get("warehouse", "") or row.kept.names.get("place", "")


def _agreements() -> tuple[Column[MasterRow], ...]:
    return (
        _field("code", 70), _field("supplier", stretch=True),
        _own("what", lambda row: row.kept.names.get("item", "") or row.form.what, 120, stays=True),
        _own("left", _left, 110, stays=True),
        _own("lead", lambda row: lead(row.form.lead_minutes), 76, stays=True),
        _field("valid_to", 92),
        Column("master.validity", _validity, width=70, ink=_validity_ink, tip=_validity),
    )  # fmt: skip


def _left(row: MasterRow) -> str:
    left = row.call.left if row.call else row.form.quantity
    return words.say("master.left_of", left=shown(left), quantity=shown(row.form.quantity), unit=row.form.unit)


def _validity(row: MasterRow) -> str:
    return words.say(f"stores.validity.{row.call.validity.value}") if row.call else _state(row)


def _validity_ink(row: MasterRow) -> str | None:
    over = row.call is not None and row.call.validity is Validity.OVER
    return "redtext" if over else _ink(row)


def lead(minutes: int) -> str:
    """How soon it comes: hours where they are whole."""
    if minutes and minutes % 60 == 0:
        return words.say("master.lead.hours", count=minutes // 60)
    return words.say("master.lead.minutes", count=minutes)


def _vehicles() -> tuple[Column[MasterRow], ...]:
    return (
        _field("plate", 100, stays=True), _field("kind", stretch=True), _field("carrier", 140),
        _own("load_kg", lambda row: said(row.kept, "load_kg"), 70, align=Align.RIGHT),
        _field("driver", 80), _field("phone", 110, numbers=True),
        _own("store", lambda row: row.kept.names.get("warehouse", ""), 110), _field("ready", 56),
        _own("active", _state, 64),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CallRow:
    """Whom to ring about an agreement: ``at`` in the order of the list, quickest delivery first."""

    at: int
    supplier: str
    what: str
    left: str
    lead: str
    contact: str
    phone: str


def call_rows(rows: list[MasterRow]) -> list[CallRow]:
    """Both contacts of every agreement that can be called today; one without a number is listed all the same."""
    made: list[CallRow] = []
    for row in rows:
        if row.call is None or row.call.left <= 0:
            continue
        form, what = row.form, row.kept.names.get("item", "") or row.form.what
        left = f"{shown(row.call.left)} {form.unit}"
        people = [(form.contact_a, form.phone_a), (form.contact_b, form.phone_b)]
        for name, phone in [one for one in people if any(one)] or people[:1]:
            made.append(CallRow(len(made), form.supplier, what, left, lead(form.lead_minutes), name, phone))
    return made


def call_model() -> RowTableModel[CallRow]:
    return RowTableModel(
        (
            Column("master.supplier", lambda row: row.supplier, stretch=True, tip=lambda row: row.supplier),
            Column("master.what", lambda row: row.what, width=120, tip=lambda row: row.what),
            Column("master.callable", lambda row: row.left, width=90, stays=True),
            Column("master.lead", lambda row: row.lead, width=80, stays=True),
            Column("master.contact", lambda row: row.contact, width=90, stays=True),
            Column(
                "master.phone", lambda row: row.phone, width=130, stays=True, numbers=True, strong=lambda _row: True
            ),
        ),
        key=lambda row: row.at,
    )


def call_text(rows: list[CallRow]) -> str:
    """A line for each, as it is pasted elsewhere."""
    return "\n".join("\t".join((row.supplier, row.what, row.left, row.lead, row.contact, row.phone)) for row in rows)
