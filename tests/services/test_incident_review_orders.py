"""Tasks, leaders' words, roll calls and command under a hostile eye: half a batch, odd times, who let it be later."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from console.domain.consultation import Attendant
from console.domain.inbound import Intake
from console.domain.incident import IncidentState, NewIncident, Unsettled
from console.domain.orders import NewInstruction, NewOrder, Stage, StepKind, Way
from console.domain.people import Actor, Role
from console.domain.roll_call import CalledUnit, Outcome
from console.errors import Refused
from console.services.consultations import Held
from console.services.incident_command import Member
from console.services.orders import Given, Step
from console.services.roll_calls import Call

TYPED = timedelta(seconds=30)
TOWNS = tuple(f"样例{one}镇" for one in "一二三四五六七八九十")


@pytest.fixture
def by(desk, clock) -> Actor:
    clock.advance(seconds=40)
    return desk.accounts.add("陈例一", Role.OFFICER, "orders of 2030", by=Actor.tool("tester")).actor


@pytest.fixture
def order(desk, by, clock):
    return desk.orders.give([NewOrder("县住建局", "核查工地塔吊", clock.now() + timedelta(hours=2))], by=by)[0]


def said(clock, **more):
    told = {"leader": "林例十", "post": "县长", "said_at": clock.now(), "way": Way.PHONE, "words": "全力搜救。"}
    return NewInstruction(uuid4(), **(told | more))


def take(desk, by, row, kind, **more):
    return desk.orders.take_down(row.id, Step(kind, **more), seen=row.version, by=by)


# batches


def test_a_batch_of_which_one_is_refused_gives_nothing_and_no_number_is_lost(desk, by, clock):
    due = clock.now() + timedelta(hours=2)
    wanted = [NewOrder(town, "排查隐患点", due) for town in TOWNS]
    with pytest.raises(Refused, match="unit_missing"):
        desk.orders.give([*wanted, NewOrder("  ", "排查隐患点", due)], by=by)
    with pytest.raises(Refused, match="due_past"):
        desk.orders.give([*wanted, NewOrder("样例末镇", "排查隐患点", clock.now())], by=by)
    assert desk.orders.rows() == []
    made = desk.orders.give(wanted, by=by)
    assert [one.number for one in made] == [f"示例RW2030-{at:04d}" for at in range(1, 11)]
    assert len({one.batch_id for one in made}) == 1 and desk.log.verify().fault is None


def test_a_unit_is_given_one_task_of_a_batch(desk, by, clock):
    with pytest.raises(Refused, match="unit_twice"):
        desk.orders.give([NewOrder("样例一镇", "排查", None), NewOrder(" 样例一镇", "排查", None)], by=by)
    assert desk.orders.rows() == []
    made = desk.orders.give([NewOrder("样例一镇", "排查", None), NewOrder("样例一镇", "劝离", None)], by=by)
    assert len(made) == 2, "two things to do are two tasks"


# times


def test_more_time_is_given_by_somebody_and_lies_ahead(desk, by, order, clock):
    with pytest.raises(Refused, match="who_missing"):
        take(desk, by, order, StepKind.EXTENDED, due_at=order.due_at + timedelta(hours=1))
    for past in (clock.now(), clock.now() - timedelta(hours=1)):
        with pytest.raises(Refused, match="due_past"):
            take(desk, by, order, StepKind.EXTENDED, who="张例八", due_at=past)
        with pytest.raises(Refused, match="due_past"):
            take(desk, by, order, StepKind.EXTENSION_ASKED, who="周例五", text="人手不足", due_at=past)
    row = take(desk, by, order, StepKind.EXTENDED, who="张例八", due_at=order.due_at + timedelta(hours=1))
    assert (row.due_at, desk.orders.steps(row.id)[-1].who) == (order.due_at + timedelta(hours=1), "张例八")


def test_a_minute_typed_without_its_seconds_is_taken(desk, by, order, clock):
    row = take(desk, by, order, StepKind.RECEIVED, who="周例五", at=clock.now() - TYPED)
    assert row.stage is Stage.WORKING
    word = desk.instructions.record(said(clock), by=by)
    desk.instructions.read_back(word.id, clock.now() - TYPED, seen=word.version, by=by)
    call = desk.roll_calls.begin("晚点名", "phone", [CalledUnit("样例一镇")], by=by)
    line = desk.roll_calls.call(call.id, Call("样例一镇", Outcome.ANSWERED, at=clock.now() - TYPED), by=by)
    assert line.last.called_at == clock.now() - TYPED


@pytest.mark.parametrize("act", ["step", "read_back", "call", "command"])
def test_a_time_before_what_it_is_about_is_refused_in_words_that_fit(desk, by, order, clock, act):
    early = clock.now() - timedelta(hours=1)
    item = desk.intake.register(Intake(uuid4(), "泄漏", clock.now()), by=by)
    incident = desk.incidents.open(NewIncident(uuid4(), "泄漏", "泄漏", "20101"), [item.id], by=by)
    word = desk.instructions.record(said(clock), by=by)
    call = desk.roll_calls.begin("晚点名", "phone", [CalledUnit("样例一镇")], by=by)
    desk.incident_command.takes(incident.id, Member("指挥长", "张例八"), by=by)
    acts = {
        "step": lambda: take(desk, by, order, StepKind.RECEIVED, who="周例五", at=early),
        "read_back": lambda: desk.instructions.read_back(word.id, early, seen=word.version, by=by),
        "call": lambda: desk.roll_calls.call(call.id, Call("样例一镇", Outcome.BUSY, at=early), by=by),
        "command": lambda: desk.incident_command.takes(incident.id, Member("指挥长", "李例三"), early, by=by),
    }
    codes = {
        "step": "before_given", "read_back": "before_said", "call": "before_begun", "command": "before_taken",
    }  # fmt: skip
    with pytest.raises(Refused, match=codes[act]):
        acts[act]()


def test_a_consultation_does_not_end_before_it_began(desk, by, clock):
    held = Held(
        "会商", clock.now(), "张例八", (Attendant("县水利局", True),), ended_at=clock.now() - timedelta(hours=1)
    )
    with pytest.raises(Refused, match="ended_before_held"):
        desk.consultations.record(held, by=by)
    assert desk.consultations.newest() == []


# what does not exist


def test_words_about_a_report_or_incident_there_is_none_of_are_refused(desk, by, clock):
    with pytest.raises(Refused, match="no_such_report"):
        desk.instructions.record(said(clock, report_id=uuid4()), by=by)
    with pytest.raises(Refused, match="no_such_incident"):
        desk.instructions.record(said(clock, incident_id=uuid4()), by=by)
    with pytest.raises(Refused, match="no_such_incident"):
        desk.orders.give([NewOrder("样例一镇", "排查", None)], Given(incident_id=uuid4()), by=by)
    assert desk.instructions.newest() == []


def test_steps_about_calls_there_are_none_of_are_refused(desk, by, order):
    with pytest.raises(Refused, match="no_such_item"):
        take(desk, by, order, StepKind.FEEDBACK, who="周例五", text="已到", inbound_id=uuid4())
    with pytest.raises(Refused, match="no_such_outbound"):
        take(desk, by, order, StepKind.REMINDED, outbound_id=uuid4())
    assert desk.orders.steps(order.id) == []


# ends


def test_an_ended_task_takes_no_more_steps_and_is_not_ended_twice(desk, by, order):
    row = take(desk, by, order, StepKind.CLAIMED, who="周例五", text="办妥")
    done = take(desk, by, row, StepKind.VERIFIED, text="现场核实")
    for kind in StepKind:
        with pytest.raises(Refused, match="task_ended"):
            take(desk, by, done, kind, who="周例五", text="再办", due_at=order.due_at)
    with pytest.raises(Refused, match="task_ended"):
        desk.tasks.cancel(order.id, "不办了", seen=done.version, by=by)


def test_open_tasks_of_an_incident_keep_it_open_until_the_last_is_verified(desk, by, clock):
    item = desk.intake.register(Intake(uuid4(), "泄漏", clock.now()), by=by)
    incident = desk.incidents.open(NewIncident(uuid4(), "泄漏", "泄漏", "20101"), [item.id], by=by)
    made = desk.orders.give([NewOrder(one, "封路", None) for one in TOWNS[:2]], Given(incident_id=incident.id), by=by)
    left = desk.incidents.unsettled(incident.id, IncidentState.ENDED)
    assert Unsettled.TASKS in left
    for row in made:
        claimed = take(desk, by, row, StepKind.CLAIMED, who="周例五", text="办妥")
        assert Unsettled.TASKS in desk.incidents.unsettled(incident.id, IncidentState.ENDED)
        take(desk, by, claimed, StepKind.VERIFIED)
    assert Unsettled.TASKS not in desk.incidents.unsettled(incident.id, IncidentState.ENDED)


def test_a_roll_call_does_not_end_with_units_nobody_reached_unless_it_says_why(desk, by, clock):
    row = desk.roll_calls.begin("晚点名", "phone", [CalledUnit(one) for one in TOWNS], by=by)
    for one in TOWNS[:9]:
        desk.roll_calls.call(row.id, Call(one, Outcome.ANSWERED, "周例五"), by=by)
    desk.roll_calls.call(row.id, Call(TOWNS[9], Outcome.NO_ANSWER), by=by)
    with pytest.raises(Refused, match="units_unreached") as refused:
        desk.roll_calls.end(row.id, " ", seen=row.version, by=by)
    assert refused.value.facts == {"count": 1}
    ended = desk.roll_calls.end(row.id, "样例十镇停电", seen=row.version, by=by)
    rates = desk.roll_calls.rates(row.id)
    assert (rates.units, rates.called, rates.answered) == (10, 10, 9)
    with pytest.raises(Refused, match="roll_call_ended"):
        desk.roll_calls.call(row.id, Call(TOWNS[9], Outcome.ANSWERED), by=by)
    assert ended.remark == "样例十镇停电" and desk.roll_calls.running() == []


def test_a_unit_heard_and_then_lost_counts_as_lost(desk, by, clock):
    row = desk.roll_calls.begin("晚点名", "phone", [CalledUnit("样例一镇")], by=by)
    desk.roll_calls.call(row.id, Call("样例一镇", Outcome.ANSWERED), by=by)
    desk.roll_calls.call(row.id, Call("样例一镇", Outcome.OFF), by=by)
    assert desk.roll_calls.rates(row.id).answered == 0
    (line,) = desk.roll_calls.grid(row.id)
    assert len(line.calls) == 2 and line.retry_at is not None
