"""The day's routine on a real store: due, ticked, missed, carried on, and in the book of the day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from console.domain.due import DueKind, DueState
from console.domain.duty import PostLine
from console.domain.log import ActKind, Extract
from console.domain.people import Role
from console.domain.reports import ReportKind
from console.domain.routine import Result, RoutineState
from console.errors import Refused
from console.services import routine
from tests.kit.station import at

WORD = "example-duty-1"


@pytest.fixture
def officer(desk, by):
    """陈例一 on watch since Monday 2030-08-12 08:00."""
    who = desk.accounts.add("陈例一", Role.ADMIN, WORD, by=by).actor
    desk.duty.take_over_empty([PostLine("主班", "陈例一")], by=who)
    return who


def states(desk) -> dict[str, RoutineState]:
    return {row.code: row.state for row in desk.routine.day(desk.clock.now())}


def add(desk, by, **values):
    row = {"name": "巡查", "time": "12:00", "window": "30"} | values
    return desk.lists.add("routines", row, by=by).code


def test_a_shift_has_its_routines_in_order_of_time_over_midnight(desk, officer):
    rows = desk.routine.day(desk.clock.now())

    assert [row.code for row in rows] == [
        "comms_test", "equipment_check", "weather_morning", "morning_brief", "roll_call", "weather_evening",
        "night_check", "backup_check",
    ]  # fmt: skip
    assert (rows[0].due_at, rows[-1].due_at, rows[-2].until) == (at(12, 8, 15), at(13, 7, 30), at(13, 0))
    assert {row.state for row in rows} == {RoutineState.WAITING} and not any(row.carried for row in rows)


def test_due_from_its_time_overdue_at_the_very_end_of_its_window(desk, officer, clock):
    clock.set(at(12, 8, 15))
    first = states(desk)["comms_test"]
    clock.set(at(12, 8, 59) + timedelta(seconds=59))
    last = states(desk)["comms_test"]
    clock.set(at(12, 9))

    assert (first, last, states(desk)["comms_test"]) == (RoutineState.NOW, RoutineState.NOW, RoutineState.OVERDUE)


def test_a_tick_is_a_line_with_a_name_and_said_again_it_is_nothing_new(desk, officer, clock):
    clock.set(at(12, 8, 20))
    desk.routine.tick("comms_test", at(12, 8, 15), "done", "电话、传真、370MHz 均通", by=officer)
    again = desk.routine.tick("comms_test", at(12, 8, 15), Result.DONE, "电话、传真、370MHz 均通", by=officer)
    line, before = desk.log.newest(2)

    assert line.text == "例行 通信联络测试：正常 电话、传真、370MHz 均通"
    assert (line.kind, line.by.name, before.kind) == (ActKind.ROUTINE, "陈例一", ActKind.HANDOVER)
    assert (again.version, again.by_name, again.at) == (1, "陈例一", at(12, 8, 20))
    assert states(desk)["comms_test"] is RoutineState.DONE and desk.log.verify().fault is None


def test_another_result_is_another_line(desk, officer, clock):
    clock.set(at(12, 8, 20))
    desk.routine.tick("comms_test", at(12, 8, 15), "done", by=officer)
    changed = desk.routine.tick("comms_test", at(12, 8, 15), "abnormal", "传真不通，已报修", by=officer)

    assert [line.text for line in desk.log.newest(2)] == [
        "例行 通信联络测试：改为异常 传真不通，已报修", "例行 通信联络测试：正常",
    ]  # fmt: skip
    assert changed.version == 2 and desk.log.verify().fault is None


@pytest.mark.parametrize("result", ["abnormal", "not_done"])
def test_what_is_not_in_order_needs_words(desk, officer, clock, result):
    clock.set(at(12, 8, 20))
    with pytest.raises(Refused) as refused:
        desk.routine.tick("comms_test", at(12, 8, 15), result, "  ", by=officer)

    assert refused.value.code == "routine_note_missing" and states(desk)["comms_test"] is RoutineState.NOW


def test_nothing_is_done_long_before_its_time_but_it_may_be_given_up(desk, officer):
    with pytest.raises(Refused) as refused:
        desk.routine.tick("night_check", at(12, 22), "done", by=officer)
    desk.routine.tick("night_check", at(12, 22), "not_done", "通信中断，改为次日", by=officer)

    assert (refused.value.code, refused.value.facts["at"]) == ("routine_too_early", "22:00")
    assert states(desk)["night_check"] is RoutineState.NOT_DONE


def test_done_late_the_line_says_so(desk, officer, clock):
    clock.set(at(12, 11, 5))
    desk.routine.tick("roll_call", at(12, 10), "done", by=officer)

    assert desk.log.newest(1)[0].text == "例行 每日点名：正常（应于 08-12 10:00 完成，逾时）"


def test_what_a_shift_missed_waits_in_the_next_until_somebody_says_so(desk, officer, clock):
    tick = desk.routine.tick
    clock.set(at(12, 8, 30))
    tick("comms_test", at(12, 8, 15), "done", by=officer)
    clock.set(at(13, 8, 10))
    relieve(desk, officer, "邹例八")
    carried = [row for row in desk.routine.day(clock.now()) if row.carried]
    tick("night_check", at(12, 22), "not_done", "夜间出警，未抽查", by=officer)

    assert [row.code for row in carried] == [
        "equipment_check", "weather_morning", "morning_brief", "roll_call", "weather_evening", "night_check",
        "backup_check",
    ]  # fmt: skip
    assert {row.state for row in carried} == {RoutineState.OVERDUE}
    assert "night_check" not in {row.code for row in desk.routine.day(clock.now()) if row.carried}


def relieve(desk, officer, name: str) -> None:
    desk.accounts.add(name, Role.OFFICER, WORD, by=officer)
    desk.duty.emergency_take_over([PostLine("主班", name)], "陈例一突发急病", name, WORD)


def test_it_is_looked_for_no_further_back_than_the_setting_says(desk, officer, clock):
    clock.set(at(15, 8, 10))
    desk.settings.change("routine.look_back", "4", "会商结论", confirmed=True, by=officer)
    relieve(desk, officer, "邹例八")

    assert [row.due_at for row in desk.routine.day(clock.now()) if row.carried] == [at(15, 7, 30)]


def test_a_watch_not_handed_over_goes_on_having_routines(desk, officer, clock):
    clock.set(at(13, 8, 20))

    assert [row.code for row in desk.routine.day(clock.now())][-1] == "comms_test"
    assert states(desk)["comms_test"] is RoutineState.NOW


def test_nobody_missed_what_was_due_before_the_first_watch(desk, by, clock):
    clock.set(at(12, 15))
    who = desk.accounts.add("陈例一", Role.ADMIN, WORD, by=by).actor
    before = [row.state for row in desk.routine.day(clock.now())]
    desk.duty.take_over_empty([PostLine("主班", "陈例一")], by=who)
    clock.advance(minutes=5)

    assert set(before) == {RoutineState.WAITING}
    assert [row.code for row in desk.routine.day(clock.now())] == ["weather_evening", "night_check", "backup_check"]


def test_a_routine_added_at_noon_was_not_missed_this_morning(desk, officer, clock):
    clock.set(at(12, 12))
    code = add(desk, officer, time="09:00")
    late = add(desk, officer, time="12:05")

    assert code not in states(desk) and states(desk)[late] is RoutineState.WAITING


def test_a_tick_stays_when_the_county_moves_or_retires_the_routine(desk, officer, clock):
    clock.set(at(12, 8, 20))
    desk.routine.tick("comms_test", at(12, 8, 15), "done", by=officer)
    desk.routine.tick("equipment_check", at(12, 8, 30), "done", by=officer)
    item = next(row for row in desk.lists.rows("routines") if row.code == "comms_test")
    desk.lists.change("routines", "comms_test", dict(item.values) | {"time": "09:30"}, seen=0, by=officer)
    seen = next(row.version for row in desk.lists.rows("routines") if row.code == "equipment_check")
    desk.lists.retire("routines", "equipment_check", seen=seen, by=officer)
    rows = {row.code: row for row in desk.routine.day(clock.now())}

    assert (rows["comms_test"].due_at, rows["comms_test"].state) == (at(12, 8, 15), RoutineState.DONE)
    assert (rows["equipment_check"].name, rows["equipment_check"].state) == ("设备检查", RoutineState.DONE)


def reported(desk, day: int, by) -> tuple[int, int]:
    """How often the daily report says routines were due, and done."""
    figures = desk.reports.compose(ReportKind.DAILY, date(2030, 8, day), by=by).body["figures"]
    return figures["routine"], figures["routine.done"]


def test_done_before_its_time_it_counts_in_the_report_of_its_day(desk, officer, clock):
    clock.set(at(12, 8, 4))
    desk.routine.tick("comms_test", at(12, 8, 15), "done", by=officer)
    clock.set(at(12, 8, 10))
    assert reported(desk, 12, officer) == (1, 1)
    clock.set(at(13, 7, 34))
    desk.routine.tick("comms_test", at(13, 8, 15), "done", by=officer)
    clock.set(at(13, 8, 1))

    assert reported(desk, 12, officer) == (8, 1)
    assert reported(desk, 13, officer) == (1, 1)


def test_moved_by_the_county_a_tick_counts_in_one_report_only(desk, officer, clock):
    code = add(desk, officer, time="07:30")
    clock.set(at(13, 7, 35))
    desk.routine.tick(code, at(13, 7, 30), "done", by=officer)
    item = next(row for row in desk.lists.rows("routines") if row.code == code)
    desk.lists.change("routines", code, dict(item.values) | {"time": "08:05"}, seen=item.version, by=officer)
    clock.set(at(13, 8, 10))

    assert (reported(desk, 12, officer)[1], reported(desk, 13, officer)[1]) == (1, 0)


def test_weekdays_periods_and_templates_say_where_a_routine_belongs(desk, officer, clock):
    tuesday = add(desk, officer, name="周二例会", weekdays="2")
    flood = add(desk, officer, name="汛情会商", periods="flood")
    qingming = add(desk, officer, name="清明汇总", periods="qingming")
    three = add(desk, officer, name="岗位检查", templates="day24_three")
    clock.set(at(12, 9))
    found = set(states(desk))
    with desk.opened.store.reading() as connection:
        rows = routine.rows_of(connection, at(13, 8), at(14, 8), clock.now(), desk.zone)

    assert {tuesday, flood, qingming, three} & found == {flood}
    assert {tuesday, flood, qingming, three} & {row.code for row in rows} == {tuesday, flood}


def test_a_special_period_brings_its_template_and_its_routines(desk, officer, clock):
    three = add(desk, officer, name="岗位检查", templates="day24_three")
    values = {"name": "防台期间", "from": "08-12", "to": "08-12", "template": "day24_three", "zero_report": "no"}
    desk.lists.add("periods", values, by=officer)

    assert three in states(desk)


def test_the_strip_has_a_routine_from_its_time_on(desk, officer, clock):
    def due():
        return [item for item in desk.due.rows(clock.now()) if item.kind is DueKind.ROUTINE]

    assert due() == []
    clock.set(at(12, 8, 15))
    (item,) = due()
    clock.set(at(12, 9))

    assert (item.text, item.text_en, item.due_at, item.state) == (
        "通信联络测试", "Communications test", at(12, 9), DueState.LATER,
    )  # fmt: skip
    assert due()[0].state is DueState.OVER and len(due()) == 4
    assert due()[0].record_id == desk.routine.day(clock.now())[0].id


def test_many_that_were_missed_are_one_line_of_the_strip(desk, officer, clock):
    clock.set(at(12, 10, 30))
    rows = [item for item in desk.due.rows(clock.now()) if item.kind is DueKind.ROUTINE]

    assert [(item.text, item.number, item.state) for item in rows] == [
        ("", "4", DueState.OVER), ("每日点名", "", DueState.NEAR),
    ]  # fmt: skip
    assert rows[0].record_id == desk.routine.day(clock.now())[0].id


def test_the_day_stands_in_the_log_of_the_watch(desk, officer, clock):
    for code, hour, minute in (("comms_test", 8, 15), ("equipment_check", 8, 30), ("weather_morning", 8, 30)):
        clock.set(at(12, hour, minute + 5))
        desk.routine.tick(code, at(12, hour, minute), "done", by=officer)
    desk.checks.mark("ups", "ok", by=officer)
    desk.notices.add("大桥检修，绕行国道", "县交通局（示例）", at(20, 18), by=officer)
    shift = desk.duty.on_watch()
    kinds = [line.kind for line in desk.log.extract(Extract(first=shift.first_number))]

    assert [kind for kind in kinds if kind != ActKind.HANDOVER] == ["routine"] * 3 + ["check", "notice"]


def test_the_tool_and_those_who_look_on_tick_nothing(desk, officer, by):
    viewer = desk.accounts.add("高例九", Role.VIEWER, WORD, by=officer).actor
    for actor in (viewer, by):
        with pytest.raises(Refused) as refused:
            desk.routine.tick("comms_test", at(12, 8, 15), "done", by=actor)
        assert refused.value.code == "not_permitted"


def test_a_stale_screen_does_not_turn_abnormal_into_done(desk, officer):
    due, tick = at(12, 8, 15), desk.routine.tick
    found = tick("comms_test", due, "abnormal", "无应答", by=officer, seen=0)
    for stale in (0, 7):
        with pytest.raises(Refused) as refused:
            tick("comms_test", due, "done", by=officer, seen=stale)
        assert refused.value.code == "changed_meanwhile"

    assert states(desk)["comms_test"] is RoutineState.ABNORMAL
    assert tick("comms_test", due, "abnormal", "无应答", by=officer, seen=0) == found
    assert tick("comms_test", due, "done", by=officer, seen=found.version).version == 2
