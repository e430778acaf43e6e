"""Calling by name where it is hard: one person behind two posts, several seats, a clock set back, an early end."""

from __future__ import annotations

from datetime import timedelta
from time import monotonic, process_time, sleep
from uuid import UUID, uuid4

import pytest

from console import bootstrap
from console.domain.callout import LEASE, STILL, Caller, Contact, Outcome, RowState, Stage
from console.domain.callout_rows import Planned
from console.domain.contact_book import Rank
from console.domain.due import DueKind, DueState
from console.domain.people import Actor
from console.errors import Refused
from console.services import callout_clock
from console.services.contact_people import NewPerson
from console.services.contact_units import Unit
from console.services.leaves import NewLeave
from console.services.sheet import warnings as on_the_sheet
from console.services.sheet.part import CutOff
from tests.kit.warning import small_county


@pytest.fixture
def ground(new_store, clock):
    desk = bootstrap.build(new_store, clock)
    yield small_county(desk)
    desk.close()


def people_of(ground) -> list[UUID]:
    return [one.person_id for one in ground.desk.contact_groups.people(ground.group, to=None)]


def post(place, *chain, dropped=""):
    return Planned(place, "岩头镇", "书记", chain, dropped)


def who(stage, name, phone, person_id=None):
    return Contact(stage, name, "书记", (phone,) if phone else (), person_id)


def begun(ground, *rows, minutes=5, callers=(), **more):
    by = ground.actor("甲例")
    return ground.desk.callouts.start(uuid4(), "叫应", list(rows), minutes, by=by, callers=callers, **more)


def record(ground, row, outcome, **more):
    return ground.desk.callouts.record(row.id, outcome, by=ground.actor("甲例"), act_id=uuid4(), **more)


def due(ground):
    now = ground.desk.clock.now()
    kinds = {DueKind.CALLOUT, DueKind.CALLOUT_STILL}
    return [(one.kind, one.state, one.text) for one in ground.desk.due.rows(now) if one.kind in kinds]


def test_who_stands_behind_two_posts_is_rung_once_and_counts_for_both(ground):
    """A of the first village, B of the second: as B he is rung only where that A does not answer."""
    both, other = people_of(ground)
    x = who(Stage.A, "辛例一", "1", both)
    y = who(Stage.A, "壬例二", "2", other)
    look = begun(
        ground, post("上村", x), post("中村", y, who(Stage.B, "辛例一", "1", both)), post("下村", x),
    )  # fmt: skip
    callouts, by = ground.desk.callouts, ground.actor("甲例")
    rows = callouts.calls(look.id)
    callouts.claim(rows[0].id, "陈例一", by=by)
    with pytest.raises(Refused, match="row_claimed"):
        callouts.claim(rows[2].id, "曾例三", by=by)  # his telephone rings already
    record(ground, rows[0], Outcome.NO_ANSWER, caller="陈例一")
    assert [(len(one.tries), one.progress.tries) for one in callouts.calls(look.id)] == [(1, 1), (0, 0), (1, 1)]
    ground.desk.clock.advance(minutes=1)
    first = record(ground, rows[0], Outcome.ANSWERED, reply="已到岗")
    assert callouts.one(look.id).tally.reached == 2
    found = callouts.calls(look.id)
    assert [one.progress.state for one in found] == [RowState.REACHED, RowState.WAITING, RowState.REACHED]
    assert found[1].progress.contact.name == "壬例二" and found[2].reply == "已到岗"
    # taken back at the other row: the call was one, so it is undone at both
    callouts.undo(found[2].id, found[2].tries[-1].number, by=by)
    assert [one.progress.tries for one in callouts.calls(look.id)] == [1, 0, 1]
    again = record(ground, rows[0], Outcome.STOOD_IN)
    callouts.undo(again.id, again.tries[-1].number, by=by)
    assert [one.progress.tries for one in callouts.calls(look.id)] == [1, 0, 1]
    assert first.id == rows[0].id and ground.desk.log.verify().fault is None


def test_two_at_once_and_taking_back_while_the_next_one_is_rung(ground):
    look = begun(ground, post("上村", who(Stage.A, "甲", "1"), who(Stage.B, "乙", "2")))
    callouts, by, other = ground.desk.callouts, ground.actor("甲例"), ground.actor("乙例")
    seen = callouts.calls(look.id)[0]
    callouts.record(seen.id, Outcome.NO_ANSWER, by=by, act_id=uuid4(), seen=seen.version)
    with pytest.raises(Refused, match="changed_meanwhile"):
        callouts.record(seen.id, Outcome.ANSWERED, by=other, act_id=uuid4(), seen=seen.version)
    row = record(ground, seen, Outcome.NO_ANSWER)
    assert row.progress.stage is Stage.B
    callouts.claim(row.id, "曾例三", by=other)  # B's telephone rings now
    with pytest.raises(Refused, match="row_claimed"):
        callouts.undo(row.id, row.tries[-1].number, by=by)
    ground.desk.clock.advance(seconds=LEASE.total_seconds())
    row = callouts.undo(row.id, row.tries[-1].number, by=by)
    assert (row.progress.stage, row.progress.tries) == (Stage.A, 1)


def test_a_clock_that_is_set_back_holds_no_row(ground):
    look = begun(ground, post("上村", who(Stage.A, "甲", "1")))
    callouts, by = ground.desk.callouts, ground.actor("甲例")
    row = callouts.claim(callouts.calls(look.id)[0].id, "陈例一", by=by)
    ground.desk.clock.advance(hours=-1)
    row = callouts.claim(row.id, "曾例三", by=by)
    assert row.claimed_by == "曾例三"
    row = record(ground, row, Outcome.NO_ANSWER, caller="曾例三")
    ground.desk.clock.advance(hours=-1)
    assert due(ground)[-1][0] is DueKind.CALLOUT and "1 人到时该再呼" in due(ground)[-1][2]
    assert record(ground, row, Outcome.ANSWERED).progress.state is RowState.REACHED


def test_a_row_that_is_settled_or_over_is_nobody_s(ground):
    look = begun(ground, post("上村", who(Stage.A, "甲", "1")), post("空村"))
    callouts, by = ground.desk.callouts, ground.actor("甲例")
    row, nobody = callouts.calls(look.id)
    assert nobody.progress.state is RowState.VISITING and nobody.progress.phone == ""  # nobody to ring: somebody goes
    row = record(ground, row, Outcome.ANSWERED)
    with pytest.raises(Refused, match="row_settled"):
        callouts.claim(row.id, "", by=by)
    with pytest.raises(Refused, match="visitor_missing"):
        record(ground, nobody, Outcome.VISITED)
    made = record(ground, nobody, Outcome.VISITED, visitor="网格员 张例二", reply="门上贴条")
    assert (made.tries[-1].name, made.reply) == ("网格员 张例二", "门上贴条")
    callouts.end(look.id, "", seen=look.version, by=by)
    with pytest.raises(Refused, match="callout_ended"):
        callouts.claim(row.id, "", by=by)


def test_who_is_not_to_be_called_stays_on_the_list_with_the_reason(ground):
    desk, by = ground.desk, ground.actor("甲例")
    with pytest.raises(Refused, match="nobody_to_call"):
        begun(ground, post("上村", who(Stage.A, "甲", "1"), dropped="外出"))
    rows = (
        post("上村", who(Stage.A, "甲", "1"), dropped="本人在场"),
        post("中村", who(Stage.A, "乙", "2")),
        post("下村", who(Stage.A, "丙", "3")),
    )
    look = begun(ground, *rows)
    assert (look.tally.rows, look.tally.dropped, look.tally.open) == (2, 1, 2)
    first, second, third = desk.callouts.calls(look.id)
    assert (first.progress.state, first.dropped) == (RowState.DROPPED, "本人在场")
    for act in (Outcome.ANSWERED, Outcome.VISITED):
        with pytest.raises(Refused, match="row_settled"):
            record(ground, first, act)
    with pytest.raises(Refused, match="row_settled"):
        desk.callouts.visit(first.id, by=by, act_id=uuid4())
    record(ground, second, Outcome.BUSY)
    with pytest.raises(Refused, match="row_rung"):
        desk.callout_lists.drop(second.id, "外出", seen=2, by=by)
    with pytest.raises(Refused, match="reason_missing"):
        desk.callout_lists.drop(third.id, " ", seen=third.version, by=by)
    third = desk.callout_lists.drop(third.id, "已在县里开会", seen=third.version, by=by)
    first = desk.callout_lists.take_back(first.id, seen=first.version, by=by)
    assert (first.progress.state, first.progress.phone, third.progress.state) == (
        RowState.WAITING, "1", RowState.DROPPED,
    )  # fmt: skip
    with pytest.raises(Refused, match="not_dropped"):
        desk.callout_lists.take_back(first.id, seen=first.version, by=by)
    key = uuid4()
    for _ in range(2):  # a key hit twice is one
        added = desk.callout_lists.add(look.id, key, post("水库", who(Stage.A, "丁", "4")), by=by)
    assert added.ordinal == 4 and desk.callouts.one(look.id).tally.rows == 3
    for wrong, code in ((who(Stage.A, "", "4"), "name_missing"), (who(Stage.A, "丁", ""), "numbers_missing")):
        with pytest.raises(Refused, match=code):
            desk.callout_lists.add(look.id, uuid4(), post("水库", wrong), by=by)
    assert desk.log.verify().fault is None


def test_callers_are_known_to_every_seat_and_one_who_leaves_gives_his_rows_back(ground):
    desk, by = ground.desk, ground.actor("甲例")
    look = begun(ground, post("上村", who(Stage.A, "甲", "1")),
                 callers=(Caller("陈例一", "8001"), Caller("曾例三"), Caller("陈例一")))  # fmt: skip
    assert look.callers == (Caller("陈例一", "8001"), Caller("曾例三"))
    for nth in range(6):
        look = desk.callout_callers.come(look.id, f"六例{nth}", by=by)
    assert len(look.callers) == 8 and desk.callout_callers.last() == look.callers
    row = desk.callouts.claim(desk.callouts.calls(look.id)[0].id, "陈例一", by=by)
    look = desk.callout_callers.leave(look.id, "陈例一", by=by)
    assert look.callers[:2] == (Caller(""), Caller("曾例三"))  # nobody else's key has changed
    assert desk.callouts.calls(look.id)[0].claimed_by == "" and row.claimed_by == "陈例一"
    assert desk.callouts.claim(row.id, "曾例三", by=by).claimed_by == "曾例三"
    look = desk.callout_callers.come(look.id, "王例五", "8005", by=by)
    assert look.callers[0] == Caller("王例五", "8005")
    assert desk.callout_callers.come(look.id, "王例五", "8006", by=by).callers[0].line == "8006"
    with pytest.raises(Refused, match="no_such_caller"):
        desk.callout_callers.leave(look.id, "陈例一", by=by)
    for nth in range(12):
        look = desk.callout_callers.come(look.id, f"多例{nth}", by=by)
    with pytest.raises(Refused, match="callers_too_many"):
        desk.callout_callers.come(look.id, "又一位", by=by)
    begun(ground, post("上村", who(Stage.A, "甲", "1")))  # nobody was named there
    assert len(desk.callout_callers.last()) == 20
    assert desk.log.verify().fault is None


def test_an_early_end_keeps_no_target_and_says_who_was_left(ground):
    desk, by = ground.desk, ground.actor("甲例")
    look = begun(ground, post("上村", who(Stage.A, "甲例七", "1")), post("中村", who(Stage.A, "乙", "2")))
    record(ground, desk.callouts.calls(look.id)[1], Outcome.ANSWERED)
    desk.clock.advance(minutes=1)
    look = desk.callouts.end(look.id, "通信中断", seen=look.version, by=by)
    assert look.ended_at is not None and not look.tally.in_time(look.ended_at)
    with desk.opened.store.reading() as connection:
        cut = CutOff(connection, None, 0, desk.clock.now(), desk.settings.zone())
        found = {one["item"].split(":")[0]: one for one in on_the_sheet.waiting(cut)}
    assert "未应 1：通信中断" in found["callout_left"]["cells"][2] and "甲例七" in found["callout_left"]["cells"][2]
    assert due(ground) == []


def test_the_clock_tells_upwards_once_and_says_who_stands_still(ground):
    desk = ground.desk
    look = begun(ground, post("上村", who(Stage.A, "甲", "1")), post("中村", who(Stage.A, "乙", "2")))
    assert [(kind, state) for kind, state, _text in due(ground)] == [(DueKind.CALLOUT, DueState.NEAR)]
    desk.clock.advance(seconds=STILL.total_seconds())
    assert (DueKind.CALLOUT_STILL, DueState.OVER) in [one[:2] for one in due(ground)]
    row = desk.callouts.claim(desk.callouts.calls(look.id)[0].id, "陈例一", by=ground.actor("甲例"))
    assert DueKind.CALLOUT_STILL not in [one[0] for one in due(ground)], "somebody rings"
    desk.clock.advance(seconds=LEASE.total_seconds() + 1)  # his seat died: the row comes back by the clock
    assert desk.callouts.claim(row.id, "曾例三", by=ground.actor("乙例")).claimed_by == "曾例三"
    record(ground, row, Outcome.NO_ANSWER, caller="曾例三")
    store, clock = desk.opened.store, desk.clock
    assert callout_clock.tick(store, clock) == 0
    clock.advance(minutes=2)
    assert [callout_clock.tick(store, clock) for _ in range(2)] == [1, 0]
    assert desk.callouts.one(look.id).late_at == clock.now()
    found = {kind: text for kind, _state, text in due(ground)}
    assert found[DueKind.CALLOUT] == "叫应，还有 2 人没有叫应，其中 1 人到时该再呼"
    assert found[DueKind.CALLOUT_STILL] == "叫应，没有人在拨，还有 2 人没有叫应"
    assert desk.log.verify().fault is None


def test_three_hundred_rows_are_written_within_fifty_milliseconds_each(ground):
    callers = tuple(Caller(f"十例{nth}") for nth in range(10))
    rows = [post(f"村{nth}", who(Stage.A, f"人{nth}", f"1{nth:04}"), who(Stage.B, f"副{nth}", f"2{nth:04}"))
            for nth in range(300)]  # fmt: skip
    look = begun(ground, *rows, callers=callers)
    found, by = ground.desk.callouts.calls(look.id), ground.actor("甲例")
    begin = process_time()
    for nth in range(20):
        ground.desk.callouts.claim(found[nth].id, callers[nth % 10].name, by=by)
        ground.desk.callouts.record(found[nth].id, Outcome.ANSWERED, by=by, act_id=uuid4(),
                                    caller=callers[nth % 10].name)  # fmt: skip
    each = (process_time() - begin) / 40
    begin = process_time()
    ground.desk.callouts.calls(look.id)
    read = process_time() - begin
    assert each < 0.05 and read < 0.15, f"{each * 1000:.1f} ms a write, {read * 1000:.0f} ms a reading"


def test_the_wire_tells_upwards_while_no_panel_is_open(ground):
    desk = ground.desk
    look = begun(ground, post("上村", who(Stage.A, "甲", "1")))
    desk.clock.advance(minutes=6)
    desk.wire.start()
    end = monotonic() + 20
    while desk.callouts.one(look.id).late_at is None and monotonic() < end:
        sleep(0.02)
    assert desk.callouts.one(look.id).late_at == desk.clock.now()
    assert desk.wire.stop()
    told = [one.text for one in desk.log.newest(10) if one.text.startswith("叫应超时")]
    assert len(told) == 1 and "未应1" in told[0] and "带班领导" in told[0] and "上村 书记 甲" in told[0]


def test_who_is_on_leave_retired_or_without_a_number_during_the_calling(ground):
    """The list is who stood there when it began: what the book says later changes none of its rows."""
    desk = ground.desk
    tool = Actor.tool("tester")
    unit = desk.contact_units.add(Unit("岩头镇", None), by=tool).id
    both = desk.contact_units.add_post(unit, "村书记", by=tool).id
    first, second = people_of(ground)
    bare = desk.contact_people.add(NewPerson("癸例三"), [], by=tool)
    for person, rank in ((first, Rank.A), (second, Rank.B)):
        desk.contact_units.appoint(both, person, rank, by=tool)
    desk.contact_units.appoint(desk.contact_units.add_post(unit, "巡查员", by=tool).id, bare, Rank.A, by=tool)
    desk.contact_units.appoint(desk.contact_units.add_post(unit, "网格员", by=tool).id, first, Rank.A, by=tool)
    assert {one.name for one in desk.callouts.known()} >= {"癸例三"}
    planned = desk.callouts.preview_people([first, bare, uuid4()])
    assert [(one.post, one.phones) for one in planned] == [("村书记", 2), ("巡查员", 0)]
    look = begun(ground, *planned)
    rows = desk.callouts.calls(look.id)
    assert rows[1].progress.state is RowState.VISITING  # nobody can be rung: somebody goes
    now = desk.clock.now()
    asked = desk.leaves.ask(NewLeave(second, "annual", now, now + timedelta(days=2)), by=tool).leave
    desk.leaves.grant(asked.id, seen=asked.version, by=ground.actor("丙例"))
    assert [one.away for one in desk.callouts.preview_people([first])[0].chain] == ["", "年假"]
    row = record(ground, rows[0], Outcome.SUSPENDED)
    assert row.progress.contact.person_id == second
    desk.contact_people.leave(second, seen=desk.contact_people.card(second, to=tool).version, by=tool)
    assert desk.callouts.preview_people([second]) == [], "gone from the book"
    assert record(ground, row, Outcome.ANSWERED).progress.state is RowState.REACHED
    assert desk.log.verify().fault is None
