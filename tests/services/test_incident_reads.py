"""What an incident's page asks beside its row: decisions on the grade, figures an item told."""

from __future__ import annotations

from uuid import uuid4

import pytest

from console.domain.inbound import FigureValue, Intake
from console.domain.incident import Grade, IncidentKind, NewIncident, Standing
from console.domain.incident_figures import Amount
from console.domain.people import Actor, Role
from console.services.incidents import Judgement


@pytest.fixture
def by(desk) -> Actor:
    return desk.accounts.add("陈例一", Role.COMMANDER, "incidents of 2030", by=Actor.tool("tester")).actor


@pytest.fixture
def item(desk, by, clock):
    told = {"heavy": FigureValue(12), "missing": FigureValue(None, True)}
    return desk.intake.register(
        Intake(uuid4(), "样例村12 山体滑坡", clock.now(), caller_org="岩头镇人民政府", figures=told), by=by
    )


@pytest.fixture
def incident(desk, by, item):
    return desk.incidents.open(NewIncident(uuid4(), "样例村12 山体滑坡", "山体滑坡", "10402"), [item.id], by=by)


def test_every_decision_on_the_grade_is_told_in_order(desk, by, incident):
    first = Judgement(IncidentKind.EVENT, Grade.LARGER, Standing.FIRST, rule="r", basis="493号令")
    incident = desk.incidents.judge(incident.id, first, seen=incident.version, by=by)
    second = Judgement(IncidentKind.EVENT, Grade.ORDINARY, Standing.CONFIRMED, reason="核减")
    desk.incidents.judge(incident.id, second, seen=incident.version, by=by)

    told = desk.incidents.grades(incident.id)

    assert [(one.grade, one.standing, one.basis, one.reason, one.by_name) for one in told] == [
        (Grade.LARGER, Standing.FIRST, "493号令", "", "陈例一"),
        (Grade.ORDINARY, Standing.CONFIRMED, "", "核减", "陈例一"),
    ]


def test_the_figures_of_an_item_are_taken_over_once_with_their_source(desk, by, incident, item):
    assert desk.incident_figures.take_over(incident.id, item.id, by=by) == 2
    assert desk.incident_figures.take_over(incident.id, item.id, by=by) == 0

    known = desk.incident_figures.newest(incident.id)

    assert {key: one.amount for key, one in known.items()} == {"missing": Amount(None), "heavy": Amount(12)}
    assert {(one.source, one.inbound_id, one.as_of) for one in known.values()} == {
        ("岩头镇人民政府", item.id, item.figures_as_of["heavy"])
    }
