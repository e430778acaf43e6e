"""Who is reached at a number of their own, in the register or when rung back, has shown that it holds."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from console.domain.inbound import Intake
from console.domain.outbound import Outgoing
from console.domain.people import Role
from tests.kit import contact_book as kit

county = kit.county
TODAY = date(2030, 8, 12)
NAME, NUMBER = "陈例一", "100-0000-0001"


@pytest.fixture
def officer(desk, by):
    admin = desk.accounts.add("曾例九", Role.ADMIN, "reached in 2030", by=by).actor
    return desk.accounts.add("解例八", Role.OFFICER, "reached in 2030", by=admin).actor


def held(desk, county, by):
    number = desk.contact_people.card(county.people[NAME], to=by).numbers[0]
    return number.verified_on, number.verified_by


def sent(desk, clock, officer, *, channel="phone", name=NAME, phone=NUMBER):
    form = Outgoing(uuid4(), "请速核实", channel, clock.now(), to_org="例县", to_name=name, to_phone=phone)
    return desk.outbound.record(form, by=officer)


@pytest.mark.parametrize(
    ("channel", "name", "phone", "taken_by", "counts"),
    [
        ("phone", NAME, NUMBER, NAME, True),
        ("phone", NAME, "１００ ００００ 0001", NAME, True),
        ("phone", NAME, NUMBER, "单例二", False),
        ("phone", NAME, "100-0000-0099", NAME, False),
        ("phone", "王例九", NUMBER, "王例九", False),
        ("fax", NAME, NUMBER, NAME, False),
    ],
)
def test_only_who_was_rung_and_took_it_in_person_counts(
    desk, county, clock, officer, by, channel, name, phone, taken_by, counts
):
    row = sent(desk, clock, officer, channel=channel, name=name, phone=phone)
    assert held(desk, county, by) == (None, ""), "that somebody was rung says nothing"
    desk.outbound.receipt(row.id, taken_by, seen=row.version, by=officer)

    assert held(desk, county, by) == ((TODAY, officer.name) if counts else (None, ""))
    assert desk.log.verify().fault is None


def test_it_counts_from_the_day_it_was_taken_and_never_back(desk, county, clock, officer, by):
    rows = [sent(desk, clock, officer) for _ in range(2)]
    clock.advance(days=2)
    for row, days in zip(rows, (0, 1), strict=True):
        at = clock.now() - timedelta(days=days)
        desk.outbound.receipt(row.id, NAME, received_at=at, seen=row.version, by=officer)

    assert held(desk, county, by)[0] == TODAY + timedelta(days=2)


@pytest.mark.parametrize(("verified", "channel"), [(True, "phone"), (False, "phone"), (True, "tip_off")])
def test_a_caller_who_was_rung_back_holds_the_number_and_who_may_not_be_named_leaves_no_trace(
    desk, county, clock, officer, by, verified, channel
):
    form = Intake(
        uuid4(), "桥塌", clock.now(), channel=channel, caller_name=NAME, caller_phone=NUMBER, call_back="waiting"
    )
    item = desk.intake.register(form, by=officer)
    desk.intake.called_back(item.id, verified, "属实" if verified else "无人接", seen=item.version, by=officer)

    counts = verified and channel == "phone"
    assert held(desk, county, by) == ((TODAY, officer.name) if counts else (None, ""))
    assert desk.log.verify().fault is None
