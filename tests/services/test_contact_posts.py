"""Posts renamed, retired and restored: who holds them stays, and what names them is told before it finds nobody."""

from __future__ import annotations

from datetime import date

import pytest

from console.domain.contact_book import PostUse, Rank
from console.domain.group_rule import Rule
from console.domain.people import Role
from console.errors import Refused
from console.services.contact_retired import RetiredKind
from console.services.contact_units import Unit
from tests.kit import contact_book as kit
from tests.kit import plans

county = kit.county
POST = kit.INFORMANT


@pytest.fixture
def named(desk, county, by):
    """A plan whose cards name the post of 例一村, one of them of any unit, and two groups, one of another unit."""
    admin = desk.accounts.add("曾例九", Role.ADMIN, "posts of 2030", by=by).actor
    cards = (plans.card("A1", post=POST, unit="例一村"), plans.card("A2", post=POST, unit=""), plans.card("A3"))
    level = plans.level("III", cards=cards, starter=POST)
    desk.plans.add(plans.plan(levels=(level,)), by=admin)
    desk.contact_groups.add_rule("信息员", Rule(post="信息员", unit=county.units["例山镇"]), by=by)
    desk.contact_groups.add_rule("外乡", Rule(post="信息员", unit=county.units["例溪镇"]), by=by)
    return county.posts["例一村"]


def refused(act) -> Refused:
    with pytest.raises(Refused) as told:
        act()
    return told.value


def look(desk, county, unit="例一村"):
    (found,) = desk.contact_units.look_at_posts(county.units[unit])
    return found


def test_what_names_a_post_is_told_with_who_holds_it(desk, county, named):
    found = look(desk, county)

    assert [(one.person, one.rank) for one in found.holders] == [("陈例一", Rank.A), ("林例二", Rank.B)]
    assert found.uses == (
        PostUse("card", "防汛应急预案（示例）　III　A1"), PostUse("card", "防汛应急预案（示例）　III　A2"),
        PostUse("level", "防汛应急预案（示例）　III"), PostUse("group", "信息员"),
    )  # fmt: skip
    other = look(desk, county, "例溪镇").uses
    assert [one.name for one in other if one.what == "card"] == ["防汛应急预案（示例）　III　A2"]
    assert [one.name for one in other if one.what == "group"] == ["外乡"]


def test_a_post_is_renamed_only_where_what_names_it_was_seen(desk, county, named, by):
    found = look(desk, county)
    error = refused(lambda: desk.contact_units.rename_post(named, "安全员", seen=1, by=by))
    assert (error.code, error.facts["count"]) == ("post_named", 4) and "A1" in error.facts["what"]
    error = refused(lambda: desk.contact_units.rename_post(named, "安全员", told=found.uses[:3], seen=1, by=by))
    assert (error.facts["count"], error.facts["what"]) == (1, "信息员")

    desk.contact_units.rename_post(named, "安全员", told=found.uses, seen=1, by=by)

    renamed = look(desk, county)
    assert (renamed.row.name, renamed.row.version, renamed.uses) == ("安全员", 2, ())
    assert [(one.person, one.rank) for one in renamed.holders] == [("陈例一", Rank.A), ("林例二", Rank.B)]
    assert [hit.post for hit in desk.contacts.find("陈例一")] == ["安全员"]
    assert desk.log.verify().fault is None


def test_a_name_that_a_rule_still_finds_breaks_no_group(desk, county, named, by):
    error = refused(lambda: desk.contact_units.rename_post(named, "自然灾害信息员", seen=1, by=by))
    assert "信息员" not in error.facts["what"].split("、") and error.facts["count"] == 3


def test_a_shift_post_of_the_station_is_told_too(desk, county, by):
    site = desk.settings.value("site.name")
    station = desk.contact_units.add(Unit(site), by=by)
    shift_post = next(one.items("posts")[0] for one in desk.lists.rows("templates"))
    own = desk.contact_units.add_post(station.id, shift_post, by=by)
    other = desk.contact_units.add_post(county.units["例溪镇"], shift_post, by=by)

    error = refused(lambda: desk.contact_units.retire_post(own.id, seen=1, by=by))
    assert error.code == "post_named" and error.facts["count"] >= 1
    desk.contact_units.retire_post(other.id, seen=1, by=by)


def test_a_post_somebody_will_hold_is_not_retired(desk, county, by):
    unit, chen = county.units["例溪镇"], county.people["陈例一"]
    post = desk.contact_units.add_post(unit, "副镇长", by=by)
    desk.contact_units.appoint(post.id, chen, Rank.A, date(2030, 9, 1), by=by)
    assert refused(lambda: desk.contact_units.retire_post(post.id, seen=1, by=by)).code == "post_held"


def test_a_retired_post_comes_back_unless_its_name_was_taken(desk, county, by):
    unit = county.units["例溪镇"]
    post = desk.contact_units.add_post(unit, "副镇长", by=by)
    desk.contact_units.retire_post(post.id, seen=1, by=by)
    again = desk.contact_units.add_post(unit, "副镇长", by=by)
    assert refused(lambda: desk.contact_units.restore_post(post.id, seen=2, by=by)).code == "contact_name_taken"
    desk.contact_units.retire_post(again.id, seen=1, by=by)

    desk.contact_units.restore_post(post.id, seen=2, by=by)

    assert post.id in {one.id for one in desk.contact_units.posts(unit)}
    assert desk.log.verify().fault is None


def test_all_that_is_no_more_stands_in_one_list_and_comes_back(desk, county, by, clock):
    units, people, groups = desk.contact_units, desk.contact_people, desk.contact_groups
    village = units.add(Unit("例三村", county.units["例山镇"]), by=by)
    post = units.add_post(county.units["例溪镇"], "副镇长", by=by)
    group = groups.add_fixed("抢险", [county.people["陈例一"]], by=by)
    units.retire(village.id, seen=1, by=by)
    clock.advance(days=1)
    units.retire_post(post.id, seen=1, by=by)
    groups.retire(group.id, seen=1, by=by)
    clock.advance(days=1)
    wang = county.people["王例四"]
    people.leave(wang, seen=people.card(wang, to=by).version, by=by)

    rows = desk.contact_retired.rows()

    told = [(row.kind, row.name, row.where, row.day and row.day.day) for row in rows]
    assert told == [
        (RetiredKind.PERSON, "王例四", "例溪镇 灾害信息员", 14), (RetiredKind.POST, "副镇长", "例溪镇", 13),
        (RetiredKind.UNIT, "例三村", "例县 / 例山镇", 12), (RetiredKind.GROUP, "抢险", "", None),
    ]  # fmt: skip
    for row in rows:
        desk.contact_retired.restore(row, by=by)
    assert desk.contact_retired.rows() == []
    assert desk.contacts.find("王例四") and desk.contact_groups.rows()[0].name == "抢险"
    assert refused(lambda: desk.contact_retired.restore(rows[1], by=by)).code == "changed_meanwhile"
    assert desk.log.verify().fault is None


def test_a_unit_that_cards_name_is_renamed_and_retired_only_where_they_were_seen(desk, county, named, by):
    unit, units = county.units["例一村"], desk.contact_units
    uses = units.uses(unit)
    assert uses == (PostUse("card", "防汛应急预案（示例）　III　A1"),) and units.uses(county.units["例二村"]) == ()
    renamed = Unit("例一社区", county.units["例山镇"])
    error = refused(lambda: units.change(unit, renamed, seen=1, by=by))
    assert (error.code, error.facts["what"]) == ("post_named", uses[0].name)
    short = units.change(unit, Unit("例一社区", county.units["例山镇"], short_name="例一村"), seen=1, by=by)
    assert short.name == "例一社区" and units.uses(unit) == uses, "by its short name the card finds it still"
    units.change(unit, renamed, told=uses, seen=2, by=by)
    assert units.uses(unit) == ()

    empty = units.add(Unit("例一村", county.units["例山镇"]), by=by)
    assert refused(lambda: units.retire(empty.id, seen=1, by=by)).code == "post_named"
    units.retire(empty.id, told=uses, seen=1, by=by)
