"""Stores (物资): warehouses, items, lots, quotas, agreements, vehicles. Quantities live in the ledger alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Date, Float, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from console.changes import Topic
from db.base import Base, about
from db.types import Amount

_STOCK = {"info": about(Topic.STOCK)}


class Warehouse(Base):
    """A store of the tree 1+22+N. ``code`` is its key in files; ``tier`` county, town, village or forward post."""

    __tablename__ = "warehouse"
    __table_args__ = (
        CheckConstraint("tier in ('county', 'town', 'village', 'forward')", name="tier"),
        CheckConstraint("kind in ('own', 'entrusted', 'agreement')", name="kind"),
        Index(None, "parent_id"),
        Index(None, "place_id"),
        _STOCK,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    tier: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(12))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("warehouse.id"))
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    address: Mapped[str] = mapped_column(String(200), default="")
    area_m2: Mapped[int | None] = mapped_column(Integer)
    keeper_a: Mapped[str] = mapped_column(String(60), default="")
    phone_a: Mapped[str] = mapped_column(String(40), default="")
    keeper_b: Mapped[str] = mapped_column(String(60), default="")
    phone_b: Mapped[str] = mapped_column(String(40), default="")
    key_holder: Mapped[str] = mapped_column(String(100), default="")
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    road_note: Mapped[str] = mapped_column(Text, default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    version: Mapped[int] = mapped_column(Integer, default=1)


class Item(Base):
    """A kind of goods. ``decimals`` is how many the unit allows (0: whole pieces); ``returnable`` goods are lent.

    ``gb_code`` is the seven-digit class of GB/T 38565-2020 where it is known; a pack holds ``pack_quantity`` units.
    """

    __tablename__ = "item"
    __table_args__ = (
        CheckConstraint("decimals between 0 and 3", name="decimals"),
        CheckConstraint("pack_quantity is null or pack_quantity > 0", name="pack"),
        CheckConstraint("gb_code = '' or gb_code glob '[123][0-9][0-9][0-9][0-9][0-9][0-9]'", name="gb_code"),
        Index(None, "name"),
        _STOCK,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    gb_code: Mapped[str] = mapped_column(String(7), default="")
    name: Mapped[str] = mapped_column(String(100))
    category: Mapped[str] = mapped_column(String(40), default="")
    spec: Mapped[str] = mapped_column(String(100), default="")
    unit: Mapped[str] = mapped_column(String(20))
    decimals: Mapped[int] = mapped_column(Integer, default=0)
    pack_unit: Mapped[str] = mapped_column(String(20), default="")
    pack_quantity: Mapped[Decimal | None] = mapped_column(Amount)
    weight_kg: Mapped[Decimal | None] = mapped_column(Amount)
    volume_l: Mapped[Decimal | None] = mapped_column(Amount)
    shelf_life_days: Mapped[int | None] = mapped_column(Integer)
    rotate_days: Mapped[int | None] = mapped_column(Integer)
    hazard: Mapped[bool] = mapped_column(Boolean, default=False)
    returnable: Mapped[bool] = mapped_column(Boolean, default=False)
    key_item: Mapped[bool] = mapped_column(Boolean, default=False)
    remark: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    version: Mapped[int] = mapped_column(Integer, default=1)


class Lot(Base):
    """Goods of one item that came together: their number, dates, owner, price. Unique by item and ``code``."""

    __tablename__ = "lot"
    __table_args__ = (UniqueConstraint("item_id", "code"), Index(None, "expires_on"), _STOCK)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"))
    code: Mapped[str] = mapped_column(String(60))
    made_on: Mapped[date | None] = mapped_column(Date)
    expires_on: Mapped[date | None] = mapped_column(Date)
    owner: Mapped[str] = mapped_column(String(100), default="")
    price: Mapped[Decimal | None] = mapped_column(Amount)
    remark: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(Integer, default=1)


class Quota(Base):
    """定额: what a warehouse or a place (town, village) shall hold of an item; ``due_on`` where coverage has a date."""

    __tablename__ = "quota"
    __table_args__ = (
        CheckConstraint("(warehouse_id is null) <> (place_id is null)", name="where"),
        CheckConstraint("minimum >= 0 and target >= minimum", name="amounts"),
        UniqueConstraint("warehouse_id", "item_id"),
        UniqueConstraint("place_id", "item_id"),
        _STOCK,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    warehouse_id: Mapped[UUID | None] = mapped_column(ForeignKey("warehouse.id"))
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"))
    minimum: Mapped[Decimal] = mapped_column(Amount)
    target: Mapped[Decimal] = mapped_column(Amount)
    basis: Mapped[str] = mapped_column(String(200), default="")
    due_on: Mapped[date | None] = mapped_column(Date)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    version: Mapped[int] = mapped_column(Integer, default=1)


class Agreement(Base):
    """协议、市场、产能储备: what a supplier delivers when it is called, how much, within how long.

    Called quantities are the documents that name it. ``what`` says in words what has no item of its own.
    """

    __tablename__ = "agreement"
    __table_args__ = (
        CheckConstraint("mode in ('agreement', 'market', 'capacity')", name="mode"),
        CheckConstraint("quantity >= 0", name="quantity"),
        Index(None, "item_id"),
        _STOCK,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    supplier: Mapped[str] = mapped_column(String(100))
    mode: Mapped[str] = mapped_column(String(12))
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("item.id"))
    what: Mapped[str] = mapped_column(String(100), default="")
    quantity: Mapped[Decimal] = mapped_column(Amount)
    unit: Mapped[str] = mapped_column(String(20))
    lead_minutes: Mapped[int] = mapped_column(Integer)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    contact_a: Mapped[str] = mapped_column(String(60), default="")
    phone_a: Mapped[str] = mapped_column(String(40), default="")
    contact_b: Mapped[str] = mapped_column(String(60), default="")
    phone_b: Mapped[str] = mapped_column(String(40), default="")
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    price_rule: Mapped[str] = mapped_column(String(200), default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    version: Mapped[int] = mapped_column(Integer, default=1)


class Vehicle(Base):
    """运力: a vehicle or boat of our own or of a carrier, what it carries, where it stands, who drives it."""

    __tablename__ = "vehicle"
    __table_args__ = (Index(None, "warehouse_id"), _STOCK)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    plate: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    carrier: Mapped[str] = mapped_column(String(100), default="")
    load_kg: Mapped[int | None] = mapped_column(Integer)
    volume_l: Mapped[int | None] = mapped_column(Integer)
    seats: Mapped[int | None] = mapped_column(Integer)
    driver: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    warehouse_id: Mapped[UUID | None] = mapped_column(ForeignKey("warehouse.id"))
    ready: Mapped[bool] = mapped_column(Boolean, default=True)
    remark: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
