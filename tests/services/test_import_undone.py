"""An import is taken back as a whole: what was new is gone, what was changed is as it was, or nothing happens."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from console.domain.contact_book import NumberKind
from console.domain.contact_change import Difference
from console.domain.importing import Progress
from console.errors import Refused
from console.services.contact_people import NewNumber, NewPerson
from db.models.people import Organisation, Person, PhoneNumber, PostHolder
from db.queries import roster
from tests.kit import contact_files as kit
from tests.kit.contact_files import HEAD, TWO, codes, counted, hit, stored

book, take = kit.book, kit.take
LATER = [HEAD, [1, "陈例一", "例县应急管理局（示例）", "局长", "100-0000-0009", "0577-0000-0001"]]


def test_what_was_new_is_gone_and_nothing_is_deleted(book, take, desk, by):
    told = take(book(TWO))
    assert desk.import_runs.undo(told.run_id, by=by) == 2 + 2 + 2 + 2 + 4

    assert desk.contacts.find("陈例一") == [] and desk.contacts.by_number("100-0000-0001") == []
    assert desk.contacts.summary().persons == 0
    assert [row.left_on for row in stored(desk, select(Person.left_on))] == [date(2030, 8, 12)] * 2
    assert [row.retired_on for row in stored(desk, select(Organisation.retired_on))] == [date(2030, 8, 12)] * 2
    assert desk.log.verify().fault is None
    (run,) = desk.import_runs.newest()
    assert (run.file_name, run.taken, run.left_out, run.mode, run.undone_by) == ("通讯录.xlsx", 2, 0, "all", by.name)


def test_after_that_the_same_file_adds_them_again(book, take, desk, by):
    path = book(TWO)
    desk.import_runs.undo(take(path).run_id, by=by)
    again = take(path)

    assert counted(again) == {"read": 2, "added": 2} and again.applied
    assert hit(desk, "陈例一").organisation == "例县应急管理局（示例）"


def test_what_was_changed_is_as_it_was(book, take, desk, by):
    take(book(TWO))
    before = hit(desk, "陈例一")
    told = take(book(LATER, name="改.xlsx"))
    assert (hit(desk, "陈例一").post, hit(desk, "陈例一").numbers[0]) == ("局长", "100-0000-0009")
    history = desk.contact_people.history(before.id, to=by)
    assert [(one.before, one.after, one.why) for one in history] == [
        ("", "100-0000-0009", "导入 改.xlsx"),
        ("100-0000-0001", "", "导入 改.xlsx"),
    ]
    desk.import_runs.undo(told.run_id, by=by)

    assert hit(desk, "陈例一") == before
    assert [one.after for one in desk.contact_people.history(before.id, to=by)[:2]] == ["100-0000-0001", ""]
    assert [row.valid_to for row in stored(desk, select(PostHolder.valid_to))] == [None, None, date(2030, 8, 12)]
    assert desk.log.verify().fault is None


def _change_a_number(desk, by):
    person = hit(desk, "陈例一").id
    first = desk.contact_people.card(person, to=by).numbers[0]
    desk.contact_people.change_number(first.id, NewNumber(NumberKind.MOBILE, "100-0000-0055"), by=by)


def _put_somebody_there(desk, by):
    unit = next(row for row in desk.contact_units.tree() if "应急管理局" in row.name)
    (post,) = desk.contact_units.posts(unit.id)
    desk.contact_units.appoint(post.id, desk.contact_people.add(NewPerson("解例八"), by=by), by=by)


@pytest.mark.parametrize("since", [_change_a_number, _put_somebody_there])
def test_what_was_changed_since_is_not_taken_back(book, take, desk, by, since):
    told = take(book(TWO))
    since(desk, by)
    with pytest.raises(Refused) as refused:
        desk.import_runs.undo(told.run_id, by=by)

    assert refused.value.code == "import_changed_since" and refused.value.facts["count"] >= 1
    assert len(desk.contacts.find("单例二")) == 1, "nothing is taken back"
    assert desk.log.verify().fault is None


def test_once_is_enough(book, take, desk, by):
    told = take(book(TWO))
    desk.import_runs.undo(told.run_id, by=by)
    refusals = []
    for run in (told.run_id, desk.import_runs.newest()[0].id.__class__(int=1)):
        with pytest.raises(Refused) as refused:
            desk.import_runs.undo(run, by=by)
        refusals.append(refused.value.code)

    assert refusals == ["import_undone", "no_such_import"]


def test_a_dry_run_and_an_import_that_changes_nothing_leave_no_run(book, take, desk):
    path = book(TWO)
    assert take(path, dry_run=True).run_id is None and desk.import_runs.newest() == []
    take(path)
    assert take(path).run_id is None and len(desk.import_runs.newest()) == 1


def test_differences_are_seen_before_they_are_applied(book, take):
    take(book(TWO))
    (changed,) = take(book(LATER), dry_run=True).changed

    assert (changed.row, changed.name) == (2, "陈例一")
    assert changed.differences == (
        Difference("post", "例县应急管理局（示例） 值班室主班 A", "例县应急管理局（示例） 局长 A"),
        Difference("numbers", "100-0000-0001、0577-0000-0001", "100-0000-0009、0577-0000-0001"),
    )


def test_an_import_is_stopped_and_nothing_is_changed(book, take, desk):
    path, told = book(TWO), []

    def stop_at(part):
        return Progress(lambda *step: told.append(step), lambda: bool(told) and told[-1][0] == part)

    for part in ("read", "compare", "write", "book"):
        told.clear()
        with pytest.raises(Refused) as refused:
            take(path, progress=stop_at(part))
        assert (refused.value.code, told[-1][0]) == ("import_stopped", part)
        assert stored(desk, select(PhoneNumber.id)) == []
    told.clear()
    assert take(path, progress=Progress(lambda *step: told.append(step))).applied
    assert [part for part, done, of in told if done == of] == ["read", "write", "book"]
    assert desk.log.verify().fault is None


def test_a_person_at_two_posts_is_one_person(book, take, desk):
    rows = [
        ["姓名", "单位", "职务", "手机", "办公电话"],
        ["陈例一", "例县应急局（示例）", "科长", "100-0000-0001", "0577-0000-0001"],
        ["陈例一", "例山镇（示例）", "驻镇干部", "100-0000-0001", "0577-0000-0002"],
        ["陈例一", "例溪镇（示例）", "联络员", "100-0000-0002", ""],
    ]
    told = take(book(rows))

    assert counted(told) == {"read": 4 - 1, "added": 2, "warnings": 1}
    assert codes(told.warned) == [(3, "post", "second_post")]
    (chen,) = desk.contacts.find("100-0000-0001")
    assert chen.numbers == ("100-0000-0001", "0577-0000-0001", "0577-0000-0002")
    assert [one.name for one in desk.contacts.find("驻镇")] == ["陈例一"]
    again = take(book(rows))
    assert (again.unchanged, again.updated, again.added) == (2, 0, 0)


def test_a_call_sign_is_a_number_too(book, take, desk):
    rows = [["姓名", "单位", "手机", "呼号"], ["陈例一", "例县应急局（示例）", "100-0000-0001", "例山０１"]]
    take(book(rows))

    assert hit(desk, "陈例一").numbers == ("100-0000-0001", "例山01")
    assert [one.name for one in desk.contacts.find("例山01")] == ["陈例一"]
    assert counted(take(book(rows))) == {"read": 1, "unchanged": 1}


def test_somebody_with_a_number_who_left_comes_back_by_the_file(book, take, desk, by):
    rows = [["编号", "姓名", "单位", "手机"], ["007", "陈例一", "例县应急局（示例）", "100-0000-0001"]]
    take(book(rows))
    person = hit(desk, "陈例一").id
    desk.contact_people.leave(person, seen=1, by=by)
    told = take(book(rows))

    assert counted(told) == {"read": 1, "updated": 1} and hit(desk, "陈例一").id == person


def test_who_was_taken_back_is_no_second_person_on_the_shift_table(book, take, desk, by):
    path = book(TWO)
    desk.import_runs.undo(take(path).run_id, by=by)
    take(path)

    with desk.opened.store.reading() as connection:
        known = roster.people(connection, date(2030, 8, 12), ["陈例一"])
    assert [number for _, number in known["陈例一"]] == ["100-0000-0001"]
