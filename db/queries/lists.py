"""Rows of a county's own lists."""

from __future__ import annotations

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
