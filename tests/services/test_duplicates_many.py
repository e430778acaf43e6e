"""Which calls are compared when a day has thousands: the newest of every state, by the index and not by sorting."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from console.domain.duplicates import WITHIN, Told
from console.domain.inbound import InboundState, Intake
from console.domain.people import Actor, Role
from db.queries import duplicates as query


@pytest.fixture
def by(desk) -> Actor:
    return desk.accounts.add("陈例一", Role.COMMANDER, "duplicates of 2030", by=Actor.tool("tester")).actor


@pytest.fixture
def calls(desk, by, clock) -> list[UUID]:
    """Twelve calls, the oldest first, five minutes apart but the first: some closed, one false, one merged."""
    made = []
    for at in range(12):
        made.append(desk.intake.register(Intake(uuid4(), f"第 {at} 个来电", clock.now()), by=by))
        clock.advance(hours=25) if at == 0 else clock.advance(minutes=5)
    for at, state in ((2, InboundState.CLOSED), (5, InboundState.UNTRUE), (9, InboundState.CLOSED)):
        desk.intake.close(made[at].id, state, "已处理", seen=made[at].version, by=by)
    master = made[10].number
    desk.intake.close(made[7].id, InboundState.MERGED, "同一件事", seen=made[7].version, by=by, master=master)
    return [row.id for row in made]


def told(clock, path=()):
    return Told(uuid4(), clock.now(), path, "", "", "来电")


def found(desk, call, limit):
    with desk.duplicates._store.reading() as connection:
        return [one.told.id for one in query.items(connection, call, limit)]


def test_the_newest_of_all_states_are_compared_however_many_each_has(desk, calls, clock):
    wanted = [calls[at] for at in (11, 10, 9, 8, 6, 5, 4, 3, 2, 1)]
    for limit in (1, 2, 4, 7, 10, 50):
        assert found(desk, told(clock), limit) == wanted[:limit], limit


def test_a_call_is_not_compared_with_itself_nor_with_what_is_a_day_away(desk, calls, clock):
    own = Told(calls[11], clock.now(), (), "", "", "来电")
    assert calls[11] not in found(desk, own, 50) and calls[0] not in found(desk, own, 50)
    early = Told(uuid4(), clock.now() - WITHIN - timedelta(hours=1), (), "", "", "来电")
    assert found(desk, early, 50) == [calls[0]]


def test_the_index_gives_each_states_newest(desk, calls, clock):
    """No scan of the whole table and no sorting of a day: each state is read backwards until there are enough."""
    with desk.duplicates._store.reading() as connection:
        said = query._newest(told(clock), "open", 300).compile(connection)
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", (0, 1, "", "open", 300, 0))
        plan = [row[-1] for row in rows]
    assert len(plan) == 1 and plan[0].startswith("SEARCH inbound USING INDEX ix_inbound_state_received_at"), plan
    assert "received_at>? AND received_at<?" in plan[0]
