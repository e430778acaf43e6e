"""The commander's page as the service reads it: everything of one moment, each line with the record it leads to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.due import DueState
from console.domain.incident import Grade, IncidentKind, Standing
from console.domain.incident_figures import Amount
from console.domain.people import Actor
from console.domain.relocations import MoveState, NewRelocation
from console.domain.relocations import Told as MovedBy
from console.domain.shelters import NewCount, ShelterForm
from console.domain.situation import Lack, Move, Situation, Wait, by_press, undecided
from console.services.incidents import Judgement
from tests.kit.dispatch import Ground, by, ground
from tests.kit.situation import LEADER, Night, night

__all__ = ["by", "ground"]


@pytest.fixture
def busy(desk: Desk, clock: StoppedClock, ground: Ground, by: Actor, tmp_path: Path) -> Night:
    return night(desk, clock, ground, tmp_path, by=by)


def waits(found: Situation) -> dict[Wait, tuple[str, object, str]]:
    return {row.wait: (row.panel, row.record, row.of_name) for row in found.waiting}


def test_an_empty_store_is_calm(desk: Desk) -> None:
    found = desk.situation.now()
    assert found.calm and found.at == desk.clock.now() and found.people.moved is None


def test_what_is_open_with_its_figures_and_what_was_reported(
    desk: Desk, ground: Ground, busy: Night, by: Actor, clock: StoppedClock
) -> None:
    began = clock.now() - timedelta(minutes=90)
    (one,) = desk.situation.now().incidents
    assert one.id == ground.incident and one.teams == 1
    assert [figure.key for figure in one.told] == ["dead", "trapped", "evacuated", "resettled"]
    assert one.as_of == began and one.last is not None and one.last.report.id == busy.report
    desk.incident_figures.revise(ground.incident, {"dead": Amount(4)}, clock.now(), "例镇", by=by)
    found = desk.situation.now()
    assert found.incidents[0].figures["dead"].amount == Amount(4)
    assert found.incidents[0].as_of == began, "none of them is made newer than the oldest"
    assert (found.people.moved, found.people.sheltered) == (Amount(1240), Amount(860, at_least=True))
    assert found.people.as_of == began
    (response,) = found.responses
    assert response.id == busy.response and response.over == response.cards > 0


def test_decisions_lead_to_where_they_are_made_and_go_when_they_are(
    desk: Desk, ground: Ground, busy: Night, by: Actor, clock: StoppedClock
) -> None:
    found = desk.situation.now()
    (asked,) = [one for one in desk.approvals.waiting(LEADER) if one.subject_id == busy.report]
    assert waits(found) == {
        Wait.APPROVAL: ("upward", asked.id, LEADER),
        Wait.GRADE: ("incidents", ground.incident, ""),
        Wait.NEED: ("dispatch", busy.need, ""),
        Wait.INSTRUCTION: ("orders", busy.instruction, LEADER),
    } | {row.wait: waits(found)[row.wait] for row in found.waiting if row.wait is Wait.SIGNATURE}
    signed = {row.about for row in found.waiting if row.wait is Wait.SIGNATURE}
    assert signed >= {"response", "stock"} and all(row.asks_word == (row.panel == "upward") for row in found.waiting)
    assert found.waiting[0].over(found.at), "what is over stands first"
    row = desk.incidents.one(ground.incident)
    judged = Judgement(IncidentKind.EVENT, Grade.LARGER, Standing.FIRST)
    desk.incidents.judge(row.id, judged, seen=row.version, by=by)
    desk.approvals.approve(asked.id, LEADER, "situation of 2030", digest=asked.digest)
    left = waits(desk.situation.now())
    assert Wait.GRADE not in left and Wait.APPROVAL not in left and Wait.NEED in left
    clock.advance(hours=20)
    late = [one for one in desk.situation.now().waiting if one.wait is Wait.REPORT]
    assert [(one.panel, one.record) for one in late] == [("incidents", ground.incident)], "one line an incident"


def test_what_moves_and_what_is_lacking(desk: Desk, ground: Ground, busy: Night) -> None:
    found = desk.situation.now()
    moving = {row.move: row for row in found.moving}
    assert {(row.panel, row.record) for row in found.moving} >= {
        ("teams", busy.sent), ("stores", busy.transit), ("board", busy.task)
    }  # fmt: skip
    cards = [row for row in found.moving if row.panel == "orders"]
    assert cards and {row.move for row in cards} == {Move.TASK}, "tasks of the response end by their steps"
    assert moving[Move.TEAM].state == "team.state.departed" and moving[Move.TEAM].near is DueState.OVER
    assert moving[Move.GOODS].whither == "岩坦镇库" and moving[Move.GOODS].due_at is not None
    assert found.teams_out == 1 and (found.not_ready, found.teams) == (1, 3)
    lacks = {row.lack: row for row in found.lacking}
    assert lacks[Lack.NEEDS].what == (("排水泵", Decimal(4), "台"),) and lacks[Lack.NEEDS].urgent, "it is over"
    assert lacks[Lack.STOCK].what == (("应急灯", Decimal(25), "盏"),) and lacks[Lack.STOCK].note == "2"
    assert lacks[Lack.TEAM].record == ground.teams["D3"] and lacks[Lack.TEAM].note == "车辆检修"


def test_the_order_of_decisions_and_when_a_grade_waits(desk: Desk, busy: Night, clock: StoppedClock) -> None:
    found = desk.situation.now()
    rows = list(found.waiting)
    now, soon = clock.now(), found.soon
    near = replace(rows[-1], due_at=now + soon, since=now)
    later = replace(rows[-1], due_at=now + soon * 3, since=now - timedelta(days=1))
    over = replace(rows[-1], due_at=now, since=now)
    assert by_press([later, near, over], now, soon) == [over, near, later]
    (one,) = found.incidents
    proposal = desk.incident_figures.proposal(one.id)
    assert undecided(one.row, proposal)
    stands = replace(one.row, grade=proposal.grade, standing=Standing.CONFIRMED)
    assert not undecided(stands, proposal)
    assert not undecided(one.row, replace(proposal, decided=None))


def test_the_page_of_a_storm_is_read_with_few_questions(desk: Desk, ground: Ground, busy: Night, by: Actor) -> None:
    """However many incidents there are: nothing is asked once for each of them."""
    before = _questions(desk)
    for at in range(6):
        other = ground.another(desk, by, f"另一处内涝{at}")
        desk.incident_figures.revise(other, {"dead": Amount(1)}, desk.clock.now(), "例镇", by=by)
    assert len(desk.situation.now().incidents) == 7
    assert _questions(desk) == before


def test_people_come_from_lists_and_counts_and_a_shelter_that_runs_short_is_told(
    desk: Desk, by: Actor, ground: Ground
) -> None:
    told = Amount(7)
    desk.incident_figures.revise(ground.incident, {"evacuated": told}, desk.clock.now(), "例镇", by=by)
    assert desk.situation.now().people.moved == told and desk.situation.now().people.shelters is None
    hall = desk.shelters.keep(ShelterForm("文化礼堂（示例）", 60), by=by)
    desk.shelters.open(hall.id, incident=ground.incident, by=by)
    desk.shelters.count(hall.id, NewCount(40, water_days=0.5, food_days=3), by=by)
    lists = [NewRelocation(ground.incident, "样例村", 120), NewRelocation(ground.incident, "样例村二", 30)]
    first, _ = desk.relocations.add_all(lists, by=by)
    moved = MovedBy(shelter=hall.id)
    desk.relocations.tell(first.id, MoveState.MOVED, moved, seen=first.version, by=by)
    found = desk.situation.now()
    people = found.people
    assert (people.moved, people.to_move, people.sheltered, people.shelters) == (Amount(120), 30, Amount(40), 1)
    (waiting,) = [row for row in found.moving if row.move is Move.PEOPLE]
    assert (waiting.panel, waiting.record, waiting.people) == ("shelters", lists[1].id, 30)
    (low,) = [row for row in found.lacking if row.lack is Lack.SHELTER]
    assert (low.panel, low.record, low.what) == ("shelters", hall.id, (("water", Decimal("0.5"), ""),)) and low.urgent


def _questions(desk: Desk) -> int:
    from sqlalchemy import Engine, event

    asked: list[str] = []

    def note(_connection, _cursor, statement, _parameters, _context, _many) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        desk.situation.now()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return len(asked)
