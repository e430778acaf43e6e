"""Lists a county edits: channels, shift templates, routines, check lists … one row each, known by list and code."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from console.changes import Topic
from db.base import Base, about
from db.types import UtcDateTime


class ListRow(Base):
    """A row of a county's own list; ``content`` is canonical JSON of its fields, as the list's columns say."""

    __tablename__ = "list_row"
    __table_args__ = (
        UniqueConstraint("list", "code"),
        {"info": about(Topic.LISTS)},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    list: Mapped[str] = mapped_column(String(24))
    code: Mapped[str] = mapped_column(String(40))
    ordinal: Mapped[int] = mapped_column(Integer)
    content: Mapped[str] = mapped_column(Text)
    active: Mapped[bool] = mapped_column(Boolean)
    confirmed: Mapped[bool] = mapped_column(Boolean)
    since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """From when the county has it; None for a row the program brought, which was always there."""
    version: Mapped[int] = mapped_column(Integer, default=1)
