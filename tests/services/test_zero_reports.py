"""零报告: asked for by a special period, one unit at a time, by name; silence stays visible."""

from __future__ import annotations

from datetime import date
from functools import partial
from uuid import uuid4

import pytest

from console.domain.due import DueKind, DueState
from console.domain.duty import PostLine
from console.domain.inbound import Intake
from console.domain.people import Role
from console.domain.zero_reports import ZeroState
from console.errors import Refused
from console.services import zero_reports
from console.services.zero_reports import BY_PHONE
from tests.kit import station

at = partial(station.at, month=4)
"""An instant of April 2030, station time."""

UNITS = ("例一镇", "例二镇", "例三镇")
DAY = date(2030, 4, 4)


@pytest.fixture
def officer(desk, by, clock):
    """陈例一 on watch on the second day of 清明."""
    clock.set(at(4, 8))
    who = desk.accounts.add("陈例一", Role.ADMIN, "example-duty-1", by=by).actor
    for unit in UNITS:
        desk.lists.add("zero_units", {"name": unit, "phone": "0577-0000-0001"}, by=who)
    desk.duty.take_over_empty([PostLine("主班", "陈例一")], by=who)
    return who


def none(desk, officer, unit: str, reporter: str = "梁例五"):
    return desk.zero_reports.record(DAY, unit, "none", reporter=reporter, by=officer)


def due(desk):
    return [item for item in desk.due.rows(desk.clock.now()) if item.kind is DueKind.ZERO_REPORT]


def test_nothing_is_asked_outside_a_period_that_asks(desk, officer, clock):
    clock.set(at(10, 12))
    with pytest.raises(Refused) as refused:
        desk.zero_reports.record(date(2030, 4, 10), "例一镇", "none", reporter="梁例五", by=officer)

    assert desk.zero_reports.grid(clock.now()) is None and refused.value.code == "zero_not_asked"


def test_every_unit_is_missing_until_it_has_spoken(desk, officer, clock):
    none(desk, officer, "例一镇")
    grid = desk.zero_reports.grid(clock.now())

    assert (grid.period, grid.day, grid.due_at, grid.missing) == ("qingming", DAY, at(4, 16), ("例二镇", "例三镇"))
    assert (grid.rows[0].state, grid.rows[0].reporter, grid.rows[0].at) == (ZeroState.NONE, "梁例五", clock.now())
    assert desk.log.newest(1)[0].text == "零报告 04-04 例一镇：无情况（梁例五）"
    assert desk.log.verify().fault is None


def test_somebody_must_have_said_it_or_been_rung_up(desk, officer):
    with pytest.raises(Refused) as refused:
        none(desk, officer, "例一镇", reporter=" ")
    row = desk.zero_reports.record(DAY, "例一镇", "none", phoned=True, by=officer)

    assert refused.value.code == "zero_reporter_missing" and row.reporter == BY_PHONE


def test_what_happened_is_written_down_or_is_an_inbound_item(desk, officer, clock):
    item = desk.intake.register(Intake(uuid4(), "例二镇山火", clock.now()), by=officer)
    with pytest.raises(Refused) as bare:
        desk.zero_reports.record(DAY, "例二镇", "some", reporter="梁例五", by=officer)
    with pytest.raises(Refused) as unknown:
        desk.zero_reports.record(DAY, "例二镇", "some", reporter="梁例五", inbound="99", by=officer)
    linked = desk.zero_reports.record(DAY, "例二镇", "some", reporter="梁例五", inbound="1", by=officer)

    assert (bare.value.code, unknown.value.code) == ("zero_text_missing", "master_unknown")
    assert (linked.inbound_id, linked.inbound_number, linked.state) == (item.id, item.number, ZeroState.SOME)
    assert desk.log.newest(1)[0].text == f"零报告 04-04 例二镇：有情况 {item.number}（梁例五）"


def test_said_otherwise_is_a_new_line_said_again_is_none(desk, officer):
    before = desk.log.count()
    none(desk, officer, "例一镇")
    none(desk, officer, "例一镇")
    row = desk.zero_reports.record(DAY, "例一镇", "some", reporter="梁例五", text="一处坟头起烟已扑灭", by=officer)
    back = none(desk, officer, "例一镇")

    assert desk.log.count() - before == 3 and (row.version, back.version, back.text) == (2, 3, "")
    assert desk.log.verify().fault is None


def test_due_shortly_before_the_time_over_after_it_and_gone_when_all_have_spoken(desk, officer, clock):
    clock.set(at(4, 15, 29))
    early = due(desk)
    clock.set(at(4, 15, 31))
    (near,) = due(desk)
    clock.set(at(4, 16))
    (over,) = due(desk)
    for unit in UNITS:
        none(desk, officer, unit)

    assert early == [] and (near.state, near.number, over.state) == (DueState.NEAR, "3", DueState.OVER)
    assert due(desk) == []


def test_midnight_does_not_hide_who_was_silent(desk, officer, clock):
    clock.set(at(5, 1))
    (silent,) = due(desk)
    for unit in UNITS:
        none(desk, officer, unit)

    assert (silent.due_at, silent.state) == (at(4, 16), DueState.OVER) and due(desk) == []


def test_a_day_in_numbers_for_sheet_and_report(desk, officer):
    none(desk, officer, "例一镇")
    desk.zero_reports.record(DAY, "例二镇", "some", reporter="梁例五", text="一处起烟", by=officer)
    with desk.opened.store.reading() as connection:
        day, after = zero_reports.summary(connection, DAY), zero_reports.summary(connection, date(2030, 5, 4))

    assert (day.expected, day.none, day.some, day.missing) == (3, 1, 1, ("例三镇",)) and after is None


def test_without_a_list_of_its_own_the_county_asks_its_towns(desk, officer, clock, tmp_path):
    file = tmp_path / "places.csv"
    file.write_text("代码,名称\n99,例省\n9901,例市\n990101,例县\n990101100,示例一镇\n990101101,示例二镇\n", "utf-8")
    desk.places.import_file(file, by=officer)
    for item in desk.lists.rows("zero_units"):
        desk.lists.retire("zero_units", item.code, seen=item.version, by=officer)

    assert desk.zero_reports.grid(clock.now()).missing == ("示例一镇", "示例二镇")


def test_what_a_retired_unit_said_is_not_lost(desk, officer, clock):
    none(desk, officer, "例一镇")
    item = desk.lists.rows("zero_units")[0]
    desk.lists.retire("zero_units", item.code, seen=item.version, by=officer)
    grid = desk.zero_reports.grid(clock.now())

    assert [row.unit for row in grid.rows] == ["例二镇", "例三镇", "例一镇"] and grid.count(ZeroState.NONE) == 1


def test_nobody_reports_nothing_for_a_day_that_has_not_come(desk, officer, clock):
    clock.set(at(3, 23, 59))
    with pytest.raises(Refused) as refused:
        none(desk, officer, "例一镇")
    assert refused.value.code == "zero_not_asked"
    clock.advance(minutes=1)
    assert none(desk, officer, "例一镇").state is ZeroState.NONE


def test_a_stale_screen_does_not_wipe_out_what_was_reported(desk, officer, clock):
    desk.zero_reports.record(DAY, "例一镇", "some", reporter="梁例五", text="树倒", by=officer, seen=0)
    with pytest.raises(Refused) as refused:
        desk.zero_reports.record(DAY, "例一镇", "none", phoned=True, by=officer, seen=0)

    assert (refused.value.code, desk.zero_reports.grid(clock.now()).rows[0].state) == (
        "changed_meanwhile", ZeroState.SOME,
    )  # fmt: skip
