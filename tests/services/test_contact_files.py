"""Workbooks of people as counties keep them: what is read, what is skipped, what is refused."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from console.errors import Refused, Unavailable
from db.models.people import Organisation, Person, PhoneNumber, PostHolder
from tests.kit import contact_files as kit
from tests.kit.contact_files import HEAD, TWO, codes, counted, hit, stored

book, take = kit.book, kit.take


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


def test_a_template_that_cannot_be_written_is_told(tmp_path, desk):
    with pytest.raises(Unavailable):
        desk.contacts.save_template(tmp_path / "nowhere" / "模板.xlsx")
