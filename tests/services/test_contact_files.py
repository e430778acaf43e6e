"""Workbooks of people as counties keep them: what is read, what is skipped, what is refused and why."""

from __future__ import annotations

from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from console.domain.contact_cells import CellProblem, name_of, phones_of
from console.errors import Refused, Unavailable
from db.models.people import Organisation, Person, PhoneNumber, PostHolder


@pytest.fixture
def book(tmp_path):
    """Make a workbook from sheets of rows; ``merged`` are ranges of the first sheet."""

    def make(*sheets, merged=(), name="通讯录.xlsx", titles=()):
        made = Workbook()
        for at, rows in enumerate(sheets):
            title = titles[at] if at < len(titles) else f"Sheet{at + 1}"
            sheet = made.active if not at else made.create_sheet()
            sheet.title = title
            for row in rows:
                sheet.append(row)
        for part in merged:
            made.worksheets[0].merge_cells(part)
        path = tmp_path / name
        made.save(path)
        return path

    return make


@pytest.fixture
def take(desk, by):
    return lambda path, **how: desk.contacts.import_file(path, by=by, **how)


def counted(told):
    return {
        name: getattr(told, name)
        for name in ("read", "added", "updated", "unchanged", "skipped", "refused", "warnings")
        if getattr(told, name)
    }


def codes(found):
    return [(one.row, one.column, one.code.rpartition(".")[2]) for one in found]


def hit(desk, name):
    (found,) = [one for one in desk.contacts.find(name) if one.name == name]
    return found


def stored(desk, statement):
    with desk.opened.store.reading() as connection:
        return connection.execute(statement).all()


HEAD = ["序号", "姓名", "单位", "职务", "手机", "办公电话"]
TWO = [
    HEAD,
    [1, "陈例一", "例县应急管理局（示例）", "值班室主班", "100-0000-0001", "0577-0000-0001"],
    [2, "单例二", "例山镇人民政府（示例）", "灾害信息员", "100-0000-0102", "0577-0000-0102"],
]


def test_an_ordinary_list_is_taken_in_and_found(book, take, desk):
    told = take(book(TWO))

    assert counted(told) == {"read": 2, "added": 2} and told.applied and told.problems == ()
    assert hit(desk, "单例二").organisation == "例山镇人民政府（示例）"
    assert hit(desk, "陈例一").numbers == ("100-0000-0001", "0577-0000-0001")
    assert hit(desk, "陈例一").post == "值班室主班"
    assert [one.name for one in desk.contacts.find("sle")] == ["单例二"]
    assert desk.log.verify().fault is None


def test_the_same_file_twice_changes_nothing(book, take, desk):
    path = book(TWO)
    take(path)
    before = desk.log.verify().audit.head
    again = take(path)

    assert counted(again) == {"read": 2, "unchanged": 2} and again.applied
    assert len(stored(desk, select(Person.id))) == 2
    assert len(stored(desk, select(PhoneNumber.id))) == 4
    assert desk.log.verify().audit.head == before


def test_a_dry_run_writes_nothing_and_says_the_same(book, take, desk):
    path = book(TWO)
    dry = take(path, dry_run=True)

    assert counted(dry) == {"read": 2, "added": 2} and not dry.applied
    assert stored(desk, select(Person.id)) == []


def test_heads_in_any_order_with_synonyms_blanks_and_titles(book, take, desk):
    told = take(
        book(
            [
                ["例县应急系统通讯录（示例）"],
                ["2030 年 8 月", None, "内部使用"],
                ["短号", "固  话", "移动电话*", "岗位", "所在单位：", "名 字", "工号", "备 注"],
                ["660001", "0577-0000-0001", "100-0000-0001", "主班", "例县应急局（示例）", "陈　例一", "A01", "夜班"],
            ]
        )
    )

    assert counted(told) == {"read": 1, "added": 1}
    assert hit(desk, "陈例一").numbers == ("100-0000-0001", "660001", "0577-0000-0001")
    ((staff, remark),) = stored(desk, select(Person.staff_number, Person.remark))
    assert (staff, remark) == ("A01", "夜班")
    assert [one.name for one in desk.contacts.find("a01")] == ["陈例一"]


def test_heads_over_two_rows_with_merged_cells(book, take, desk):
    rows = [
        ["例县通讯录（示例）", None, None, None, None],
        ["单位", "姓名", "联系方式", None, "备注"],
        [None, None, "手机", "办公", None],
        ["例县水利局（示例）", "解例九", "100-0000-0309", "0577-0000-0309", ""],
    ]
    rows[2][3] = "办公电话"
    told = take(book(rows, merged=["A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3"]))

    assert counted(told) == {"read": 1, "added": 1}
    assert hit(desk, "解例九").numbers == ("100-0000-0309", "0577-0000-0309")


def test_a_unit_merged_over_its_people_holds_for_all_of_them(book, take, desk):
    rows = [
        ["单位", "姓名", "手机"],
        ["例县公安局（示例）", "仇例六", "100-0000-0006"],
        [None, "区例一", "100-0000-0310"],
        [None, None, None],
        ["例县气象局（示例）", "乐例二", "100-0000-0311"],
    ]
    told = take(book(rows, merged=["A2:A4"]))

    assert counted(told) == {"read": 4, "added": 3, "skipped": 1}
    assert hit(desk, "区例一").organisation == "例县公安局（示例）"
    assert hit(desk, "乐例二").organisation == "例县气象局（示例）"


def test_a_unit_written_once_above_its_people_holds_for_those_below(book, take, desk):
    rows = [
        ["单位", "姓名", "手机"],
        ["例县公安局（示例）", "仇例六", "100-0000-0006"],
        [None, "区例一", "100-0000-0310"],
    ]
    rows += [[None, "重例三", "100-0000-0312"], ["例县气象局（示例）", "乐例二", "100-0000-0311"]]
    rows += [[None, "曾例三", "100-0000-0003"]]
    told = take(book(rows))

    assert counted(told) == {"read": 5, "added": 5}
    assert hit(desk, "重例三").organisation == "例县公安局（示例）"
    assert hit(desk, "曾例三").organisation == "例县气象局（示例）"


def test_a_blank_unit_among_written_ones_is_nobodys_guess(book, take, desk):
    rows = [["单位", "姓名", "手机"], ["例县公安局（示例）", "仇例六", "100-0000-0006"]]
    rows += [["例县公安局（示例）", "区例一", "100-0000-0310"], [None, "重例三", "100-0000-0312"], [None, "曾例三", ""]]
    told = take(book(rows))

    assert counted(told) == {"read": 4, "added": 3, "refused": 1} and not told.applied
    assert codes(told.problems) == [(5, "unit", "missing_unit")]


def test_sections_name_the_unit_where_no_column_does(book, take, desk):
    rows = [
        ["例县应急通讯录（示例）", None, None],
        ["姓名", "职务", "手机"],
        ["一、例县应急管理局（示例）", None, None],
        ["陈例一", "局长", "100-0000-0001"],
        ["二、例山镇人民政府（示例）（2人）", None, None],
        ["单例二", "镇长", "100-0000-0102"],
        ["例溪镇人民政府（示例）", None, None],
        ["欧阳例四", "镇长", "100-0000-0204"],
        ["本表每季度核对一次，号码有变及时告知。"],
    ]
    told = take(book(rows, merged=["A1:C1", "A3:C3", "A5:C5", "A7:C7"]))

    assert counted(told) == {"read": 7, "added": 3, "skipped": 4}
    assert hit(desk, "欧阳例四").organisation == "例溪镇人民政府（示例）"
    assert hit(desk, "陈例一").organisation == "例县应急管理局（示例）"
    assert hit(desk, "单例二").organisation == "例山镇人民政府（示例）"


def test_totals_notes_blank_rows_and_repeated_heads_are_skipped(book, take, desk):
    rows = [*TWO, [], ["小计", 2], HEAD, [3, "曾例三", "例县气象局（示例）", "副班", "100-0000-0003"]]
    rows += [["合  计", "", 3], ["备注：本表仅供示例。"], [None, "填表人：陈例一", None, "审核人：林例十"]]
    told = take(book(rows))

    assert told.problems == ()
    assert counted(told) == {"read": 9, "added": 3, "skipped": 6}


def test_all_sheets_with_tables_are_read_and_others_ignored(book, take, desk):
    notes = [["使用说明"], ["本表每月更新"], ["数据", "1", "2"]]
    towns = [["姓名", "联系电话"], ["单例二", "100-0000-0102"]]
    path = book(TWO[:2], notes, [], towns, titles=("局机关", "说明", "空", "例山镇"))
    told = take(path)

    assert counted(told) == {"read": 2, "added": 2}
    assert hit(desk, "单例二").organisation == "例山镇"


def test_a_and_b_posts_side_by_side_are_two_people(book, take, desk):
    rows = [
        ["乡镇", "A岗", None, "B岗", None, "值班电话"],
        [None, "姓名", "手机号码", "姓名", "手机号码"],
        ["例山镇（示例）", "单例二", "100-0000-0102", "梁例五", "100-0000-0105", "0577-0000-0102"],
        ["例溪镇（示例）", "欧阳例四", "100-0000-0204", None, None, "0577-0000-0204"],
        ["例林乡（示例）", "朴例三", "100-0000-0221", "空缺", None, "0577-0000-0221"],
    ]
    told = take(book(rows, merged=["A1:A2", "B1:C1", "D1:E1", "F1:F2"]))

    assert counted(told) == {"read": 4, "added": 4}
    assert hit(desk, "梁例五").organisation == "例山镇（示例）"
    assert hit(desk, "梁例五").numbers == ("100-0000-0105", "0577-0000-0102")
    ranks = stored(desk, select(Person.name, PostHolder.rank).join(Person, Person.id == PostHolder.person_id))
    assert sorted(map(tuple, ranks)) == [("单例二", "A"), ("朴例三", "A"), ("梁例五", "B"), ("欧阳例四", "A")]


def test_units_stand_in_a_tree(book, take, desk):
    rows = [
        ["姓名", "上级单位", "单位", "部门"],
        ["陈例一", None, "例县应急局（示例）/应急指挥中心", None],
        ["曾例三", None, "例县应急局(示例)", "值班室"],
        ["单例二", "例县人民政府（示例）", "例山镇（示例）", None],
    ]
    told = take(book(rows))
    units = {row.id: row for row in stored(desk, select(Organisation.id, Organisation.name, Organisation.parent_id))}
    parents = {row.name: units[row.parent_id].name if row.parent_id else None for row in units.values()}

    assert counted(told) == {"read": 3, "added": 3}
    assert parents == {
        "例县应急局（示例）": None,
        "应急指挥中心": "例县应急局（示例）",
        "值班室": "例县应急局（示例）",
        "例县人民政府（示例）": None,
        "例山镇（示例）": "例县人民政府（示例）",
    }
    assert counted(take(book(rows))) == {"read": 3, "unchanged": 3}


def test_a_circle_of_parents_refuses_its_rows(book, take):
    rows = [["姓名", "上级单位", "单位"], ["陈例一", "例乙局", "例甲局"], ["曾例三", "例甲局", "例乙局"]]
    told = take(book(rows))

    assert codes(told.problems) == [(2, "unit", "unit_circle"), (3, "unit", "unit_circle")]
    assert not told.applied


@pytest.mark.parametrize(
    ("cell", "column", "read"),
    [
        ("100-0000-0001", "mobile", ["mobile 10000000001"]),
        (10000000001, "mobile", ["mobile 10000000001"]),
        (1.0000000001e10, "mobile", ["mobile 10000000001"]),
        ("１００ ００００ ０００１", "mobile", ["mobile 10000000001"]),
        ("+86 100-0000-0001", "mobile", ["mobile 10000000001"]),
        ("0577-0000-0001", "mobile", ["office 057700000001"]),
        ("（0577）00000001", "office", ["office 057700000001"]),
        ("0577—0000—0001", "office", ["office 057700000001"]),
        ("00000001", "office", ["office 00000001"]),
        ("0000001", "office", ["office 0000001"]),
        ("010-00000001", "office", ["office 01000000001"]),
        ("0577-00000001转801", "office", ["office 057700000001 801"]),
        ("0577-0000-0001（转 801）", "office", ["office 057700000001 801"]),
        ("00000001-801", "office", ["office 00000001 801"]),
        ("0577-0000-0001、0577-0000-0002", "office", ["office 057700000001", "office 057700000002"]),
        ("100-0000-0001/100-0000-0002；100-0000-0003", "mobile", [f"mobile 1000000000{at}" for at in (1, 2, 3)]),
        ("100-0000-0001\n100-0000-0002", "mobile", ["mobile 10000000001", "mobile 10000000002"]),
        ("100-0000-0001 100-0000-0002", "mobile", ["mobile 10000000001", "mobile 10000000002"]),
        ("0577 0000 0001 100 0000 0001", "any", ["office 057700000001", "mobile 10000000001"]),
        ("(办)0577-0000-0001（宅）0577-0000-0002", "any", ["office 057700000001", "home 057700000002"]),
        ("手机：100-0000-0001 办公：0577-0000-0001", "any", ["mobile 10000000001", "office 057700000001"]),
        ("传真0577-0000-0009", "office", ["fax 057700000009"]),
        ("Tel: 0577-0000-0009", "any", ["office 057700000009"]),
        ("100-0000-0001（微信同号）", "mobile", ["mobile 10000000001"]),
        (57700000001, "office", ["office 057700000001"]),
        (57700000001.0, "any", ["office 057700000001"]),
        ("660001", "short", ["short 660001"]),
        ("无", "mobile", []),
        ("/", "office", []),
    ],
)
def test_numbers_are_read_as_people_write_them(cell, column, read):
    found = phones_of(cell, column)

    assert [f"{one.kind} {one.digits} {one.extension}".strip() for one in found] == read


@pytest.mark.parametrize(
    ("cell", "column", "why"),
    [
        ("1000000001", "mobile", "number_strange"),
        ("100000000011", "mobile", "number_strange"),
        ("200-0000-0001", "mobile", "number_strange"),
        ("23456789012", "mobile", "number_strange"),
        (23456789012, "mobile", "number_strange"),
        ("57700000001", "office", "number_strange"),
        ("400-000-0001", "office", "number_strange"),
        ("110", "office", "number_strange"),
        ("0577-0000-0001/2", "office", "number_strange"),
        ("100-0000-0001、不详的号码12", "mobile", "number_strange"),
        ("0577-00000001x", "office", "number_strange"),
        ("100-0000-0001?", "mobile", "number_strange"),
        ("100-0000-000l", "mobile", "number_strange"),
        ("1.0E+10", "mobile", "number_rounded"),
        ("见附件", "mobile", "number_none"),
        (True, "mobile", "number_strange"),
        ("#REF!", "mobile", "cell_error"),
        ("、".join(f"100-0000-{at:04d}" for at in range(13)), "mobile", "numbers_many"),
    ],
)
def test_anything_else_is_no_number(cell, column, why):
    with pytest.raises(CellProblem) as refused:
        phones_of(cell, column)

    assert refused.value.name == why


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("陈 例一", "陈例一"),
        ("陈　　例　一", "陈例一"),
        ("单例二（女）", "单例二"),
        ("𬭩 例", "𬭩例"),
        ("Li  Wei", "Li Wei"),
    ],
)
def test_names_lose_the_blanks_that_made_them_wide(cell, name):
    assert name_of(cell) == name


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


def test_formulas_count_by_their_values_and_links_are_not_followed(book, take, desk):
    path = book([HEAD, [1, '="陈例一"', "例县应急局（示例）", "=[1]外部!A1", "100-0000-0001", ""]])
    told = take(path)

    assert codes(told.problems) == [(2, "name", "missing_name")] and not told.applied


def test_csv_in_either_encoding(tmp_path, take, desk):
    text = "姓名,单位,手机\n䶮例五,例县住建局（示例）,100-0000-0307\n"
    for at, encoding in enumerate(("utf-8-sig", "gb18030")):
        path = tmp_path / f"{at}.csv"
        path.write_bytes(text.encode(encoding))
        assert take(path).read == 1

    assert [one.name for one in desk.contacts.find("䶮")] == ["䶮例五"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "file_kind"),
        (b"PK\x03\x04 not a workbook", "file_damaged"),
        (b"\x89PNG\r\n\x1a\n\0\0", "file_kind"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(tmp_path, take, content, code):
    path = tmp_path / "名单.xls"
    path.write_bytes(content)

    with pytest.raises(Refused) as refused:
        take(path)
    assert refused.value.code == code


def test_a_workbook_that_unpacks_too_large_is_refused(tmp_path, take):
    import zipfile

    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (65 * 1024 * 1024))

    with pytest.raises(Refused) as refused:
        take(path)
    assert refused.value.code == "file_too_big"


@pytest.mark.parametrize(
    ("rows", "code"), [([], "empty_file"), ([["名单"], ["一", "二"]], "no_header"), ([HEAD], "no_rows")]
)
def test_a_file_without_people_says_so(book, take, rows, code):
    told = take(book(rows))

    assert codes(told.problems) == [(1, "row", code)] and not told.applied


def test_the_template_is_read_and_its_example_row_skipped(tmp_path, take, desk):
    path = tmp_path / "模板.xlsx"
    desk.contacts.save_template(path)

    assert counted(take(path)) == {"read": 1, "skipped": 1}
    filled = load_workbook(path)
    filled.active.append(["002", "曾例三", "例县气象局（示例）", "副班", "B", "100-0000-0003", "", "", ""])
    filled.save(path)
    assert counted(take(path)) == {"read": 2, "added": 1, "skipped": 1}


def test_the_book_says_how_much_stands_in_it_and_by_which_file(book, take, desk):
    assert (desk.contacts.summary().persons, desk.contacts.summary().last) == (0, None)

    take(book(TWO, name="县级.xlsx"))
    told = desk.contacts.summary()

    assert (told.persons, told.organisations, told.numbers) == (2, 2, 4)
    assert told.last is not None and told.last.text == "县级.xlsx：新增 2，更新 0"
    assert (told.last.by, told.last.at) == ("tool:tester", desk.clock.now())


def test_a_template_that_cannot_be_written_is_told(tmp_path, desk):
    with pytest.raises(Unavailable):
        desk.contacts.save_template(tmp_path / "nowhere" / "模板.xlsx")
