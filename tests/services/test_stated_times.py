"""Times a person states lie in the past, and not before what they are about came in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.inbound import InboundRow, Intake
from console.domain.log import NewEntry
from console.domain.outbound import Outgoing, Subject, SubjectKind
from console.domain.people import Actor, Role
from console.errors import Refused

TYPED = timedelta(seconds=30)
"""What typing a minute without its seconds can make a time differ."""


@pytest.fixture
def officer(desk: Desk, by: Actor) -> Actor:
    return desk.accounts.add("陈例一", Role.ADMIN, "stated in 2030", by=by).actor


@pytest.fixture
def item(desk: Desk, officer: Actor, clock: StoppedClock) -> InboundRow:
    """Came in half an hour ago."""
    made = desk.intake.register(Intake(uuid4(), "样例村12 山体裂缝", clock.now()), by=officer)
    clock.advance(minutes=30)
    return made


def _refused(act: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value


@pytest.mark.parametrize(("minutes", "code"), [(1, "time_future"), (60, "time_future"), (-31, "clock_before")])
def test_nothing_is_done_about_an_item_in_the_future_or_before_it_came_in(
    desk: Desk, officer: Actor, item: InboundRow, clock: StoppedClock, minutes: int, code: str
) -> None:
    at = clock.now() + timedelta(minutes=minutes)
    refused = _refused(lambda: desk.intake.act(item.id, "report", "已告张例八", at, by=officer))
    assert (refused.code, refused.facts["field"]) == (code, "at")
    assert desk.intake.actions(item.id) == []


@pytest.mark.parametrize("ago", [-TYPED, timedelta(minutes=12), timedelta(minutes=30) + TYPED])
def test_a_minute_typed_without_its_seconds_is_taken(
    desk: Desk, officer: Actor, item: InboundRow, clock: StoppedClock, ago: timedelta
) -> None:
    (row,) = desk.intake.act(item.id, "report", "已告张例八", clock.now() - ago, by=officer)
    assert row.at == clock.now() - ago


def test_what_the_clock_says_is_taken_where_it_was_set_back(
    desk: Desk, officer: Actor, item: InboundRow, clock: StoppedClock
) -> None:
    clock.set(item.received_at - timedelta(hours=1))
    assert len(desk.intake.act(item.id, "report", "已告张例八", by=officer)) == 1
    assert len(desk.intake.act(item.id, "report", "又告", clock.now() - timedelta(minutes=5), by=officer)) == 2


@pytest.mark.parametrize("field", ["received_at", "occurred_at"])
def test_nothing_comes_in_or_happens_in_the_future(desk: Desk, officer: Actor, clock: StoppedClock, field: str) -> None:
    form = Intake(uuid4(), "样例村12 山体裂缝", clock.now())
    refused = _refused(lambda: desk.intake.register(_at(form, field, clock.now() + timedelta(days=1)), by=officer))
    assert (refused.code, refused.facts["field"]) == ("time_future", field)
    late = desk.intake.register(_at(form, field, clock.now() - timedelta(days=1)), by=officer)
    assert late.number == "示例JB2030-000001"


def _at(form: Intake, field: str, at: datetime) -> Intake:
    return replace(form, **{field: at})  # type: ignore[arg-type]


def test_late_lines_are_of_the_past(desk: Desk, officer: Actor, clock: StoppedClock) -> None:
    tomorrow, before = clock.now() + timedelta(days=1), clock.now() - timedelta(days=1)
    refused = _refused(lambda: desk.log.add(NewEntry(uuid4(), "雨停", occurred_at=tomorrow), by=officer))
    assert refused.facts == {"at": "2030-08-13 08:00"}
    assert refused.code == "time_future" and desk.log.count() == 0
    desk.log.add(NewEntry(uuid4(), "雨停", occurred_at=before), by=officer)
    assert desk.log.newest(1)[0].occurred_at == before


def test_a_line_whose_time_lies_ahead_since_the_clock_was_set_back_can_be_corrected(
    desk: Desk, officer: Actor, clock: StoppedClock
) -> None:
    stamped = clock.now()
    first = desk.log.add(NewEntry(uuid4(), "雨停", occurred_at=stamped), by=officer)
    clock.set(stamped - timedelta(hours=2))
    wrong = NewEntry(uuid4(), "雨止", occurred_at=stamped + timedelta(hours=1), corrects=first.number)
    assert _refused(lambda: desk.log.add(wrong, by=officer)).code == "time_future"
    desk.log.add(replace(wrong, id=uuid4(), occurred_at=stamped), by=officer)
    assert desk.log.standing(first.number).text == "雨止"


def test_nothing_was_sent_about_an_item_before_it_came_in(
    desk: Desk, officer: Actor, item: InboundRow, clock: StoppedClock
) -> None:
    subject = Subject(SubjectKind.INBOUND, item.id, item.number)
    form = Outgoing(uuid4(), "已报", "phone", clock.now() - timedelta(hours=1), to_name="张例八", subject=subject)
    refused = _refused(lambda: desk.outbound.record(form, by=officer))
    assert (refused.code, refused.facts["field"]) == ("clock_before", "sent_at")
    assert desk.outbound.record(replace(form, sent_at=item.received_at), by=officer).number == "示例FC2030-0001"
