"""Before a shift: everyone reachable by a verified number, not away, told."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from console.domain.people import Role
from console.domain.readiness import Lack
from console.domain.roster import LEADER
from console.errors import Refused
from console.services.leaves import NewLeave
from tests.kit.planning import add_people, put

DAY = date(2030, 8, 13)
"""The stopped clock stands at the beginning of the shift of the 12th."""


@pytest.fixture
def clerk(desk, by):
    return desk.accounts.add("排例八", Role.ADMIN, "ready of 2030", by=by).actor


@pytest.fixture
def ids(desk, clerk):
    made = add_people(desk, clerk, "林例十", "陈例一")
    put(desk, clerk, DAY, LEADER, "林例十")
    put(desk, clerk, DAY, "主班", "陈例一")
    put(desk, clerk, DAY, "副班", "外例九")
    return made


def verify(desk, by, person_id, day):
    from console.services import lines
    from db import books
    from db.models.people import PhoneNumber

    with desk.opened.store.writing(by=by) as tx:
        row = tx.session.query(PhoneNumber).filter_by(person_id=person_id).one()
        row.verified_on = day
        lines.write(tx, books.AUDIT, "import", "verified", at=desk.clock.now(), about=[row])


def lacks(desk):
    return {row.post: set(row.lacks) for row in desk.readiness.report().rows}


def test_what_each_post_of_the_next_shift_lacks(desk, clerk, ids):
    assert lacks(desk) == {
        LEADER: {Lack.NOT_VERIFIED, Lack.NOT_TOLD},
        "主班": {Lack.NOT_VERIFIED, Lack.NOT_TOLD},
        "副班": {Lack.NO_NUMBER, Lack.NOT_TOLD},
        "通信保障岗": {Lack.NOBODY},
    }
    assert desk.readiness.report().day == DAY


def test_verified_and_told_nothing_is_lacking(desk, clerk, ids):
    verify(desk, clerk, ids["陈例一"], date(2030, 7, 1))
    verify(desk, clerk, ids["林例十"], date(2029, 7, 1))
    desk.readiness.tell(DAY, "主班", "陈例一", by=clerk)
    desk.readiness.tell(DAY, "主班", "陈例一", by=clerk)
    found = lacks(desk)
    assert found["主班"] == set() and Lack.NOT_VERIFIED in found[LEADER]
    assert sum(row.text.startswith("已告知值班") for row in desk.log.newest(50)) == 1


def test_told_of_the_day_is_not_told_of_the_night(desk, clerk, ids):
    desk.settings.change("duty.template", "two12", "县值班制度", confirmed=True, by=clerk)
    day, told = DAY + timedelta(days=1), {}
    for shift in ("day", "night"):
        put(desk, clerk, day, "综合信息岗", "陈例一", shift=shift)
    desk.readiness.tell(day, "综合信息岗", "陈例一", shift="day", by=clerk)
    for hour in (7, 9):
        found = desk.readiness.report(datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo("Asia/Shanghai")))
        told[found.shift] = next(row.told for row in found.rows if row.post == "综合信息岗")
    assert told == {"day": True, "night": False}


def test_how_long_a_number_holds_is_the_countys_own(desk, clerk, ids):
    verify(desk, clerk, ids["陈例一"], date(2030, 5, 1))
    assert Lack.NOT_VERIFIED in lacks(desk)["主班"]
    desk.settings.change("contacts.verify_days", "183", "县通讯录制度", confirmed=True, by=clerk)
    assert Lack.NOT_VERIFIED not in lacks(desk)["主班"]


def test_on_leave_or_elsewhere_is_told_with_who_deputises(desk, clerk, ids):
    start = desk.readiness.report().starts_at
    asked = desk.leaves.ask(NewLeave(ids["陈例一"], "sick", start, start + timedelta(days=1)), by=clerk).leave
    assert Lack.LEAVE not in lacks(desk)["主班"], "not decided yet"
    desk.leaves.grant(asked.id, seen=1, by=clerk)
    desk.roster.note_whereabouts("林例十", "市里开会", start=start, deputy="周例九", by=clerk)
    report = desk.readiness.report()
    rows = {row.post: row for row in report.rows}
    assert Lack.LEAVE in rows["主班"].lacks and (rows[LEADER].place, rows[LEADER].deputy) == ("市里开会", "周例九")
    assert not report.ready and [row.name for row in report.whereabouts] == ["林例十"]


def test_nobody_is_told_without_a_name(desk, clerk):
    with pytest.raises(Refused, match="name_missing"):
        desk.readiness.tell(DAY, "主班", " ", by=clerk)
