"""Which fields a row of each list of 台账 has, what may stand in them, and where they lie in its dialog."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from typing import Any
from uuid import UUID

from console.domain.stores import (
    KINDS,
    MODES,
    TIERS,
    AgreementForm,
    Form,
    ItemForm,
    QuotaForm,
    VehicleForm,
    WarehouseForm,
)

COLUMNS = 4


class Of(Enum):
    """What stands in a field: words, words in lines, somebody, a whole number or none, a count (empty is nought) …"""

    LINE = auto()
    TEXT = auto()
    PERSON = auto()
    WHOLE = auto()
    COUNT = auto()
    AMOUNT = auto()
    DEGREES = auto()
    DAY = auto()
    CHOICE = auto()
    TICK = auto()
    STORE = auto()
    ITEM = auto()
    PLACE = auto()


@dataclass(frozen=True, slots=True)
class Cell:
    """A field and where it lies. ``values`` of a choice are said by ``words``; a ``blank`` one is empty when new."""

    name: str
    row: int
    column: int
    span: int = 1
    of: Of = Of.LINE
    required: bool = False
    hint: str = ""
    values: tuple[str, ...] = ()
    words: str = ""
    blank: bool = False


CELLS: dict[type[Form], tuple[Cell, ...]] = {
    WarehouseForm: (
        Cell("code", 0, 0, required=True),
        Cell("name", 0, 1, 2, required=True),
        Cell("tier", 0, 3, of=Of.CHOICE, values=TIERS, words="stores.tier"),
        Cell("kind", 1, 0, of=Of.CHOICE, values=KINDS, words="stores.kind"),
        Cell("parent_id", 1, 1, of=Of.STORE),
        Cell("place_id", 1, 2, of=Of.PLACE),
        Cell("area_m2", 1, 3, of=Of.WHOLE),
        Cell("address", 2, 0, 3),
        Cell("key_holder", 2, 3),
        Cell("keeper_a", 3, 0, of=Of.PERSON),
        Cell("phone_a", 3, 1),
        Cell("keeper_b", 3, 2, of=Of.PERSON),
        Cell("phone_b", 3, 3),
        Cell("latitude", 4, 0, of=Of.DEGREES, hint="master.hint.latitude"),
        Cell("longitude", 4, 1, of=Of.DEGREES, hint="master.hint.longitude"),
        Cell("road_note", 4, 2, 2, of=Of.TEXT),
        Cell("remark", 5, 0, 4, of=Of.TEXT),
    ),
    ItemForm: (
        Cell("code", 0, 0, required=True),
        Cell("name", 0, 1, 2, required=True),
        Cell("unit", 0, 3, required=True),
        Cell("spec", 1, 0),
        Cell("category", 1, 1),
        Cell("gb_code", 1, 2, hint="master.hint.gb_code"),
        Cell("decimals", 1, 3, of=Of.COUNT, hint="master.hint.decimals"),
        Cell("pack_unit", 2, 0),
        Cell("pack_quantity", 2, 1, of=Of.AMOUNT),
        Cell("weight_kg", 2, 2, of=Of.AMOUNT),
        Cell("volume_l", 2, 3, of=Of.AMOUNT),
        Cell("shelf_life_days", 3, 0, of=Of.WHOLE),
        Cell("rotate_days", 3, 1, of=Of.WHOLE),
        Cell("remark", 3, 2, 2, of=Of.TEXT),
        Cell("key_item", 4, 0, of=Of.TICK),
        Cell("returnable", 4, 1, of=Of.TICK),
        Cell("hazard", 4, 2, of=Of.TICK),
    ),
    QuotaForm: (
        Cell("warehouse_id", 0, 0, 2, of=Of.STORE, hint="master.hint.quota_where"),
        Cell("place_id", 0, 2, 2, of=Of.PLACE),
        Cell("item_id", 1, 0, 2, of=Of.ITEM, required=True),
        Cell("minimum", 1, 2, of=Of.AMOUNT, required=True),
        Cell("target", 1, 3, of=Of.AMOUNT, required=True),
        Cell("due_on", 2, 0, of=Of.DAY, hint="contacts.day_hint"),
        Cell("basis", 2, 1, 3),
    ),
    AgreementForm: (
        Cell("code", 0, 0, required=True),
        Cell("supplier", 0, 1, 2, required=True),
        Cell("mode", 0, 3, of=Of.CHOICE, values=MODES, words="stores.mode"),
        Cell("item_id", 1, 0, 2, of=Of.ITEM),
        Cell("what", 1, 2, 2, hint="master.hint.what"),
        Cell("quantity", 2, 0, of=Of.AMOUNT, required=True),
        Cell("unit", 2, 1, required=True),
        Cell("lead_minutes", 2, 2, of=Of.WHOLE, required=True, blank=True),
        Cell("price_rule", 2, 3),
        Cell("valid_from", 3, 0, of=Of.DAY),
        Cell("valid_to", 3, 1, of=Of.DAY),
        Cell("latitude", 3, 2, of=Of.DEGREES, hint="master.hint.latitude"),
        Cell("longitude", 3, 3, of=Of.DEGREES, hint="master.hint.longitude"),
        Cell("contact_a", 4, 0, of=Of.PERSON),
        Cell("phone_a", 4, 1),
        Cell("contact_b", 4, 2, of=Of.PERSON),
        Cell("phone_b", 4, 3),
        Cell("remark", 5, 0, 4, of=Of.TEXT),
    ),
    VehicleForm: (
        Cell("plate", 0, 0, required=True),
        Cell("kind", 0, 1, required=True),
        Cell("carrier", 0, 2, 2),
        Cell("load_kg", 1, 0, of=Of.WHOLE),
        Cell("volume_l", 1, 1, of=Of.WHOLE),
        Cell("seats", 1, 2, of=Of.WHOLE),
        Cell("warehouse_id", 1, 3, of=Of.STORE),
        Cell("driver", 2, 0, of=Of.PERSON),
        Cell("phone", 2, 1),
        Cell("ready", 2, 2, of=Of.TICK),
        Cell("remark", 3, 0, 4, of=Of.TEXT),
    ),
}
"""Every field of each form, in the order the keyboard goes through them."""

BLANK: dict[type[Form], dict[str, Any]] = {
    WarehouseForm: {"code": "", "name": ""},
    ItemForm: {"code": "", "name": "", "unit": ""},
    QuotaForm: {"item_id": UUID(int=0), "minimum": Decimal(0), "target": Decimal(0)},
    AgreementForm: {"code": "", "supplier": "", "quantity": Decimal(0), "unit": "", "lead_minutes": 0},
    VehicleForm: {"plate": "", "kind": ""},
}
"""What a new form cannot be without."""
