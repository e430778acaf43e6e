"""Who a row of a list of people is: known again, told apart, updated, or refused with its reason."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from db.models.people import Person, PhoneNumber, PostHolder
from tests.kit import contact_files as kit
from tests.kit.contact_files import HEAD, TWO, codes, counted, hit, stored

book, take = kit.book, kit.take


def test_every_bad_row_is_told_and_nothing_is_taken_in(book, take, desk):
    rows = [
        HEAD,
        [1, "陈例一", "例县应急局（示例）", "主班", "100-0000-0001", ""],
        [2, "", "例县应急局（示例）", "副班", "100-0000-0002", ""],
        [3, "曾例三、林例十", "例县应急局（示例）", "副班", "100-0000-0003", ""],
        [4, "仇例六", "例县应急局（示例）", "副班", "1000000000", "12"],
        [5, "#REF!", "例县应急局（示例）", "副班", "100-0000-0005", ""],
        [6, "邹例8", "例县应急局（示例）", "副班", "100-0000-0005", ""],
        [7, "陈例一", "例县应急局（示例）", "主班", "100-0000-0001", ""],
        [8, "长" * 61, "例县应急局（示例）", "主班", "", ""],
    ]
    path = book(rows)
    told = take(path)

    assert codes(told.problems) == [
        (3, "name", "missing_name"),
        (4, "name", "several_names"),
        (5, "mobile", "number_strange"),
        (5, "office", "number_strange"),
        (6, "name", "cell_error"),
        (7, "name", "name_digits"),
        (8, "name", "duplicate"),
        (9, "name", "too_long"),
    ]
    assert counted(told) == {"read": 8, "added": 1, "refused": 7} and not told.applied
    assert stored(desk, select(Person.id)) == []

    good = take(path, good_rows_only=True)
    assert good.applied and [row.name for row in stored(desk, select(Person.name))] == ["陈例一"]


def test_a_line_shared_by_an_office_is_ordinary_one_mobile_of_two_people_is_told(book, take, desk):
    rows = [
        HEAD,
        [1, "陈例一", "例县应急局（示例）", "", "100-0000-0001", "0577-0000-0001"],
        [2, "曾例三", "例县应急局（示例）", "", "100-0000-0001", "0577-0000-0001"],
    ]
    told = take(book(rows))

    assert codes(told.warned) == [(3, "mobile", "mobile_shared")] and told.applied
    assert counted(told) == {"read": 2, "added": 2, "warnings": 1}
    assert len(desk.contacts.by_number("0577-0000-0001")) == 2


def test_a_zero_a_spreadsheet_dropped_is_put_back_and_told(book, take, desk):
    told = take(book([HEAD, [1, "陈例一", "例县应急局（示例）", "", 10000000001, 57700000001]]))

    assert codes(told.warned) == [(2, "office", "zero_lost")]
    assert hit(desk, "陈例一").numbers == ("10000000001", "057700000001")


def test_the_serial_number_is_no_key_the_personnel_number_is(book, take, desk):
    first = [["序号", "编号", "姓名", "单位", "手机"], [1, "007", "陈例一", "例县应急局（示例）", "100-0000-0001"]]
    then = [["序号", "编号", "姓名", "单位", "手机"], [9, "007", "陈例壹", "例县气象局（示例）", "100-0000-0001"]]
    take(book(first))
    told = take(book(then))

    assert counted(told) == {"read": 1, "updated": 1, "warnings": 1}
    assert codes(told.warned) == [(2, "name", "renamed")]
    assert hit(desk, "陈例壹").organisation == "例县气象局（示例）"
    assert len(stored(desk, select(Person.id))) == 1


def test_namesakes_of_one_unit_are_told_apart_by_their_mobiles(book, take, desk):
    rows = [
        HEAD,
        [1, "陈例一", "例县应急局（示例）", "主任", "100-0000-0001", ""],
        [2, "陈例一", "例县应急局（示例）", "科员", "100-0000-0002", ""],
        [3, "陈例一", "例县应急局（示例）", "司机", "", ""],
    ]
    told = take(book(rows), good_rows_only=True)

    assert counted(told) == {"read": 3, "added": 2, "refused": 1}
    assert codes(told.problems) == [(4, "name", "duplicate_other")]
    rows[2][3] = "副科长"
    again = take(book(rows[:3]))
    assert counted(again) == {"read": 2, "updated": 1, "unchanged": 1}
    alone = take(book([HEAD, [1, "陈例一", "例县应急局（示例）", "主任", "", ""]]))
    assert codes(alone.problems) == [(2, "name", "ambiguous")]


def test_a_later_file_updates_and_ends_what_it_no_longer_names(book, take, desk):
    take(book([HEAD, [1, "陈例一", "例县应急局（示例）", "科员", "100-0000-0001、100-0000-0009", "0577-0000-0001"]]))
    told = take(book([HEAD, [1, "陈例一", "例县应急局（示例）", "科长", "100-0000-0002", "0577-0000-0001"]]))

    assert counted(told) == {"read": 1, "updated": 1}
    assert (hit(desk, "陈例一").post, hit(desk, "陈例一").numbers) == ("科长", ("100-0000-0002", "0577-0000-0001"))
    assert desk.contacts.by_number("100-0000-0001") == []
    ended = stored(desk, select(PhoneNumber.digits, PhoneNumber.valid_to).where(PhoneNumber.valid_to.is_not(None)))
    assert sorted(map(tuple, ended)) == [
        ("10000000001", date(2030, 8, 12)),
        ("10000000009", date(2030, 8, 12)),
    ]
    assert [row.valid_to for row in stored(desk, select(PostHolder.valid_to))] == [date(2030, 8, 12), None]
    assert desk.log.verify().fault is None


def test_a_file_without_a_column_leaves_what_it_would_say(book, take, desk):
    take(book(TWO))
    told = take(book([["姓名", "单位"], ["陈例一", "例县应急管理局(示例)"]]))

    assert counted(told) == {"read": 1, "unchanged": 1}
    assert hit(desk, "陈例一").numbers == ("100-0000-0001", "0577-0000-0001")


def test_an_officer_with_an_account_is_the_person_of_the_list(book, take, desk, by):
    from console.domain.people import Role

    desk.accounts.add("陈例一", Role.ADMIN, "contacts of 2030", by=by)
    told = take(book(TWO))

    assert counted(told) == {"read": 2, "added": 1, "updated": 1}
    assert len(stored(desk, select(Person.id))) == 2


def test_a_name_merged_over_two_rows_is_one_person_with_both_numbers(book, take, desk):
    rows = [["姓名", "单位", "电话"], ["陈例一", "例县应急局（示例）", "100-0000-0001"], [None, None, "0577-0000-0001"]]
    told = take(book(rows, merged=["A2:A3", "B2:B3"]))

    assert counted(told) == {"read": 1, "added": 1}
    assert hit(desk, "陈例一").numbers == ("100-0000-0001", "0577-0000-0001")


def test_the_book_says_how_much_stands_in_it_and_by_which_file(book, take, desk):
    assert (desk.contacts.summary().persons, desk.contacts.summary().last) == (0, None)

    take(book(TWO, name="县级.xlsx"))
    told = desk.contacts.summary()

    assert (told.persons, told.organisations, told.numbers) == (2, 2, 4)
    assert told.last is not None and told.last.text == "县级.xlsx：新增 2，更新 0"
    assert (told.last.by, told.last.at) == ("tool:tester", desk.clock.now())
