"""Places of the division tree and the county's own."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Boolean, Float, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from console.changes import Topic
from db.base import Base, about


class Place(Base):
    """A place by its statistical code; a placeholder waits for its name to be filled in."""

    __tablename__ = "place"
    __table_args__ = (Index(None, "parent_id"), Index(None, "name"), {"info": about(Topic.PLACES)})

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    name: Mapped[str] = mapped_column(String(100))
    level: Mapped[str] = mapped_column(String(16))
    placeholder: Mapped[bool] = mapped_column(Boolean, default=False)
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    version: Mapped[int] = mapped_column(Integer, default=1)
