"""The tree of units: moved, retired, never in a circle; posts with A and B and their days."""

from __future__ import annotations

from datetime import date

import pytest

from console.domain.contact_book import Rank, UnitKind, kind_of
from console.domain.people import Role
from console.errors import Refused
from console.services.contact_units import Unit
from tests.kit import contact_book as kit

county = kit.county


def paths(desk):
    return {row.name: "/".join(row.path) for row in desk.contact_units.tree()}


def test_units_stand_in_a_tree_with_their_kinds(desk, county):
    told = {row.name: row.kind for row in desk.contact_units.tree()}

    assert paths(desk)["例一村"] == "例县/例山镇/例一村"
    assert (told["例山镇"], told["例一村"]) == (UnitKind.TOWN, UnitKind.VILLAGE)
    assert desk.log.verify().fault is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("例山镇人民政府（示例）", UnitKind.TOWN),
        ("例溪街道办事处", UnitKind.TOWN),
        ("例一村村民委员会", UnitKind.VILLAGE),
        ("例县应急管理局（示例）", UnitKind.DEPARTMENT),
        ("例县人民政府", UnitKind.COUNTY),
        ("例山救援队", UnitKind.TEAM),
        ("甲乙丙", UnitKind.NONE),
    ],
)
def test_a_name_says_what_a_unit_is(name, kind):
    assert kind_of(name) is kind


def test_a_town_moves_with_its_villages_and_never_under_itself(desk, county, by):
    town, village, other = (county.units[name] for name in ("例山镇", "例一村", "例溪镇"))
    for into in (town, village):
        with pytest.raises(Refused) as refused:
            desk.contact_units.move(town, into, seen=1, by=by)
        assert refused.value.code == "unit_circle"

    assert desk.contact_units.move(town, other, seen=1, by=by).version == 2
    assert paths(desk)["例一村"] == "例县/例溪镇/例山镇/例一村"
    with pytest.raises(Refused) as refused:
        desk.contact_units.move(town, None, seen=1, by=by)
    assert refused.value.code == "changed_meanwhile"
    assert desk.log.verify().fault is None


def test_the_whole_of_a_unit_may_be_typed_anew_but_not_as_its_neighbour(desk, county, by):
    village = county.units["例二村"]
    with pytest.raises(Refused) as refused:
        desk.contact_units.change(village, Unit("例一村", county.units["例山镇"]), seen=1, by=by)
    assert refused.value.code == "contact_name_taken"

    changed = desk.contact_units.change(
        village, Unit("例二社区", county.units["例溪镇"], short_name="二社"), seen=1, by=by
    )
    assert (changed.short_name, changed.kind, changed.path) == (
        "二社",
        UnitKind.VILLAGE,
        ("例县", "例溪镇", "例二社区"),
    )
    assert [hit.name for hit in desk.contacts.find("例二社区")] == ["张例三"]


def test_a_unit_with_people_is_not_retired_and_an_empty_one_is_kept(desk, county, by):
    for name, facts in (("例山镇", (2, 0)), ("例一村", (0, 2))):
        with pytest.raises(Refused) as refused:
            desk.contact_units.retire(county.units[name], seen=1, by=by)
        assert (refused.value.code, refused.value.facts["units"], refused.value.facts["people"]) == (
            "unit_in_use",
            *facts,
        )
    empty = desk.contact_units.add(Unit("例三村", county.units["例山镇"]), by=by)

    desk.contact_units.retire(empty.id, seen=1, by=by)

    assert "例三村" not in paths(desk)
    assert desk.contact_units.one(empty.id).retired_on == date(2030, 8, 12)
    assert desk.contact_units.restore(empty.id, seen=2, by=by).retired_on is None


def test_a_post_has_holders_with_their_days(desk, county, by, clock):
    post, person = county.posts["例溪镇"], county.people["陈例一"]
    held = desk.contact_units.appoint(post, person, Rank.B, date(2030, 8, 12), date(2030, 8, 20), by=by)

    assert [(one.person, one.rank) for one in desk.contact_units.holders([county.units["例溪镇"]])] == [
        ("王例四", Rank.A),
        ("陈例一", Rank.B),
    ]
    clock.advance(days=9)
    assert [one.person for one in desk.contact_units.holders([county.units["例溪镇"]])] == ["王例四"]
    assert len(desk.contact_units.holders([county.units["例溪镇"]], former=True)) == 2
    with pytest.raises(Refused) as refused:
        desk.contact_units.end_holding(held.id, by=by)
    assert refused.value.code == "holding_ended"


def test_what_cannot_be_held_is_refused(desk, county, by):
    post, person = county.posts["例溪镇"], county.people["王例四"]
    refusals = []
    for days in ((date(2030, 8, 12), date(2030, 8, 12)), (None, None)):
        with pytest.raises(Refused) as refused:
            desk.contact_units.appoint(post, person, Rank.A, *days, by=by)
        refusals.append(refused.value.code)
    with pytest.raises(Refused) as refused:
        desk.contact_units.retire_post(post, seen=1, by=by)
    refusals.append(refused.value.code)

    assert refusals == ["dates_reversed", "already_held", "post_held"]


def test_a_holding_ends_and_the_search_knows_it(desk, county, by):
    (held,) = desk.contact_units.holders([county.units["例溪镇"]])
    assert [hit.post for hit in desk.contacts.find("王例四")] == [kit.INFORMANT]
    desk.contact_units.end_holding(held.id, by=by)

    assert [hit.post for hit in desk.contacts.find("王例四")] == [""]
    desk.contact_units.retire_post(county.posts["例溪镇"], seen=1, by=by)
    assert desk.contact_units.posts(county.units["例溪镇"]) == []
    assert desk.log.verify().fault is None


def test_all_beneath_a_unit_are_asked_for_at_once(desk, county):
    found = desk.contact_units.holders([county.units["例山镇"]], below_too=True)

    assert sorted((one.unit, one.person) for one in found) == [
        ("例一村", "林例二"), ("例一村", "陈例一"), ("例二村", "张例三"),
    ]  # fmt: skip


def test_who_may_not_edit_contacts_changes_no_unit(desk, county, by):
    viewer = desk.accounts.add("王例四", Role.ADMIN, "units of 2030", by=by).actor
    officer = desk.accounts.add("曾例九", Role.OFFICER, "units of 2030", by=viewer).actor
    with pytest.raises(Refused) as refused:
        desk.contact_units.add(Unit("例五村"), by=officer)
    assert refused.value.code == "not_permitted"
