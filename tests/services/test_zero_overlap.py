"""Two special periods ask on one day: a town is asked once, and what it said stands for both."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.due import DueKind
from console.domain.duty import PostLine
from console.domain.people import Actor, Role
from console.domain.zero_reports import ZeroGrid
from db.models.routine import ZeroReport

DAY = date(2030, 4, 4)
UNITS = ("例一镇", "例二镇")
SECOND = {
    "name": "森林防火特别期", "name_en": "Fire ban", "from": "2030-04-04", "to": "2030-04-08", "zero_report": "yes",
    "zero_time": "10:00",
}  # fmt: skip


def _at(hour: int, day: int = 4) -> datetime:
    return datetime(2030, 4, day, hour, tzinfo=UTC) - timedelta(hours=8)


@pytest.fixture
def officer(desk: Desk, by: Actor, clock: StoppedClock) -> Actor:
    """陈例一 on watch on the second day of 清明, which asks by 16:00; a fire ban asks by 10:00."""
    clock.set(_at(8))
    who = desk.accounts.add("陈例一", Role.ADMIN, "example-duty-1", by=by).actor
    for unit in UNITS:
        desk.lists.add("zero_units", {"name": unit}, by=who)
    desk.lists.add("periods", SECOND, by=who)
    desk.duty.take_over_empty([PostLine("主班", "陈例一")], by=who)
    return who


def _grid(desk: Desk, day: date = DAY) -> ZeroGrid:
    found = desk.zero_reports.grid(desk.clock.now(), day)
    assert found is not None
    return found


def _say(desk: Desk, officer: Actor, unit: str, day: date = DAY) -> None:
    desk.zero_reports.record(day, unit, "none", reporter="梁例五", by=officer)


def test_both_are_named_and_the_earlier_time_counts(desk: Desk, officer: Actor) -> None:
    grid = _grid(desk)
    assert (grid.title("zh"), grid.title("en")) == ("清明期间、森林防火特别期", "Qingming, Fire ban")
    assert grid.due_at == _at(10) and grid.missing == UNITS
    assert _grid(desk, date(2030, 4, 3)).due_at == _at(16, day=3), "the day before only one asks"
    assert _grid(desk, date(2030, 4, 8)).due_at == _at(10, day=8)


def test_one_answer_satisfies_both(desk: Desk, officer: Actor, clock: StoppedClock) -> None:
    clock.set(_at(10))
    for unit in UNITS:
        assert len([item for item in desk.due.rows(clock.now()) if item.kind is DueKind.ZERO_REPORT]) == 1
        _say(desk, officer, unit)
    clock.set(_at(17))

    assert _grid(desk).missing == ()
    assert [item for item in desk.due.rows(clock.now()) if item.kind is DueKind.ZERO_REPORT] == []
    with desk.opened.store.reading() as connection:
        assert len(connection.execute(select(ZeroReport.id)).all()) == len(UNITS)


def test_what_was_said_stays_said_when_one_of_them_ends(desk: Desk, officer: Actor) -> None:
    _say(desk, officer, "例一镇")
    row = next(item for item in desk.lists.rows("periods") if item.code == "qingming")
    desk.lists.retire("periods", "qingming", seen=row.version, by=officer)

    grid = _grid(desk)
    assert (grid.title("zh"), grid.missing) == ("森林防火特别期", ("例二镇",))
    before = desk.log.count()
    _say(desk, officer, "例一镇")
    assert desk.log.count() == before, "said again it is no new line"
    desk.zero_reports.record(DAY, "例一镇", "some", reporter="梁例五", text="一处起烟", by=officer)
    assert _grid(desk).rows[0].version == 2 and desk.log.verify().fault is None


def test_two_answers_of_one_day_from_an_older_program_show_the_newer(
    desk: Desk, officer: Actor, clock: StoppedClock
) -> None:
    _say(desk, officer, "例一镇")
    with desk.opened.store.writing(by=officer) as tx:
        kept = tx.session.query(ZeroReport).one()
        kept.period, kept.at = "fire", clock.now() - timedelta(hours=1)
        kept.reporter = "早先的人"
        later = {"id": officer.id, "period": "qingming", "day": DAY, "unit": "例一镇", "state": "none", "version": 1}
        tx.session.add(ZeroReport(**later, reporter="后来的人", at=clock.now(), by_name="陈例一"))
    assert [row.reporter for row in _grid(desk).rows][:1] == ["后来的人"] and _grid(desk).missing == ("例二镇",)
