"""Rows of a county's own lists."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from db.models.lists import ListRow


def rows(connection: Connection, key: str) -> list[tuple[str, str, bool, bool, int]]:
    """Code, content (JSON), active, confirmed and version of every row of a list, in order; empty: never touched."""
    found = connection.execute(
        select(ListRow.code, ListRow.content, ListRow.active, ListRow.confirmed, ListRow.version)
        .where(ListRow.list == key)
        .order_by(ListRow.ordinal, ListRow.code)
    )
    return [(row.code, row.content, row.active, row.confirmed, row.version) for row in found]


def since(connection: Connection, key: str) -> dict[str, datetime]:
    """From when the county has the rows it added or took up again; rows the program brought are not among them."""
    found = connection.execute(
        select(ListRow.code, ListRow.since).where(ListRow.list == key, ListRow.since.is_not(None))
    )
    return {row.code: row.since for row in found}
