"""Code tables every new store has, whatever its realm: read from the files that ship with the program."""

from __future__ import annotations

import csv
from typing import Any

from sqlalchemy import Connection, select

import resources
from db.models.inbound import EventType


def load(connection: Connection) -> int:
    """Add the event types that are missing; what stands there already stays as it is. How many were added."""
    there = set(connection.execute(select(EventType.code)).scalars())
    missing = [row for row in event_types() if row["code"] not in there]
    if missing:
        connection.execute(EventType.__table__.insert(), missing)  # type: ignore[attr-defined]
    return len(missing)


def event_types() -> list[dict[str, Any]]:
    """Rows of the tree, parents before children. The codes are our own: ``gb_code`` stays empty (GB/T 35561 unseen)."""
    lines = resources.path("event_types.csv").read_text(encoding="utf-8").splitlines()
    return [
        {
            "code": row["code"],
            "parent": row["parent"] or None,
            "name": row["name"],
            "name_en": row["name_en"],
            "gb_code": row["gb_code"] or None,
            "valid_from": None,
            "ordinal": ordinal,
        }
        for ordinal, row in enumerate(csv.DictReader(lines), 1)
    ]
