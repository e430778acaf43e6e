"""避灾安置场所 and the people brought there: openings, counts with 截至, relocations with refusals; map outlines."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Date, Float, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from console.changes import Topic
from db.base import Base, about
from db.types import UtcDateTime

_SHELTERS = {"info": about(Topic.SHELTERS)}


class Shelter(Base):
    """A place where people are taken in. ``suits`` and ``facilities`` are comma-separated codes."""

    __tablename__ = "shelter"
    __table_args__ = (
        CheckConstraint("tier in ('county', 'town', 'village')", name="tier"),
        CheckConstraint("state in ('closed', 'prepared', 'open', 'full', 'disused')", name="state"),
        CheckConstraint("capacity >= 0", name="capacity"),
        Index(None, "place_id"),
        Index(None, "state"),
        _SHELTERS,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    tier: Mapped[str] = mapped_column(String(12))
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    address: Mapped[str] = mapped_column(String(200), default="")
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    capacity: Mapped[int] = mapped_column(Integer)
    area_m2: Mapped[int | None] = mapped_column(Integer)
    managed_by: Mapped[str] = mapped_column(String(100), default="")
    manager_a: Mapped[str] = mapped_column(String(60), default="")
    phone_a: Mapped[str] = mapped_column(String(40), default="")
    manager_b: Mapped[str] = mapped_column(String(60), default="")
    phone_b: Mapped[str] = mapped_column(String(40), default="")
    structure: Mapped[str] = mapped_column(String(40), default="")
    built_in: Mapped[int | None] = mapped_column(Integer)
    checked_on: Mapped[date | None] = mapped_column(Date)
    suits: Mapped[str] = mapped_column(Text, default="")
    facilities: Mapped[str] = mapped_column(Text, default="")
    camera: Mapped[bool] = mapped_column(Boolean, default=False)
    warehouse_id: Mapped[UUID | None] = mapped_column(ForeignKey("warehouse.id"))
    state: Mapped[str] = mapped_column(String(12), default="closed")
    remark: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    version: Mapped[int] = mapped_column(Integer, default=1)


class ShelterOpening(Base):
    """A time a shelter was open, for which incident; one at a time."""

    __tablename__ = "shelter_opening"
    __table_args__ = (
        Index("uq_shelter_opening_running", "shelter_id", unique=True, sqlite_where=text("closed_at is null")),
        Index(None, "incident_id"),
        _SHELTERS,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    shelter_id: Mapped[UUID] = mapped_column(ForeignKey("shelter.id"))
    incident_id: Mapped[UUID | None] = mapped_column(ForeignKey("incident.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by: Mapped[str] = mapped_column(String(60), default="")
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[str] = mapped_column(String(60), default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
    version: Mapped[int] = mapped_column(Integer, default=1)


class ShelterCount(Base):
    """Who was in an open shelter at an instant (截至). A group nobody counted is unknown, never nought."""

    __tablename__ = "shelter_count"
    __table_args__ = (Index(None, "opening_id", "at"), CheckConstraint("total >= 0", name="total"), _SHELTERS)

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    opening_id: Mapped[UUID] = mapped_column(ForeignKey("shelter_opening.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    total: Mapped[int] = mapped_column(Integer)
    men: Mapped[int | None] = mapped_column(Integer)
    women: Mapped[int | None] = mapped_column(Integer)
    children: Mapped[int | None] = mapped_column(Integer)
    elderly: Mapped[int | None] = mapped_column(Integer)
    outsiders: Mapped[int | None] = mapped_column(Integer)
    water_days: Mapped[float | None] = mapped_column(Float)
    food_days: Mapped[float | None] = mapped_column(Float)
    who: Mapped[str] = mapped_column(String(60), default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))


class Relocation(Base):
    """人员转移: a household (or a village's people in one figure) to be brought away, and what came of it.

    ``state`` planned, moved, refused (with the words of the 劝离记录), returned.
    """

    __tablename__ = "relocation"
    __table_args__ = (
        CheckConstraint("state in ('planned', 'moved', 'refused', 'returned', 'dropped')", name="state"),
        CheckConstraint("people > 0", name="people"),
        Index(None, "incident_id"),
        Index(None, "place_id"),
        Index(None, "shelter_id"),
        _SHELTERS,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"))
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    village: Mapped[str] = mapped_column(String(100))
    household: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    people: Mapped[int] = mapped_column(Integer)
    special: Mapped[str] = mapped_column(String(100), default="")
    reason: Mapped[str] = mapped_column(String(200), default="")
    shelter_id: Mapped[UUID | None] = mapped_column(ForeignKey("shelter.id"))
    destination: Mapped[str] = mapped_column(String(200), default="")
    transport: Mapped[str] = mapped_column(String(100), default="")
    helper: Mapped[str] = mapped_column(String(60), default="")
    state: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    words: Mapped[str] = mapped_column(Text, default="")
    witness: Mapped[str] = mapped_column(String(60), default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
    version: Mapped[int] = mapped_column(Integer, default=1)


class RelocationStep(Base):
    """What was told of a relocation and when: its history."""

    __tablename__ = "relocation_step"
    __table_args__ = (Index(None, "relocation_id"), _SHELTERS)

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    relocation_id: Mapped[UUID] = mapped_column(ForeignKey("relocation.id"))
    state: Mapped[str] = mapped_column(String(12))
    people: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    words: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))


class MapOutline(Base):
    """An outline of the offline map: the county, a town, from the GeoJSON file the county supplied."""

    __tablename__ = "map_outline"
    __table_args__ = (
        CheckConstraint("kind in ('county', 'town', 'area', 'line')", name="kind"),
        Index(None, "place_id"),
        {"info": about(Topic.MAP)},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(100))
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    geometry: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(200), default="")
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
