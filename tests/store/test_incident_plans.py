"""The lists of incidents and tasks begin at an index; none of them reads or sorts the whole table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, event

from console.domain.incident import OPEN_STATES
from db.queries import approvals, incident_clocks, incidents, orders, tasks

AT = datetime(2030, 8, 12, tzinfo=UTC)
ONE = UUID(int=1)
Plans = Callable[[Callable[[Connection], object]], list[str]]


@pytest.fixture
def plans(desk) -> Iterator[Plans]:
    """What SQLite means to do for every statement of a read."""
    with desk.opened.store.reading() as connection:

        def planned(read: Callable[[Connection], object]) -> list[str]:
            asked: list[tuple[str, Any]] = []

            def note(_connection, _cursor, statement, parameters, _context, _many):
                asked.append((statement, parameters))

            event.listen(connection, "before_cursor_execute", note)
            try:
                read(connection)
            finally:
                event.remove(connection, "before_cursor_execute", note)
            found = []
            for statement, parameters in asked:
                rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                found += [row[3] for row in rows]
            return found

        yield planned


def pages(connection: Connection) -> None:
    incidents.page(connection, limit=200)
    incidents.page(connection, ["滑坡"], limit=200, before=(AT, "SJ2030-0017"))


def test_a_page_of_incidents_is_read_in_the_order_of_an_index(plans):
    told = plans(pages)
    assert any("ix_incident_received_at_number" in line for line in told)
    assert any("ix_incident_received_at_number (received_at<?)" in line for line in told), "the next page begins there"
    assert not [line for line in told if "TEMP B-TREE" in line or line.startswith("SCAN incident_item")]


def test_open_incidents_are_found_by_their_state(plans):
    told = plans(lambda connection: incidents.page(connection, states=tuple(OPEN_STATES), limit=200))
    assert not [line for line in told if line.startswith("SCAN incident") and "USING INDEX" not in line]


@pytest.mark.parametrize(
    ("read", "index"),
    [
        (incident_clocks.waiting, "ix_incident_clock_done_at_dropped_at_due_at"),
        (tasks.open_tasks, "ix_task_state_due_at"),
        (lambda connection: orders.orders(connection, limit=500), "ix_task_state_due_at"),
        (
            lambda connection: orders.orders(connection, open_only=False, incident_id=ONE, limit=5),
            "ix_task_incident_id",
        ),
        (lambda connection: orders.orders(connection, open_only=False, source_id=ONE, limit=5), "ix_task_source_id"),
        (lambda connection: approvals.of(connection, ONE), "ix_approval_subject_id"),
    ],
)
def test_what_is_open_or_belongs_to_one_is_found_by_an_index(plans, read, index):
    told = plans(read)
    assert any(index in line for line in told), told
    assert not [line for line in told if line.startswith("SCAN") and "USING" not in line]
