"""Lists a county edits: channels, shift templates, routines, check lists … one row each, known by list and code."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Boolean, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from console.changes import Topic
from db.base import Base, about


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
    version: Mapped[int] = mapped_column(Integer, default=1)
