"""A county's month sheets as they come: merged, wide, twice side by side, with totals, telephones and mistakes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from openpyxl import Workbook

from console.domain.roster import LEADER
from console.domain.roster_sheet import day_of, month_in, names_in, post_of
from console.errors import Refused

AUGUST = (2030, 8)
MAINS = ("陈例一", "邹例八", "曾例三")


@pytest.fixture
def book(tmp_path):
    """``book(rows, merge, title=…)`` writes a workbook and says where."""

    def write(rows, *merges, title="Sheet1", more=(), name="表.xlsx"):
        made = Workbook()
        for at, (sheet_title, sheet_rows, sheet_merges) in enumerate([(title, rows, merges), *more]):
            sheet = made.active if not at else made.create_sheet()
            sheet.title = sheet_title
            for row in sheet_rows:
                sheet.append(list(row))
            for area in sheet_merges:
                sheet.merge_cells(area)
        path = tmp_path / name
        made.save(path)
        return path

    return write


def bring(desk, by, path, **more):
    return desk.roster.import_file(path, by=by, **more)


def counted(told):
    return told.read, told.added, told.updated, told.unchanged, told.skipped, told.refused


def planned(desk, day, post="主班", shift="whole"):
    plan = next(p for p in desk.roster.plans(day, day) if p.slot.shift == shift)
    return [line.name for line in plan.of(post)]


def problems(told, *, warning=False):
    return [(found.row, found.column, found.code) for found in told.problems if found.warning is warning]


def by_days(days=31, mains=MAINS):
    return [
        (f"{day}日", "", "林例十", mains[day % 3], "曾例三" if day % 3 != 2 else "仇例六") for day in range(1, days + 1)
    ]


HEAD = ("日期", "星期", "带班领导", "主班", "副班")


def test_a_row_per_day_with_title_weekday_total_and_notes(desk, by, book):
    rows = [
        ("例县应急局2030年8月值班表",),
        HEAD,
        *by_days(),
        (),
        ("合计", "", 31, 31, 31),
        ("备注：节假日照常", "", "", "", ""),
    ]
    told = bring(desk, by, book(rows, "A1:E1"))

    assert counted(told) == (93, 93, 0, 0, 2, 0)
    assert told.months == ("2030-08",) and told.applied
    assert planned(desk, date(2030, 8, 31)) == ["邹例八"] and planned(desk, date(2030, 8, 1), LEADER) == ["林例十"]
    assert planned(desk, date(2030, 9, 1)) == []


def test_posts_the_sheet_lacks_are_said_once(desk, by, book):
    told = bring(desk, by, book([("2030年8月",), ("日期", "主班"), *((f"{day}日", "陈例一") for day in range(1, 9))]))
    lacking = [found for found in told.problems if found.code == "posts_lacking"]
    assert [found.facts["posts"] for found in lacking] == ["带班领导、副班、通信保障岗"]
    assert lacking[0].warning and told.refused == 0 and told.applied


def test_the_same_file_twice_changes_nothing(desk, by, book):
    path = book([("2030年8月",), HEAD, *by_days()])
    bring(desk, by, path)
    with desk.opened.store.reading() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM audit_entry").scalar()
    again = bring(desk, by, path)
    with desk.opened.store.reading() as connection:
        after = connection.exec_driver_sql("SELECT count(*) FROM audit_entry").scalar()

    assert counted(again)[1:4] == (0, 0, 93) and before == after
    assert desk.log.verify().fault is None


def test_a_day_planned_already_is_replaced_with_its_difference_shown(desk, by, book):
    bring(desk, by, book([("2030年8月",), HEAD, *by_days()]))
    other = [("2030年8月",), HEAD, ("12日", "", "林例十", "梁例五", "曾例三")]
    dry = bring(desk, by, book(other), dry_run=True)

    assert planned(desk, date(2030, 8, 12)) == ["陈例一"] and not dry.applied
    told = bring(desk, by, book(other))
    assert counted(told) == counted(dry) == (3, 0, 1, 2, 0, 0)
    assert [(c.day, c.post, c.before, c.after) for c in told.changed] == [
        (date(2030, 8, 12), "主班", "陈例一", "梁例五")
    ]
    assert planned(desk, date(2030, 8, 12)) == ["梁例五"]


def test_posts_as_rows_and_days_as_columns_with_leaders_merged_over_several_days(desk, by, book):
    days = list(range(1, 32))
    rows = [
        ("2030年8月份值班安排表",),
        ("岗位", *days),
        ("星期", *["四五六日一二三"[(day - 1) % 7] for day in days]),
        ("带班领导", "林例十", *[""] * 6, "周例九", *[""] * 23),
        ("主  班", *[MAINS[day % 3] for day in days]),
        ("副班人员", *["曾例三、仇例六" for _ in days]),
        ("说明：交接时间为8:00",),
    ]
    told = bring(desk, by, book(rows, "A1:AF1", "B4:H4", "I4:AF4"))

    assert counted(told) == (93, 93, 0, 0, 1, 0)
    assert [planned(desk, date(2030, 8, day), LEADER) for day in (1, 7, 8, 31)] == [
        ["林例十"],
        ["林例十"],
        ["周例九"],
        ["周例九"],
    ]
    assert planned(desk, date(2030, 8, 5), "副班") == ["仇例六", "曾例三"]
    assert problems(told, warning=True)[0][2] == "unknown_name"


def test_a_header_of_two_rows_with_telephones_beside_the_names(desk, by, book):
    rows = [
        ("二〇三〇年八月值班表", "", "", "", "", "", ""),
        ("日期", "带班领导", "", "值班人员", "", "", ""),
        ("", "姓名", "电话", "主班", "手机", "副班", "手机"),
        (datetime(2030, 8, 1), "林例十", 10000000010, "陈例一", "100-0000-0001", "曾例三", ""),
        (datetime(2030, 8, 2), "林例十", 10000000010.0, "邹例八\n0577-0000-0008", "", "曾例三（100-0000-0003）", ""),
    ]
    told = bring(desk, by, book(rows, "A1:G1", "A2:A3", "B2:C2", "D2:G2"))

    assert counted(told) == (6, 6, 0, 0, 0, 0)
    plan = desk.roster.plans(date(2030, 8, 1), date(2030, 8, 2))
    assert [(line.name, line.phone) for p in plan for post in (LEADER, "主班", "副班") for line in p.of(post)] == [
        ("林例十", "10000000010"),
        ("陈例一", "100-0000-0001"),
        ("曾例三", ""),
        ("林例十", "10000000010"),
        ("邹例八", "0577-0000-0008"),
        ("曾例三", "100-0000-0003"),
    ]


def test_two_halves_side_by_side_and_sheets_without_a_table(desk, by, book):
    half = ("日期", "带班", "主班")
    rows = [("8月值班表",), (*half, *half)]
    right = [(f"8月{day}日", "周例九", "邹例八") for day in range(17, 32)] + [("", "", "")]
    rows += [(f"8月{at}日", "林例十", "陈例一", *right[at - 1]) for at in range(1, 17)]
    told = bring(
        desk, by, book(rows, more=[("通讯录", [("姓名", "电话"), ("陈例一", "100-0000-0001")], ()), ("空", [], ())])
    )

    assert counted(told) == (62, 62, 0, 0, 0, 0)
    assert planned(desk, date(2030, 8, 31)) == ["邹例八"] and planned(desk, date(2030, 8, 16)) == ["陈例一"]


def test_two_shifts_a_day_by_headings_and_by_a_column(desk, by, book):
    desk.settings.change("duty.template", "two12", "样例", confirmed=True, by=by)
    wide = [
        ("2030年8月",),
        ("日期", "带班领导", "白班（08:00-20:00）", "", "夜班（20:00-次日08:00）", ""),
        ("", "", "值班长", "协调调度", "值班长", "协调调度"),
        ("1", "林例十", "陈例一", "曾例三", "邹例八", "仇例六"),
    ]
    told = bring(desk, by, book(wide, "A2:A3", "B2:B3", "C2:D2", "E2:F2"))
    assert counted(told) == (6, 6, 0, 0, 0, 0)
    assert planned(desk, date(2030, 8, 1), LEADER, "night") == ["林例十"]
    assert planned(desk, date(2030, 8, 1), "协调调度岗", "night") == ["仇例六"]

    tall = [
        ("2030年8月",),
        ("日期", "班次", "值班长", "综合信息岗"),
        ("2日", "白班", "陈例一", "曾例三"),
        ("", "夜班", "邹例八", "仇例六"),
    ]
    told = bring(desk, by, book(tall, "A3:A4", name="2.xlsx"))
    assert counted(told) == (4, 4, 0, 0, 0, 0)
    assert planned(desk, date(2030, 8, 2), "值班长", "night") == ["邹例八"]


def test_three_shifts_without_saying_which_are_refused_and_nothing_is_half_done(desk, by, book):
    desk.settings.change("duty.template", "three8", "样例", confirmed=True, by=by)
    rows = [("2030年8月",), ("日期", "带班领导", "主班"), ("1", "林例十", "陈例一"), ("2", "林例十", "邹例八")]
    told = bring(desk, by, book(rows))

    assert problems(told) == [(3, "C", "which_shift")] and not told.applied
    assert planned(desk, date(2030, 8, 1), LEADER, "day") == []
    assert bring(desk, by, book(rows), good_rows_only=True).added == 6
    assert planned(desk, date(2030, 8, 2), LEADER, "evening") == ["林例十"]


def test_dates_of_every_kind_and_days_that_are_not_there(desk, by, book):
    rows = [
        ("2030年9月值班表",),
        ("日 期", "主班"),
        (datetime(2030, 9, 1), "陈例一"),
        (47728, "陈例一"),
        ("9.3", "陈例一"),
        ("2030/9/4", "陈例一"),
        ("9月5日（周四）", "陈例一"),
        ("20300906", "陈例一"),
        ("31日", "陈例一"),
        ("下旬", "陈例一"),
        ("9月7日-9月9日", "陈例一"),
        ("10月1日", "陈例一"),
    ]
    told = bring(desk, by, book(rows), dry_run=True)

    assert problems(told) == [(9, "A", "no_such_day"), (10, "A", "no_day"), (11, "A", "no_day")]
    assert told.months == ("2030-09", "2030-10") and told.added == 7


def test_a_month_nobody_names_is_asked_for_and_another_months_sheet_is_left_alone(desk, by, book):
    rows = [HEAD[:1] + HEAD[2:], ("1", "林例十", "陈例一", "曾例三")]
    assert {code for _, _, code in problems(bring(desk, by, book(rows)))} == {"month_unknown"}
    assert bring(desk, by, book(rows), month="2031-02").months == ("2031-02",)

    july = [("2030年7月",), *rows]
    assert problems(bring(desk, by, book(july), month="2030-08")) == [(1, "A", "no_table")]
    with pytest.raises(Refused) as refused:
        bring(desk, by, book(rows), month="八月")
    assert refused.value.code == "bad_month"


def test_a_wrong_weekday_tells_a_wrong_month_once(desk, by, book):
    rows = [("2030年8月",), HEAD, ("1日", "周三", "", "陈例一"), ("2日", "周四", "", "邹例八")]
    told = bring(desk, by, book(rows))

    assert [p for p in problems(told, warning=True) if p[2] == "weekday_differs"] == [(3, "B", "weekday_differs")]
    assert told.added == 2 and told.refused == 0


def test_unknown_posts_unreadable_names_and_contradictions_name_their_cell(desk, by, book):
    rows = [
        ("2030年8月",),
        ("日期", "主班", "副班", "司机"),
        ("1日", "陈例一", "曾例三", "梁例五"),
        ("2日", "见附件2", "曾例三", "梁例五"),
        ("3日", "陈例一、陈例一", "曾例三", ""),
        ("1日", "邹例八", "曾例三", ""),
    ]
    told = bring(desk, by, book(rows))

    assert problems(told) == [
        (3, "D", "unknown_post"),
        (4, "B", "name_unreadable"),
        (5, "B", "named_twice"),
        (6, "B", "planned_twice"),
    ]
    assert not told.applied and planned(desk, date(2030, 8, 1)) == []
    good = bring(desk, by, book(rows), good_rows_only=True)
    assert (good.added, good.refused, good.read) == (4, 4, 8) and planned(desk, date(2030, 8, 1)) == ["陈例一"]


def test_a_telephone_typed_by_hand_survives_a_file_without_one(desk, by, book):
    from console.domain.roster import Named

    desk.roster.set_cell(date(2030, 8, 12), "whole", "主班", [Named("陈例一", "9999-0001", "司机另派")], seen=(), by=by)
    told = bring(desk, by, book([("2030年8月",), HEAD, ("12日", "", "林例十", "陈例一", "")]))

    assert (told.unchanged, told.added) == (1, 1)
    assert desk.roster.plans(date(2030, 8, 12), date(2030, 8, 12))[0].of("主班")[0].phone == "9999-0001"


def test_a_sheet_for_another_template_says_what_it_takes_off(desk, by, book):
    bring(desk, by, book([("2030年8月",), HEAD, ("12日", "", "林例十", "陈例一", "")]))
    desk.settings.change("duty.template", "two12", "样例", confirmed=True, by=by)
    told = bring(desk, by, book([("2030年8月",), ("日期", "班次", "值班长"), ("12日", "白班", "邹例八")]))

    assert [(c.shift, c.post, c.before, c.after) for c in told.changed] == [
        ("whole", LEADER, "林例十", ""),
        ("whole", "主班", "陈例一", ""),
    ]
    start = datetime(2030, 8, 12, tzinfo=UTC)
    assert "other_template" not in {row.kind for row in desk.roster.findings(start, start + timedelta(hours=1))}


def test_what_is_no_workbook_is_refused(desk, by, tmp_path):
    for name, content, code in (
        ("a.xls", b"\xd0\xcf\x11\xe0old", "file_kind"),
        ("b.txt", "日期,主班\n".encode(), "file_kind"),
        ("d.csv", b"\xff\xff\xff", "file_damaged"),
        ("c.xlsx", b"PK\x03\x04broken", "file_damaged"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(Refused) as refused:
            bring(desk, by, tmp_path / name)
        assert refused.value.code == code
    with pytest.raises(Refused):
        bring(desk, by, tmp_path / "nowhere.xlsx")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_the_same_table_as_text_is_read_too(desk, by, tmp_path, encoding):
    path = tmp_path / "值班表.csv"
    path.write_text("2030年8月\n日期,主班\n1日,陈例一\n2030-08-02,邹例八\n,\n", encoding=encoding)
    told = bring(desk, by, path)
    assert (told.added, told.refused) == (2, 0)
    assert [planned(desk, date(2030, 8, day), "主班") for day in (1, 2)] == [["陈例一"], ["邹例八"]]


def test_a_text_of_too_many_rows_is_refused(desk, by, tmp_path):
    path = tmp_path / "长.csv"
    path.write_text("日期,主班\n" + "2030-08-01,陈例一\n" * 2000, encoding="utf-8")
    with pytest.raises(Refused, match="rows_too_many"):
        bring(desk, by, path)


def test_the_findings_after_an_import_name_the_empty_days(desk, by, book):
    bring(desk, by, book([("2030年8月",), HEAD, *by_days(12)]))
    start = datetime(2030, 8, 12, tzinfo=UTC)

    assert {f.day for f in desk.roster.findings(start, start + timedelta(days=2)) if f.kind == "shift_gap"} == {
        date(2030, 8, 13)
    }


# cells


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("陈例一、曾例三", ["陈例一", "曾例三"]),
        ("陈例一 曾例三", ["陈例一", "曾例三"]),
        ("陈例一\n曾例三，仇例六", ["陈例一", "曾例三", "仇例六"]),
        ("李　四", ["李四"]),
        ("李 四 王 五", ["李四", "王五"]),
        ("李 四 陈例一", ["李四", "陈例一"]),
        ("䶮例七/欧阳例四", ["䶮例七", "欧阳例四"]),
        ("阿依·例九", ["阿依·例九"]),
        ("", []),
    ],
)
def test_names_of_a_cell(text, wanted):
    names, strange = names_in(text)
    assert ([one.name for one in names], strange) == (wanted, "")


@pytest.mark.parametrize(
    ("text", "name", "phone", "note"),
    [
        ("陈例一(100-0000-0001)", "陈例一", "100-0000-0001", ""),
        ("陈例一：10000000001", "陈例一", "10000000001", ""),
        ("陈例一 0577-0000-0001转802", "陈例一", "0577-0000-0001转802", ""),
        ("陈例一（代曾例三）", "陈例一", "", "代曾例三"),
        ("陈例一，100-0000-0001", "陈例一", "100-0000-0001", ""),
        ("陈例一（带班，\n电话660001）", "陈例一", "660001", ""),
    ],
)
def test_telephones_and_remarks_in_a_cell(text, name, phone, note):
    ((one,), strange) = names_in(text)
    assert (one.name, one.phone, one.note, strange) == (name, phone, note, "")


@pytest.mark.parametrize("text", ["见附件2", "100-0000-0001", "A", "？", "陈例一、B组"])
def test_what_is_no_name_is_not_taken_for_one(text):
    assert names_in(text)[0] == () and names_in(text)[1]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("例县2030年8月值班表", (2030, 8)),
        ("二〇三一年十二月", (2031, 12)),
        ("12月份值班安排", (2030, 12)),
        ("1月值班表", (2030, 1)),
        ("2030-08", (2030, 8)),
        ("203008值班", (2030, 8)),
        ("值班表", None),
    ],
)
def test_months_of_titles(text, wanted):
    assert month_in(text, date(2030, 7, 1)) == wanted


def test_a_month_alone_is_the_nearest_one():
    assert month_in("1月值班表", date(2030, 12, 20)) == (2031, 1)
    assert month_in("12月值班表", date(2031, 1, 3)) == (2030, 12)


def test_days_around_new_year_take_their_own_year():
    assert day_of("1月1日", (2030, 12)) == date(2031, 1, 1) and day_of("12月31日", (2031, 1)) == date(2030, 12, 31)


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        ("带班领导", LEADER),
        ("带 班", LEADER),
        ("主班人员", "主班"),
        ("副值班", "副班"),
        ("通讯保障", "通信保障岗"),
        ("值班人员", "主班"),
        ("司机", None),
        ("", None),
        ("姓名", None),
    ],
)
def test_headings_that_mean_a_post(heading, wanted):
    assert post_of(heading, (LEADER, "主班", "副班", "通信保障岗")) == wanted
