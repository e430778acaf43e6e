"""The store-keeper's books: documents, what happened to them, the ledger of movements, its sums, reservations.

The ledger has two sides: each movement takes a quantity of a lot from one account and gives it to another, so that
out = in + loss holds by itself. Accounts are a warehouse (``store``), goods on the road (``transit``, by document),
goods at a scene (``site``, by incident, else by document), and the sources and sinks ``outside``, ``used``,
``lost``, ``scrapped``.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from console.changes import Topic
from db.base import Base, about
from db.types import Amount, UtcDateTime

_STOCK = {"info": about(Topic.STOCK)}

KINDS = (
    "kind in ('receipt', 'issue', 'transfer', 'return', 'count', 'write_off', 'requisition', 'donation', 'state', "
    "'counter')"
)
"""入库, 出库, 调拨, 退库, 盘点, 报废/轮换, 征用, 捐赠, 状态变更, 冲销."""


class StockDocument(Base):
    """A document that moves goods: draft, approved (reserved), issued (on the road), posted (settled), or void.

    ``reason`` is the sub-kind (采购, 归还, 领用, 借用, 轮换 …); ``counters`` names the document this one reverses;
    ``lent`` the one that gave out, without an incident, what a 退库 brings back.
    """

    __tablename__ = "stock_document"
    __table_args__ = (
        CheckConstraint(KINDS, name="kind"),
        CheckConstraint("state in ('draft', 'approved', 'issued', 'posted', 'void')", name="state"),
        Index(None, "state", "kind"),
        Index(None, "created_at", "number"),
        Index(None, "incident_id"),
        Index(None, "dispatch_id"),
        Index(None, "agreement_id"),
        Index(None, "need_id"),
        Index(None, "lent_id"),
        UniqueConstraint("counters_id"),
        _STOCK,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(20), default="")
    state: Mapped[str] = mapped_column(String(12))
    from_warehouse_id: Mapped[UUID | None] = mapped_column(ForeignKey("warehouse.id"))
    to_warehouse_id: Mapped[UUID | None] = mapped_column(ForeignKey("warehouse.id"))
    incident_id: Mapped[UUID | None] = mapped_column(ForeignKey("incident.id"))
    need_id: Mapped[UUID | None] = mapped_column(ForeignKey("need.id"))
    dispatch_id: Mapped[UUID | None] = mapped_column(ForeignKey("dispatch.id"))
    agreement_id: Mapped[UUID | None] = mapped_column(ForeignKey("agreement.id"))
    vehicle_id: Mapped[UUID | None] = mapped_column(ForeignKey("vehicle.id"))
    counters_id: Mapped[UUID | None] = mapped_column(ForeignKey("stock_document.id"))
    lent_id: Mapped[UUID | None] = mapped_column(ForeignKey("stock_document.id"))
    other_side: Mapped[str] = mapped_column(String(100), default="")
    destination: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    applicant: Mapped[str] = mapped_column(String(60), default="")
    approver: Mapped[str] = mapped_column(String(60), default="")
    way: Mapped[str] = mapped_column(String(12), default="")
    keeper: Mapped[str] = mapped_column(String(60), default="")
    driver: Mapped[str] = mapped_column(String(60), default="")
    plate: Mapped[str] = mapped_column(String(40), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    receiver: Mapped[str] = mapped_column(String(60), default="")
    receiver_phone: Mapped[str] = mapped_column(String(40), default="")
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(String(100))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, default=1)


class StockLine(Base):
    """A line of a document. ``asked`` is what it is about; in a 盘点 ``booked`` stood in the books and ``asked`` was
    counted. ``received``, ``short`` and ``damaged`` explain what was issued; ``to_state`` is the state it gets.
    What was turned back on the road was not issued. A line a draft gave up is ``dropped``. ``need_id`` is what it is
    for where that is not the document's own.
    """

    __tablename__ = "stock_line"
    __table_args__ = (
        UniqueConstraint("document_id", "ordinal"),
        CheckConstraint("asked >= 0 and issued >= 0 and received >= 0 and short >= 0 and damaged >= 0", name="amounts"),
        CheckConstraint("received + short + damaged <= issued", name="explained"),
        Index(None, "item_id"),
        Index(None, "need_id"),
        _STOCK,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("stock_document.id"))
    ordinal: Mapped[int] = mapped_column(Integer)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"))
    lot_id: Mapped[UUID | None] = mapped_column(ForeignKey("lot.id"))
    need_id: Mapped[UUID | None] = mapped_column(ForeignKey("need.id"))
    state: Mapped[str] = mapped_column(String(12), default="usable")
    to_state: Mapped[str] = mapped_column(String(12), default="usable")
    asked: Mapped[Decimal] = mapped_column(Amount)
    booked: Mapped[Decimal | None] = mapped_column(Amount)
    issued: Mapped[Decimal] = mapped_column(Amount, default=Decimal(0))
    received: Mapped[Decimal] = mapped_column(Amount, default=Decimal(0))
    short: Mapped[Decimal] = mapped_column(Amount, default=Decimal(0))
    damaged: Mapped[Decimal] = mapped_column(Amount, default=Decimal(0))
    price: Mapped[Decimal | None] = mapped_column(Amount)
    shelf: Mapped[str] = mapped_column(String(40), default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    dropped: Mapped[bool] = mapped_column(Boolean, default=False)
    version: Mapped[int] = mapped_column(Integer, default=1)


class StockStep(Base):
    """What happened to a document: drafted, changed, approved, issued, received, turned back, posted, void, countered.

    ``key`` comes from the one who acts: the same act handed in twice is one step.
    """

    __tablename__ = "stock_step"
    __table_args__ = (Index(None, "document_id"), _STOCK)

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[UUID] = mapped_column(unique=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("stock_document.id"))
    kind: Mapped[str] = mapped_column(String(12))
    who: Mapped[str] = mapped_column(String(60), default="")
    way: Mapped[str] = mapped_column(String(12), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))


class StockMovement(Base):
    """A line of the ledger: so much of a lot from one account to another, by a step of a document. Never changed."""

    __tablename__ = "stock_movement"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        Index(None, "document_id"),
        Index(None, "lot_id", "at"),
        Index(None, "item_id", "at"),
        _STOCK,
    )

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("stock_document.id"))
    line_id: Mapped[UUID] = mapped_column(ForeignKey("stock_line.id"))
    step: Mapped[int] = mapped_column(ForeignKey("stock_step.number"))
    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"))
    lot_id: Mapped[UUID] = mapped_column(ForeignKey("lot.id"))
    from_kind: Mapped[str] = mapped_column(String(12))
    from_id: Mapped[UUID | None]
    from_state: Mapped[str] = mapped_column(String(12))
    to_kind: Mapped[str] = mapped_column(String(12))
    to_id: Mapped[UUID | None]
    to_state: Mapped[str] = mapped_column(String(12))
    quantity: Mapped[Decimal] = mapped_column(Amount)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))


class StockBalance(Base):
    """Sum of the ledger for one account that holds goods (store, transit, site), lot and state.

    Written with the movements and recomputed by the check; the store itself refuses a negative one and a reservation
    of what is not there. ``shelf`` is where the keeper put it.
    """

    __tablename__ = "stock_balance"
    __table_args__ = (
        CheckConstraint("kind in ('store', 'transit', 'site')", name="kind"),
        CheckConstraint("quantity >= 0", name="quantity"),
        CheckConstraint("reserved >= 0 and reserved <= quantity", name="reserved"),
        CheckConstraint("state in ('usable', 'unchecked', 'repair', 'stopped', 'scrap')", name="state"),
        Index(None, "item_id"),
        Index(None, "place_id"),
        _STOCK,
    )

    lot_id: Mapped[UUID] = mapped_column(ForeignKey("lot.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    place_id: Mapped[UUID] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(12), primary_key=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"))
    quantity: Mapped[Decimal] = mapped_column(Amount)
    reserved: Mapped[Decimal] = mapped_column(Amount, default=Decimal(0))
    shelf: Mapped[str] = mapped_column(String(40), default="")
    version: Mapped[int] = mapped_column(Integer, default=1)


class StockReservation(Base):
    """Goods of a store promised to a document line: held until it is issued or let go."""

    __tablename__ = "stock_reservation"
    __table_args__ = (
        CheckConstraint("state in ('held', 'issued', 'released')", name="state"),
        CheckConstraint("quantity > 0", name="quantity"),
        Index(None, "document_id"),
        Index(None, "lot_id"),
        _STOCK,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("stock_document.id"))
    line_id: Mapped[UUID] = mapped_column(ForeignKey("stock_line.id"))
    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"))
    lot_id: Mapped[UUID] = mapped_column(ForeignKey("lot.id"))
    warehouse_id: Mapped[UUID] = mapped_column(ForeignKey("warehouse.id"))
    quantity: Mapped[Decimal] = mapped_column(Amount)
    state: Mapped[str] = mapped_column(String(12))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, default=1)
