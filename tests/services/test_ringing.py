"""Calls: rung together, taken by one seat, missed, rung back, needless; nothing that rang is forgotten."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from time import process_time
from uuid import uuid4

import pytest

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.alerts import key_of
from console.domain.call_lists import CallOutcome
from console.domain.clock import StoppedClock
from console.domain.contact_book import NumberKind
from console.domain.due import DueKind, DueState
from console.domain.duty import PostLine
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.people import Actor
from console.domain.ringing import (
    Answer,
    AnswerKind,
    CallState,
    IncomingCall,
    RingEvent,
    call_id,
    number_of,
    rows_of,
)
from console.domain.signals import Signal, SignalKind
from console.domain.wire import DeviceRow
from console.errors import Refused
from console.services.contact_people import NewNumber, NewPerson
from console.services.finding_calls import calls_like
from tests.kit import alarm_queue as kit
from tests.kit.wire import officer, texts

RANG = "0577-0000-0001"
S = CallState


@pytest.fixture
def box(desk: Desk, by: Actor) -> DeviceRow:
    return kit.device(desk, by, kit.MODEM, "MD-01", "来电盒")


@pytest.fixture
def me(desk: Desk) -> Actor:
    return officer(desk)


def silent(why: str = "withheld", *, late: bool = False, number: str = "", raw: bytes = b"ring") -> Signal:
    facts = {"number": why, "name": "", "late": late}
    return Signal(SignalKind.CALL, raw, account=number, words="来电", words_en="Call", sender=number, facts=facts)


def ring(desk: Desk, box: DeviceRow, number: str = RANG) -> None:
    kit.say(desk, box, [kit.call(number)])


def states(desk: Desk) -> list[tuple[str, int, CallState]]:
    return [(call.phone, call.count, call.state) for call in desk.ringing.rows(to=None)]


def only(desk: Desk) -> IncomingCall:
    (call,) = desk.ringing.rows(to=None)
    return call


def entry(desk: Desk, by: Actor, **more: object) -> Intake:
    form = Intake(uuid4(), "水位上涨", desk.clock.now(), **more)  # type: ignore[arg-type]
    desk.intake.register(form, by=by)
    return form


def test_a_call_rings_then_is_missed_and_waits_until_somebody_says_what_came_of_it(
    desk: Desk, box: DeviceRow, me: Actor, clock: StoppedClock
) -> None:
    ring(desk, box)
    call = only(desk)
    assert call.state is S.RINGING and [one.id for one in desk.ringing.ringing()] == [call.id]
    with pytest.raises(Refused, match="call_rings"):
        desk.ringing.no_need(call.id, "打错", by=me)
    clock.advance(seconds=59)
    assert only(desk).state is S.RINGING
    clock.advance(seconds=1)
    call = only(desk)
    assert call.state is S.MISSED and desk.ringing.ringing() == []
    assert call.missed_at == clock.now() and call.devices == ("来电盒",)
    (due,) = [one for one in desk.due.rows(clock.now()) if one.kind is DueKind.MISSED_CALL]
    assert due.state is DueState.OVER and number_of(due.record_id) == call.id and RANG in due.text
    with pytest.raises(Refused, match="reason_missing"):
        desk.ringing.no_need(call.id, " \n", by=me)
    done = desk.ringing.no_need(call.id, "拨错号码", by=me)
    assert (done.state, done.by, done.note) == (S.NO_NEED, me.name, "拨错号码")
    assert "不需回拨：拨错号码" in texts(desk)[0] and RANG in texts(desk)[0]
    assert desk.ringing.rows(to=None, missed=True) == []
    assert not [one for one in desk.due.rows(clock.now()) if one.kind is DueKind.MISSED_CALL]
    with pytest.raises(Refused, match="call_done"):
        desk.ringing.take(call.id, uuid4(), by=me)
    with pytest.raises(Refused, match="no_such_call"):
        desk.ringing.no_need(999, "没有", by=me)
    clock.advance(minutes=2)
    ring(desk, box)
    assert states(desk) == [(RANG, 1, S.RINGING), (RANG, 1, S.NO_NEED)], "rings anew: another call"
    assert desk.log.verify().fault is None


def test_the_setting_says_when_a_call_is_missed(desk: Desk, by: Actor, box: DeviceRow, clock: StoppedClock) -> None:
    desk.settings.change("call.missed", "20", "本单位约定", confirmed=True, by=by)
    ring(desk, box)
    clock.advance(seconds=20)
    assert only(desk).state is S.MISSED


def test_what_rings_on_after_it_was_taken_hides_no_call_that_waits(
    desk: Desk, box: DeviceRow, me: Actor, clock: StoppedClock
) -> None:
    """Nobody's number, one event, two calls: each of them can be dealt with, the newest first."""
    kit.say(desk, box, [silent()])
    call = only(desk)
    clock.advance(seconds=5)
    desk.ringing.take(call.id, uuid4(), by=me)
    clock.advance(seconds=25)
    kit.say(desk, box, [silent()])
    assert states(desk) == [("", 1, S.RINGING), ("", 1, S.TAKEN)]
    clock.advance(minutes=2)
    desk.ringing.no_need(call.id, "骚扰", by=me)
    assert states(desk) == [("", 1, S.NO_NEED), ("", 1, S.TAKEN)]
    desk.ringing.no_need(call.id, "骚扰", by=me)
    assert desk.ringing.rows(to=None, missed=True) == []
    with pytest.raises(Refused, match="call_done"):
        desk.ringing.no_need(call.id, "骚扰", by=me)


def test_two_seats_and_one_call(desk: Desk, box: DeviceRow, me: Actor, clock: StoppedClock) -> None:
    ring(desk, box)
    other, mine, theirs = officer(desk, "邹例八"), uuid4(), uuid4()
    call = only(desk)
    taken = desk.ringing.take(call.id, mine, by=me)
    assert (taken.state, taken.by, taken.entry_id) == (S.TAKEN, me.name, mine)
    assert RANG not in texts(desk)[0], "the entry may be one whose caller nobody is told"
    assert desk.ringing.take(call.id, mine, by=me).entry_id == mine, "asked twice it is the first"
    with pytest.raises(Refused) as refused:
        desk.ringing.take(call.id, theirs, by=other)
    assert refused.value.code == "call_taken" and refused.value.facts["name"] == me.name
    assert desk.ringing.ringing() == [] and desk.ringing.waiting() == (0, None)
    assert not [one for one in desk.due.rows(clock.now()) if one.kind is DueKind.TAKEN_CALL], "it is being written"
    clock.advance(minutes=15)
    assert desk.ringing.waiting() == (1, call_id(call.id))
    (due,) = [one for one in desk.due.rows(clock.now()) if one.kind is DueKind.TAKEN_CALL]
    assert due.state is DueState.OVER and me.name in due.text
    assert [one.id for one in desk.ringing.rows(to=None, missed=True)] == [call.id], "taken and never recorded"
    again = desk.ringing.take(call.id, theirs, by=other)
    assert (again.by, again.entry_id) == (other.name, theirs), "after a while another may"
    form = Intake(theirs, "水位上涨", clock.now(), caller_phone=RANG)
    item = desk.intake.register(form, by=other)
    done = only(desk)
    assert (done.state, done.entry_number, done.entry_id) == (S.RECORDED, item.number, theirs)
    assert not [one for one in desk.due.rows(clock.now()) if one.kind is DueKind.TAKEN_CALL]


def test_rings_of_one_number_within_the_hour_are_one_row(desk: Desk, box: DeviceRow, clock: StoppedClock) -> None:
    other = kit.device(desk, Actor.tool("tester"), kit.MODEM, "MD-02", "二号线")
    start = clock.now()
    ring(desk, box)
    ring(desk, other)  # two boxes on one line
    assert [one.count for one in desk.ringing.rows(to=None)] == [1]
    clock.advance(minutes=20)
    ring(desk, other, "057700000001")  # the same number as another line writes it
    assert [(one.count, one.many) for one in desk.ringing.rows(to=None)] == [(2, False)]
    clock.advance(minutes=59)
    ring(desk, box, "0000-0001")
    call = only(desk)
    assert (call.count, call.many, call.devices) == (3, True, ("来电盒", "二号线"))
    assert (call.first_at, call.last_at) == (start, clock.now())
    clock.advance(minutes=61)
    ring(desk, box)
    assert [one.count for one in desk.ringing.rows(to=None)] == [1, 3], "an hour later it is another"
    clock.advance(days=8)
    assert desk.ringing.rows(to=None) == []


def test_two_calls_in_one_second_and_numbers_withheld(
    desk: Desk, box: DeviceRow, me: Actor, clock: StoppedClock
) -> None:
    kit.say(desk, box, [kit.call("100-0000-0002"), kit.call(RANG), silent()])
    assert [one.phone for one in desk.ringing.ringing()] == ["", RANG, "100-0000-0002"], "the newest first"
    clock.advance(seconds=90)
    ring_twice = [silent(raw=b"second")]
    kit.say(desk, box, ring_twice)
    clock.advance(seconds=60)
    rows = desk.ringing.rows(to=None, missed=True)
    assert [one.phone for one in rows] == ["", "", RANG, "100-0000-0002"], "whoever hides their number is somebody else"
    assert rows[0].why == "withheld" and not rows[0].can_be_rung
    with pytest.raises(Refused, match="call_no_number"):
        desk.ringing.rang_back(rows[0].id, CallOutcome.ANSWERED, by=me)
    (due,) = [one for one in desk.due.rows(clock.now()) if one.kind is DueKind.MISSED_CALL]
    assert (due.text, due.number) == ("未接来电 4 个，最近 号码未显示", "4"), "all are one line of the strip"
    assert desk.ringing.no_need(rows[0].id, "再次来电时已问明", by=me).state is S.NO_NEED
    (after,) = [one for one in desk.due.rows(clock.now()) if one.kind is DueKind.MISSED_CALL]
    assert key_of(after) == key_of(due) and after.number == "3", "not heard again because one was dealt with"
    assert len(desk.ringing.rows(to=None, missed=True)) == 3


def test_a_number_that_comes_late_is_the_same_call(desk: Desk, box: DeviceRow, me: Actor, clock: StoppedClock) -> None:
    kit.say(desk, box, [silent("silent")])
    first = only(desk)
    mine = uuid4()
    desk.ringing.take(first.id, mine, by=me)
    clock.advance(seconds=4)
    kit.say(desk, box, [silent("given", late=True, number=RANG)])
    call = only(desk)
    assert (call.id, call.phone, call.count) == (first.id, RANG, 1)
    assert (call.state, call.entry_id) == (S.TAKEN, mine)


def test_bells_behind_the_key_are_the_same_call_and_a_later_one_is_another(
    desk: Desk, box: DeviceRow, me: Actor, clock: StoppedClock
) -> None:
    ring(desk, box)
    form = Intake(uuid4(), "水位上涨", clock.now(), caller_phone=RANG)
    desk.ringing.take(only(desk).id, form.id, by=me)
    clock.advance(seconds=10)
    ring(desk, box)
    desk.intake.register(form, by=me)
    assert states(desk) == [(RANG, 2, S.RECORDED)]
    clock.advance(seconds=40)
    ring(desk, box)  # the device counts it as a repeat of the first; nobody has taken it
    assert states(desk)[0] == (RANG, 1, S.RINGING) and states(desk)[1][2] is S.RECORDED
    clock.advance(minutes=2)
    newest = desk.ringing.rows(to=None, missed=True)
    assert [one.state for one in newest] == [S.MISSED] and newest[0].key != desk.ringing.rows(to=None)[1].key
    assert desk.ringing.no_need(newest[0].id, "已接通", by=me).state is S.NO_NEED
    assert [one.state for one in desk.ringing.rows(to=None)] == [S.NO_NEED, S.RECORDED]


def test_an_entry_with_the_number_answers_though_nobody_took_the_call(
    desk: Desk, box: DeviceRow, me: Actor, clock: StoppedClock
) -> None:
    ring(desk, box)
    clock.advance(minutes=30)
    form = entry(desk, me, caller_phone="0000-0001")
    done = only(desk)
    assert (done.state, done.entry_id, done.by) == (S.RECORDED, form.id, me.name)
    clock.advance(hours=3)
    ring(desk, box, "100-0000-0009")
    clock.advance(minutes=61)
    entry(desk, me, caller_phone="100-0000-0009")
    assert desk.ringing.rows(to=None)[0].state is S.MISSED, "an hour later it may be about something else"


def test_a_hidden_caller_is_not_found_by_the_call(desk: Desk, box: DeviceRow, me: Actor, clock: StoppedClock) -> None:
    hides = next(item.code for item in desk.lists.rows("channels") if item.get("hides_caller") == "yes")
    ring(desk, box)
    form = Intake(uuid4(), "违规生产", clock.now(), channel=hides, caller_phone=RANG)
    desk.ringing.take(only(desk).id, form.id, by=me)
    desk.intake.register(form, by=me)
    call = only(desk)
    assert call.state is S.RECORDED and call.phone == "•••" and not call.can_be_rung
    assert (call.entry_id, call.entry_number) == (None, "")
    clock.advance(minutes=20)
    ring(desk, box)
    clock.advance(minutes=2)
    entry(desk, me, channel=hides, caller_phone=RANG)
    assert desk.ringing.rows(to=None)[0].state is S.MISSED, "and the number leads to no entry"


def test_rung_back_from_anywhere(desk: Desk, by: Actor, box: DeviceRow, me: Actor, clock: StoppedClock) -> None:
    number = NewNumber(NumberKind.OFFICE, RANG)
    person = desk.contact_people.add(NewPerson("陈例二"), [number], by=by)
    ring(desk, box)
    ring(desk, box, "100-0000-0002")
    clock.advance(minutes=2)
    stranger, friend = desk.ringing.rows(to=me)
    assert friend.who == "陈例二" and stranger.who == ""
    desk.call_lists.alone(person, RANG, CallOutcome.NO_ANSWER, by=me)
    assert (desk.ringing.one(friend.id, to=me).state, desk.ringing.one(friend.id, to=me).tries) == (S.MISSED, 1)
    clock.advance(minutes=1)
    desk.call_lists.alone(person, RANG, CallOutcome.ANSWERED, "误拨", by=me)
    back = desk.ringing.one(friend.id, to=me)
    assert (back.state, back.by, back.since, back.note) == (S.RUNG_BACK, me.name, clock.now(), "误拨")
    assert desk.ringing.rang_back(stranger.id, CallOutcome.BUSY, by=me).state is S.MISSED
    assert desk.ringing.rang_back(stranger.id, CallOutcome.ANSWERED, by=me).state is S.RUNG_BACK
    assert texts(desk)[0] == "回拨 100-0000-0002：接听"
    assert desk.log.verify().fault is None


def test_a_number_kept_secret_is_masked_for_who_may_not_see_it(
    desk: Desk, by: Actor, box: DeviceRow, me: Actor, clock: StoppedClock
) -> None:
    desk.contact_people.add(NewPerson("林例三", sensitive=True), [NewNumber(NumberKind.MOBILE, "100-0000-0003")], by=by)
    ring(desk, box, "100-0000-0003")
    clock.advance(minutes=2)
    assert only(desk).phone == "100-****-0003", "nobody known asks"
    (whole,) = desk.ringing.rows(to=me)
    assert whole.phone == "100-0000-0003"
    desk.ringing.no_need(whole.id, "已当面说明", by=me)
    assert "100-****-0003" in texts(desk)[0] and "100-0000-0003" not in texts(desk)[0]


def test_taken_calls_that_one_event_began_are_two_things_due(
    desk: Desk, box: DeviceRow, me: Actor, clock: StoppedClock
) -> None:
    for _ in range(2):
        ring(desk, box)
        desk.ringing.take(desk.ringing.ringing()[0].id, uuid4(), by=me)
        clock.advance(seconds=20)
    calls = desk.ringing.rows(to=None)
    assert [call.state for call in calls] == [S.TAKEN, S.TAKEN]
    clock.advance(minutes=20)
    due = [item.id for item in desk.due.rows(clock.now()) if item.kind is DueKind.TAKEN_CALL]
    assert len(due) == len(set(due)) == 2


def test_calls_are_found_by_number_name_and_what_became_of_them(
    desk: Desk, by: Actor, box: DeviceRow, me: Actor, clock: StoppedClock
) -> None:
    desk.contact_people.add(NewPerson("林例三", sensitive=True), [NewNumber(NumberKind.MOBILE, "100-0000-0003")], by=by)
    for number in (RANG, "100-0000-0003"):
        ring(desk, box, number)
        clock.advance(minutes=2)
    known, stranger = desk.ringing.rows(to=me)
    desk.ringing.no_need(known.id, "打错", by=me)

    def found(text: str, **more: object) -> list[tuple[int | None, str]]:
        hits = calls_like(desk.ringing, text, desk.zone, **{"to": me, **more})  # type: ignore[arg-type]
        assert {hit.panel for hit in hits} <= {"alarms"}
        return [(number_of(hit.id), hit.number) for hit in hits]

    assert found("未接") == [(stranger.id, RANG)] and found("林例三") == [(known.id, "100-0000-0003")]
    assert found("0577-0000") == found("05770000") == [(stranger.id, RANG)]
    assert all("*" in number and RANG[5:] not in number for _, number in found("0000", mask=True))
    assert len(found("0000")) == 2
    assert found("00000003", to=None) == [] and found("林例三", to=None) == [(known.id, "100-****-0003")]
    assert found("00") == found(" ") == found("99999") == []


def test_the_caller_of_an_open_incident_is_said(desk: Desk, box: DeviceRow, me: Actor, clock: StoppedClock) -> None:
    form = entry(desk, me, caller_phone=RANG)
    incident = desk.incidents.open(NewIncident(uuid4(), "例一街道内涝", "水位上涨"), [form.id], by=me)
    clock.advance(hours=2)
    ring(desk, box)
    (call,) = desk.ringing.ringing()
    assert (call.incident_id, call.incident_number) == (incident.id, incident.number)


def test_it_is_all_there_after_a_restart_and_a_clock_set_back(new_store: DataDir) -> None:
    data = new_store
    clock = StoppedClock(datetime(2030, 8, 12, tzinfo=UTC))
    with closing(bootstrap.build(data, clock)) as desk:
        me = officer(desk)
        box = kit.device(desk, Actor.tool("tester"), kit.MODEM, "MD-01", "来电盒")
        ring(desk, box)
        ring(desk, box, "100-0000-0002")
        mine = uuid4()
        desk.ringing.take(desk.ringing.ringing()[1].id, mine, by=me)
    with closing(bootstrap.build(data, StoppedClock(clock.now() + timedelta(minutes=5)))) as desk:
        assert states(desk) == [("100-0000-0002", 1, S.MISSED), (RANG, 1, S.TAKEN)]
    with closing(bootstrap.build(data, StoppedClock(clock.now() - timedelta(hours=1)))) as desk:
        assert states(desk)[0][2] is S.MISSED, "rang in what is the future now: told, not rung for an hour"


def test_calls_nobody_dealt_with_stand_on_the_sheet(desk: Desk, box: DeviceRow, me: Actor, clock: StoppedClock) -> None:
    desk.duty.take_over_empty([PostLine("leader", "林例十"), PostLine("主班", "陈例一")], by=me)
    ring(desk, box, "100-0000-0002")
    desk.ringing.take(only(desk).id, uuid4(), by=me)
    kit.say(desk, box, [silent()])
    for _ in range(3):
        ring(desk, box)
        clock.advance(minutes=5)
    (newest, *_rest) = desk.ringing.rows(to=None, missed=True)
    desk.ringing.rang_back(newest.id, CallOutcome.NO_ANSWER, by=me)
    ring(desk, box, "100-0000-0009")  # rings while the sheet is begun: no open matter yet
    body = desk.duty.start_hand_over(by=me).body
    waiting = next(section["rows"] for section in body["sections"] if section["key"] == "waiting")
    rows = [(row["cells"][1], row["cells"][2], row["overdue"]) for row in waiting if row["item"].startswith("call:")]
    assert rows == [
        ("未接来电（多次来电）", f"{RANG}；共 3 次；08-12 08:00–08:10；回拨未通 1 次；来电盒", True),
        ("未接来电", "号码未显示；08-12 08:00；来电盒", True),
        ("陈例一 已接，未登记", "100-0000-0002；08-12 08:00；来电盒", True),
    ]


def test_a_week_of_calls_is_read_at_once() -> None:
    start = datetime(2030, 8, 12, tzinfo=UTC)
    events = [
        RingEvent(at, at, "box", "box", start + timedelta(minutes=at), start + timedelta(minutes=at), 0, f"100{at:08d}")
        for at in range(10_000)
    ]
    answers = [Answer(AnswerKind.RUNG_BACK, one.at, "me", phone=one.phone) for one in events[::2]]
    began = process_time()
    rows = rows_of(events, answers, start + timedelta(days=7), timedelta(seconds=60))
    assert len(rows) == 10_000 and sum(row.open for row in rows) == 5_000
    assert process_time() - began < 3, "a hundredth of that for a day"


def test_names_of_calls_among_records() -> None:
    assert number_of(call_id(7)) == 7 and number_of(uuid4()) is None
