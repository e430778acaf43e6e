"""避灾安置 held against hostile hands: times out of order, households named twice, people left in lists of the past."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.people import Actor
from console.domain.relocations import MoveState, Told, VillageFigure
from console.domain.shelters import NewCount, ShelterState
from console.errors import Refused
from db.models.places import Place
from tests.kit.dispatch import add
from tests.kit.shelters import County, by, county

__all__ = ["by", "county"]
MOVED = MoveState.MOVED


def test_openings_never_overlap_and_a_count_told_again_is_one(
    desk: Desk, by: Actor, county: County, clock: StoppedClock
) -> None:
    start = clock.now()
    desk.shelters.open(county.hall, county.incident, by=by)
    clock.advance(hours=2)
    desk.shelters.close(county.hall, by=by)
    clock.advance(hours=1)
    with pytest.raises(Refused, match="shelter_before"):
        desk.shelters.open(county.hall, county.incident, at=start + timedelta(hours=1), by=by)
    desk.shelters.open(county.hall, county.incident, at=start + timedelta(hours=2), by=by)
    earlier = NewCount(20, start + timedelta(hours=2, minutes=10))
    for count in (earlier, NewCount(30), earlier, replace(earlier, total=21), earlier):
        told = desk.shelters.count(county.hall, count, by=by)
    assert told.shelter.opening is not None
    counts = desk.shelters.counts(told.shelter.opening.id)
    assert [one.total for one in counts] == [20, 21, 20, 30], "told again it is one; corrected and back it is three"


def test_what_runs_short_is_a_need_once_the_shelter_has_its_incident(desk: Desk, by: Actor, county: County) -> None:
    desk.shelters.open(county.hall, by=by)
    told = desk.shelters.count(county.hall, NewCount(40, water_days=0.5, food_days=3.0), by=by)
    assert (told.needs, told.low) == ((), ("water",))
    desk.shelters.attach(county.hall, county.incident, by=by)
    desk.shelters.attach(county.hall, county.incident, by=by)
    assert [row.what for row in desk.needs.rows(county.incident)] == ["饮用水（安置点）"]


def test_people_of_a_past_flood_are_not_in_the_shelter_of_the_next(
    desk: Desk, by: Actor, county: County, clock: StoppedClock
) -> None:
    row = desk.relocations.add(county.household("样例村07", "陈例四", 4, shelter=county.hall), by=by)
    desk.shelters.open(county.hall, county.incident, by=by)
    row = desk.relocations.tell(row.id, MOVED, seen=row.version, by=by)
    clock.advance(hours=5)
    assert desk.shelters.one(county.hall).moved == 4
    shelter = desk.shelters.close(county.hall, reason="各自回家，村里未逐户登记", by=by)
    assert (shelter.moved, desk.relocations.one(row.id).state) == (0, MOVED), "what the lists say of them stays"
    shelter = desk.shelters.retire(county.hall, seen=shelter.version, by=by)
    shelter = desk.shelters.restore(county.hall, seen=shelter.version, by=by)
    clock.advance(hours=24)
    call = desk.intake.register(Intake(uuid4(), "又一场雨", clock.now()), by=by).id
    again = desk.incidents.open(NewIncident(uuid4(), "又一场雨", "又一场雨", "101"), [call], by=by).id
    desk.shelters.open(county.hall, again, by=by)
    second = desk.relocations.add(replace(county.household("样例村08", "王例五", 3), incident=again), by=by)
    desk.relocations.tell(second.id, MOVED, Told(shelter=county.hall), seen=second.version, by=by)
    clock.advance(hours=1)
    desk.shelters.count(county.hall, NewCount(3), by=by)
    assert (desk.shelters.one(county.hall).moved, desk.shelters.one(county.hall).differs) == (3, 0)


def test_no_household_is_on_a_list_twice_however_it_comes_there(desk: Desk, by: Actor, county: County) -> None:
    first = county.household("样例村07", "陈例四", 4, destination="亲友")
    second = county.household("样例村07", "王例五", 3, destination="亲友")
    rows = desk.relocations.add_all([first, second], by=by)
    with pytest.raises(Refused, match="relocation_there"):
        desk.relocations.change(rows[1].id, replace(second, household="陈例四"), seen=1, by=by)
    with pytest.raises(Refused, match="relocation_there"):
        desk.relocations.add_all([replace(second, id=uuid4(), household=f"李例六{at}") for at in (1, 1)], by=by)
    part = desk.relocations.tell(rows[1].id, MOVED, Told(people=1), seen=1, by=by)
    changed = desk.relocations.change(part.id, replace(part.typed(), people=2), seen=part.version, by=by)
    assert changed.people == 2, "parts of one household keep its name"
    assert desk.shelters.totals(county.incident).planned == 4 + 2 + 2


def test_where_people_are_is_said_anew_with_words_and_a_shelter_out_of_use_holds_nobody_up(
    desk: Desk, by: Actor, county: County
) -> None:
    moved = desk.relocations.add(county.household("样例村07", "陈例四", 4, shelter=county.hall), by=by)
    waits = desk.relocations.add(county.household("样例村07", "王例五", 3, shelter=county.hall), by=by)
    moved = desk.relocations.tell(moved.id, MOVED, seen=1, by=by)
    hall = desk.shelters.one(county.hall)
    desk.shelters.tell(county.hall, ShelterState.DISUSED, "屋顶漏水", seen=hall.version, by=by)
    changed = desk.relocations.change(moved.id, replace(moved.typed(), people=5), seen=moved.version, by=by)
    assert changed.people == 5
    with pytest.raises(Refused, match="shelter_disused"):
        desk.relocations.tell(waits.id, MOVED, seen=1, by=by)
    with pytest.raises(Refused, match="shelter_disused"):
        desk.relocations.add(county.household("样例村08", "赵例七", 1, shelter=county.hall), by=by)
    elsewhere = replace(changed.typed(), shelter=county.centre)
    desk.relocations.change(changed.id, elsewhere, seen=changed.version, by=by)
    line = desk.log.newest(1)[0].text
    assert "样例村07文化礼堂" in line and "岩头镇避灾安置中心" in line and "5 人→5 人" not in line, line


def test_villages_of_one_name_in_two_towns_tell_each_for_itself(desk: Desk, by: Actor, county: County) -> None:
    with desk.opened.store.reading() as connection:
        town = connection.exec_driver_sql("select id from place where name = '例溪镇'").scalar_one()
    from uuid import UUID

    twin = Place(id=uuid4(), code="330324102299", name="样例村07", level="village", parent_id=UUID(town), version=1)
    add(desk, by, twin)
    own = county.figure("样例村07", 10)
    desk.relocations.add_all([own, replace(own, id=uuid4(), place_id=None, people=5)], by=by)
    figures = [VillageFigure("样例村07", 12, county.villages["样例村07"]), VillageFigure("样例村07", 3, twin.id)]
    desk.relocations.told_by_villages(county.incident, figures, by=by)
    sums = {(one.town, one.figures.moved) for one in desk.shelters.totals(county.incident).by_village}
    assert sum(moved for _, moved in sums) == 15, sums
    assert not desk.log.verify().faults


def test_numbers_and_places_that_mean_nothing_are_refused_by_name(desk: Desk, by: Actor, county: County) -> None:
    desk.shelters.open(county.hall, county.incident, by=by)
    for count in (NewCount(5, water_days=float("nan")), NewCount(5, food_days=float("inf")), NewCount(10**7)):
        with pytest.raises(Refused):
            desk.shelters.count(county.hall, count, by=by)
    row = desk.relocations.add(county.figure("样例村07", 5), by=by)
    nowhere = (Told(people=0), Told(people=-1), Told(people=10**6), Told(shelter=uuid4()))
    for told in nowhere:
        with pytest.raises(Refused):
            desk.relocations.tell(row.id, MOVED, told, seen=1, by=by)
    with pytest.raises(Refused, match="no_such_incident"):
        desk.relocations.told_by_villages(uuid4(), [VillageFigure("样例村07", 3)], by=by)
    with pytest.raises(Refused, match="no_such_shelter"):
        figure = [VillageFigure("样例村07", 3)]
        desk.relocations.told_by_villages(county.incident, figure, shelter=uuid4(), by=by)
    assert desk.relocations.one(row.id).version == 1
