"""Figures under a hostile eye: equal times, older figures that come later, corrected calls, 不详 beside 0 and blank."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from console.domain.grading import propose
from console.domain.inbound import FigureValue, Intake, Precision
from console.domain.incident import Grade, IncidentKind, ItemKind, NewIncident
from console.domain.incident_figures import FIGURES, Amount, digits_of, newest, read_amount, total
from console.domain.incident_report import ReportKind
from console.domain.people import Actor, Role
from console.errors import Refused


@pytest.fixture
def by(desk) -> Actor:
    return desk.accounts.add("陈例一", Role.OFFICER, "figures of 2030", by=Actor.tool("tester")).actor


@pytest.fixture
def call(desk, by, clock):
    def made(**figures):
        told = {key: FigureValue(value, value is None) for key, value in figures.items()}
        return desk.intake.register(Intake(uuid4(), "样例化工厂泄漏", clock.now(), figures=told), by=by)

    return made


@pytest.fixture
def incident(desk, by, call):
    return desk.incidents.open(NewIncident(uuid4(), "泄漏", "储罐泄漏", "20101"), [call().id], by=by)


def now(desk, incident):
    return {key: one.amount for key, one in desk.incident_figures.newest(incident.id).items()}


@pytest.mark.parametrize(
    "typed",
    [
        "sNaN",
        "NaN",
        "9E999999",
        "1E999",
        "-9E999999",
        "Infinity",
        "-1",
        "1.2.3",
        "至少",
        "+",
        "",
        "十二",
        "0x10",
        "1e-9",
    ],
)
@pytest.mark.parametrize("key", ["dead", "loss"])
def test_what_is_no_figure_is_refused_and_nothing_else(key, typed):
    with pytest.raises(Refused, match="figure_bad") as refused:
        read_amount(key, typed)
    assert refused.value.facts == {"figure": key, "value": typed}


@pytest.mark.parametrize("key", sorted(FIGURES))
@pytest.mark.parametrize("typed", ["0", "1", "至少1", "1+", "不详", "１２"])
def test_what_is_typed_is_what_is_printed(key, typed):
    amount = read_amount(key, typed)
    assert read_amount(key, digits_of(key, amount) or "不详") == Amount(amount.value)
    assert amount.unknown == (typed == "不详")


def test_of_two_revisions_of_one_time_the_last_recorded_counts(desk, by, clock, incident):
    for value in (3, 5, 4):
        desk.incident_figures.revise(incident.id, {"dead": Amount(value)}, clock.now(), "现场", by=by)
    assert now(desk, incident) == {"dead": Amount(4)}
    assert [one.amount.value for one in desk.incident_figures.history(incident.id)] == [3, 5, 4]


def test_unknown_is_no_nought_anywhere(desk, by, clock, incident):
    desk.incident_figures.revise(incident.id, {"dead": Amount(0), "missing": Amount(None)}, clock.now(), "现场", by=by)
    assert now(desk, incident) == {"dead": Amount(0), "missing": Amount(None)}
    body = desk.incident_reports.draft(incident.id, ReportKind.FIRST, by=by).body
    assert "死亡 0 人" in body and "失联不详" in body and "重伤" not in body
    proposal = desk.incident_figures.proposal(incident.id)
    assert (proposal.grade, proposal.decided, proposal.unknown) == (Grade.NONE, None, ("missing",))
    assert total([Amount(0), Amount(None)]) == Amount(0, at_least=True)
    assert total([Amount(None), Amount(None)]) == Amount(None)
    assert total([]) == Amount(None)
    assert total([Amount(0), Amount(0)]) == Amount(0)


def test_three_that_are_missing_are_a_near_miss_and_nobody_dead(desk, by, clock, incident):
    desk.incident_figures.revise(incident.id, {"missing": Amount(3)}, clock.now(), "现场", by=by)
    proposal = desk.incident_figures.proposal(incident.id)
    assert (proposal.kind, proposal.grade) == (IncidentKind.LARGER_RISK, Grade.NONE)
    assert propose([], "20101", {"dead": Amount(99)}).decided is None


# calls and their figures


def test_a_corrected_figure_of_a_call_is_taken_over_and_the_same_one_once(desk, by, clock, incident, call):
    item = call(dead=3)
    desk.incident_items.join(incident.id, item.id, ItemKind.MORE, by=by)
    assert desk.incident_figures.take_over(incident.id, item.id, by=by) == 1
    desk.intake.revise_figure(item.id, "dead", 2, "听错了", by=by)
    assert desk.incident_figures.take_over(incident.id, item.id, by=by) == 1, "corrected within the same minute"
    assert desk.incident_figures.take_over(incident.id, item.id, by=by) == 0
    assert now(desk, incident) == {"dead": Amount(2)}
    assert [one.amount.value for one in desk.incident_figures.history(incident.id)] == [3, 2]


def test_figures_of_two_times_are_taken_over_together_or_not_at_all(desk, by, clock, incident, call):
    """The clock was set back meanwhile: the later of them has not happened yet."""
    item = call(dead=1, heavy=5)
    desk.incident_items.join(incident.id, item.id, ItemKind.MORE, by=by)
    clock.advance(hours=1)
    desk.intake.revise_figure(item.id, "heavy", 6, "县医院", by=by)
    clock.advance(minutes=-40)
    with pytest.raises(Refused, match="time_future"):
        desk.incident_figures.take_over(incident.id, item.id, by=by)
    assert desk.incident_figures.history(incident.id) == []
    clock.advance(minutes=40)
    assert desk.incident_figures.take_over(incident.id, item.id, by=by) == 2


def test_an_older_figure_of_a_call_does_not_take_the_place_of_a_newer_one(desk, by, clock, incident, call):
    """The call said one dead at eight; the hospital said three at nine. Joining the call later makes nobody alive."""
    item = call(dead=1, heavy=5)
    clock.advance(hours=1)
    desk.incident_figures.revise(incident.id, {"dead": Amount(3)}, clock.now(), "县医院", by=by)
    desk.incident_items.join(incident.id, item.id, ItemKind.MORE, by=by)
    desk.incident_figures.take_over(incident.id, item.id, by=by)
    assert now(desk, incident) == {"dead": Amount(3), "heavy": Amount(5)}
    assert desk.intake.one(item.id).figures["dead"].value == 1, "the call keeps what it told"
    with pytest.raises(Refused, match="figures_older") as refused:
        desk.incident_figures.take_over(incident.id, item.id, by=by)
    assert refused.value.facts == {"number": item.number}
    assert len(desk.incident_figures.history(incident.id)) == 2


def test_an_officer_corrects_with_an_earlier_time_and_his_word_counts(desk, by, clock, incident):
    clock.advance(hours=2)
    figures = desk.incident_figures
    figures.revise(incident.id, {"dead": Amount(5)}, clock.now(), "现场", by=by)
    figures.revise(incident.id, {"dead": Amount(2)}, clock.now() - timedelta(hours=1), "县医院核实", by=by)
    assert now(desk, incident) == {"dead": Amount(2)}


def test_times_of_figures_are_of_the_past_and_after_the_event(desk, by, clock, call):
    clock.advance(hours=3)
    began = clock.now() - timedelta(hours=1)
    form = NewIncident(uuid4(), "泄漏", "储罐泄漏", "20101", occurred_at=began, occurred_precision=Precision.EXACT)
    made = desk.incidents.open(form, [call().id], by=by)
    figures = desk.incident_figures
    with pytest.raises(Refused, match="time_future"):
        figures.revise(made.id, {"dead": Amount(1)}, clock.now() + timedelta(minutes=5), "现场", by=by)
    with pytest.raises(Refused, match="figures_before_event"):
        figures.revise(made.id, {"dead": Amount(1)}, began - timedelta(minutes=5), "现场", by=by)
    figures.revise(made.id, {"dead": Amount(1)}, began - timedelta(seconds=30), "现场", by=by)
    assert len(figures.history(made.id)) == 1


def test_figures_of_a_call_there_is_none_of_are_refused(desk, by, clock, incident):
    with pytest.raises(Refused, match="no_such_item"):
        desk.incident_figures.revise(
            incident.id, {"dead": Amount(1)}, clock.now(), "现场", by=by, inbound_id=uuid4()
        )  # fmt: skip
    assert desk.incident_figures.history(incident.id) == []


def test_a_report_uses_what_was_recorded_and_not_what_was_as_of(desk, by, clock, incident):
    """The newest 截至 stands in the text, the newest record decides the number."""
    clock.advance(hours=2)
    at = clock.now()
    desk.incident_figures.revise(incident.id, {"dead": Amount(2)}, at, "现场", by=by)
    desk.incident_figures.revise(incident.id, {"heavy": Amount(7)}, at - timedelta(hours=1), "县医院", by=by)
    held = newest(desk.incident_figures.history(incident.id))
    assert held["heavy"].as_of < held["dead"].as_of
    body = desk.incident_reports.draft(incident.id, ReportKind.FIRST, by=by).body
    assert "死亡 2 人" in body and "重伤 7 人" in body
