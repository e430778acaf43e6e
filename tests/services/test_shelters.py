"""避灾安置: the ledger, what is open and who is in it as of when, needs of it, people brought away and their sums."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.inbound import Intake
from console.domain.incident import IncidentState, NewIncident, Unsettled
from console.domain.incident_figures import Amount
from console.domain.needs import NeedKind, NeedSource, NeedState
from console.domain.people import Actor
from console.domain.posts import PostLine
from console.domain.relocations import STEPS, Moved, MoveState, NewRelocation, Told, VillageFigure, from_steps
from console.domain.shelters import NewCount, ShelterForm, ShelterState
from console.domain.timeline import EventKind
from console.errors import Refused
from tests.kit.shelters import County, by, county

__all__ = ["by", "county"]
SAID = {"words": "劝说三次，仍不愿离开", "witness": "王例二"}


def refused(code: str, act: object, **facts: object) -> None:
    with pytest.raises(Refused) as trouble:
        act()  # type: ignore[operator]
    assert trouble.value.code == code
    assert {name: trouble.value.facts.get(name) for name in facts} == facts


def audit(desk: Desk) -> list[str]:
    with desk.opened.store.reading() as connection:
        return [text for (text,) in connection.exec_driver_sql("SELECT text FROM audit_entry ORDER BY number")]


def test_the_ledger_keeps_versions_gives_codes_and_is_found_again(desk: Desk, by: Actor, county: County) -> None:
    centre = desk.shelters.one(county.centre)
    assert (centre.form.code, centre.town, centre.form.suits, centre.state) == (
        "BZ001", "岩头镇", ("typhoon", "flood"), ShelterState.CLOSED
    )  # fmt: skip
    assert desk.shelters.keep(centre.form, seen=0, by=by) == centre
    changed = desk.shelters.keep(replace(centre.form, capacity=320), seen=centre.version, by=by)
    assert (changed.form.capacity, changed.version) == (320, 2)
    assert "修改避灾安置场所 BZ001 岩头镇避灾安置中心(示例)：容量 300→320" in audit(desk)
    refused("changed_meanwhile", lambda: desk.shelters.keep(replace(centre.form, capacity=1), seen=1, by=by))
    refused("shelter_code_taken", lambda: desk.shelters.keep(ShelterForm("甲", 5, code="BZ001"), by=by))
    refused("shelter_field_missing", lambda: desk.shelters.keep(ShelterForm(" ", 5), by=by), field="name")
    refused("shelter_choice_bad", lambda: desk.shelters.keep(ShelterForm("甲", 5, suits=("fog",)), by=by))
    refused("bad_phone", lambda: desk.shelters.keep(ShelterForm("甲", 5, phone_b="打不通"), by=by), field="phone_b")
    swapped = ShelterForm("甲", 5, latitude=120.7, longitude=28.3)
    refused("spot_swapped", lambda: desk.shelters.keep(swapped, by=by))
    assert [row.id for row in desk.shelters.rows("ytzbzaz")] == [county.centre]
    assert [row.id for row in desk.shelters.rows("文化礼堂")] == [county.hall]
    assert [(hit.id, hit.panel) for hit in desk.finding.by_name("样例村07文化礼堂")] == [(county.hall, "shelters")]
    hall = desk.shelters.retire(county.hall, seen=1, by=by)
    assert len(desk.shelters.rows()) == 1 and len(desk.shelters.rows(retired=True)) == 2
    assert desk.shelters.restore(county.hall, seen=hall.version, by=by).active
    assert not desk.log.verify().faults


def test_states_follow_the_opening_and_one_opening_runs(
    desk: Desk, by: Actor, county: County, clock: StoppedClock
) -> None:
    hall = desk.shelters.tell(county.hall, ShelterState.PREPARED, seen=1, by=by)
    refused("shelter_state", lambda: desk.shelters.tell(county.hall, ShelterState.FULL, seen=2, by=by))
    refused("reason_missing", lambda: desk.shelters.tell(county.hall, ShelterState.DISUSED, seen=2, by=by))
    key, since = uuid4(), clock.now()
    hall = desk.shelters.open(county.hall, at=since, who="李例三", key=key, by=by)
    assert hall == desk.shelters.open(county.hall, at=since, key=key, by=by)
    assert (hall.state, hall.people, hall.opening and hall.opening.incident) == (ShelterState.OPEN, Amount(None), "")
    refused("shelter_open", lambda: desk.shelters.open(county.hall, by=by))
    refused("shelter_running", lambda: desk.shelters.retire(county.hall, seen=hall.version, by=by))
    hall = desk.shelters.attach(county.hall, county.incident, by=by)
    assert hall.opening is not None and hall.opening.incident_id == county.incident
    full = desk.shelters.tell(county.hall, ShelterState.FULL, seen=hall.version, by=by)
    assert desk.shelters.totals().full_shelters == 1
    assert desk.shelters.tell(county.hall, ShelterState.OPEN, seen=full.version, by=by).state is ShelterState.OPEN
    desk.shelters.count(county.hall, NewCount(5), by=by)
    clock.advance(minutes=30)
    refused(
        "shelter_before", lambda: desk.shelters.close(county.hall, at=since - timedelta(hours=1), reason="清", by=by)
    )
    refused("shelter_people_in", lambda: desk.shelters.close(county.hall, by=by), people=5)
    desk.shelters.count(county.hall, NewCount(0), by=by)
    closed = desk.shelters.close(county.hall, who="李例三", by=by)
    assert (closed.state, closed.opening, closed.people) == (ShelterState.CLOSED, None, Amount(0))
    (opening,) = desk.shelters.openings(county.hall)
    assert opening.closed_at == clock.now() and [one.total for one in desk.shelters.counts(opening.id)] == [5, 0]
    refused("shelter_not_open", lambda: desk.shelters.count(county.hall, NewCount(1), by=by))
    desk.shelters.tell(county.hall, ShelterState.DISUSED, "屋顶漏水", seen=closed.version, by=by)
    refused("shelter_disused", lambda: desk.shelters.open(county.hall, by=by))
    assert not desk.log.verify().faults


def test_a_group_nobody_counted_is_unknown_and_groups_are_never_more_than_all(
    desk: Desk, by: Actor, county: County, clock: StoppedClock
) -> None:
    for shelter in (county.centre, county.hall):
        desk.shelters.open(shelter, county.incident, by=by)
    clock.advance(minutes=10)

    def bad(**told: int) -> None:
        refused("count_groups", lambda: desk.shelters.count(county.hall, NewCount(10, **told), by=by))

    bad(men=6, women=5)
    bad(children=6, elderly=5)
    bad(outsiders=11)
    refused("count_bad", lambda: desk.shelters.count(county.hall, NewCount(-1), by=by))
    refused("days_bad", lambda: desk.shelters.count(county.hall, NewCount(1, water_days=-1.0), by=by))
    told = desk.shelters.count(
        county.hall, NewCount(70, men=30, women=40, children=20, elderly=30, who="王例二"), by=by
    )
    assert (told.shelter.over, told.shelter.people) == (10, Amount(70))
    assert "超容量 10 人" in desk.log.newest(1)[0].text
    sums = desk.shelters.totals(county.incident)
    assert (sums.sheltered, sums.groups["men"]) == (Amount(70, at_least=True), Amount(30, at_least=True))
    assert sums.groups["outsiders"] == Amount(None) and (sums.open_shelters, sums.capacity) == (2, 360)
    at = clock.now()
    assert (sums.as_of, sums.oldest) == (at, at)
    again = desk.shelters.count(county.hall, NewCount(70, at, 30, 40, 20, 30, who="王例二"), by=by)
    assert again.shelter.opening and len(desk.shelters.counts(again.shelter.opening.id)) == 1
    clock.advance(minutes=20)
    desk.shelters.count(county.centre, NewCount(300), by=by)
    late = desk.shelters.count(county.hall, NewCount(55, at - timedelta(minutes=5)), by=by)
    assert late.shelter.people == Amount(70), "told late of an earlier time: the newest time counts"
    sums = desk.shelters.totals()
    assert (sums.sheltered, sums.as_of, sums.oldest) == (Amount(370), clock.now(), at)


def test_what_runs_short_is_one_need_of_its_incident_that_people_end(
    desk: Desk, by: Actor, county: County, clock: StoppedClock
) -> None:
    desk.shelters.open(county.centre, by=by)
    none = desk.shelters.count(county.centre, NewCount(300, water_days=0.5), by=by)
    assert (none.needs, none.low) == ((), ("water",)), "of no incident yet: told, a need once it has one"
    desk.shelters.attach(county.centre, county.incident, by=by)
    clock.advance(minutes=1)
    told = desk.shelters.count(county.centre, NewCount(300, water_days=0.5, food_days=1.0), by=by)
    (need,) = desk.needs.rows(county.incident)
    assert told.needs == () and (need.kind, need.source) == (NeedKind.OTHER, NeedSource.SHELTER)
    assert (need.what, need.quantity, need.unit, need.shelter) == ("饮用水（安置点）", 150, "人日", county.centre)
    assert need.source_key == f"{county.centre}:water" and need.phone == "0577-0000-0001"
    clock.advance(minutes=1)
    assert desk.shelters.count(county.centre, NewCount(310, water_days=0.2, food_days=0.9), by=by).needs != ()
    assert [row.what for row in desk.needs.rows(county.incident)] == ["饮用水（安置点）", "食品（安置点）"]
    desk.needs.drop(need.id, "已送水", seen=need.version, by=by)
    clock.advance(minutes=1)
    again = desk.shelters.count(county.centre, NewCount(310, water_days=0.2), by=by)
    assert (again.needs, again.low) == ((), ("water",)) and desk.needs.one(need.id).state is NeedState.DROPPED
    desk.settings.change("shelter.low_days", "0", "待本地确认", confirmed=True, by=Actor.tool("tester"))
    clock.advance(minutes=1)
    assert desk.shelters.count(county.centre, NewCount(310, water_days=0.2), by=by).low == ()


def test_households_are_moved_refuse_return_and_every_step_stays(
    desk: Desk, by: Actor, county: County, clock: StoppedClock
) -> None:
    first = county.household("样例村07", "陈例四", 4, special=("old", "pregnant"), shelter=county.centre)
    second, third = county.household("样例村07", "王例五", 3), county.household("样例村21", "李例六", 2)
    rows = desk.relocations.add_all([first, second, third], by=by)
    assert rows == desk.relocations.add_all([first, second, third], by=by)
    assert (rows[0].town, rows[0].special) == ("岩头镇", ("pregnant", "old"))
    refused("relocation_there", lambda: desk.relocations.add(replace(first, id=uuid4()), by=by))
    tell = desk.relocations.tell
    moved = tell(rows[0].id, MoveState.MOVED, seen=1, by=by)
    assert (moved.state, moved.shelter) == (MoveState.MOVED, "岩头镇避灾安置中心(示例)")
    refused("relocation_where", lambda: tell(rows[1].id, MoveState.MOVED, seen=1, by=by))
    refused("relocation_words", lambda: tell(rows[1].id, MoveState.REFUSED, seen=1, by=by))
    refused("relocation_witness", lambda: tell(rows[1].id, MoveState.REFUSED, Told(words="不走"), seen=1, by=by))
    part = Told(people=1, **SAID)
    stays = tell(rows[1].id, MoveState.REFUSED, part, seen=1, by=by)
    assert stays == tell(rows[1].id, MoveState.REFUSED, part, seen=1, by=by), "the same told twice is once"
    assert (stays.household, stays.people, stays.witness) == ("王例五", 1, "王例二")
    rest = desk.relocations.one(rows[1].id)
    assert (rest.people, rest.state, rest.version) == (2, MoveState.PLANNED, 2)
    gone = tell(rest.id, MoveState.MOVED, Told(destination="亲友：例溪镇"), seen=2, by=by)
    refused("changed_meanwhile", lambda: tell(rest.id, MoveState.RETURNED, seen=2, by=by))
    clock.advance(hours=3)
    refused("step_before", lambda: tell(gone.id, MoveState.RETURNED, Told(clock.now() - timedelta(hours=9)),
                                        seen=gone.version, by=by))  # fmt: skip
    tell(gone.id, MoveState.RETURNED, seen=gone.version, by=by)
    refused("reason_missing", lambda: tell(rows[2].id, MoveState.DROPPED, seen=1, by=by))
    tell(rows[2].id, MoveState.DROPPED, Told(words="住在外地"), seen=1, by=by)
    sums = desk.shelters.totals(county.incident)
    assert (sums.planned, sums.moved, sums.refused, sums.returned, sums.waiting, sums.away) == (7, 6, 1, 2, 0, 4)
    assert (sums.brought, sums.differs) == (4, -4), "brought to a shelter nobody said was open: shown, not made equal"
    assert [(one.town, one.village, one.figures.planned) for one in sums.by_village] == [("岩头镇", "样例村07", 7)]
    assert [(step.state, step.people) for step in desk.relocations.history(gone.id)] == [
        ("planned", 3), ("planned", 2), ("moved", 2), ("returned", 2)
    ]  # fmt: skip
    kinds = [EventKind.RELOCATION]
    told = [event.text for event in desk.incident_timeline.events(county.incident, kinds)]
    assert "样例村07 拒绝转移 1 人：劝说三次，仍不愿离开" in told and "样例村07 已返回 2 人" in told
    assert not desk.log.verify().faults


def test_a_village_tells_one_figure_over_the_telephone(
    desk: Desk, by: Actor, county: County, clock: StoppedClock
) -> None:
    desk.relocations.add_all(
        [county.figure("样例村07", 124), county.household("样例村07", "陈例四", 4, destination="亲友")], by=by
    )
    household = next(row for row in desk.relocations.rows(county.incident) if row.household)
    desk.relocations.tell(household.id, MoveState.MOVED, seen=1, by=by)
    clock.advance(minutes=5)

    def tell(moved: int, village: str = "样例村07") -> list[tuple[MoveState, int]]:
        figure = VillageFigure(village, moved, county.villages[village])
        rows = desk.relocations.told_by_villages(county.incident, [figure], source="村主任", by=by)
        return sorted((row.state, row.people) for row in rows if not row.household)

    assert tell(104) == [("moved", 100), ("planned", 24)], "the household that is away is among the 104"
    assert tell(104) == [("moved", 100), ("planned", 24)]
    clock.advance(minutes=5)
    assert tell(130) == [("moved", 2), ("moved", 24), ("moved", 100)], "more than were listed are believed"
    assert tell(8, "样例村08") == [("moved", 8)]
    refused("village_less", lambda: tell(100), before=130, told=100)
    refused("count_bad", lambda: tell(-1))
    twice = [VillageFigure("样例村21", 5), VillageFigure("样例村21", 6)]
    refused("village_twice", lambda: desk.relocations.told_by_villages(county.incident, twice, by=by))
    sums = desk.shelters.totals(county.incident)
    assert (sums.planned, sums.moved, sums.waiting, sums.as_of) == (138, 138, 0, clock.now())
    assert [(one.village, one.figures.moved) for one in sums.by_village] == [("样例村07", 130), ("样例村08", 8)]
    assert [(one.town, one.figures.moved) for one in sums.by_town] == [("岩头镇", 138)]


Acts = st.lists(
    st.tuples(st.integers(0, 9), st.sampled_from(sorted(MoveState)), st.none() | st.integers(1, 12)), max_size=12
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sizes=st.lists(st.integers(1, 9), min_size=1, max_size=3),
    acts=Acts,
    figures=st.lists(st.integers(0, 40), max_size=2),
)
def test_totals_are_what_the_steps_alone_add_up_to(
    desk: Desk, by: Actor, county: County, sizes: list[int], acts: list[tuple[int, MoveState, int | None]],
    figures: list[int],
) -> None:  # fmt: skip
    item = desk.intake.register(Intake(uuid4(), "内涝", desk.clock.now()), by=by).id
    incident = desk.incidents.open(NewIncident(uuid4(), "内涝", "内涝", "101"), [item], by=by).id
    forms = [
        NewRelocation(incident, "样例村07", people, "" if at == 0 else f"户{at}") for at, people in enumerate(sizes)
    ]
    desk.relocations.add_all(forms, by=by)
    for at, state, people in acts:
        rows = desk.relocations.rows(incident)
        row = rows[at % len(rows)]
        told = Told(people=people, destination="亲友", **SAID)
        if state in STEPS[row.state]:
            desk.relocations.tell(row.id, state, told, seen=row.version, by=by)
        else:
            act = partial(desk.relocations.tell, row.id, state, told, seen=row.version, by=by)
            refused("relocation_state", act)
    for moved in sorted(figures):
        before = desk.shelters.totals(incident).moved
        figure = [VillageFigure("样例村07", moved)]
        if moved >= before:
            desk.relocations.told_by_villages(incident, figure, by=by)
            assert desk.shelters.totals(incident).moved == moved
        else:
            refused("village_less", partial(desk.relocations.told_by_villages, incident, figure, by=by))
    sums = desk.shelters.totals(incident)
    again = from_steps(desk.relocations.steps(incident))
    assert Moved(sums.planned, sums.moved, sums.refused, sums.returned) == again
    assert sums.waiting >= 0 and sums.away >= 0 and sum(one.figures.moved for one in sums.by_town) == sums.moved


def test_shelters_and_people_are_handed_over_and_keep_an_incident_open(
    desk: Desk, by: Actor, county: County, clock: StoppedClock
) -> None:
    desk.duty.take_over_empty([PostLine("leader", by.name), PostLine("主班", by.name)], by=by)
    desk.shelters.open(county.hall, county.incident, by=by)
    desk.shelters.open(county.centre, by=by)
    desk.shelters.count(county.hall, NewCount(70, men=30, water_days=0.5), by=by)
    desk.relocations.add(county.figure("样例村07", 124), by=by)
    sheet = desk.duty.start_hand_over(by=by)
    cells = {row["item"]: " ".join(row["cells"]) for row in sheet.body["sections"][4]["rows"]}
    hall = cells[f"shelter:{county.hall}"]
    assert "开放" in hall and "70 人（男 30）" in hall and "超容量 10 人" in hall and "饮水告急" in hall
    assert "人数不详" in cells[f"shelter:{county.centre}"]
    assert "应转未转 124 人" in cells[f"relocation:{county.incident}"]
    left = desk.incidents.unsettled(county.incident, IncidentState.ENDED)
    assert {Unsettled.SHELTERS, Unsettled.PEOPLE} <= set(left)
    told = desk.incident_timeline.events(county.incident, [EventKind.SHELTER])
    assert told[0].text == "样例村07文化礼堂(示例) 开放" and "70 人" in told[1].text


def test_checks_that_are_over_their_year_are_listed_the_never_checked_first(
    desk: Desk, by: Actor, county: County, clock: StoppedClock
) -> None:
    today = date(2030, 8, 12)
    for at, days in enumerate((365, 366, 500)):
        form = ShelterForm(f"村{at}", 20, checked_on=today - timedelta(days=days))
        desk.shelters.keep(form, by=by)
    told = [(one.name, one.days_over) for one in desk.shelters.checks_due()]
    assert told == [("岩头镇避灾安置中心(示例)", None), ("样例村07文化礼堂(示例)", None), ("村2", 135), ("村1", 1)]
