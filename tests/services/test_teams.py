"""Teams as they are kept: checked by field, found as people type, their papers told before they end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from console.bootstrap import Desk
from console.domain.assigning import NewAssignment
from console.domain.assignments import TeamState
from console.domain.call_lists import CallOutcome
from console.domain.people import Actor, Role
from console.domain.spots import SpotSense
from console.domain.teams import Nearness, NewCertificate, Readiness, TeamFilter
from console.errors import Refused
from console.services import lines
from console.services.assignments import Told
from db import books
from db.models.shelters import MapOutline
from tests.kit.teams import RESCUE, commander, incident, team


@pytest.fixture
def by(desk: Desk) -> Actor:
    return commander(desk)


def outlined(desk: Desk, by: Actor) -> None:
    """The county's outline: a rectangle of 28.0–28.5 N, 120.4–121.0 E."""
    ring = [[120.4, 28.0], [121.0, 28.0], [121.0, 28.5], [120.4, 28.5], [120.4, 28.0]]
    text = str({"type": "Polygon", "coordinates": [ring]}).replace("'", '"')
    row = MapOutline(id=uuid4(), kind="county", name="例县", geometry=text, version=1)
    with desk.opened.store.writing(by=by) as tx:
        tx.session.add(row)
        tx.flush()
        lines.write(tx, books.AUDIT, "map", "轮廓", at=desk.clock.now(), about=[row])


def test_a_team_is_kept_changed_retired_and_taken_up_again(desk, by):
    row = desk.teams.add(
        replace(RESCUE, phone_a="＋８６ １００－００００－０００１", phone_b="0577—0000—0001转8"),
        [NewCertificate("社会救援员", "王例二", "证1", desk.clock.now().date())],
        by=by,
    )
    assert (row.code, row.readiness, row.free) == ("DW001", Readiness.READY, True)
    assert (row.phone_a, row.phone_b) == ("+86 100-0000-0001", "0577-0000-0001转8")
    assert [one.holder for one in row.certificates] == ["王例二"] and row.typed().name == row.name
    changed = desk.teams.change(row.id, replace(row.typed(), people=30), seen=row.version, by=by)
    assert (changed.people, changed.version, changed.code) == (30, 2, "DW001")
    with pytest.raises(Refused, match="changed_meanwhile"):
        desk.teams.change(row.id, row.typed(), seen=row.version, by=by)
    retired = desk.teams.retire(row.id, seen=2, by=by)
    assert desk.teams.rows() == [] and desk.teams.rows(TeamFilter(retired=True)) == [retired]
    again = team(desk, by)
    assert again.code == "DW002"
    with pytest.raises(Refused, match="team_name_taken"):
        desk.teams.restore(row.id, seen=3, by=by)
    desk.teams.change(again.id, replace(again.typed(), name="例岭镇突击队"), seen=1, by=by)
    assert desk.teams.restore(row.id, seen=3, by=by).active
    assert desk.log.verify().fault is None


def test_the_same_form_twice_is_one_team(desk, by):
    key = uuid4()
    assert desk.teams.add(RESCUE, key=key, by=by) == desk.teams.add(RESCUE, key=key, by=by)
    assert len(desk.teams.rows()) == 1


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"name": " "}, "team_name_missing", "name"),
        ({"kind": "circus"}, "team_kind_unknown", "kind"),
        ({"skills": ("juggling",)}, "skill_unknown", "skills"),
        ({"event_types": ("999999",)}, "no_such_event_type", "event_types"),
        ({"phone_b": "12"}, "bad_phone", "phone_b"),
        ({"people": -1}, "people_bad", "people"),
        ({"people_ready": 21}, "people_ready_more", "people_ready"),
        ({"prepare_minutes": -5}, "prepare_bad", "prepare_minutes"),
        ({"latitude": 120.6, "longitude": 28.1}, "spot_swapped", "latitude"),
        ({"latitude": 28.1}, "spot_half", "latitude"),
        ({"latitude": 200.0, "longitude": 200.0}, "spot_impossible", "latitude"),
        ({"latitude": float("nan"), "longitude": 1.0}, "spot_impossible", "latitude"),
        ({"place_id": uuid4()}, "no_such_place", None),
        ({"name": "x" * 101}, "text_too_long", None),
    ],
)
def test_what_means_nothing_is_refused_by_its_field(desk, by, changes, code, field):
    with pytest.raises(Refused, match=code) as refused:
        desk.teams.add(replace(RESCUE, **changes), by=by)
    assert refused.value.facts.get("field") == field
    assert desk.teams.rows() == []


def test_numbers_and_names_are_given_once(desk, by):
    team(desk, by, code="A1")
    with pytest.raises(Refused, match="team_code_taken"):
        team(desk, by, "例岭镇突击队", code="A1")
    with pytest.raises(Refused, match="team_name_taken"):
        team(desk, by)


def test_coordinates_outside_the_county_are_told_and_taken_swapped_ones_are_not(desk, by):
    assert desk.teams.spot(28.1, 120.6) is SpotSense.INSIDE and desk.teams.spot(None, None) is SpotSense.NONE
    outlined(desk, by)
    senses = [desk.teams.spot(*one) for one in ((28.1, 120.6), (30.0, 120.6), (120.6, 28.1), (28.1, None))]
    assert senses == [SpotSense.INSIDE, SpotSense.OUTSIDE, SpotSense.SWAPPED, SpotSense.HALF]
    assert team(desk, by, latitude=30.0, longitude=120.6).latitude == 30.0


def test_lists_are_narrowed_by_kind_skill_type_with_those_above_and_what_they_do(desk, by):
    flood = team(desk, by, "例溪镇突击队", skills=("rescue",), event_types=("101",))
    woods = team(desk, by, "例岭镇森防队", kind="forest", skills=("forest",), event_types=())
    both = team(desk, by, "例县蓝天救援队", kind="social", skills=("water", "mountain"), event_types=("104",))
    desk.assignments.assign(NewAssignment(flood.id, incident(desk, by).id), by=by)
    desk.teams.tell(woods.id, Readiness.RESTING, "连续作战", seen=1, by=by)

    def names(**wanted):
        return {row.name for row in desk.teams.rows(TeamFilter(**wanted))}

    assert names(kind="forest") == {woods.name} and names(skill="water") == {both.name}
    assert names(event_type="10101") == {flood.name, both.name}
    assert names(event_type="107") == {woods.name}
    assert names(event_type="1") == {flood.name, woods.name, both.name} and names(event_type="202") == set()
    assert names(free=True) == {woods.name, both.name} and names(free=False) == {flood.name}
    assert names(readiness=frozenset({Readiness.RESTING})) == {woods.name}
    assert names(asked="蓝天", kind="social") == {both.name}
    day = desk.clock.now().date()
    desk.teams.change(flood.id, replace(flood.typed(), last_drill_on=day), seen=1, by=by)
    assert names(undrilled_since=day) == {woods.name, both.name}
    assert flood.name in names(undrilled_since=day + timedelta(days=1))


def test_teams_are_found_as_people_are(desk, by):
    one = team(desk, by, "例溪镇突击队", head_a="单例二", phone_a="100-0000-0002", call_sign="例溪01")
    other = team(desk, by, "例岭镇森防队", phone_a="100-0000-0003", base="例岭镇林场")
    for asked in ("例溪", "lixi", "lxztjd", "DW001", "dw001", "100-0000-0002", "0002", "单例二", "例溪01"):
        assert [row.id for row in desk.teams.find(asked)][:1] == [one.id], asked
    assert [row.id for row in desk.teams.find("林场")] == [other.id]


def test_readiness_is_told_with_since_and_why_by_the_desk_too(desk, by, clock):
    row = team(desk, by)
    officer = desk.accounts.add("陈例一", Role.OFFICER, "officer of 2030", by=by).actor
    with pytest.raises(Refused, match="readiness_note_missing"):
        desk.teams.tell(row.id, Readiness.RESTING, " ", seen=1, by=officer)
    with pytest.raises(Refused, match="time_future"):
        desk.teams.tell(row.id, Readiness.RESTING, "连续作战", clock.now() + timedelta(hours=1), seen=1, by=officer)
    since = clock.now() - timedelta(hours=2)
    told = desk.teams.tell(row.id, Readiness.LIMITED, "一组外出", since, people_ready=8, seen=1, by=officer)
    assert (told.readiness, told.readiness_at, told.people_ready) == (Readiness.LIMITED, since, 8)
    keeper = desk.accounts.add("单例二", Role.STAFF, "staff of 2030", by=by).actor
    assert desk.teams.tell(row.id, Readiness.READY, seen=2, by=keeper).readiness is Readiness.READY
    viewer = desk.accounts.add("王例二", Role.VIEWER, "viewer of 2030", by=by).actor
    with pytest.raises(Refused, match="not_permitted"):
        desk.teams.tell(row.id, Readiness.READY, seen=3, by=viewer)


def test_papers_are_told_far_near_last_and_over(desk, by):
    day = desk.clock.now().date()
    row = desk.teams.add(
        replace(RESCUE, insurance_until=day + timedelta(days=30)),
        [NewCertificate("潜水证", expires_on=day + timedelta(days=left)) for left in (-1, 0, 7, 8, 90, 91)],
        by=by,
    )
    told = [(one.days_left, one.nearness, bool(one.kind)) for one in desk.teams.expiring()]
    far, near, last, over = Nearness.FAR, Nearness.NEAR, Nearness.LAST, Nearness.OVER
    assert told == [
        (-1, over, True), (0, last, True), (7, last, True), (8, near, True), (30, near, False), (90, far, True)
    ]  # fmt: skip
    paper = row.certificates[0]
    renewed = desk.teams.change_certificate(
        paper.id, NewCertificate("潜水证", expires_on=day + timedelta(days=365)), seen=1, by=by
    )
    desk.teams.end_certificate(row.certificates[1].id, seen=1, by=by)
    added = desk.teams.add_certificate(row.id, NewCertificate("急救证", "王例二"), by=by)
    kept = desk.teams.one(row.id).certificates
    assert len(kept) == 6 and renewed in kept and added in kept
    assert next(one.days_left for one in desk.teams.expiring()) == 7
    with pytest.raises(Refused, match="changed_meanwhile"):
        desk.teams.end_certificate(paper.id, seen=1, by=by)
    with pytest.raises(Refused, match="certificate_kind_missing"):
        desk.teams.add_certificate(row.id, NewCertificate(" "), by=by)


def test_a_team_shows_where_it_is_promised_until_it_is_back(desk, by, clock):
    row, flood = team(desk, by), incident(desk, by)
    out = desk.assignments.assign(NewAssignment(row.id, flood.id), by=by)
    (where,) = desk.teams.one(row.id).engaged
    assert (where.number, where.incident_number, where.state) == (out.number, flood.number, TeamState.ASSIGNED)
    desk.assignments.recall(out.id, Told(reason="改派"), seen=1, by=by)
    assert desk.teams.one(row.id).free


def test_a_head_is_rung_and_the_log_says_who_answered(desk, by):
    row = team(desk, by, head_b="王例二", phone_b="100-0000-0002")
    made = desk.teams.called(row.id, "100-0000-0002", CallOutcome.ANSWERED, "正在集结", by=by)
    assert (made.name, made.outcome, made.at) == ("王例二", CallOutcome.ANSWERED, desk.clock.now())
    line = desk.log.newest(1)[0]
    assert line.text == f"联系队伍 {row.name}（王例二）100-0000-0002：接听，正在集结" and line.kind == "call"
    for number, team_id, code in (("", row.id, "bad_phone"), ("100-0000-0001", uuid4(), "no_such_team")):
        with pytest.raises(Refused) as told:
            desk.teams.called(team_id, number, CallOutcome.BUSY, by=by)
        assert told.value.code == code
    assert desk.log.newest(1)[0] == line and desk.log.verify().fault is None
