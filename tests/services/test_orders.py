"""Leaders' words and orders: kept word for word, handed on to named units, followed until they are verified."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy.exc import DBAPIError

from console.domain.escalation import Level
from console.domain.orders import (
    NEEDS_TEXT,
    NEEDS_TIME,
    NEEDS_WHO,
    STEPS,
    Form,
    NewInstruction,
    NewOrder,
    Stage,
    StepKind,
    Way,
)
from console.domain.people import Actor, Role
from console.errors import Refused
from console.services.orders import Step


@pytest.fixture
def by(desk) -> Actor:
    return desk.accounts.add("陈例一", Role.OFFICER, "orders of 2030", by=Actor.tool("tester")).actor


@pytest.fixture
def order(desk, by, clock):
    return desk.orders.give([NewOrder("县住建局", "核查工地塔吊", clock.now() + timedelta(hours=2))], by=by)[0]


def step(desk, by, row, kind, **more):
    more.setdefault("who", "周例五")
    more.setdefault("text", "塔吊已下降")
    if kind in NEEDS_TIME:
        more.setdefault("due_at", row.due_at + timedelta(hours=1))
    return desk.orders.take_down(row.id, Step(kind, **more), seen=row.version, by=by)


def said(clock, **more) -> NewInstruction:
    told = {
        "leader": "林例十",
        "post": "县长",
        "said_at": clock.now(),
        "way": Way.PHONE,
        "words": "全力搜救，每小时一报。",
    }
    return NewInstruction(uuid4(), **(told | more))


def test_a_leaders_words_stand_as_they_were_said_and_nobody_rewrites_them(desk, by, clock):
    form = said(clock, words="全力搜救，\n每小时一报。")
    row = desk.instructions.record(form, by=by)
    assert desk.instructions.record(form, by=by) == row
    assert (row.number, row.words) == ("示例PS2030-0001", "全力搜救，\n每小时一报。")
    with pytest.raises(DBAPIError, match="fixed"), desk.opened.store.writing(by=by) as tx:
        tx.connection.exec_driver_sql("UPDATE instruction SET words = '算了'")
    assert desk.log.verify().fault is None


def test_read_back_is_stated_once_and_not_before_it_was_said(desk, by, clock):
    row = desk.instructions.record(said(clock), by=by)
    with pytest.raises(Refused, match="before_said"):
        desk.instructions.read_back(row.id, clock.now() - timedelta(minutes=1), seen=row.version, by=by)
    row = desk.instructions.read_back(row.id, seen=row.version, by=by)
    assert (row.read_back_at, row.read_back_by) == (clock.now(), "陈例一")
    with pytest.raises(Refused, match="read_back_done"):
        desk.instructions.read_back(row.id, seen=row.version, by=by)


def test_it_is_named_until_something_has_come_of_it(desk, by, clock):
    row = desk.instructions.record(said(clock), by=by)
    assert [one.id for one in desk.instructions.not_handed_on()] == [row.id]
    units = [
        NewOrder(unit, "全力搜救", clock.now() + timedelta(hours=1), Form.INSTRUCTION) for unit in ("样例镇", "县消防")
    ]
    tasks = desk.instructions.hand_on(row.id, units, by=by)
    row = desk.instructions.one(row.id)

    assert desk.instructions.not_handed_on() == [] and (row.tasks, row.open_tasks) == (2, 2)
    assert len({task.batch_id for task in tasks}) == 1 and {task.stage for task in tasks} == {Stage.SENT}
    assert [one.id for one in desk.orders.rows(source_id=row.id)] == [task.id for task in tasks]


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage])
@pytest.mark.parametrize("kind", StepKind)
def test_every_step_is_in_the_table_or_refused(desk, by, order, stage, kind):
    row = order
    for way in _WAYS[stage]:
        row = step(desk, by, row, way)
    if kind not in STEPS[stage]:
        with pytest.raises(Refused, match="no_such_task_step"):
            step(desk, by, row, kind)
        return
    for missing, needing in (("who", NEEDS_WHO), ("text", NEEDS_TEXT)):
        if kind in needing:
            with pytest.raises(Refused, match="who_missing" if missing == "who" else "text_empty"):
                step(desk, by, row, kind, **{missing: " "})
    taken = step(desk, by, row, kind)
    assert taken.stage is STEPS[stage][kind]
    assert taken.state == ("done" if kind is StepKind.VERIFIED else "open")
    assert desk.orders.steps(row.id)[-1].kind is kind


_WAYS = {
    Stage.SENT: (),
    Stage.WORKING: (StepKind.RECEIVED,),
    Stage.ANSWERED: (StepKind.RECEIVED, StepKind.FEEDBACK),
    Stage.CLAIMED: (StepKind.CLAIMED,),
    Stage.REFUSED: (StepKind.REFUSED,),
}


def test_more_time_is_asked_for_and_given_by_name(desk, by, order, clock):
    later = order.due_at + timedelta(hours=3)
    with pytest.raises(Refused, match="time_missing"):
        step(desk, by, order, StepKind.EXTENDED, due_at=None)
    row = step(desk, by, order, StepKind.EXTENSION_ASKED, due_at=later)
    assert row.due_at == order.due_at, "asked for is not given"
    assert step(desk, by, row, StepKind.EXTENDED, due_at=later).due_at == later


def test_escalation_is_computed_from_stored_times(desk, by, order, clock):
    def levels():
        return [rung.level for rung in desk.orders.escalation(desk.orders.one(order.id), clock.now())]

    clock.advance(minutes=95)
    assert levels() == []
    clock.advance(minutes=1)
    assert levels() == [Level.REMIND]
    clock.advance(minutes=24)
    assert levels() == [Level.REMIND, Level.ALARM]
    clock.advance(minutes=30)
    assert levels() == [Level.REMIND, Level.ALARM, Level.LEADER]
    step(desk, by, step(desk, by, order, StepKind.CLAIMED), StepKind.VERIFIED)
    assert levels() == []


def test_a_task_with_a_form_ends_by_its_steps_only(desk, by, order):
    with pytest.raises(Refused, match="task_by_form"):
        desk.tasks.close(order.id, "办了", seen=order.version, by=by)


def test_what_is_missing_or_cannot_be_is_refused(desk, by, order, clock):
    with pytest.raises(Refused, match="orders_missing"):
        desk.orders.give([], by=by)
    with pytest.raises(Refused, match="unit_missing"):
        desk.orders.give([NewOrder(" ", "核查", None)], by=by)
    with pytest.raises(Refused, match="due_past"):
        desk.orders.give([NewOrder("县住建局", "核查", clock.now())], by=by)
    with pytest.raises(Refused, match="time_future"):
        step(desk, by, order, StepKind.RECEIVED, at=clock.now() + timedelta(hours=1))
    with pytest.raises(Refused, match="before_given"):
        step(desk, by, order, StepKind.RECEIVED, at=clock.now() - timedelta(hours=1))
    with pytest.raises(Refused, match="leader_missing"):
        desk.instructions.record(said(clock, leader=" "), by=by)
    with pytest.raises(Refused, match="time_future"):
        desk.instructions.record(said(clock, said_at=clock.now() + timedelta(hours=1)), by=by)
    assert len(desk.orders.rows()) == 1
