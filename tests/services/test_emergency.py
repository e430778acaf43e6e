"""An emergency take-over waits until another than the one who took it has signed for it, and says so everywhere."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from console.domain.due import DueKind, DueState
from console.domain.duty import PostLine, items_of
from console.domain.log import NewEntry
from console.domain.people import Actor, Role
from console.errors import Refused
from console.services.duty import incoming_digest, standing_digest
from db import schema, sqlite

WORD = "example-duty-1"
REASON = "陈例一突发疾病送医"


@pytest.fixture
def officers(desk):
    """An administrator at home, the officer relieved, the one who takes over, a commander and one officer more."""
    first = desk.accounts.add("王例九", Role.ADMIN, WORD, by=Actor.tool("tester")).actor
    roles = {"陈例一": Role.OFFICER, "邹例八": Role.OFFICER, "林例十": Role.COMMANDER, "吴例三": Role.OFFICER}
    return {first.name: first} | {n: desk.accounts.add(n, role, WORD, by=first).actor for n, role in roles.items()}


@pytest.fixture
def taken(desk, officers, clock):
    """陈例一 stood the watch, 邹例八 took it alone an hour later."""
    desk.duty.take_over_empty([PostLine("主班", "陈例一")], by=officers["陈例一"])
    clock.advance(hours=1)
    return desk.duty.emergency_take_over([PostLine("主班", "邹例八")], REASON, "邹例八", WORD)


def due(desk):
    return [item for item in desk.due.rows(desk.clock.now()) if item.kind is DueKind.EMERGENCY]


def basic(sheet):
    return [row["cells"][0] for row in sheet.body["sections"][0]["rows"]]


def refused(desk, name, **more):
    with pytest.raises(Refused) as found:
        desk.duty.confirm_emergency(name, WORD, **more)
    return found.value.code


def test_nothing_waits_where_nobody_took_over_alone(desk, officers):
    desk.duty.take_over_empty([PostLine("主班", "陈例一")], by=officers["陈例一"])
    shift = desk.duty.on_watch()

    assert desk.duty.waiting_emergencies() == () and desk.duty.emergency(shift.id) is None and due(desk) == []
    assert refused(desk, "林例十") == refused(desk, "林例十", shift_id=shift.id) == "no_emergency"
    assert len(basic(desk.duty.start_hand_over(by=officers["陈例一"]))) == 1


def test_it_waits_and_is_due_until_the_end_of_the_watch_it_began(desk, taken, clock):
    (row,) = desk.duty.waiting_emergencies()
    assert (row.owner, row.relieved, row.reason, row.confirmed_at) == ("邹例八", "陈例一", REASON, None)

    (item,) = due(desk)
    assert (item.target_panel, item.due_at, item.state) == ("handover", taken.planned_to, DueState.LATER)
    clock.set(taken.planned_to - timedelta(minutes=1))
    assert due(desk)[0].state is DueState.NEAR
    clock.advance(minutes=1)
    assert due(desk)[0].state is DueState.OVER


@pytest.mark.parametrize("name", ["陈例一", "林例十", "王例九"])
def test_the_relieved_officer_a_commander_or_an_administrator_confirms(desk, taken, clock, name):
    clock.advance(hours=2)
    row = desk.duty.confirm_emergency(name, WORD)

    assert (row.shift_id, row.confirmed_by, row.confirmed_at) == (taken.id, name, clock.now())
    assert desk.duty.waiting_emergencies() == () and due(desk) == []
    (line,) = desk.log.newest(1)
    assert (line.text, line.by.name) == ("确认紧急接班：第 2 班，邹例八 接替 陈例一", name)
    assert desk.log.verify().fault is None
    assert refused(desk, name, shift_id=taken.id) == "emergency_confirmed"
    assert refused(desk, name) == "no_emergency"


def test_nobody_confirms_their_own_and_no_bystander_does(desk, taken, officers):
    count = desk.log.count()
    assert refused(desk, "邹例八") == "emergency_own"
    assert refused(desk, "吴例三") == "emergency_not_yours"
    with pytest.raises(Refused, match="wrong_password"):
        desk.duty.confirm_emergency("林例十", "wrong")

    assert desk.log.count() == count and len(desk.duty.waiting_emergencies()) == 1


def test_even_an_administrator_does_not_confirm_what_they_took(desk, taken):
    desk.duty.emergency_take_over([PostLine("主班", "王例九")], "邹例八离岗", "王例九", WORD)

    assert refused(desk, "王例九", shift_id=desk.duty.on_watch().id) == "emergency_own"
    assert desk.duty.confirm_emergency("王例九", WORD).shift_id == taken.id


def test_the_oldest_is_confirmed_first_unless_one_is_named(desk, taken, clock):
    clock.advance(hours=1)
    second = desk.duty.emergency_take_over([PostLine("主班", "吴例三")], "邹例八受伤", "吴例三", WORD)

    assert desk.duty.confirm_emergency("林例十", WORD, shift_id=second.id).number == 3
    assert [row.number for row in desk.duty.waiting_emergencies()] == [2]
    assert desk.duty.confirm_emergency("林例十", WORD).number == 2


def test_the_next_sheet_says_it_and_who_confirmed(desk, taken, officers, clock):
    waiting = basic(desk.duty.start_hand_over(by=officers["邹例八"]))
    desk.duty.abandon("重做", seen=standing_digest(desk.duty.running_sheet()), by=officers["邹例八"])
    clock.advance(minutes=5)
    desk.duty.confirm_emergency("陈例一", WORD)
    confirmed = basic(desk.duty.start_hand_over(by=officers["邹例八"]))

    relieved = "第 1 班 陈例一（08-12 08:00 接班，最后记录第 1 号 08-12 08:00 接班：主班 陈例一）"
    told = f"紧急接班（第 2 班，2030-08-12 09:00）：邹例八 接替{relieved}，原因：{REASON}。"
    assert waiting[1:] == [f"{told}待确认"]
    assert confirmed[1:] == [f"{told}已由 陈例一 于 2030-08-12 09:05 确认"]
    assert desk.log.verify().fault is None


def test_what_still_waits_stands_on_later_sheets_too(desk, taken, officers, clock):
    into = officers["吴例三"]
    hand_over(desk, officers["邹例八"], into)
    assert len(basic(desk.duty.sheet())) == 2

    hand_over(desk, into, officers["邹例八"])
    assert len(basic(desk.duty.sheet())) == 2
    desk.duty.confirm_emergency("林例十", WORD)
    assert len(basic(desk.duty.start_hand_over(by=officers["邹例八"]))) == 1


def hand_over(desk, out, into):
    sheet = desk.duty.sign_outgoing(desk.duty.start_hand_over(by=out).digest, out.name, WORD)
    for _, item, _ in items_of(sheet.body):
        sheet = desk.duty.confirm([item], seen=desk.duty.running_sheet().digest, by=into)
    desk.duty.take_over([PostLine("主班", into.name)], into.name, WORD, seen=incoming_digest(sheet))
    desk.clock.advance(minutes=1)


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE signature SET name = '吴例三'", "record_changed"),
        ("DELETE FROM signature", "record_missing"),
        ("UPDATE shift SET reason = '' WHERE taken_how = 'emergency'", "record_changed"),
    ],
)
def test_a_confirmation_changed_by_hand_is_found(desk, taken, statement, what):
    desk.duty.confirm_emergency("林例十", WORD)
    by_hand(desk, statement)

    assert desk.log.verify().fault.what == what


def test_a_shift_is_confirmed_once_and_a_signature_has_one_subject(desk, taken):
    desk.duty.confirm_emergency("林例十", WORD)
    again = (
        "INSERT INTO signature SELECT '0', sheet_id, shift_id, part, officer_id, name, at, means, signed, digest,"
        " absent, reason FROM signature"
    )
    nothing = again.replace("shift_id", "NULL")
    library = sqlite.library()

    for statement in (again, nothing):
        with pytest.raises((IntegrityError, library.IntegrityError)):
            by_hand(desk, statement)


def by_hand(desk, statement):
    connection = sqlite.library().connect(desk.data.store)
    try:
        for name in schema.triggers():
            connection.execute(f"DROP TRIGGER IF EXISTS {name}")
        connection.execute(statement)
        connection.commit()
    finally:
        connection.close()


def test_the_line_and_the_sheet_name_the_watch_that_was_relieved_and_its_last_act(desk, officers, clock):
    desk.duty.take_over_empty([PostLine("主班", "陈例一")], by=officers["陈例一"])
    clock.advance(minutes=20)
    desk.log.add(NewEntry(uuid4(), "样例桥积水，已通知样例镇 " + "查看" * 40), by=officers["陈例一"])
    clock.advance(minutes=20)
    desk.log.add(NewEntry(uuid4(), "别的席位记了一条"), by=officers["吴例三"])
    clock.advance(minutes=20)
    watch = desk.duty.on_watch()
    desk.duty.emergency_take_over([PostLine("主班", "邹例八")], REASON, "邹例八", WORD, seen=watch.id)

    last = "最后记录第 2 号 08-12 08:20 样例桥积水，已通知样例镇 " + "查看" * 13 + "查…"
    (line,) = desk.log.newest(1)
    assert line.text == f"紧急接班：接替第 1 班 陈例一（08-12 08:00 接班，{last}）→ 主班 邹例八；{REASON}"
    (_, told) = basic(desk.duty.start_hand_over(by=officers["邹例八"]))
    assert f"邹例八 接替第 1 班 陈例一（08-12 08:00 接班，{last}），原因：{REASON}。待确认" in told
    assert desk.log.verify().fault is None


def test_another_watch_than_the_one_on_the_screen_is_not_taken(desk, taken, officers, clock):
    seen = desk.duty.on_watch().id
    desk.duty.emergency_take_over([PostLine("主班", "吴例三")], "邹例八受伤", "吴例三", WORD, seen=seen)
    count = desk.log.count()
    with pytest.raises(Refused) as found:
        desk.duty.emergency_take_over([PostLine("主班", "林例十")], "邹例八受伤", "林例十", WORD, seen=seen)
    assert (found.value.code, found.value.facts["name"]) == ("watch_changed", "吴例三")
    assert desk.log.count() == count and desk.duty.on_watch().owner == "吴例三"
