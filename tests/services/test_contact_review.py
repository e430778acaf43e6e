"""Faults a review found in the contact book: leaving later, names taken twice, what is retired, orders and history."""

from __future__ import annotations

from datetime import date

import pytest

from console.domain.contact_book import NumberKind, Rank
from console.domain.group_rule import Rule
from console.domain.people import Role
from console.errors import Refused
from console.services.contact_people import NewNumber, NewPerson
from console.services.contact_units import Unit
from tests.kit import contact_book
from tests.kit import contact_files as kit
from tests.kit.contact_files import HEAD, TWO, counted, hit

county, book, take = contact_book.county, kit.book, kit.take
LATER = [HEAD, [1, "陈例一", "例县应急管理局（示例）", "局长", "100-0000-0009", "0577-0000-0001"]]


def names(found):
    return [one.name for one in found]


def card(desk, key, **more):
    return desk.contact_people.card(key, to=None, **more)


def refused(act) -> str:
    with pytest.raises(Refused) as told:
        act()
    return told.value.code


# who leaves later is still here


def test_a_file_knows_who_leaves_next_month(book, take, desk, by):
    take(book(TWO))
    one = hit(desk, "陈例一")
    desk.contact_people.leave(one.id, date(2030, 9, 1), seen=card(desk, one.id).version, by=by)
    told = take(book(LATER, name="改.xlsx"))
    assert (counted(told)["updated"], "added" in counted(told)) == (1, False)
    assert card(desk, one.id).left_on == date(2030, 9, 1)
    assert [found.id for found in desk.contacts.find("陈例一")] == [one.id]


def test_who_leaves_next_month_may_still_take_a_post(desk, county, by):
    chen = county.people["陈例一"]
    desk.contact_people.leave(chen, date(2030, 9, 1), seen=card(desk, chen).version, by=by)
    held = desk.contact_units.appoint(county.posts["例溪镇"], chen, Rank.B, by=by)
    assert held.person_id == chen


# names and what is retired


def test_a_post_is_not_renamed_as_its_neighbour(desk, county, by):
    unit = county.units["例一村"]
    other = desk.contact_units.add_post(unit, "主任", by=by)
    act = lambda: desk.contact_units.rename_post(other.id, contact_book.INFORMANT, seen=1, by=by)  # noqa: E731
    assert refused(act) == "contact_name_taken"
    desk.contact_units.rename_post(other.id, "主任", 3, seen=1, by=by)


def test_a_unit_does_not_come_back_beside_one_of_its_name(desk, county, by):
    first = desk.contact_units.add(Unit("例三村", county.units["例山镇"]), by=by)
    desk.contact_units.retire(first.id, seen=first.version, by=by)
    desk.contact_units.add(Unit("例三村", county.units["例山镇"]), by=by)
    assert refused(lambda: desk.contact_units.restore(first.id, seen=2, by=by)) == "contact_name_taken"


def test_nothing_hangs_under_or_stands_in_a_unit_that_is_no_more(desk, county, by):
    gone = desk.contact_units.add(Unit("例三村", county.units["例山镇"]), by=by)
    post = desk.contact_units.add_post(gone.id, "主任", by=by)
    desk.contact_units.retire(gone.id, seen=gone.version, by=by)
    other = desk.contact_units.one(county.units["例二村"])
    units, chen = desk.contact_units, county.people["陈例一"]
    for act in (
        lambda: units.add(Unit("例三村一组", gone.id), by=by),
        lambda: units.move(other.id, gone.id, seen=other.version, by=by),
        lambda: units.add_post(gone.id, "书记", by=by),
    ):
        assert refused(act) == "unit_retired"
    assert refused(lambda: units.appoint(post.id, chen, by=by)) == "post_retired"


def test_a_unit_comes_back_only_under_one_that_is_there(desk, county, by):
    units = desk.contact_units
    above = units.add(Unit("例三片", county.units["例山镇"]), by=by)
    under = units.add(Unit("例三村", above.id), by=by)
    units.retire(under.id, seen=under.version, by=by)
    units.retire(above.id, seen=above.version, by=by)
    assert refused(lambda: units.restore(under.id, seen=2, by=by)) == "unit_retired"
    units.restore(above.id, seen=2, by=by)
    units.restore(under.id, seen=2, by=by)


def test_what_was_to_begin_later_never_begins(desk, county, by):
    held = desk.contact_units.appoint(county.posts["例溪镇"], county.people["陈例一"], Rank.B, date(2030, 9, 1), by=by)
    desk.contact_units.end_holding(held.id, by=by)
    former = desk.contact_units.holders([county.units["例溪镇"]], former=True)
    assert [one.valid_to for one in former if one.id == held.id] == [date(2030, 9, 1)]


def test_taking_the_same_post_again_later_is_refused_where_days_overlap(desk, county, by):
    act = lambda: desk.contact_units.appoint(  # noqa: E731
        county.posts["例溪镇"], county.people["王例四"], Rank.A, date(2030, 7, 1), by=by
    )
    assert refused(act) == "already_held"


# groups


def test_a_rule_of_blanks_is_no_rule(desk, county, by):
    assert refused(lambda: desk.contact_groups.preview(Rule(post="  "), to=by)) == "rule_empty"


def test_somebody_unknown_is_in_no_group(desk, county, by):
    from uuid import uuid4

    assert refused(lambda: desk.contact_groups.add_fixed("值守组", [uuid4()], by=by)) == "no_such_person"


def test_of_group_and_names_the_order_is_kept(desk, county, by):
    by, tool = desk.accounts.add("许例五", Role.OFFICER, "口令口令口令88", by=by).actor, by
    chen, lin, wang = (county.people[name] for name in ("陈例一", "林例二", "王例四"))
    group = desk.contact_groups.add_fixed("值守组", [chen, lin], by=tool)
    made = desk.call_lists.begin("叫应", group=group.id, people=[wang, chen], by=by)
    assert [one.name for one in made.people] == ["陈例一", "林例二", "王例四"]


# numbers


def test_only_what_changed_stands_in_the_history(desk, county, by):
    chen = county.people["陈例一"]
    mobile = card(desk, chen).numbers[0]
    desk.contact_people.change_number(mobile.id, NewNumber(NumberKind.MOBILE, mobile.number, label="工作"), by=by)
    assert desk.contact_people.history(chen, to=by) == []
    assert card(desk, chen).numbers[0].label == "工作"


def test_a_full_width_extension_is_an_extension(desk, county, by):
    chen = county.people["陈例一"]
    desk.contact_people.add_number(chen, NewNumber(NumberKind.OFFICE, "0577-0000-0100", "８０１"), by=by)
    assert "801" in [one.extension for one in card(desk, chen).numbers]


def test_nobody_was_reached_tomorrow(desk, county, by):
    number = card(desk, county.people["陈例一"]).numbers[0]
    act = lambda: desk.contact_people.verify([number.id], date(2030, 8, 14), by=by)  # noqa: E731
    assert refused(act) == "time_future"


def test_the_same_number_twice_in_one_new_person_is_refused(desk, by):
    twice = [NewNumber(NumberKind.MOBILE, "100-0000-0001"), NewNumber(NumberKind.OFFICE, "10000000001")]
    assert refused(lambda: desk.contact_people.add(NewPerson("陈例一"), twice, by=by)) == "number_there"


# undo


def test_an_import_somebody_built_on_is_not_taken_back(book, take, desk, by):
    told = take(book(TWO))
    one = hit(desk, "陈例一")
    desk.contact_groups.add_fixed("值守组", [one.id], by=by)
    assert refused(lambda: desk.import_runs.undo(told.run_id, by=by)) == "import_changed_since"


def test_an_undo_gives_nobody_a_post_that_is_no_more(book, take, desk, by):
    take(book(TWO))
    told = take(book(LATER, name="改.xlsx"))
    unit = next(one for one in desk.contact_units.tree() if one.name.startswith("例县应急管理局"))
    old = next(one for one in desk.contact_units.posts(unit.id) if one.name == "值班室主班")
    desk.contact_units.retire_post(old.id, seen=old.version, by=by)
    assert refused(lambda: desk.import_runs.undo(told.run_id, by=by)) == "import_changed_since"


# search


@pytest.mark.parametrize(
    "typed",
    ["lü", "LÜ", "吕 例", "lüli", "(0577)0000-0301", "（0577）00000301", "0577 0000 0301", "0577-0000-0301转8",
     "+86 577 0000 0301", "吕例七。", "lv'li", "呂例七"],
)  # fmt: skip
def test_however_it_is_typed(desk, by, typed):
    numbers = [NewNumber(NumberKind.OFFICE, "0577-0000-0301", "8")]
    desk.contact_people.add(NewPerson("吕例七"), numbers, by=by)
    desk.contact_people.add(NewPerson("陈例一"), by=by)
    assert names(desk.contacts.find(typed)) == ["吕例七"]


@pytest.mark.parametrize(
    ("written", "typed"), [("吕  例", "吕例"), ("阿依·例七", "阿依例七"), ("阿依·例七", "阿依•例七")]
)
def test_blanks_and_dots_in_a_name(desk, by, written, typed):
    desk.contact_people.add(NewPerson(written), by=by)
    assert len(desk.contacts.find(typed)) == 1


def test_who_has_the_extension_comes_first_and_a_personnel_number_is_no_telephone(desk, by):
    for at, name in enumerate(("陈例一", "林例二", "张例三"), 1):
        numbers = [NewNumber(NumberKind.OFFICE, "0577-0000-0301", f"80{at}"), NewNumber(NumberKind.SHORT, f"660{at}")]
        desk.contact_people.add(NewPerson(name, staff_number=f"66-0{at}"), numbers, by=by)
    assert names(desk.contacts.find("0577 0000 0301 转 803")) == ["张例三", "林例二", "陈例一"]
    assert names(desk.contacts.find("66-02"))[0] == "林例二" and names(desk.contacts.find("6602")) == ["林例二"]


def test_blanks_between_syllables_and_initials_say_one_name(desk, by):
    for name in ("陈例一", "陈一例", "林例二", "程丽英"):
        desk.contact_people.add(NewPerson(name), by=by)
    assert names(desk.contacts.find("chen li yi")) == ["陈例一", "程丽英"]
    assert set(names(desk.contacts.find("yi chen"))) >= {"陈例一", "陈一例"}
    assert names(desk.contacts.find("chenliyi")) == ["陈例一", "程丽英"]
    assert sorted(names(desk.contacts.find("c l y"))) == ["程丽英", "陈例一"]


def test_a_unit_is_found_as_it_is_written(book, take, desk):
    take(book(TWO))
    assert "陈例一" in names(desk.contacts.find("例县应急管理局（示例）"))


def test_who_sounds_the_same_is_found_only_where_nobody_is_called_so(desk, by):
    for name in ("陈立一", "陈例一", "单例二"):
        desk.contact_people.add(NewPerson(name), by=by)
    assert names(desk.contacts.find("陈例一")) == ["陈例一"]
    assert sorted(names(desk.contacts.find("陳莉一"))) == ["陈例一", "陈立一"]
    assert names(desk.contacts.find("单丽")) == ["单例二"] and desk.contacts.find("陈利三") == []


def test_an_export_with_all_that_is_odd_is_read_as_the_same(desk, county, by, tmp_path):
    numbers = [
        NewNumber(NumberKind.MOBILE, "+86 100 0000 0009", label="工作"),
        NewNumber(NumberKind.OFFICE, "0577-0000-0009", "801", "夜间"),
        NewNumber(NumberKind.SATELLITE, "008821600000001"),
        NewNumber(NumberKind.RADIO, "+1"),
        NewNumber(NumberKind.RADIO, "例山 01", label="备用"),
    ]
    key = desk.contact_people.add(NewPerson("李例 四", "007", "第1行\n第2行"), numbers, by=by)
    desk.contact_units.appoint(county.posts["例溪镇"], key, by=by)
    for name in ("通讯录.csv", "通讯录.xlsx"):
        desk.contacts.export(tmp_path / name, by=by)
        told = desk.contacts.import_file(tmp_path / name, dry_run=True, by=by)
        assert not told.problems and not told.changed and counted(told) == {"read": 5, "unchanged": 5}, told
