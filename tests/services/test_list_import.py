"""Leave, duty staff, wishes, groups and holidays as workbooks: taken in, given out, compared by key, taken back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from openpyxl import Workbook, load_workbook

from console.domain.importing import Progress
from console.domain.planning import Method
from console.errors import Refused
from console.services.duty_staff import NewStaff
from console.services.leaves import NewLeave
from tests.kit import contact_book as county_kit
from tests.kit import contact_files as kit
from tests.kit.contact_files import codes
from tests.kit.planning import put

book, county = kit.book, county_kit.county
TODAY = date(2030, 8, 12)
TABLES = {
    "leave": [
        ["姓名", "假别", "开始", "结束", "事由"],
        ["陈例一", "年假", "2030-08-20", "2030-08-22", "'=1+1"],
        ["林例二", "病假", "2030-08-20 14:00", "2030-08-21 08:00", ""],
        ["张例三", "婚假", "2030-09-01", "2030-09-03", "回家"],
    ],
    "staff": [
        ["姓名", "可值岗位", "轮值顺序", "值班后休息小时数", "最多连续天数", "从哪天起", "到哪天止", "备注"],
        ["陈例一", "主班、副班", 2, 48, 2, "2030-01-01", "2030-12-31", "@备注"],
        ["林例二", "带班领导", 1, "", "", "", "", ""],
    ],
    "wishes": [
        ["姓名", "日期", "意愿", "备注"],
        ["陈例一", "2030-08-20至2030-08-21", "希望不排", "孩子考试"],
        ["林例二", "2030-08-20", "希望值班", ""],
    ],
    "groups": [
        ["分组", "姓名", "组内顺序", "分组说明"],
        ["防汛抢险队（示例）", "陈例一", 2, "-先到先走"],
        ["防汛抢险队（示例）", "林例二", 1, "-先到先走"],
        ["避灾点（示例）", "张例三", 1, ""],
    ],
    "holidays": [
        ["名称", "日期", "按什么计", "依据"],
        ["县庆", "2030-11-05", "放假", "+县政府通知"],
        ["调休", "2030-11-09", "调休上班", ""],
        ["开渔节", "09-16", "放假", ""],
    ],
}
KEYS = tuple(TABLES)


@pytest.fixture
def take(desk, by):
    return lambda key, path, **how: desk.list_imports.import_file(key, path, by=by, **how)


def counts(told):
    return (told.added, told.updated, told.unchanged, told.refused)


def rows_of(desk, by, key, tmp_path):
    """The list as its export writes it."""
    path = tmp_path / f"rows {key}.xlsx"
    desk.list_imports.export(key, path, by=by)
    return [[cell or "" for cell in row] for row in load_workbook(path).active.iter_rows(min_row=2, values_only=True)]


@pytest.mark.parametrize("key", KEYS)
def test_a_list_goes_in_and_comes_out_and_in_again_without_a_difference(key, book, take, desk, by, county, tmp_path):
    before = rows_of(desk, by, key, tmp_path)
    told = take(key, book(TABLES[key]))
    assert told.applied and not told.refused and told.added == len(TABLES[key]) - 1, told.problems

    out = tmp_path / "导出.xlsx"
    count = desk.list_imports.export(key, out, by=by)
    again = take(key, out)
    assert count > len(before) and (again.added, again.updated, again.refused) == (0, 0, 0), again.problems
    assert again.unchanged == count and again.run_id is None
    assert not any(cell.data_type == "f" for row in load_workbook(out).active.iter_rows() for cell in row)
    csv = tmp_path / "导出.csv"
    desk.list_imports.export(key, csv, by=by)
    assert counts(take(key, csv)) == (0, 0, count, 0)
    assert desk.log.verify().fault is None


@pytest.mark.parametrize("key", KEYS)
def test_columns_in_any_order_below_two_titles_on_the_second_of_three_sheets(key, book, take, desk, county):
    head, *rows = TABLES[key]
    turned = [list(reversed(head)), *(list(reversed(row)) for row in rows)]
    cover, notes = [["填表说明"], ["请按要求填写"]], [["二〇三〇年"]]
    path = book(cover, [["例县应急管理局（示例）"], ["八月汇总表"], *turned], notes)
    told = take(key, path)

    assert told.applied and (told.added, told.refused) == (len(rows), 0), told.problems


@pytest.mark.parametrize("key", KEYS)
def test_a_template_reads_as_itself_and_holds_nothing(key, take, desk, tmp_path, county):
    path = desk.list_imports.save_template(key, tmp_path / "空表.xlsx")
    told = take(key, path)

    assert (told.added, told.skipped, told.refused, told.problems) == (0, 1, 0, ())


@pytest.mark.parametrize("key", KEYS)
def test_an_import_is_taken_back_as_a_whole_and_may_come_again(key, book, take, desk, by, county, tmp_path):
    before = rows_of(desk, by, key, tmp_path)
    path = book(TABLES[key])
    told = take(key, path)
    assert rows_of(desk, by, key, tmp_path) != before

    assert desk.list_runs.undo(told.run_id, by=by) > 0
    assert rows_of(desk, by, key, tmp_path) == before
    with pytest.raises(Refused) as refused:
        desk.list_runs.undo(told.run_id, by=by)
    assert refused.value.code == "import_undone"
    (run,) = desk.list_runs.newest(kind=key)
    assert (run.file_name, run.taken, run.undone_by) == ("通讯录.xlsx", len(TABLES[key]) - 1, by.name)
    assert take(key, path).added == len(TABLES[key]) - 1
    assert desk.log.verify().fault is None


CHANGED = {
    "leave": [["姓名", "开始", "结束"], ["陈例一", "2030-08-20", "2030-08-25"]],
    "staff": [["姓名", "可值岗位", "值班后休息小时数"], ["陈例一", "主班", 24]],
    "wishes": [["姓名", "日期", "意愿"], ["陈例一", "2030-08-20", "希望值班"]],
    "groups": [["分组", "姓名", "组内顺序"], ["防汛抢险队（示例）", "陈例一", 1]],
    "holidays": [["日期", "按什么计"], ["2030-11-05", "调休上班"]],
}
DIFFERENCES = {
    "leave": [("end", "2030-08-22", "2030-08-25")],
    "staff": [("posts", "主班、副班", "主班"), ("rest", "48", "24")],
    "wishes": [("wish", "希望不排 孩子考试", "希望值班")],
    "groups": [("order", "2", "1")],
    "holidays": [("day_kind", "2030-11-05 县庆 放假 +县政府通知", "2030-11-05 调休上班 调休上班")],
}


@pytest.mark.parametrize("key", KEYS)
def test_a_known_key_is_a_difference_shown_before_it_is_applied_and_undone(
    key, book, take, desk, by, county, tmp_path
):  # fmt: skip
    take(key, book(TABLES[key]))
    before = rows_of(desk, by, key, tmp_path)
    path = book(CHANGED[key])
    looked = take(key, path, dry_run=True)

    assert [(one.column, one.before, one.after) for row in looked.changed for one in row.differences] == DIFFERENCES[
        key
    ]
    assert (counts(looked), looked.applied, rows_of(desk, by, key, tmp_path)) == ((0, 1, 0, 0), False, before)
    told = take(key, path)
    after = rows_of(desk, by, key, tmp_path)
    assert after != before and len(after) == len(before)
    desk.list_runs.undo(told.run_id, by=by)
    assert rows_of(desk, by, key, tmp_path) == before
    assert desk.log.verify().fault is None


def test_what_the_file_has_no_column_for_stays(book, take, desk, county):
    take("staff", book(TABLES["staff"]))
    take("staff", book(CHANGED["staff"]))

    (row,) = [one for one in desk.duty_staff.listed() if one.name == "陈例一"]
    assert (row.posts, row.rest_hours, row.most_consecutive, row.turn) == (("主班",), 24, 2, 2)
    assert (row.valid_from, row.note) == (date(2030, 1, 1), "@备注")


BAD = {
    "leave": ([["姓名", "开始", "结束"], ["陈例一", "没有", "2030-08-20"]], [(2, "start", "date_strange")]),
    "staff": (
        [["姓名", "可值岗位", "休息小时数"], ["陈例一", "扫地", ""], ["林例二", "", ""], ["张例三", "主班", "三天"],
         ["王例四", "主班", 24], ["王例四", "副班", 24]],
        [(2, "posts", "no_such_post"), (3, "posts", "posts_missing"), (4, "rest", "count_strange"),
         (6, "name", "duplicate")],
    ),
    "wishes": (
        [["姓名", "日期", "意愿", "班次"], ["陈例一", "2030-08-20", "随便", ""], ["林例二", "2030-08-20", "", ""],
         ["张例三", "2030-08-20至2030-10-20", "希望不排", ""], ["王例四", "2030-08-20", "希望不排", "无此班"]],
        [(2, "wish", "word_strange"), (3, "wish", "word_missing"), (4, "date", "days_many"),
         (5, "shift", "no_such_shift")],
    ),
    "groups": (
        [["分组", "姓名"], ["", "陈例一"], ["甲组", "没有人"], ["甲组", "陈例一"], ["甲组", "陈例一"]],
        [(2, "group", "group_missing"), (3, "name", "nobody"), (5, "name", "duplicate")],
    ),
    "holidays": (
        [["名称", "日期", "按什么计"], ["县庆", "2030-02-30", "放假"], ["县庆", "2030-11-05", "也许"],
         ["县庆", "2030-11-06", "放假"], ["县庆", "2030-11-05至2030-11-07", "放假"], ["假", "13-45", "放假"]],
        [(2, "date", "date_strange"), (3, "day_kind", "word_strange"), (5, "date", "duplicate_day"),
         (6, "date", "date_strange")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_each_bad_row_is_told_and_all_or_nothing_or_good_rows_only_is_a_choice(
    key, book, take, desk, by, county, tmp_path
):  # fmt: skip
    rows, told_of = BAD[key]
    path, before = book(rows), rows_of(desk, by, key, tmp_path)
    told = take(key, path)
    assert (codes(told.problems), told.applied, told.run_id) == (told_of, False, None)
    assert rows_of(desk, by, key, tmp_path) == before

    good = take(key, path, good_rows_only=True)
    assert (good.applied, good.added, good.refused) == (True, len(rows) - 1 - len(told_of), len(told_of))


@pytest.mark.parametrize("key", KEYS)
def test_a_file_that_is_no_such_list_names_the_heads_it_wants(key, book, take, county):
    told = take(key, book([["一", "二"], ["三", "四"]]))
    assert codes(told.problems) == [(1, "row", "no_header")] and told.problems[0].facts["heads"]
    assert codes(take(key, book([])).problems) == [(1, "row", "empty_file")]


@pytest.mark.parametrize("key", KEYS)
def test_a_file_that_is_no_table_is_refused(key, take, tmp_path):
    path = tmp_path / "不是表.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(Refused) as refused:
        take(key, path)
    assert refused.value.code == "file_damaged"


def test_formulas_are_told_and_never_calculated(take, desk, county, tmp_path):
    made = Workbook()
    for row in (["姓名", "开始", "结束"], ["陈例一", "2030-08-20", "=1+1"], ["林例二", "2030-08-20", "2030-08-21"]):
        made.active.append(row)
    made.save(tmp_path / "公式.xlsx")
    told = take("leave", tmp_path / "公式.xlsx", dry_run=True)

    assert codes(told.warned) == [(1, "row", "formulas")]


def test_an_import_can_be_stopped_and_changes_nothing(book, take, desk, county):
    stopping = Progress(stopped=lambda: True)
    with pytest.raises(Refused) as refused:
        take("staff", book(TABLES["staff"]), progress=stopping)
    assert refused.value.code == "import_stopped" and desk.duty_staff.listed() == []


# leave


def test_leave_that_touches_duty_says_who_must_be_replaced_and_by_whom(book, take, desk, by, county):
    for name in ("陈例一", "林例二"):
        desk.duty_staff.add(county.people[name], NewStaff(("主班",)), by=by)
    put(desk, by, date(2030, 8, 20), "主班", "陈例一")
    put(desk, by, date(2030, 8, 25), "主班", "陈例一")
    told = take("leave", book(TABLES["leave"]), dry_run=True)

    assert [(one.row, one.code, one.facts["day"], one.facts["post"]) for one in told.warned] == [
        (2, "list.warning.on_duty_nobody", "2030-08-20", "主班")
    ], "林例二 is away himself"
    only = take("leave", book(TABLES["leave"][:2]))
    assert [(one.code, one.facts["names"]) for one in only.warned] == [("list.warning.on_duty", "林例二")]
    assert only.applied, "leave is leave: whoever is ill is told of, not refused"


def test_leave_asked_for_and_not_decided_is_not_changed_by_a_file(book, take, desk, by, county):
    start = datetime(2030, 8, 20, tzinfo=desk.zone)
    desk.leaves.ask(NewLeave(county.people["陈例一"], "annual", start, start + timedelta(days=3)), by=by)

    same = take("leave", book([["姓名", "开始", "结束"], ["陈例一", "2030-08-20", "2030-08-22"]]))
    other = take("leave", book(CHANGED["leave"]))
    assert counts(same) == (0, 0, 1, 0) and codes(other.problems) == [(2, "start", "overlaps")]


def test_head_over_two_rows_and_a_span_below_a_merged_word(book, take, desk, county):
    rows = [["姓名", "请假时间", ""], ["", "起", "止"], ["陈例一", "8月20日", "8月22日"]]
    told = take("leave", book(rows, merged=("A1:A2", "B1:C1")))

    assert (told.added, told.refused) == (1, 0), told.problems
    (row,) = desk.leaves.listed(datetime(2030, 8, 1, tzinfo=desk.zone), datetime(2030, 9, 1, tzinfo=desk.zone))
    assert row.ends_at.astimezone(desk.zone).date() == date(2030, 8, 23)


def test_undo_is_refused_where_leave_was_withdrawn_or_new_leave_stands_in_its_place(book, take, desk, by, county):
    told = take("leave", book(TABLES["leave"]))
    longer = take("leave", book(CHANGED["leave"]))
    (row,) = [one for one in desk.leaves.away(*_month(desk)) if one.name == "陈例一"]
    desk.leaves.withdraw(row.id, seen=row.version, by=by)

    for run in (longer.run_id, told.run_id):
        with pytest.raises(Refused) as refused:
            desk.list_runs.undo(run, by=by)
        assert (refused.value.code, refused.value.facts["name"]) == ("import_changed_since", "陈例一")
    assert len(desk.leaves.away(*_month(desk))) == 1, "林例二; nothing was taken back"


def test_leave_made_shorter_does_not_grow_again_over_newer_leave(book, take, desk, by, county):
    take("leave", book(CHANGED["leave"]))
    shorter = take("leave", book(TABLES["leave"][:2]))
    start = datetime(2030, 8, 24, tzinfo=desk.zone)
    desk.leaves.ask(NewLeave(county.people["陈例一"], "sick", start, start + timedelta(days=1)), by=by)

    with pytest.raises(Refused) as refused:
        desk.list_runs.undo(shorter.run_id, by=by)
    assert refused.value.code == "import_changed_since"


def _month(desk):
    return datetime(2030, 8, 1, tzinfo=desk.zone), datetime(2030, 9, 1, tzinfo=desk.zone)


# staff


def test_staff_planned_for_duty_since_are_not_taken_back(book, take, desk, by, county):
    told = take("staff", book(TABLES["staff"]))
    first = TODAY + timedelta(days=1)
    desk.roster_drafts.begin(first, first + timedelta(days=2), Method.ROTATION, by=by)

    with pytest.raises(Refused) as refused:
        desk.list_runs.undo(told.run_id, by=by)
    assert refused.value.code == "import_changed_since" and len(desk.duty_staff.listed()) == 2


def test_posts_are_known_by_their_words_and_limits_have_bounds(book, take, desk, county):
    rows = [["姓名", "岗位", "休息小时"], ["陈例一", "主班岗，副班人员；带班领导", "24小时"], ["林例二", "主班", 999]]
    told = take("staff", book(rows), good_rows_only=True)

    assert codes(told.problems) == [(3, "rest", "count_strange")]
    (row,) = desk.duty_staff.listed()
    assert row.posts == ("主班", "副班", "leader") and row.leader and row.rest_hours == 24


# wishes


def test_a_wish_of_several_days_changes_only_the_days_that_differ(book, take, desk, by, county):
    take("wishes", book(TABLES["wishes"]))
    rows = [["姓名", "日期", "意愿", "备注"], ["陈例一", "8月20日至22日", "希望不排", "孩子考试"]]
    told = take("wishes", book(rows))

    assert counts(told) == (0, 1, 0, 0)
    held = [(one.day.day, one.wish) for one in desk.wishes.listed(TODAY, date(2030, 9, 1)) if one.name == "陈例一"]
    assert held == [(20, "avoid"), (21, "avoid"), (22, "avoid")]


def test_a_wish_said_again_since_is_not_taken_back(book, take, desk, by, county):
    told = take("wishes", book(TABLES["wishes"]))
    desk.wishes.note(county.people["林例二"], date(2030, 8, 20), "avoid", by=by)

    with pytest.raises(Refused) as refused:
        desk.list_runs.undo(told.run_id, by=by)
    assert refused.value.facts["name"] == "林例二 2030-08-20"


# groups


def test_a_group_written_once_above_its_people_and_members_not_named_stay(book, take, desk, by, county):
    (row, *_) = [desk.contact_groups.add_fixed("甲组", [county.people["王例四"]], by=by)]
    rows = [["分组", "姓名"], ["甲组", "陈例一"], ["", "林例二"], ["乙组", "张例三"]]
    told = take("groups", book(rows))

    assert codes(told.warned) == [(2, "group", "members_stay")] and told.warned[0].facts["count"] == 1
    assert [one.name for one in desk.contact_groups.people(row.id, to=by)] == ["王例四", "陈例一", "林例二"]
    with pytest.raises(Refused) as refused:
        desk.contact_groups.set_members(row.id, [], seen=row.version, by=by)
    assert refused.value.code == "changed_meanwhile", "who had the group open sees it anew first"


def test_a_group_by_rule_and_a_retired_one_take_nobody(book, take, desk, by, county):
    from console.domain.group_rule import Rule

    desk.contact_groups.add_rule("按规则", Rule(post=county_kit.INFORMANT), by=by)
    gone = desk.contact_groups.add_fixed("停用组", [county.people["王例四"]], by=by)
    desk.contact_groups.retire(gone.id, seen=gone.version, by=by)
    told = take("groups", book([["分组", "姓名"], ["按规则", "陈例一"], ["停用组", "陈例一"]]))

    assert codes(told.problems) == [(2, "group", "group_by_rule"), (3, "group", "group_retired")]


def test_a_new_group_with_members_added_since_is_not_taken_back(book, take, desk, by, county):
    told = take("groups", book(TABLES["groups"]))
    (row,) = [one for one in desk.contact_groups.rows() if one.name == "避灾点（示例）"]
    people = [county.people["张例三"], county.people["王例四"]]
    desk.contact_groups.set_members(row.id, people, seen=row.version, by=by)

    with pytest.raises(Refused) as refused:
        desk.list_runs.undo(told.run_id, by=by)
    assert (refused.value.code, refused.value.facts["name"]) == ("import_changed_since", "避灾点（示例）")


# holidays


def test_a_notice_of_a_year_without_data_is_planned_by(book, take, desk):
    """The yearly data ends long before 2030: the county's own list stands for it, and is told as missing until then."""
    first, last = date(2030, 10, 1), date(2030, 10, 9)
    assert desk.planner.propose(first, last).roster.missing_years == (2030,)
    rows = [["名称", "放假时间", "安排"], ["国庆节", "2030年10月1日至7日", "放假"], ["调休", "10月12日", "上班"]]
    told = take("holidays", book(rows))

    assert told.added == 2 and desk.planner.propose(first, last).roster.missing_years == ()
    assert len([row for row in desk.lists.rows("holidays") if row.get("name") == "国庆节"]) == 7


def test_who_may_not_edit_may_not_import_or_undo(book, desk, by, take, county):
    from console.domain.people import Role

    told = take("holidays", book(TABLES["holidays"]))
    desk.accounts.add("陈例一", Role.ADMIN, "panels of 2030", by=by)
    looker = desk.accounts.add("查例九", Role.VIEWER, "only looks 2030", by=by).actor
    for act in (
        lambda: desk.list_imports.import_file("holidays", book(TABLES["holidays"]), by=looker),
        lambda: desk.list_runs.undo(told.run_id, by=looker),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "not_permitted"
