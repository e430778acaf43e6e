"""A substitution that begins later in the running watch: nothing is written at its hour, and everything shows it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.duty import PostLine, ShiftRow
from console.domain.people import Actor, Role
from console.domain.roster import LEADER, Named
from console.errors import Refused
from db import glance as first_look
from db.queries import reports

WORD = "standing in 2030"
OUT, INTO, LEADS, STANDS_IN = "陈例一", "邹例八", "林例十", "吴例三"


@pytest.fixture
def officer(desk: Desk, by: Actor) -> Actor:
    made = desk.accounts.add(OUT, Role.ADMIN, WORD, by=by).actor
    for name in (INTO, LEADS, STANDS_IN):
        desk.accounts.add(name, Role.OFFICER, WORD, by=made)
    desk.duty.take_over_empty([PostLine(LEADER, LEADS, "1"), PostLine("主班", OUT, "2")], by=made)
    return made


def _stand_in(desk: Desk, officer: Actor, post: str, absent: str, start: datetime, hours: int = 30) -> None:
    end = start + timedelta(hours=hours)
    desk.roster.substitute(post, absent, Named(STANDS_IN, "100-0000-0003"), "发热", start=start, end=end, by=officer)


def _watch(desk: Desk) -> ShiftRow:
    shift = desk.duty.on_watch()
    assert shift is not None
    return shift


def _names(desk: Desk) -> list[str]:
    return [line.name for line in _watch(desk).posts]


def test_from_their_hour_on_the_substitute_is_on_watch(desk: Desk, officer: Actor, clock: StoppedClock) -> None:
    _stand_in(desk, officer, "主班", OUT, clock.now() + timedelta(hours=6))
    lines = desk.log.count()
    before = _names(desk)
    clock.advance(hours=6)

    assert before == [LEADS, OUT] and _names(desk) == [LEADS, STANDS_IN]
    assert _watch(desk).posts[1].phone == "100-0000-0003" and desk.log.count() == lines, "nobody wrote anything"
    assert desk.log.verify().fault is None


def test_the_sheet_says_who_stood_when(desk: Desk, officer: Actor, clock: StoppedClock) -> None:
    _stand_in(desk, officer, "主班", OUT, clock.now() + timedelta(hours=6))
    clock.advance(hours=20)
    body = desk.duty.start_hand_over(by=officer).body

    assert [post["name"] for post in body["shift"]["posts"]] == [LEADS, STANDS_IN]
    said = {row["item"]: row["cells"][0] for row in body["sections"][0]["rows"]}
    assert said["stood:主班"] == "主班：陈例一 08-12 08:00 至 14:00；吴例三 14:00 起（代 陈例一：发热）"
    assert "stood:leader" not in said


def test_the_one_who_leads_from_their_hour_signs_for_others(desk: Desk, officer: Actor, clock: StoppedClock) -> None:
    _stand_in(desk, officer, LEADER, LEADS, clock.now() + timedelta(hours=6))
    sheet = desk.duty.start_hand_over(by=officer)
    with pytest.raises(Refused, match="not_the_leader"):
        desk.duty.sign_for_absent(sheet.digest, "送医", STANDS_IN, WORD)
    clock.advance(hours=6)
    with pytest.raises(Refused, match="not_the_leader"):
        desk.duty.sign_for_absent(sheet.digest, "送医", LEADS, WORD)
    assert desk.duty.sign_for_absent(sheet.digest, "送医", STANDS_IN, WORD).signatures[0]["name"] == STANDS_IN


def test_the_first_look_and_the_reports_name_them_too(desk: Desk, officer: Actor, clock: StoppedClock) -> None:
    _stand_in(desk, officer, "主班", OUT, clock.now() + timedelta(hours=6))
    clock.advance(hours=7)
    look = first_look.read(desk.data.store, at=clock.now(), lines=1)
    assert look.posts == ((LEADER, LEADS), ("主班", STANDS_IN))
    with desk.opened.store.reading() as connection:
        (told,) = reports.shifts(connection, clock.now() - timedelta(days=1), clock.now())
        (before,) = reports.shifts(connection, clock.now() - timedelta(days=1), clock.now() - timedelta(hours=2))
    assert told.posts == ((LEADER, LEADS), ("主班", OUT), ("主班", STANDS_IN))
    assert before.posts == ((LEADER, LEADS), ("主班", OUT))
    desk.duty.emergency_take_over([PostLine("主班", INTO)], "突发急病", INTO, WORD)
    closed = desk.duty.last_shift()
    assert closed is not None and [line.name for line in closed.posts] == [LEADS, STANDS_IN]


def test_taken_back_the_absent_one_stands_again(desk: Desk, officer: Actor, clock: StoppedClock) -> None:
    _stand_in(desk, officer, "主班", OUT, clock.now() + timedelta(hours=6))
    clock.advance(hours=7)
    (row,) = desk.roster.substitutions(clock.now(), clock.now() + timedelta(hours=1))
    desk.roster.take_back(row.id, "本人已到岗", by=officer)

    assert _names(desk) == [LEADS, OUT]
    assert [turn.line.name for turn in _watch(desk).turns] == [LEADS, OUT, STANDS_IN, OUT]
    assert desk.log.verify().fault is None
