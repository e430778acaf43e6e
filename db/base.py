"""Declarative base: constraint names that migrations can rely on, and the topic each table belongs to."""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from console.changes import Topic


class Base(DeclarativeBase):
    """Base of every table of the store."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


LATER = {"later": True}
"""``info`` of a column that a schema after the first added: see ``db.records.content``."""


def about(topic: Topic) -> dict[str, Topic]:
    """``info`` of a table: the topic its rows belong to."""
    return {"topic": topic}
