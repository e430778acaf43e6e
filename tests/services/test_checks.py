"""Check lists of a shift: marked one by one or the rest together, faults never; what was broken stays to be seen."""

from __future__ import annotations

import pytest

from console.domain.checks import CheckState
from console.domain.duty import PostLine
from console.domain.people import Role
from console.errors import Refused
from console.services import checks

WORD = "example-duty-1"


@pytest.fixture
def officer(desk, by):
    return desk.accounts.add("陈例一", Role.ADMIN, WORD, by=by).actor


@pytest.fixture
def watch(desk, officer):
    return desk.duty.take_over_empty([PostLine("主班", "陈例一")], by=officer)


@pytest.fixture
def relief(desk, officer):
    """Hands the watch to 邹例八 and back, the short way."""
    desk.accounts.add("邹例八", Role.OFFICER, WORD, by=officer)

    def relieve(name: str) -> None:
        desk.duty.emergency_take_over([PostLine("主班", name)], "前一班突发急病", name, WORD)

    return relieve


def row(desk, code: str):
    return next(found for found in desk.checks.rows() if found.code == code)


def test_the_three_sections_stand_in_their_order(desk, watch):
    rows = desk.checks.rows()

    assert [r.section for r in rows] == ["materials"] * 3 + ["equipment"] * 10 + ["keys"] * 5
    assert all(r.state is None and r.carried is None for r in rows)


def test_a_mark_is_a_line_and_the_same_again_is_none(desk, watch, officer):
    made = desk.checks.mark("satellite_phone", "ok", "电量 80%", by=officer)
    desk.checks.mark("satellite_phone", CheckState.OK, "电量 80%", by=officer)
    changed = desk.checks.mark("satellite_phone", "fault", "电量 80%", "无信号", by=officer)

    assert [line.text for line in desk.log.newest(2)] == [
        "交接检查 卫星电话：改为故障 电量 80% 无信号", "交接检查 卫星电话：正常 电量 80%",
    ]  # fmt: skip
    assert (made.version, made.by_name, changed.version, changed.faulty) == (1, "陈例一", 2, True)
    assert desk.log.verify().fault is None


def test_a_fault_needs_words_and_a_watch_somebody(desk, officer):
    with pytest.raises(Refused) as bare:
        desk.checks.mark("fax", "fault", by=officer)
    with pytest.raises(Refused) as empty:
        desk.checks.mark("fax", "ok", by=officer)

    assert (bare.value.code, empty.value.code) == ("check_note_missing", "station_empty")
    assert desk.checks.rows() == []


def test_a_quiet_day_is_one_act_a_section(desk, watch, officer):
    before = desk.log.count()
    desk.checks.mark("fax", "fault", note="不进纸", by=officer)
    count = desk.checks.mark_rest("equipment", by=officer)
    again = desk.checks.mark_rest("equipment", by=officer)

    assert (count, again, desk.log.count() - before) == (9, 0, 2)
    assert row(desk, "fax").state is CheckState.FAULT and row(desk, "keys").state is None
    assert desk.log.newest(1)[0].text.startswith("交接检查 设备 9 项正常（电话、专网与视频、370MHz 电台、")
    assert desk.log.verify().fault is None


def test_a_fault_is_carried_on_through_any_number_of_shifts_until_somebody_marks_it(desk, watch, officer, relief):
    desk.checks.mark("fax", "fault", note="不进纸", by=officer)
    desk.checks.mark("ups", "fault", note="电池鼓包", by=officer)
    relief("邹例八")
    second = row(desk, "fax")
    relief("陈例一")
    third = row(desk, "fax")
    desk.checks.mark_rest("equipment", by=officer)
    untouched = row(desk, "fax")
    desk.checks.mark("fax", "ok", by=officer)
    relief("邹例八")

    assert (second.carried.note, second.carried.by_name, second.faulty) == ("不进纸", "陈例一", True)
    assert third.carried.note == "不进纸" and untouched.state is None, "the rest in order never hides a fault"
    assert not row(desk, "fax").faulty and row(desk, "ups").faulty


def test_the_sheet_reads_a_closed_shift_as_it_was_marked(desk, watch, officer, relief):
    desk.checks.mark("fax", "fault", note="不进纸", by=officer)
    relief("邹例八")
    desk.checks.mark("fax", "ok", by=desk.accounts.sign_in("邹例八", WORD).actor)
    with desk.opened.store.reading() as connection:
        rows = {found.code: found for found in checks.rows_of(connection, watch.id)}

    assert (rows["fax"].state, rows["fax"].note, rows["ups"].state) == (CheckState.FAULT, "不进纸", None)


def test_a_line_the_county_retired_stays_where_it_was_marked(desk, watch, officer):
    desk.checks.mark("fax", "ok", by=officer)
    for code in ("fax", "ups"):
        item = next(item for item in desk.lists.rows("checks") if item.code == code)
        desk.lists.retire("checks", code, seen=item.version, by=officer)

    assert {"fax", "ups"} & {found.code for found in desk.checks.rows()} == {"fax"}


def test_a_fault_is_not_taken_off_by_taking_its_line_off_the_list(desk, watch, officer, relief):
    desk.checks.mark("ups", "fault", note="电池告警", by=officer)
    relief("邹例八")
    desk.lists.retire("checks", "ups", seen=0, by=officer)

    assert row(desk, "ups").carried.note == "电池告警"
    desk.checks.mark("ups", "ok", note="已换电池", by=officer)
    relief("陈例一")
    assert "ups" not in {found.code for found in desk.checks.rows()}


def test_a_stale_screen_does_not_turn_a_fault_into_order(desk, watch, officer):
    desk.checks.mark("satellite_phone", "fault", note="无信号", by=officer, seen=0)
    with pytest.raises(Refused) as refused:
        desk.checks.mark("satellite_phone", "ok", by=officer, seen=0)

    assert (refused.value.code, row(desk, "satellite_phone").state) == ("changed_meanwhile", CheckState.FAULT)
    assert desk.checks.mark("satellite_phone", "ok", by=officer, seen=1).version == 2


def test_a_mark_shown_of_the_shift_before_is_not_this_shifts(desk, watch, officer, relief):
    shown = desk.checks.mark("satellite_phone", "fault", note="无信号", by=officer, seen=0)
    relief("邹例八")
    with pytest.raises(Refused) as refused:
        desk.checks.mark("satellite_phone", "ok", by=officer, seen=shown.version)

    assert refused.value.code == "changed_meanwhile"
