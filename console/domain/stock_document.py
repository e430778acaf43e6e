"""A stock document as it is handed in and as it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from console.domain.stock import NOTHING, DocumentKind, DocumentState, Goods


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line as it is handed in: goods, how much, and what else its kind of document asks.

    ``asked`` is what goes in, out or over; in a 盘点 what was counted; in a 退库 everything that is settled, of which
    ``damaged``, ``lost`` and ``used`` do not come back whole. ``lot_code`` names a lot that may be new (goods that
    come in); ``lot`` one that is there. Without a lot, what expires first is taken.
    """

    item: UUID
    asked: Decimal
    lot: UUID | None = None
    need: UUID | None = None
    lot_code: str = ""
    made_on: date | None = None
    expires_on: date | None = None
    owner: str = ""
    price: Decimal | None = None
    state: Goods = Goods.USABLE
    to_state: Goods = Goods.USABLE
    damaged: Decimal = NOTHING
    lost: Decimal = NOTHING
    used: Decimal = NOTHING
    shelf: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document as it is handed in. ``id`` is made by the client: the same form saved twice is one document.

    ``lent`` names, in a 退库, the document that gave the goods out where no incident did.
    """

    kind: DocumentKind
    lines: tuple[NewLine, ...]
    reason: str = ""
    from_store: UUID | None = None
    to_store: UUID | None = None
    incident: UUID | None = None
    need: UUID | None = None
    dispatch: UUID | None = None
    agreement: UUID | None = None
    vehicle: UUID | None = None
    other_side: str = ""
    destination: str = ""
    text: str = ""
    applicant: str = ""
    keeper: str = ""
    driver: str = ""
    plate: str = ""
    phone: str = ""
    receiver: str = ""
    receiver_phone: str = ""
    due_at: datetime | None = None
    lent: UUID | None = None
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line as it stands. ``open`` is what was issued and not yet explained."""

    id: UUID
    ordinal: int
    item: UUID
    item_code: str
    item_name: str
    spec: str
    unit: str
    decimals: int
    lot: UUID | None
    lot_code: str
    expires_on: date | None
    state: Goods
    to_state: Goods
    asked: Decimal
    booked: Decimal | None
    issued: Decimal
    received: Decimal
    short: Decimal
    damaged: Decimal
    price: Decimal | None
    shelf: str
    remark: str
    need: UUID | None = None

    @property
    def open(self) -> Decimal:
        return self.issued - self.received - self.short - self.damaged


@dataclass(frozen=True, slots=True)
class StepRow:
    """What happened to a document, when, who said so, who wrote it down."""

    number: int
    kind: str
    who: str
    way: str
    text: str
    at: datetime
    recorded_at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document in a list. ``countered_by`` is the number of the document that reversed it."""

    id: UUID
    number: str
    kind: DocumentKind
    reason: str
    state: DocumentState
    from_store: UUID | None
    from_name: str
    to_store: UUID | None
    to_name: str
    incident: UUID | None
    incident_number: str
    need: UUID | None
    dispatch: UUID | None
    agreement: UUID | None
    vehicle: UUID | None
    counters: UUID | None
    counters_number: str
    countered_by: str
    other_side: str
    destination: str
    text: str
    applicant: str
    approver: str
    way: str
    keeper: str
    driver: str
    plate: str
    phone: str
    receiver: str
    receiver_phone: str
    due_at: datetime | None
    created_at: datetime
    created_by: str
    settled_at: datetime | None
    version: int
    lent: UUID | None = None
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document with its lines and what happened to it."""

    row: DocumentRow
    lines: tuple[LineRow, ...]
    steps: tuple[StepRow, ...]


@dataclass(frozen=True, slots=True)
class Picked:
    """What the keeper took for a line: scanned lots instead of those that were reserved."""

    line: UUID
    lot: UUID
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came of a line on the road: received whole, short, damaged. The rest is still under way."""

    line: UUID
    received: Decimal
    short: Decimal = NOTHING
    damaged: Decimal = NOTHING


@dataclass(frozen=True, slots=True)
class Step:
    """An act on a document as it is handed in: ``key`` makes a repeat one act, ``at`` is when it happened.

    ``who`` is whoever said or did it where that is not the one at the keyboard.
    """

    key: UUID = field(default_factory=uuid4)
    at: datetime | None = None
    who: str = ""
    text: str = ""
