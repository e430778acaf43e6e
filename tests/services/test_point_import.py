"""Points and devices as installers leave them in their sheets: taken in, given out, compared by key, taken back."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from console import bootstrap
from console.config import DataDir
from console.domain.contact_heads import heading
from console.domain.devices import LIMITS
from console.domain.people import Role
from console.domain.point_table import POINTS
from console.domain.wire import DeviceForm, PointForm
from console.errors import Refused
from tests.conftest import LONG
from tests.kit import contact_files, points
from tests.kit.contact_files import codes
from tests.kit.points import HEAD
from tests.kit.wire import hear

book, ledger = contact_files.book, points.ledger


@pytest.fixture
def take(desk, by):
    return lambda path, key="points", **how: desk.list_imports.import_file(key, path, by=by, **how)


@pytest.fixture
def out(desk, by, tmp_path):
    """The list as its export writes it, heads first."""

    def read(key="points"):
        path = tmp_path / f"出 {key}.xlsx"
        desk.list_imports.export(key, path, by=by)
        return [[cell or "" for cell in row] for row in load_workbook(path).active.iter_rows(values_only=True)]

    return read


def counts(told):
    return (told.added, told.updated, told.unchanged, told.refused)


def point_of(desk, device="JB-01"):
    (row,) = desk.devices.points(desk.devices.by_code(device).id)
    return row


def test_the_installer_s_sheet_goes_in_as_it_is(book, take, desk, ledger):
    rows = [
        ["例县联网用户点位表"],
        ["序号", "帐号", "防区号", "用户名称", "防区名称", "安装位置", "乡镇", "联系人", "联系电话", "主机", "备注"],
        [1, "1234", "015", "示例超市", "东门烟感", "东门 门厅", "例山镇", "林例二", "100-0000-0003", "JB-01", ""],
        [
            2,
            "１２３４",
            "０１６",
            "示例超市",
            "示例超市西门",
            "",
            "例溪镇",
            "陈例一",
            "100 0000 0002",
            "联网接收机",
            "夜间",
        ],
        ["合计", "", 2],
    ]
    told = take(book(rows))
    assert (told.applied, counts(told)) == (True, (2, 0, 0, 0)), told.problems

    first, second = desk.devices.points(ledger.devices["JB-01"])
    assert (first.form.name, first.form.account, first.form.zone) == ("示例超市 东门烟感", "1234", "015")
    assert (first.place_path.endswith("例山镇"), first.form.place_text) == (True, "东门 门厅")
    assert first.form.person_ids == (ledger.people["林例二"],)
    assert (second.form.name, second.form.account, second.form.zone) == ("示例超市西门", "1234", "016")
    assert second.form.person_ids == (ledger.people["陈例一002"],), "the number tells namesakes apart"
    assert counts(take(book(rows))) == (0, 0, 2, 0)
    assert desk.log.verify().fault is None


SIGNS = st.sampled_from("=+-@'＝＋０１5 \t\n,;；、（）无/示例合计备注：:")
TEXTS = st.text(SIGNS | st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12).filter(
    lambda text: not text.strip().startswith(("#", "＃"))  # a cell that reads #NUM! is refused as what it says it is
)
LIMIT = st.one_of(st.none(), st.floats(-1e9, 1e9, allow_nan=False))


@settings(
    max_examples=60 if os.environ.get(LONG) else 15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_what_goes_out_comes_in_again_without_a_difference(data, take, desk, by, ledger, tmp_path):
    """Any texts the services take, on one device and its points; workbook and CSV."""
    device = desk.devices.by_code("JB-02")
    for row in desk.devices.points(device.id):
        desk.devices.drop_point(row.id, seen=row.version, by=by)
    told = {name: data.draw(TEXTS) for name in ("name", "remark", "place_text")}
    form = replace(device.form, name=f"机{told['name']}", remark=told["remark"], place_text=told["place_text"])
    tried(lambda: desk.devices.change(form, seen=device.version, by=by))
    people = [*ledger.people.values()]
    for at in range(3):
        said = {name: data.draw(TEXTS) for name in ("name", "account", "zone", "code", "place_text", "unit", "remark")}
        more = {
            "place_id": data.draw(st.sampled_from([None, *ledger.places.values()])),
            "person_ids": tuple(data.draw(st.lists(st.sampled_from(people), max_size=3, unique=True))),
            "priority": data.draw(st.integers(0, 3)), "repeat_seconds": data.draw(st.none() | st.integers(0, 86_400)),
            "above": data.draw(LIMIT), "below": data.draw(LIMIT),
        }  # fmt: skip
        point = PointForm(uuid4(), device.id, **{**said, "name": f"{said['name']}点{at}"}, **more)
        tried(lambda point=point: desk.devices.put_point(point, by=by))
    for key in ("points", "devices"):
        for ending in ("xlsx", "csv"):
            path = tmp_path / f"{key}.{ending}"
            count = desk.list_imports.export(key, path, by=by)
            again = take(path, key)
            assert counts(again) == (0, 0, count, 0), (again.problems, again.changed)
            assert not again.warned


def tried(act):
    """What the services refuse does not stand in the ledger."""
    with suppress(Refused):
        act()


def test_nothing_in_an_export_is_a_formula_and_it_reads_as_itself(take, desk, by, ledger, tmp_path):
    form = PointForm(uuid4(), ledger.devices["JB-01"], "=1+1", "+86", "@SUM", "-1", remark="=cmd|' /C calc'!A0\n二")
    desk.devices.put_point(form, by=by)
    for ending in ("xlsx", "csv"):
        path = tmp_path / f"出.{ending}"
        assert desk.list_imports.export("points", path, by=by) == 1
        assert counts(take(path)) == (0, 0, 1, 0)
    cells = [cell for row in load_workbook(tmp_path / "出.xlsx").active.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    assert "'=1+1" in (tmp_path / "出.csv").read_text("utf-8-sig")


def test_a_template_reads_as_itself_and_has_no_column_that_only_says_again(take, desk, ledger, tmp_path):
    for key in ("points", "devices"):
        path = desk.list_imports.save_template(key, tmp_path / f"{key}.xlsx")
        told = take(path, key)
        assert (counts(told), told.skipped, told.problems) == ((0, 0, 0, 0), 1, ())
        heads = [cell.value for cell in load_workbook(path).active[1]]
        assert len(heads) == len(set(heads)) and not {"乡镇", "电话", "用户名称"} & set(heads)


@pytest.fixture
def sample_desk(sample_store, clock, tmp_path):
    """A desk of its own over a copy of the sample county."""
    root = tmp_path / "county"
    shutil.copytree(sample_store.root, root)
    made = bootstrap.build(DataDir(root), clock)
    yield made
    made.close()


def test_the_sample_county_s_ledger_goes_to_another_store_and_stays_the_same(sample_desk, desk, by, take, tmp_path):
    """Its devices stand in places the other store does not have: their words are kept and told."""
    for key in ("devices", "points"):
        path = tmp_path / f"{key}.xlsx"
        count = sample_desk.list_imports.export(key, path, by=by)
        assert counts(sample_desk.list_imports.import_file(key, path, dry_run=True, by=by)) == (0, 0, count, 0)
    devices = take(tmp_path / "devices.xlsx", "devices")
    assert devices.applied and devices.added == len(sample_desk.devices.rows()), devices.problems
    for there in sample_desk.devices.rows():
        here = desk.devices.by_code(there.form.code).form
        same = replace(there.form, id=here.id, place_id=None, place_text=here.place_text)
        assert here == same
    assert {one.code for one in devices.warned} <= {"list.warning.place_aside"}


def test_places_and_people_nobody_knows_are_told_and_their_words_stay(book, take, desk, ledger):
    rows = [
        [*HEAD, "备注"],
        ["JB-01", "1234", "015", "", "东门烟感", "例弯镇", "3 号", "店主甲、林例二", "100-0000-0099", "夜间无人"],
        ["JB-01", "1234", "016", "", "西门烟感", "", "", "陈例一", "", ""],
        ["JB-01", "1234", "017", "", "北门烟感", "例山镇", "例三村 5 号", "", "100-0000-0004", ""],
    ]
    told = take(book(rows))
    assert counts(told) == (3, 0, 0, 0) and codes(told.warned) == [
        (2, "persons", "person_aside"), (2, "place", "place_aside"), (3, "persons", "person_aside"),
    ]  # fmt: skip
    assert [one.facts["count"] for one in told.warned] == [0, 0, 2]
    by_zone = {row.form.zone: row.form for row in desk.devices.points(ledger.devices["JB-01"])}
    first = by_zone["015"]
    assert (first.place_id, first.place_text) == (None, "例弯镇 3 号")
    assert (first.remark, first.person_ids) == (
        "夜间无人\n责任人 店主甲 10000000099", (ledger.people["林例二"],)
    )  # fmt: skip
    assert (by_zone["016"].person_ids, by_zone["016"].remark) == ((), "责任人 陈例一")
    assert by_zone["017"].person_ids == (ledger.people["张例三"],), "whose number it is"
    assert counts(take(book(rows))) == (0, 0, 3, 0), "the same file again changes nothing"

    rows[1][5], rows[1][7], rows[2][7] = "例山镇", "林例二", "陈例一（001）"
    mended = take(book(rows))
    assert counts(mended) == (0, 2, 1, 0) and not mended.warned
    by_zone = {row.form.zone: row.form for row in desk.devices.points(ledger.devices["JB-01"])}
    assert (by_zone["015"].place_id, by_zone["015"].place_text) == (ledger.places["例山镇"], "3 号")
    assert (by_zone["015"].remark, by_zone["016"].remark) == ("夜间无人", "")
    assert by_zone["016"].person_ids == (ledger.people["陈例一001"],)


def test_a_misspelt_place_or_name_takes_away_nothing_that_stands(book, take, desk, ledger):
    row = ["JB-01", "1234", "015", "", "东门烟感", "例山镇", "3 号", "林例二", ""]
    take(book([HEAD, row]))
    told = take(book([HEAD, [*row[:5], "例弯镇", "4 号", "林例儿", ""]]))
    assert codes(told.warned) == [(2, "persons", "person_kept"), (2, "place", "place_kept")]
    assert [(one.column, one.before, one.after) for one in told.changed[0].differences] == [
        ("place_text", "3 号", "4 号")
    ]
    form = point_of(desk).form
    assert (form.place_id, form.person_ids, form.remark) == (
        ledger.places["例山镇"], (ledger.people["林例二"],), ""
    )  # fmt: skip


def test_villages_of_one_name_are_told_apart_by_their_town(book, take, desk, ledger):
    rows = [
        ["设备编号", "防区", "点位名称", "乡镇", "村", "位置"],
        ["JB-01", "001", "甲", "例溪镇", "例一村", ""],
        ["JB-01", "002", "乙", "", "例溪镇例一村", ""],
        ["JB-01", "003", "丙", "", "例一村", ""],
        ["JB-01", "004", "丁", "例溪镇", "例九村", "祠堂"],
        ["JB-01", "005", "戊", "", "例县例溪镇 / 例一村", ""],
    ]
    told = take(book(rows))
    where = {row.form.zone: (row.form.place_id, row.form.place_text) for row in desk.devices.points(
        ledger.devices["JB-01"])}  # fmt: skip
    assert where["001"] == where["002"] == where["005"] == (ledger.places["例溪镇例一村"], "")
    assert where["003"] == (None, "例一村") and where["004"] == (ledger.places["例溪镇"], "例九村 祠堂")
    assert [(one.row, one.facts["given"], one.facts["count"]) for one in told.warned] == [
        (4, "例一村", 2), (5, "例九村", 0),
    ]  # fmt: skip


def test_what_is_known_is_a_difference_and_what_the_file_has_no_column_for_stays(book, take, desk, by, ledger, out):
    rows = [[*HEAD, "上限", "下限", "单位", "重复窗口", "级别"]]
    rows.append(
        ["SW-01", "9901", "", "39", "警戒水位", "例山镇", "桥头", "林例二", "", "11.5", "", "m", "5分钟", "2级"]
    )
    rows.append(["SW-01", "9901", "", "39", "保证水位", "例山镇", "桥头", "林例二", "", 12.5, "", "m", 60, "一级"])
    assert counts(take(book(rows))) == (2, 0, 0, 0)
    before = out()
    changed = [["设备", "站号", "要素", "名称", "上限"], ["SW-01", "9901", "39", "保证水位", "１２．７５"]]
    looked = take(book(changed), dry_run=True)
    assert (counts(looked), looked.applied, out()) == ((0, 1, 0, 0), False, before)
    assert [(one.column, one.before, one.after) for one in looked.changed[0].differences] == [
        ("above", "12.5", "12.75")
    ]
    told = take(book(changed))
    forms = {row.form.name: row.form for row in desk.devices.points(ledger.devices["SW-01"])}
    assert (forms["保证水位"].above, forms["保证水位"].unit, forms["保证水位"].priority) == (12.75, "m", 1)
    assert (forms["警戒水位"].above, forms["警戒水位"].repeat_seconds, forms["警戒水位"].priority) == (11.5, 300, 2)
    desk.list_runs.undo(told.run_id, by=by)
    assert out() == before

    renamed = take(book([HEAD[:5], ["SW-01", "9901", "", "39", "历史最高"]]))
    assert codes(renamed.problems) == [(2, "zone", "point_taken")], "which of the two steps is meant nobody knows"
    assert desk.log.verify().fault is None


def test_a_point_alone_with_its_key_is_known_whatever_it_is_called(book, take, desk, ledger):
    take(book([HEAD[:5], ["JB-01", "1234", "015", "", "东门烟感"]]))
    told = take(book([HEAD[:5], ["JB-01", "1234", "015", "", "东门感烟探测器"]]))
    assert counts(told) == (0, 1, 0, 0) and point_of(desk).form.name == "东门感烟探测器"
    blank = take(book([HEAD[:5], ["JB-01", "1234", "015", "", ""]]))
    assert counts(blank) == (0, 0, 1, 0), "no name is no other name"


def test_a_sheet_that_does_not_say_whose_points_they_are_means_those_of_the_device_asked_for(book, take, desk, ledger):
    rows = [["账号", "防区", "位置"], ["1234", "015", "东门"], ["1234", "016", "西门"]]
    assert codes(take(book(rows)).problems) == [(1, "row", "no_header")]
    told = take(book(rows), usual={"device": "JB-01"})
    assert (counts(told), [(one.row, one.column, one.facts) for one in told.warned]) == (
        (2, 0, 0, 0), [(2, "device", {"given": "JB-01", "count": 2})],
    )  # fmt: skip
    assert len(desk.devices.points(ledger.devices["JB-01"])) == 2
    named = [["设备", *rows[0]], ["JB-02", *rows[1]], ["", *rows[2]]]
    told = take(book(named), usual={"device": "JB-01"}, good_rows_only=True)
    assert codes(told.problems) == [(3, "device", "device_missing")] and not told.warned
    assert point_of(desk, "JB-02").form.zone == "015"


BAD = [
    [*HEAD, "上限", "下限", "重复窗口", "级别", "事件类型"],
    ["JB-01", "1234", "015", "", "一", "", "", "", "", "", "", "", "", ""],
    ["JB-01", "1234", "015", "", "一", "", "", "", "", "", "", "", "", ""],
    ["JB-01", "1234", "０15", "", "二", "", "", "", "", "", "", "", "", ""],
    ["JB-99", "1234", "016", "", "三", "", "", "", "", "", "", "", "", ""],
    ["", "1234", "016", "", "四", "", "", "", "", "", "", "", "", ""],
    ["SW-01", "9", "", "39", "五", "", "", "", "", "3", "5", "", "", ""],
    ["SW-01", "9", "", "40", "六", "", "", "", "", "三米", "", "", "", ""],
    ["SW-01", "9", "", "41", "七", "", "", "", "", "", "", "90000", "", ""],
    ["SW-01", "9", "", "42", "八", "", "", "", "", "", "", "", "特级", ""],
    ["SW-01", "9", "", "43", "九", "", "", "", "", "", "", "", "", "外星来客"],
    ["SW-01", "9", "", "44", "", "", "", "", "", "", "", "", "", ""],
    ["SW-01", "9" * (LIMITS["account"] + 1), "", "45", "十", "", "", "", "", "", "", "", "", ""],
    ["JB-02", "1", "1", "", "停用的", "", "", "", "", "", "", "", "", ""],
]


def test_each_bad_row_is_told_by_its_row_and_good_ones_go_in_alone_when_asked(book, take, desk, by, ledger, out):
    row = desk.devices.by_code("JB-02")
    desk.devices.stop(row.id, "拆除", seen=row.version, by=by)
    before, path = out(), book(BAD)
    told = take(path)
    assert codes(told.problems) == [
        (3, "zone", "duplicate"), (4, "zone", "point_taken"), (5, "device", "device_unknown"),
        (6, "device", "device_missing"), (7, "below", "limits_crossed"), (8, "above", "figure_strange"),
        (9, "repeat", "count_strange"), (10, "priority", "word_strange"), (11, "event_type", "meant_unclear"),
        (12, "point_name", "title_missing"), (13, "account", "too_many_letters"), (14, "device", "device_stopped"),
    ]  # fmt: skip
    assert (told.applied, told.run_id, out()) == (False, None, before)
    good = take(path, good_rows_only=True)
    assert (good.applied, counts(good)) == (True, (1, 0, 0, 12))


def test_files_of_other_lists_are_none_of_these(take, desk, by, ledger, tmp_path, book):
    for key in ("staff", "leave", "holidays", "groups"):
        told = take(desk.list_imports.save_template(key, tmp_path / f"{key}.xlsx"))
        assert codes(told.problems) == [(1, "row", "no_header")], key
    for key, other in (("points", "devices"), ("devices", "points")):
        path = tmp_path / f"{key}.xlsx"
        desk.devices.put_point(
            PointForm(uuid4(), ledger.devices["JB-01"], "点", "1"), by=by
        ) if key == "points" else None
        desk.list_imports.export(key, path, by=by)
        told = take(path, other)
        assert codes(told.problems) == [(1, "row", "no_header")] and told.problems[0].facts["heads"]
    assert codes(take(book([])).problems) == [(1, "row", "empty_file")]


def test_a_device_takes_any_number_of_points_and_the_last_of_them_is_heard(book, take, desk, by, ledger, clock):
    many = 2_100
    rows = [HEAD[:5], *(["JB-01", f"{at:04d}", "1", "", f"点{at}"] for at in range(many))]
    told = take(book(rows))
    assert told.applied and not told.problems
    panel = desk.devices.by_code("JB-01")
    hear(desk, panel, account="2099")
    hear(desk, panel, account="２０９８", code="120")
    hear(desk, panel, account="9999", code="130")
    assert {row.point_name for row in desk.alarms.queue().rows} == {"点2099", "点2098", ""}


def test_numbers_that_lost_their_zeros_are_told_once(book, take, desk, ledger):
    rows = [HEAD[:5], ["JB-01", 12, 15, "", "一"], ["JB-01", 1234, 115, "", "二"], ["SW-01", 12, 1, "", "三"]]
    told = take(book(rows))
    assert [(one.row, one.column, one.facts) for one in told.warned] == [
        (2, "account", {"given": "12", "count": 2}),
    ]  # fmt: skip
    assert told.applied


def test_an_import_is_taken_back_as_a_whole_unless_something_leans_on_it(book, take, desk, by, ledger, out):
    before = out()
    rows = [HEAD[:5], ["JB-01", "1234", "015", "", "东门烟感"], ["JB-01", "1234", "016", "", "西门烟感"]]
    told = take(book(rows))
    first = next(row for row in desk.devices.points(ledger.devices["JB-01"]) if row.form.zone == "015")
    changed = desk.devices.put_point(replace(first.form, unit="个"), seen=first.version, by=by)
    with pytest.raises(Refused) as refused:
        desk.list_runs.undo(told.run_id, by=by)
    assert (refused.value.code, refused.value.facts["name"]) == ("import_changed_since", "东门烟感")
    desk.devices.put_point(first.form, seen=changed.version, by=by)
    assert desk.list_runs.undo(told.run_id, by=by) == 2
    assert out() == before and desk.devices.points(ledger.devices["JB-01"]) == []
    assert take(book(rows)).added == 2, "and may come again"

    moved = take(book([HEAD[:5], ["JB-01", "1234", "015", "", "东门"]]))
    rows = [HEAD[:5], ["JB-01", "1234", "015", "", "东门"]]
    (row,) = [one for one in desk.devices.points(ledger.devices["JB-01"]) if one.form.zone == "015"]
    assert moved.updated == 1 and row.form.name == "东门"
    assert desk.list_runs.undo(moved.run_id, by=by) == 1
    assert desk.log.verify().fault is None


def test_a_point_does_not_come_back_over_a_newer_one(book, take, desk, by, ledger):
    take(book([[*HEAD[:5], "上限"], ["SW-01", "9", "", "39", "警戒", "11"]]))
    later = take(book([[*HEAD[:5], "上限"], ["SW-01", "9", "", "39", "警戒", "10"]]))
    desk.devices.put_point(PointForm(uuid4(), ledger.devices["SW-01"], "新", "9", code="39", above=11.0), by=by)
    with pytest.raises(Refused) as refused:
        desk.list_runs.undo(later.run_id, by=by)
    assert refused.value.code == "import_changed_since"


# devices


def test_devices_are_added_changed_by_their_code_and_taken_back(book, take, desk, by, ledger, out):
    before = out("devices")
    rows = [
        ["名称", "编号", "设备类型", "端口", "参数", "级别", "静默告警", "地点"],
        ["联网接收机二号", "JB-01", "surgard", "sim://surgard/JB-01", "", "", "", "例山镇"],
        ["例溪按钮", "AN-01", "modbus", "sim://modbus/AN-01", "unit=3；inputs=0-3", "一级", "2分钟", "例溪镇例一村"],
        ["水位", "SW-09", "", "sim://sl651/SW-09", "", "", "", ""],
        ["广播", "GB-09", "profile", "sim://profile/GB-09", "", "", "", ""],
        ["同口", "JB-09", "surgard", "sim://surgard/JB-01", "", "", "", ""],
        ["有密", "JB-10", "surgard", "socket://user:secret@192.0.2.1:1", "", "", "", ""],
        ["参数错", "JB-11", "surgard", "sim://surgard/JB-11", "unit=3", "", "", ""],
        ["又一个", "an-01", "modbus", "sim://modbus/AN-02", "", "", "", ""],
    ]
    told = take(book(rows), "devices", good_rows_only=True)
    assert codes(told.problems) == [
        (4, "driver", "word_missing"), (5, "profile", "profile_missing"), (6, "url", "device_url_taken"),
        (7, "url", "url_with_secret"), (8, "options", "no_such_option"), (9, "device", "duplicate"),
    ]  # fmt: skip
    assert counts(told) == (1, 1, 0, 6)
    button = desk.devices.by_code("AN-01").form
    assert (button.options, button.priority, button.silent_seconds) == ({"unit": "3", "inputs": "0-3"}, 1, 120)
    assert button.place_id == ledger.places["例溪镇例一村"] and button.repeat_seconds == 60
    changed = desk.devices.by_code("JB-01").form
    assert (changed.name, changed.id) == ("联网接收机二号", ledger.devices["JB-01"])
    assert desk.list_runs.undo(told.run_id, by=by) == 2
    assert out("devices") == before and not desk.devices.by_code("AN-01").active
    again = take(book(rows[:3]), "devices")
    assert counts(again) == (0, 2, 0, 0) and desk.devices.by_code("AN-01").active
    started = next(one for one in again.changed if one.name == "例溪按钮")
    assert [(one.column, one.before, one.after) for one in started.differences] == [("state", "已停用", "在用")]
    assert desk.log.verify().fault is None


def test_devices_whose_points_stand_are_not_taken_back(book, take, desk, by, ledger):
    rows = [["设备编号", "设备名称", "设备类型", "端口"], ["AN-01", "按钮", "modbus", "sim://modbus/AN-01"]]
    told = take(book(rows), "devices")
    desk.devices.put_point(PointForm(uuid4(), desk.devices.by_code("AN-01").id, "门厅", zone="1"), by=by)
    with pytest.raises(Refused) as refused:
        desk.list_runs.undo(told.run_id, by=by)
    assert (refused.value.code, refused.value.facts["name"]) == ("import_changed_since", "AN-01 按钮")


def test_two_devices_change_ports_in_one_file(book, take, desk, ledger):
    rows = [
        ["设备编号", "设备名称", "设备类型", "端口"],
        ["JB-01", "联网接收机", "surgard", "sim://surgard/JB-03"],
        ["JB-05", "接班的", "surgard", "sim://surgard/JB-01"],
    ]
    assert counts(take(book(rows), "devices")) == (1, 1, 0, 0)


def test_who_may_not_keep_devices_imports_none(book, desk, by, ledger):
    desk.accounts.add("林例十", Role.ADMIN, "points of 2030", by=by)
    viewer = desk.accounts.add("陈例一", Role.VIEWER, "points of 2030", by=by).actor
    with pytest.raises(Refused) as refused:
        desk.list_imports.import_file("points", book([HEAD]), dry_run=True, by=viewer)
    assert refused.value.code == "not_permitted"


@pytest.mark.long
def test_twenty_thousand_rows(desk, by, take, ledger, tmp_path):
    """Ten receivers full of points are looked at, taken in, the same again, and taken back."""
    made = Workbook(write_only=True)
    sheet = made.create_sheet()
    sheet.append(HEAD)
    for at in range(10):
        form = DeviceForm(uuid4(), f"JX-{at:02d}", f"接收机{at}", "surgard", f"sim://surgard/JX-{at:02d}")
        desk.devices.add(form, by=by)
        for zone in range(2_000):
            account = f"{1000 + zone // 8}"
            sheet.append(
                [
                    form.code,
                    account,
                    f"{zone % 8:03d}",
                    "",
                    f"用户{account} {zone % 8} 防区",
                    "例山镇",
                    "",
                    "林例二",
                    "",
                ]
            )
    made.save(tmp_path / "大.xlsx")
    looked = take(tmp_path / "大.xlsx", dry_run=True)
    told = take(tmp_path / "大.xlsx")
    assert (looked.added, told.added, told.refused) == (20_000, 20_000, 0)
    assert counts(take(tmp_path / "大.xlsx", dry_run=True)) == (0, 0, 20_000, 0)
    assert desk.list_runs.undo(told.run_id, by=by) == 20_000


def test_the_guide_names_heads_that_are_read():
    """docs/POINTS.md: every head of its table, in the column it is said to be of."""
    text = (Path(__file__).parents[2] / "docs" / "POINTS.md").read_text("utf-8")
    lines = [line.split("|")[1:3] for line in text.splitlines() if line.startswith("|") and "---" not in line][1:]
    assert len(lines) == 14
    for head, others in lines:
        of = {POINTS.fields[heading(word)] for word in re.findall(r"[\u4e00-\u9fff]+", head)}
        for word in re.findall(r"[\u4e00-\u9fff]+(?:-[\u4e00-\u9fff]+)?", others):
            assert POINTS.fields[heading(word)] in of | {"owner", "town"}, word
