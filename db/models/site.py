"""What this store is, and the settings of the site with their history."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from console.changes import Topic
from db.base import Base, about
from db.types import UtcDateTime


class StoreInfo(Base):
    """One row: identity and realm, fixed when the store was made."""

    __tablename__ = "store_info"
    __table_args__ = (
        CheckConstraint("realm in ('live', 'exercise', 'sample')", name="realm"),
        CheckConstraint("only = 1", name="one_row"),
        {"info": about(Topic.SETTINGS)},
    )

    only: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False, default=1)
    id: Mapped[UUID]
    realm: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SettingValue(Base):
    """One value of one site setting; never changed, the newest that has become valid counts."""

    __tablename__ = "setting_value"
    __table_args__ = (
        Index(None, "key", "valid_from"),
        {"info": about(Topic.SETTINGS)},
    )

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    value: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed: Mapped[bool] = mapped_column(Boolean)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
