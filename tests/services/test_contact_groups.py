"""Groups: fixed ones keep who was in them, a rule finds who holds the posts today."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from console.domain.contact_book import Rank, UnitKind
from console.domain.group_rule import Rule, rule_of, text_of
from console.errors import Refused
from console.services.contact_units import Unit
from db.models.contacts import ContactGroupMember
from db.models.places import Place
from tests.kit import contact_book as kit
from tests.kit.contact_files import stored

county = kit.county
INFORMANT = kit.INFORMANT


def names(people):
    return [one.name for one in people]


def test_all_informants_a_of_a_town_are_found_by_a_rule(desk, county, by):
    rule = Rule(post=INFORMANT, rank=Rank.A, unit=county.units["例山镇"])
    group = desk.contact_groups.add_rule("例山镇灾害信息员A岗", rule, by=by)
    found = desk.contact_groups.people(group.id, to=by)

    assert sorted(names(found)) == ["张例三", "陈例一"]
    assert next(number.shown for number in found[0].numbers).startswith("100-0000")
    assert (group.rule, group.members) == (rule, None)


def test_a_rule_finds_who_holds_the_post_today(desk, county, by):
    group = desk.contact_groups.add_rule("信息员", Rule(post="信息员", kinds=(UnitKind.VILLAGE,)), by=by)
    assert sorted(names(desk.contact_groups.people(group.id, to=by))) == ["张例三", "林例二", "陈例一"]
    (held,) = desk.contact_units.holders([county.units["例二村"]])
    desk.contact_units.end_holding(held.id, by=by)
    desk.contact_units.appoint(county.posts["例二村"], county.people["王例四"], Rank.A, date(2030, 8, 12), by=by)

    assert sorted(names(desk.contact_groups.people(group.id, to=by))) == ["林例二", "王例四", "陈例一"]


def test_a_rule_by_place_takes_what_lies_in_it(desk, county, by, tmp_path):
    file = tmp_path / "places.csv"
    file.write_text(
        "code,name\n330000000000,例省\n330300000000,例市\n330327000000,例县\n330327101000,例山镇\n330327101201,例一村\n",
        "utf-8",
    )
    desk.places.import_file(file, by=by)
    (town,) = stored(desk, select(Place.id).where(Place.name == "例山镇"))
    row = desk.contact_units.one(county.units["例山镇"])
    unit = Unit("例山镇", row.parent_id, place_id=town.id)
    desk.contact_units.change(row.id, unit, seen=row.version, by=by)

    found = desk.contact_groups.preview(Rule(place=town.id, rank=Rank.B), to=by)
    assert names(found) == ["林例二"]


def test_a_fixed_group_keeps_its_order_and_who_was_in_it(desk, county, by):
    ids = [county.people[name] for name in ("王例四", "陈例一", "王例四")]
    group = desk.contact_groups.add_fixed("抢险", ids, "轮流", by=by)
    assert names(desk.contact_groups.people(group.id, to=by)) == ["王例四", "陈例一"]

    changed = desk.contact_groups.set_members(group.id, [ids[1], county.people["林例二"]], seen=group.version, by=by)

    assert names(desk.contact_groups.people(group.id, to=by)) == ["陈例一", "林例二"]
    assert (changed.members, changed.rule) == (2, None)
    rows = stored(desk, select(ContactGroupMember.removed_at))
    assert [row.removed_at is not None for row in rows].count(True) == 1 and len(rows) == 3
    desk.contact_groups.retire(group.id, seen=changed.version, by=by)
    assert desk.contact_groups.rows() == []
    assert desk.log.verify().fault is None


def test_what_is_no_group_is_refused(desk, county, by):
    ruled = desk.contact_groups.add_rule("甲", Rule(post="信息员"), by=by)
    asked = (
        lambda: desk.contact_groups.add_fixed("甲", by=by),
        lambda: desk.contact_groups.preview(Rule(), to=by),
        lambda: desk.contact_groups.set_members(ruled.id, [], seen=1, by=by),
        lambda: desk.contact_groups.retire(ruled.id, seen=9, by=by),
        lambda: desk.contact_groups.people(county.people["陈例一"], to=by),
    )
    refusals = []
    for ask in asked:
        with pytest.raises(Refused) as refused:
            ask()
        refusals.append(refused.value.code)

    assert refusals == ["contact_name_taken", "rule_empty", "group_by_rule", "changed_meanwhile", "no_such_group"]


def test_a_rule_is_stored_as_it_is_read(county):
    rule = Rule((UnitKind.TOWN, UnitKind.VILLAGE), "值班", Rank.B, county.units["例县"], county.units["例山镇"])

    assert rule_of(text_of(rule)) == rule
