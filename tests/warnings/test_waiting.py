"""What of warnings waits for somebody: on the due strip, on the sheet, by the clock."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from console import bootstrap
from console.domain.due import DueKind, DueState
from console.domain.people import Actor
from console.domain.warning import Kind, State
from console.services.sheet import warnings as on_the_sheet
from console.services.sheet.part import CutOff
from tests.kit.warning import WORD, county, walked

WARNINGS = {one for one in DueKind if one.value.startswith("warning") or one is DueKind.CALLOUT}


@pytest.fixture
def ground(county_store, clock):
    desk = bootstrap.build(county_store, clock)
    yield county(desk)
    desk.close()


def due(ground):
    now = ground.desk.clock.now()
    return [(one.kind, one.state, one.text) for one in ground.desk.due.rows(now) if one.kind in WARNINGS]


def sheet(ground, which):
    clock, zone = ground.desk.clock, ground.desk.settings.zone()
    with ground.desk.opened.store.reading() as connection:
        cut = CutOff(connection, None, 0, clock.now(), zone)  # the shift is of no matter to warnings
        return [(row["item"].split(":")[0], row["overdue"]) for row in which(cut)]


def test_each_step_of_a_warning_is_due_to_somebody_and_no_longer_once_done(ground):
    desk, first = ground.desk, ground.actor("甲例")
    warnings, sends, clock = desk.warnings, desk.warning_sends, desk.clock
    row = warnings.draft(ground.form(), by=first)
    assert due(ground) == []
    row = warnings.submit(row.id, seen=row.version, by=first, urgent="堤坝已漫顶")
    title = row.title
    assert row.overdue_at == row.drafted_at + timedelta(minutes=10)
    assert due(ground) == [(DueKind.WARNING_WAITING, DueState.NEAR, f"{title}，待签")]
    clock.advance(minutes=10)
    assert due(ground)[0][1] is DueState.OVER and sheet(ground, on_the_sheet.waiting) == [("warning_waiting", True)]
    row = warnings.sign(row.id, "丙例", WORD, digest=row.digest)
    row = warnings.release(row.id, seen=row.version, by=first)
    found = {kind: (state, text) for kind, state, text in due(ground)}
    assert found == {
        DueKind.WARNING_CHANNELS: (DueState.NEAR, f"{title}，2 个通道未回填"),
        DueKind.WARNING_OWED: (DueState.LATER, f"{title}，待补审"),
    }
    assert sheet(ground, on_the_sheet.in_force) == [("warning", False)]
    assert sheet(ground, on_the_sheet.waiting) == [("warning_send", False)] * 2 + [("warning_owed", False)]
    row = warnings.countersign(row.id, "乙例", WORD, digest=row.digest)
    for one in sends.rows(row.id):
        sends.skipped(one.row.id, "停电", seen=1, by=first)
    sends.tick(by=Actor.program())
    assert due(ground) == []
    clock.advance(hours=2, minutes=25)
    assert due(ground) == [(DueKind.WARNING_EXPIRES, DueState.NEAR, f"{title}，将到期，请续发或解除")]
    clock.advance(minutes=25)
    sends.tick(by=Actor.program())
    assert due(ground) == [(DueKind.WARNING_FORGOTTEN, DueState.OVER, f"{title}，已到期未解除")]
    assert sheet(ground, on_the_sheet.waiting) == [("warning_forgotten", True)]
    row = warnings.one(row.id)
    lift = warnings.follow(row.id, Kind.LIFT, uuid4(), seen=row.version, by=first)
    lift = warnings.edit(ground.lifting(lift), seen=lift.version, by=first)
    lift = walked(warnings, lift, first)
    assert (lift.lead, warnings.one(row.id).state) == (None, State.LIFTED)
    assert sends.tick(by=Actor.program()) == 0, "a lift is told to the end though what it lifts has ended"
    assert [one[0] for one in due(ground)] == [DueKind.WARNING_CHANNELS]


def test_what_nobody_lifts_is_told_for_a_day(ground):
    desk, first = ground.desk, ground.actor("甲例")
    row = walked(desk.warnings, desk.warnings.draft(ground.form(), by=first), first)
    desk.clock.advance(hours=3)
    desk.warning_sends.tick(by=Actor.program())
    assert [one[0] for one in due(ground)] == [DueKind.WARNING_FORGOTTEN]
    desk.clock.advance(hours=24)
    assert due(ground) == [] and desk.warnings.one(row.id).state is State.EXPIRED


def test_a_calling_is_due_until_everybody_was_reached(ground):
    desk, by = ground.desk, ground.actor("甲例")
    minutes, posts = desk.callouts.target("weather", 1)
    rows = desk.callouts.preview([ground.town], posts)
    look = desk.callouts.start(uuid4(), "暴雨红色 叫应", rows, minutes, by=by)
    assert due(ground) == [(DueKind.CALLOUT, DueState.NEAR, f"暴雨红色 叫应，还有 {look.tally.rows} 人没有叫应")]
    assert sheet(ground, on_the_sheet.waiting) == [("callout", False)]
    desk.callouts.end(look.id, "演练结束", seen=look.version, by=by)
    assert due(ground) == []
