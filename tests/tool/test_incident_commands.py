"""The tool shows incidents, their time line and the tasks due, in words and as JSON."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from pypdf import PdfReader

from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.incident_figures import Amount
from console.domain.orders import NewOrder
from console.domain.people import Actor, Role


@pytest.fixture
def county(desk):
    """One landslide of now and one task that will be due; the tool reads it by the system's clock."""
    by = desk.accounts.add("陈例一", Role.OFFICER, "tool incidents 2030", by=Actor.tool("tester")).actor
    at = desk.clock.now()
    item = desk.intake.register(Intake(uuid4(), "山体开裂", at), by=by).id
    incident = desk.incidents.open(NewIncident(uuid4(), "样例村12 山体滑坡", "山体开裂", "10402"), [item], by=by)
    desk.incident_figures.revise(incident.id, {"missing": Amount(1), "dead": Amount(None)}, at, "现场", by=by)
    far = at + timedelta(days=3_600)
    desk.orders.give([NewOrder("县住建局", "核查工地塔吊", far)], by=by)
    return desk.data


def test_open_incidents_are_listed_and_one_is_shown_whole(ask, county):
    listed = ask(county, "incident", "list", "--json")
    (row,) = [json.loads(line) for line in listed.stdout.splitlines()]
    assert (row["number"], row["state"], row["items"]) == ("示例SJ2030-0001", "reported", 1)

    shown = json.loads(ask(county, "incident", "show", "0001", "--json").stdout)
    assert shown["figures"]["missing"]["value"] == "1" and shown["figures"]["dead"]["value"] is None
    assert {clock["step"] for clock in shown["clocks"]} >= {"first_phone", "first_written", "relief"}
    assert "Missing 1" in ask(county, "incident", "show", "示例SJ2030-0001").stdout


def test_the_time_line_is_told_in_order(ask, county):
    told = [json.loads(line) for line in ask(county, "incident", "timeline", "0001", "--json").stdout.splitlines()]
    assert sorted(event["kind"] for event in told) == ["figures", "item", "state"]
    assert len(ask(county, "incident", "timeline", "0001").stdout.splitlines()) == 3


def test_the_time_line_is_narrowed_and_written_as_pdf(ask, county, tmp_path):
    assert (
        len(ask(county, "incident", "timeline", "0001", "--kind", "figures", "--words", "现场").stdout.splitlines())
        == 1
    )
    target = tmp_path / "过程.pdf"
    done = ask(county, "incident", "timeline", "0001", "--kind", "item", "--pdf", str(target))
    text = "".join("".join(page.extract_text() for page in PdfReader(target).pages).split())
    assert done.returncode == 0 and str(target) in done.stdout
    assert "事件处置过程表" in text and "本表范围来电来文" in text and "首报：山体开裂" in text


def test_an_incident_that_is_not_there_is_one_sentence(ask, county):
    done = ask(county, "incident", "show", "9999")
    assert (done.returncode, done.stdout) == (1, "") and "There is no such incident." in done.stderr


def test_tasks_due_name_unit_and_time(ask, county):
    done = ask(county, "tasks", "due", "--json")
    (task,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, task["unit"], task["over"], task["stage"]) == (0, "县住建局", False, "sent")


def test_a_countdown_towards_nobody_points_at_nobody(ask, county):
    shown = ask(county, "incident", "show", "0001").stdout
    assert "→" in shown and "→ " not in shown
