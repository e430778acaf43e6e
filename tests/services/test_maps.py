"""What the map shows: incidents at their places, teams where they are, stores and shelters; nobody's name or number."""

from __future__ import annotations

from dataclasses import fields
from uuid import UUID, uuid4

import pytest

from console.bootstrap import Desk
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.map_marks import Mark, MarkKind, near, wanted
from console.domain.people import Actor
from console.domain.travel import Spot
from db.models.places import Place
from db.models.shelters import MapOutline, Shelter
from tests.kit.dispatch import DEGREES, EAST, NORTH, Ground, add, by, ground, team, warehouse

__all__ = ["by", "ground"]

BOX = '{"type":"MultiPolygon","coordinates":[[[[120.6,28.2],[120.8,28.2],[120.8,28.4],[120.6,28.4],[120.6,28.2]]]]}'


def shelter(code: str, state: str = "closed", place: UUID | None = None, at: float | None = None) -> Shelter:
    return Shelter(
        id=uuid4(), code=code, name=f"避灾点{code}", tier="town", capacity=100, state=state, place_id=place,
        manager_a="陈例六", phone_a="100-0000-0006", latitude=at, longitude=None if at is None else EAST, version=1,
    )  # fmt: skip


def by_name(desk: Desk) -> dict[str, Mark]:
    return {mark.name: mark for mark in desk.maps.view().marks}


def test_an_incident_lies_at_its_place_and_everything_where_it_says(desk: Desk, by: Actor, ground: Ground) -> None:
    ground.add_teams(desk, by, team("D01", 3), team("D02", None))
    add(desk, by, shelter("B01", "open", at=28.31), shelter("B02", place=ground.place), shelter("B03"))
    view, found = desk.maps.view(), by_name(desk)
    incident = next(mark for mark in found.values() if mark.kind is MarkKind.INCIDENT)
    assert (incident.latitude, incident.longitude, incident.busy, incident.rough) == (NORTH, EAST, True, True)
    assert incident.state == "incident.state.reported" and incident.number
    assert found["队伍D01"].latitude == pytest.approx(NORTH + 3 * DEGREES) and not found["队伍D01"].rough
    assert (found["队伍D01"].state, found["队伍D01"].busy) == ("team.readiness.ready", False)
    assert (found["县库"].state, found["县库"].busy, found["岩坦镇库"].busy) == ("map.tier.county", True, False)
    assert (found["避灾点B01"].state, found["避灾点B01"].busy) == ("map.shelter.open", True)
    assert found["避灾点B02"].rough and not found["避灾点B02"].busy
    assert view.unplaced == {MarkKind.TEAM: 1, MarkKind.SHELTER: 1}


def test_what_is_over_or_retired_is_gone(desk: Desk, by: Actor, ground: Ground) -> None:
    add(desk, by, warehouse("K09", "旧库", 1, active=False), shelter("B09", "disused", at=28.3))
    assert not {"旧库", "避灾点B09"} & set(by_name(desk))


def test_a_village_without_coordinates_lies_where_its_towns_outline_is_and_a_county_nowhere(desk, by, ground) -> None:
    county = Place(id=uuid4(), code="330399", name="另县", level="county", version=1)
    town = Place(id=uuid4(), code="330399001", name="例溪镇", level="town", parent_id=county.id, version=1)
    village = Place(id=uuid4(), code="330399001201", name="样例村09", level="village", parent_id=town.id, version=1)
    outline = MapOutline(id=uuid4(), kind="town", name="例溪镇", place_id=town.id, geometry=BOX, version=1)
    add(desk, by, county)
    add(desk, by, town)
    add(desk, by, village, outline, shelter("B01", place=village.id), shelter("B02", place=county.id))
    view, found = desk.maps.view(), by_name(desk)
    assert (found["避灾点B01"].latitude, found["避灾点B01"].longitude) == pytest.approx((28.3, 120.7))
    assert found["避灾点B01"].place == "样例村09" and "避灾点B02" not in found
    assert view.unplaced == {MarkKind.SHELTER: 1}


def test_a_team_at_the_scene_is_shown_there_and_is_busy(desk: Desk, by: Actor, ground: Ground) -> None:
    from db.models.dispatch import Assignment

    ground.add_teams(desk, by, team("D01", 8))
    with desk.opened.store.writing(by=by) as tx:
        from console.domain.log import ActKind
        from console.services import lines
        from db import books

        row = Assignment(
            id=uuid4(), number="PQ2030-0001", team_id=ground.teams["D01"], incident_id=ground.incident,
            state="departed", made_at=desk.clock.now(), by_name=by.name, version=1,
        )  # fmt: skip
        tx.session.add(row)
        lines.write(tx, books.DUTY, ActKind.TEAM, "派出", at=desk.clock.now(), about=[row])
    there = by_name(desk)["队伍D01"]
    assert (there.state, there.busy) == ("team.state.departed", True)
    assert there.latitude == pytest.approx(NORTH + 8 * DEGREES)
    with desk.opened.store.writing(by=by) as tx:
        row = tx.session.get_one(Assignment, row.id)
        row.state, row.version = "arrived", 2
        lines.write(tx, books.DUTY, ActKind.TEAM, "到场", at=desk.clock.now(), about=[row])
    arrived = by_name(desk)["队伍D01"]
    assert (arrived.latitude, arrived.longitude, arrived.rough) == (NORTH, EAST, False)


def test_no_persons_name_and_no_number_is_on_the_map(desk: Desk, by: Actor, ground: Ground) -> None:
    ground.add_teams(desk, by, team("D01", 3))
    add(desk, by, shelter("B01", at=28.3))
    item = desk.intake.register(Intake(uuid4(), "来电", desk.clock.now()), by=by).id
    title = "样例村被困，联系 100-0000-0009"
    desk.incidents.open(NewIncident(uuid4(), title, title, "101", place_id=ground.place), [item], by=by)
    said = " ".join(
        str(getattr(mark, one.name)) for mark in desk.maps.view().marks for one in fields(mark) if one.name != "id"
    )
    assert "样例村被困，联系 100-****-0009" in said
    for private in ("陈例", "王例", "吴例", "100-0000", "0577-0000"):
        assert private not in said


def test_ways_follow_the_countys_speeds_by_weather(desk: Desk, by: Actor, ground: Ground) -> None:
    view = desk.maps.view()
    start, end = Spot(("甲",), NORTH, EAST), Spot(("乙",), NORTH + 10 * DEGREES, EAST)
    fair, storm = (view.travels[one].leg(start, end) for one in ("fair", "storm"))
    assert view.terrain == "hill" and fair.minutes < storm.minutes


def marks() -> list[Mark]:
    rows = [("东库", MarkKind.STORE, 0.2), ("西队", MarkKind.TEAM, 0.1), ("内涝", MarkKind.INCIDENT, 0.0)]
    return [Mark(kind, uuid4(), name, NORTH + at, EAST, place="例溪镇", number=name[:1]) for name, kind, at in rows]


def test_lists_have_what_is_asked_for_and_what_needs_a_person_first(desk: Desk) -> None:
    assert [mark.name for mark in wanted(marks(), set(MarkKind))] == ["内涝", "西队", "东库"]
    assert [mark.name for mark in wanted(marks(), {MarkKind.STORE, MarkKind.TEAM}, "例溪 队")] == ["西队"]
    assert wanted(marks(), set(MarkKind), "没有") == []


def test_what_is_near_comes_first_with_its_minutes(desk: Desk) -> None:
    store, team_, incident = marks()
    rows = near([store, team_, incident], incident, desk.maps.view().travels["fair"])
    assert [row.mark.name for row in rows] == ["内涝", "西队", "东库"]
    assert (
        rows[0].leg is None and rows[1].leg.minutes < rows[2].leg.minutes and rows[1].km == pytest.approx(11.1, abs=0.1)
    )
    assert [row.km for row in near([store], None, None)] == [None]
