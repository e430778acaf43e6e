"""What is due says of what: ten countdowns and twenty towns are told apart where there is one line for each."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from console.domain.due import DueKind
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.orders import NewOrder
from console.domain.people import Actor, Role

SAID = ("样例村12 山体滑坡", "样例化工园一号罐区北侧槽罐车大量泄漏")


@pytest.fixture
def by(desk):
    return desk.accounts.add("陈例一", Role.OFFICER, "due of 2030", by=Actor.tool("tester")).actor


@pytest.fixture
def night(desk, by, clock):
    """Two incidents, and the same asked of two towns."""
    for said in SAID:
        item = desk.intake.register(Intake(uuid4(), said, clock.now()), by=by)
        desk.incidents.open(NewIncident(uuid4(), said, said, "10402"), [item.id], by=by)
    due = clock.now() + timedelta(hours=1)
    desk.orders.give([NewOrder("样例一镇", "报人数", due), NewOrder("样例二镇", "报人数", due)], by=by)
    desk.tasks.add("取报表", due, "陈例一", by=by)


def test_a_countdown_names_its_incident_before_the_receiver(desk, clock, night):
    clocks = [item for item in desk.due.rows(clock.now()) if item.kind is DueKind.REPORT_CLOCK]
    phone = {item.text for item in clocks if "电话初报" in item.text}
    assert len(phone) == len(SAID) and all(text.count("→") == 1 for text in phone)
    assert any(text.startswith("样例村12 山体滑坡 电话初报→") for text in phone)
    assert any(text.startswith("样例化工园一号罐区北侧槽… 电话初报→") for text in phone)
    assert all(item.text_en.startswith(item.text.split(" ")[0]) for item in clocks)


def test_a_task_names_its_unit(desk, clock, night):
    texts = {item.text for item in desk.due.rows(clock.now()) if item.kind is DueKind.TASK}
    assert texts == {"样例一镇 报人数", "样例二镇 报人数", "取报表"}


def test_what_is_acknowledged_is_named_in_the_log(desk, by, clock, night):
    clock.advance(minutes=61)
    over = [item for item in desk.due.rows(clock.now()) if item.due_at <= clock.now() and item.kind is DueKind.TASK]
    desk.alerts.acknowledge(over, by=by)
    said = desk.log.newest(1)[0].text
    assert "样例一镇 报人数" in said and "样例二镇 报人数" in said
