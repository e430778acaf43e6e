"""Whom a card goes to, where offices share a name, were retired, or who stands on the roster is away."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from console.domain.people import Role
from console.domain.responses import Gap
from console.domain.roster import Named
from console.services.contact_people import NewPerson
from console.services.leaves import NewLeave
from tests.kit import plans as kit

POST = "防汛值守岗"


@pytest.fixture
def told(desk, by):
    """Whom the only card of a new plan goes to, for these columns of it."""

    def ask(**columns):
        level = kit.level("IV", cards=(kit.card("A1", **columns),))
        desk.plans.add(kit.plan(levels=(level,)), by=by)
        plan_id = desk.plans.by_code("YA-01").id
        return desk.responses.preview(plan_id, "IV", kit.WARNING).assignments[0].told

    return ask


def two_towns(desk, tmp_path, by):
    rows = (
        f"赵例一,例山镇人民政府（示例）/应急办（示例）,{POST},A,100-0000-0401",
        f"钱例二,例溪镇人民政府（示例）/应急办（示例）,{POST},A,100-0000-0402",
    )
    kit.people(desk, tmp_path, by, rows)


@pytest.mark.parametrize("unit", ["", "应急办（示例）"])
def test_two_offices_of_one_name_are_two(desk, by, tmp_path, told, unit):
    two_towns(desk, tmp_path, by)
    found = told(post=POST, unit=unit)
    assert (found.person, found.gap) == ("", Gap.WHICH_UNIT)


def test_the_unit_above_says_which(desk, by, tmp_path, told):
    two_towns(desk, tmp_path, by)
    assert told(post=POST, unit="例溪镇人民政府（示例）/应急办（示例）").person == "钱例二"


def test_an_office_that_is_no_more_is_none_of_two(desk, by, tmp_path, told):
    kit.people(desk, tmp_path, by, (f"赵例一,例县旧水利站（示例）,{POST},A,100-0000-0401",))
    kit.people(desk, tmp_path, by, (f"钱例二,例县新水利站（示例）,{POST},A,100-0000-0402",))
    units = desk.contact_units
    old = next(one for one in units.tree() if one.name == "例县旧水利站（示例）")
    (held,) = units.holders([old.id])
    units.end_holding(held.id, by=by)
    units.retire(old.id, seen=old.version, by=by)
    found = told(post=POST, unit="")
    assert (found.person, found.gap) == ("钱例二", None)


def test_only_who_holds_a_post_of_the_name_decides_which_unit_is_meant(desk, by, tmp_path, told):
    """The post stands in two units, but in one nobody holds it any more: it is told, not guessed."""
    two_towns(desk, tmp_path, by)
    (zhao,) = desk.contacts.find("赵例一")
    desk.contact_people.leave(zhao.id, seen=1, by=by)
    assert told(post=POST, unit="").gap is Gap.WHICH_UNIT


def test_who_stands_on_the_roster_but_is_on_leave_is_told_as_a_gap(desk, by, tmp_path, told):
    kit.people(desk, tmp_path, by, ("林例一,例县应急管理局（示例）,科长,A,100-0000-0001",))
    now = desk.clock.now()
    desk.roster.fill({(now.date(), "whole", "主班"): [Named("林例一")]}, by=by)
    (lin,) = desk.contacts.find("林例一")
    row = desk.leaves.ask(NewLeave(lin.id, "annual", now - timedelta(hours=1), now + timedelta(days=2)), by=by).leave
    desk.leaves.grant(row.id, "同意", seen=row.version, by=kit.officer(desk, by, kit.LEADER, Role.COMMANDER))
    found = told(post="主班", unit="")
    assert (found.person, found.gap) == ("林例一", Gap.ALL_AWAY)


def test_a_post_is_found_however_its_blanks_are_written(desk, by, tmp_path, told):
    kit.people(desk, tmp_path, by, ("赵例一,例县水利站（示例）,防汛 值守岗,A,100-0000-0401",))
    assert told(post="防汛值守岗", unit="例县水利站（示例）").person == "赵例一"


def test_somebody_who_begins_later_is_not_told_yet(desk, by, tmp_path, told):
    kit.people(desk, tmp_path, by)
    unit = next(one for one in desk.contact_units.tree() if one.name == kit.OFFICE)
    post = desk.contact_units.add_post(unit.id, POST, by=by)
    new = desk.contact_people.add(NewPerson("赵例一"), by=by)
    desk.contact_units.appoint(post.id, new, valid_from=date(2030, 9, 1), by=by)
    assert told(post=POST, unit=kit.OFFICE).gap is Gap.UNHELD
