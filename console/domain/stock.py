"""Goods in stores: kinds and states of documents, accounts of the ledger, what each act moves from where to where.

Every quantity is a ``Decimal`` in the item's unit with the decimals that unit allows. The ledger has two sides: what
leaves one account arrives in another, so that the sum over all accounts of a lot is nought at any time.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from console.errors import Refused

LARGEST = Decimal(10) ** 9
"""Largest quantity a line takes: nobody stores more of anything."""

NOTHING = Decimal(0)

PACK_DECIMALS = 3
"""Decimals of a number of packs: half a box is a quantity where it comes out in whole bottles."""

_TYPED = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?|[+-]?\.\d+", re.ASCII)
_LONG = 20


class DocumentKind(StrEnum):
    """入库, 出库, 调拨, 退库, 盘点, 报废/轮换, 征用, 捐赠, 状态变更, 冲销."""

    RECEIPT = "receipt"
    ISSUE = "issue"
    TRANSFER = "transfer"
    RETURN = "return"
    COUNT = "count"
    WRITE_OFF = "write_off"
    REQUISITION = "requisition"
    DONATION = "donation"
    STATE = "state"
    COUNTER = "counter"


SERIES = {
    DocumentKind.RECEIPT: "RK",
    DocumentKind.ISSUE: "CK",
    DocumentKind.TRANSFER: "DB",
    DocumentKind.RETURN: "TK",
    DocumentKind.COUNT: "PD",
    DocumentKind.WRITE_OFF: "BF",
    DocumentKind.REQUISITION: "ZY",
    DocumentKind.DONATION: "JZ",
    DocumentKind.STATE: "ZT",
    DocumentKind.COUNTER: "CX",
}
"""Series of the human numbers."""

REASONS: dict[DocumentKind, tuple[str, ...]] = {
    DocumentKind.RECEIPT: ("purchase", "opening", "agreement", "found"),
    DocumentKind.ISSUE: ("use", "loan"),
    DocumentKind.TRANSFER: ("dispatch", "loan", "forward", "rotation"),
    DocumentKind.RETURN: ("return",),
    DocumentKind.COUNT: ("monthly", "quarterly", "yearly", "spot", "handover"),
    DocumentKind.WRITE_OFF: ("scrap", "rotation", "expired"),
    DocumentKind.REQUISITION: ("requisition",),
    DocumentKind.DONATION: ("donation",),
    DocumentKind.STATE: ("inspection", "repaired", "repair", "stopped", "resumed"),
    DocumentKind.COUNTER: ("counter",),
}
"""Sub-kinds of each kind; the first is what a new document proposes."""


class DocumentState(StrEnum):
    """草稿, 已批准 (reserved), 在途 (issued), 已过账, 作废."""

    DRAFT = "draft"
    APPROVED = "approved"
    ISSUED = "issued"
    POSTED = "posted"
    VOID = "void"


class Goods(StrEnum):
    """可用, 待检, 在修, 停用, 报废: what state goods are in where they lie."""

    USABLE = "usable"
    UNCHECKED = "unchecked"
    REPAIR = "repair"
    STOPPED = "stopped"
    SCRAP = "scrap"


class AccountKind(StrEnum):
    """Where goods are: in a store, on the road, at a scene; or where they came from and went for good."""

    STORE = "store"
    TRANSIT = "transit"
    SITE = "site"
    OUTSIDE = "outside"
    USED = "used"
    LOST = "lost"
    SCRAPPED = "scrapped"


HOLDING = frozenset({AccountKind.STORE, AccountKind.TRANSIT, AccountKind.SITE})
"""Accounts that hold goods and are kept as balances; the others only say where goods came from or went."""

INWARD = frozenset({DocumentKind.RECEIPT, DocumentKind.REQUISITION, DocumentKind.DONATION})
OUTWARD = frozenset({DocumentKind.ISSUE, DocumentKind.TRANSFER, DocumentKind.WRITE_OFF, DocumentKind.STATE})
"""Kinds that take goods from where they lie, or out of the state they are in: reserved when they are approved."""


@dataclass(frozen=True, slots=True)
class Account:
    """One side of a movement. ``place`` is the store, the document or the incident of accounts that hold goods."""

    kind: AccountKind
    place: UUID | None = None
    state: Goods = Goods.USABLE

    @property
    def holds(self) -> bool:
        return self.kind in HOLDING


OUTSIDE = Account(AccountKind.OUTSIDE)
USED = Account(AccountKind.USED)
LOST = Account(AccountKind.LOST)
SCRAPPED = Account(AccountKind.SCRAPPED, state=Goods.SCRAP)


@dataclass(frozen=True, slots=True)
class Move:
    """A quantity of a lot on its way from one account to another; ``line`` is the document line it is for."""

    line: UUID
    item: UUID
    lot: UUID
    source: Account
    target: Account
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Held:
    """What a store has of a lot in one state. ``free`` is what nobody was promised."""

    lot: UUID
    item: UUID
    code: str
    expires_on: date | None
    quantity: Decimal
    reserved: Decimal
    state: Goods = Goods.USABLE

    @property
    def free(self) -> Decimal:
        return self.quantity - self.reserved

    def expired(self, on: date) -> bool:
        """The last day is still good."""
        return self.expires_on is not None and self.expires_on < on


@dataclass(frozen=True, slots=True)
class Pick:
    """So much of a lot."""

    lot: UUID
    quantity: Decimal


def checked_amount(text: str | Decimal | int, decimals: int, *, nought: bool = False, field: str = "") -> Decimal:
    """A quantity as it was typed, in the unit's decimals; full-width digits and thousands commas are read too.

    Refuses amount_bad for what is no number, amount_negative, amount_nought, amount_fraction where the unit has no
    such parts, amount_large.
    """
    facts = {"field": field} if field else {}
    amount = _number(text)
    if amount is None:
        raise Refused("amount_bad", text=str(text)[:20], **facts)
    if amount < 0:
        raise Refused("amount_negative", amount=_brief(amount), **facts)
    if amount == 0 and not nought:
        raise Refused("amount_nought", **facts)
    if amount > LARGEST:
        raise Refused("amount_large", amount=_brief(amount), limit=f"{LARGEST:f}", **facts)
    if amount != amount.quantize(Decimal(1).scaleb(-decimals)):
        raise Refused("amount_fraction", amount=_brief(amount), decimals=decimals, **facts)
    return normal(abs(amount))


@dataclass(frozen=True, slots=True)
class Units:
    """How an item is measured: its unit with so many decimals, and the pack that holds ``pack_quantity`` of them."""

    item: str
    unit: str
    decimals: int = 0
    pack_unit: str = ""
    pack_quantity: Decimal | None = None


def to_units(amount: str | Decimal | int, unit: str, item: Units, *, nought: bool = False, field: str = "") -> Decimal:
    """A quantity typed in the item's own unit (``""`` too) or in its packs, in units: exactly or not at all.

    Refuses unit_unknown for a unit that is neither, pack_fraction where packs do not come out in units, and what
    ``checked_amount`` does.
    """
    facts = {"field": field} if field else {}
    unit = unicodedata.normalize("NFKC", unit).strip()
    if unit in ("", item.unit):
        return checked_amount(amount, item.decimals, nought=nought, field=field)
    if unit != item.pack_unit or item.pack_quantity is None:
        raise Refused("unit_unknown", item=item.item, typed=unit[:20], unit=item.unit, **facts)
    units = checked_amount(amount, PACK_DECIMALS, nought=nought, field=field) * item.pack_quantity
    if units != units.quantize(Decimal(1).scaleb(-item.decimals)):
        raise Refused(
            "pack_fraction", item=item.item, amount=_brief(units), unit=item.unit, pack=unit, decimals=item.decimals,
            **facts,
        )  # fmt: skip
    return checked_amount(units, item.decimals, nought=nought, field=field)


def _number(said: str | Decimal | int) -> Decimal | None:
    if isinstance(said, Decimal):
        return said if said.is_finite() else None
    text = unicodedata.normalize("NFKC", str(said)).strip().replace("\N{MINUS SIGN}", "-")
    return Decimal(text.replace(",", "")) if _TYPED.fullmatch(text) else None


def _brief(amount: Decimal) -> str:
    """As it was written; what is absurdly long by its order only."""
    short = len(amount.as_tuple().digits) <= _LONG and abs(amount.adjusted()) <= _LONG
    return f"{amount:f}" if short else f"{amount:.2E}"


def normal(amount: Decimal) -> Decimal:
    """Without needless zeros and never in powers of ten: 2, 2.5, 20000."""
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount.normalize()


def shown(amount: Decimal) -> str:
    """A quantity as it is written: 20000, 2.5."""
    return f"{normal(amount):f}"


def in_order(held: Iterable[Held]) -> list[Held]:
    """First expiring first out (FEFO): what expires soonest, then what never does; by lot number within."""
    return sorted(held, key=lambda one: (one.expires_on or date.max, one.code, str(one.lot)))


def pick(held: Iterable[Held], wanted: Decimal, on: date, *, expired: bool = False) -> tuple[list[Pick], Decimal]:
    """Lots for a quantity, first expiring first out, and what is missing (nought when it is met).

    ``expired`` takes what is over its date too: goods that are written off.
    """
    found, missing = [], wanted
    for one in in_order(held):
        if missing <= 0:
            break
        if one.free <= 0 or (one.expired(on) and not expired):
            continue
        taken = min(one.free, missing)
        found.append(Pick(one.lot, taken))
        missing -= taken
    return found, max(missing, NOTHING)


def require_transition(state: DocumentState, wanted: DocumentState, number: str) -> None:
    """Refuse a step that does not follow from the state a document has (document_state)."""
    if wanted not in FOLLOWS[state]:
        raise Refused("document_state", number=number, state=str(state))


FOLLOWS: dict[DocumentState, frozenset[DocumentState]] = {
    DocumentState.DRAFT: frozenset({DocumentState.APPROVED, DocumentState.VOID}),
    DocumentState.APPROVED: frozenset({DocumentState.ISSUED, DocumentState.POSTED, DocumentState.VOID}),
    DocumentState.ISSUED: frozenset({DocumentState.POSTED}),
    DocumentState.POSTED: frozenset(),
    DocumentState.VOID: frozenset(),
}
"""What may follow: a posted document is locked, only a counter-document reverses it."""


@dataclass(frozen=True, slots=True)
class Ends:
    """The stores and the incident of a document, as its movements need them."""

    document: UUID
    kind: DocumentKind
    reason: str
    from_store: UUID | None
    to_store: UUID | None
    incident: UUID | None
    lent: UUID | None = None

    @property
    def at_scene(self) -> Account:
        """Goods that somebody works with: by incident, else by the document that gave them out (``lent``)."""
        return Account(AccountKind.SITE, self.incident or self.lent or self.document)

    @property
    def on_road(self) -> Account:
        return Account(AccountKind.TRANSIT, self.document)


def arrival(ends: Ends, state: Goods = Goods.USABLE) -> Account:
    """Where goods of a transfer end up: in the other store, or at the scene until they are used or brought back."""
    return ends.at_scene if ends.to_store is None else Account(AccountKind.STORE, ends.to_store, state)


def departure(ends: Ends, to_state: Goods = Goods.USABLE) -> Account:
    """Where goods go by one act: to the scene or whoever borrowed them, or for good; or they stay, ``to_state``."""
    if ends.kind is DocumentKind.STATE:
        return Account(AccountKind.STORE, ends.from_store, to_state)
    if ends.kind is DocumentKind.WRITE_OFF:
        return OUTSIDE if ends.reason == "rotation" else SCRAPPED
    if ends.kind is DocumentKind.TRANSFER:
        return ends.on_road
    return ends.at_scene if ends.incident is not None or ends.reason == "loan" else USED


def damaged_there(ends: Ends, *, returnable: bool) -> Account:
    """Where damaged goods are after they came: in the store, to be mended or thrown away; at a scene they are lost."""
    if ends.to_store is None:
        return LOST
    return Account(AccountKind.STORE, ends.to_store, Goods.REPAIR if returnable else Goods.SCRAP)
