"""Call lists: every number of everybody in dial order, then again, each attempt in the book, until all are reached."""

from __future__ import annotations

from uuid import uuid4

import pytest

from console.domain.call_lists import CallOutcome
from console.domain.contact_book import NumberKind
from console.domain.group_rule import Rule
from console.domain.people import Role
from console.errors import Refused
from console.services.contact_people import NewNumber, NewPerson
from tests.kit import contact_book as kit

county = kit.county
ANSWERED, BUSY, OFF, NONE, DEAD, STOOD_IN = (
    CallOutcome.ANSWERED, CallOutcome.BUSY, CallOutcome.OFF, CallOutcome.NO_ANSWER, CallOutcome.SUSPENDED,
    CallOutcome.STOOD_IN,
)  # fmt: skip


@pytest.fixture
def called(desk, county, by):
    """A list of 陈例一 and 林例二, by an officer of the desk."""
    admin = desk.accounts.add("曾例九", Role.ADMIN, "calling 2030", by=by).actor
    officer = desk.accounts.add("解例八", Role.OFFICER, "calling 2030", by=admin).actor
    people = [county.people["陈例一"], county.people["林例二"]]
    return desk.call_lists.begin("防汛通知", people=people, by=officer), officer


def turn(desk, row):
    found = desk.call_lists.next(row.id)
    return found and (found.person.name, found.number.number, found.again)


def ring(desk, row, by, *outcomes):
    """Ring whoever is next, once for each outcome; whom that was on which number."""
    rung = []
    for outcome in outcomes:
        found = desk.call_lists.next(row.id)
        rung.append((found.person.name[0], found.number.number[-6:], found.again))
        desk.call_lists.attempt(row.id, found.person.person_id, found.number.number, outcome, by=by)
    return rung


def test_numbers_come_in_dial_order_then_the_next_person_then_again(desk, called):
    row, officer = called
    assert ring(desk, row, officer, NONE, BUSY, OFF, ANSWERED, NONE, NONE, ANSWERED) == [
        ("陈", "0-0001", 0), ("陈", "0-0001", 0), ("林", "0-0002", 0), ("林", "0-0002", 0),
        ("陈", "0-0001", 1), ("陈", "0-0001", 1), ("陈", "0-0001", 2),
    ]  # fmt: skip
    assert turn(desk, row) is None
    told = desk.call_lists.progress(row.id)
    assert (told.people, told.tried, told.reached, told.unreachable, told.attempts, told.left) == (2, 2, 2, 0, 7, 0)


def test_a_suspended_number_is_not_tried_again(desk, called):
    row, officer = called
    ring(desk, row, officer, DEAD, DEAD)
    assert turn(desk, row) == ("林例二", "100-0000-0002", 0)
    ring(desk, row, officer, STOOD_IN)

    assert turn(desk, row) is None
    told = desk.call_lists.progress(row.id)
    assert (told.reached, told.unreachable, told.left) == (1, 1, 0)


def test_a_second_press_of_the_same_key_is_no_second_attempt(desk, called):
    row, officer = called
    person = row.people[0]
    desk.call_lists.attempt(row.id, person.person_id, person.numbers[0].number, NONE, seen=0, by=officer)
    with pytest.raises(Refused) as refused:
        desk.call_lists.attempt(row.id, person.person_id, person.numbers[0].number, NONE, seen=0, by=officer)

    assert refused.value.code == "changed_meanwhile"
    assert len(desk.call_lists.grid(row.id)[0].attempts) == 1


def test_every_attempt_stands_in_the_duty_log(desk, called):
    row, officer = called
    person = row.people[0]
    made = desk.call_lists.attempt(row.id, person.person_id, "0577-0000-0099转8", STOOD_IN, "家属接", by=officer)

    newest = desk.log.newest(1)[0]
    assert newest.text == f"呼叫 {row.number} 陈例一 0577-0000-0099转8：代接，家属接"
    assert (newest.kind, newest.person, made.phone) == ("call", "陈例一", "0577-0000-0099转8")
    assert desk.call_lists.attempts_of(person.person_id) == [made]
    assert desk.log.verify().fault is None


def test_a_list_keeps_who_was_to_be_called_when_it_began(desk, county, called, by):
    row, _ = called
    first = desk.contact_people.card(county.people["陈例一"], to=by).numbers[0]
    desk.contact_people.change_number(first.id, NewNumber(NumberKind.MOBILE, "100-0000-0077"), by=by)

    assert [one.number for one in desk.call_lists.one(row.id).people[0].numbers] == ["100-0000-0001", "0577-0000-0001"]


def test_group_rule_and_names_are_joined_each_person_once(desk, county, by):
    admin = desk.accounts.add("曾例九", Role.ADMIN, "calling 2030", by=by).actor
    group = desk.contact_groups.add_fixed("抢险", [county.people["王例四"], county.people["陈例一"]], by=by)
    key = uuid4()

    def begin():
        rule, named = Rule(post="信息员", unit=county.units["例一村"]), [county.people["张例三"]]
        return desk.call_lists.begin("通知", group=group.id, rule=rule, people=named, list_id=key, by=admin)

    row = begin()
    assert [one.name for one in row.people] == ["王例四", "陈例一", "林例二", "张例三"]
    assert begin().number == row.number == "示例HJ2030-0001"
    assert [one.id for one in desk.call_lists.running()] == [key]


def test_what_is_over_takes_no_more_attempts(desk, called):
    row, officer = called
    ring(desk, row, officer, ANSWERED)
    ended = desk.call_lists.end(row.id, seen=row.version, by=officer)
    refusals = []
    for ask in (
        lambda: desk.call_lists.attempt(row.id, row.people[1].person_id, "100-0000-0002", BUSY, by=officer),
        lambda: desk.call_lists.end(row.id, seen=ended.version, by=officer),
        lambda: desk.call_lists.begin("空", by=officer),
        lambda: desk.call_lists.one(uuid4()),
    ):
        with pytest.raises(Refused) as refused:
            ask()
        refusals.append(refused.value.code)

    assert refusals == ["call_list_ended", "call_list_ended", "call_list_empty", "no_such_call_list"]
    assert desk.log.newest(1)[0].text == f"呼叫结束 {row.number}：联系上 1/2 人，共拨 1 次"
    assert desk.call_lists.running() == [] and turn(desk, row) is None


def test_somebody_of_no_list_is_rung_too(desk, county, called):
    _, officer = called
    made = desk.call_lists.alone(county.people["王例四"], "100-0000-0004", BUSY, by=officer)

    assert made.call_list_id is None
    assert desk.log.newest(1)[0].text == "呼叫 王例四 100-0000-0004：占线"


def test_numbers_of_the_sensitive_are_hidden_in_the_log_and_on_paper(desk, county, called, by):
    _, officer = called
    chen = county.people["陈例一"]
    desk.contact_people.change(chen, NewPerson("陈例一", sensitive=True), seen=2, by=by)
    row = desk.call_lists.begin("通知", people=[chen], by=officer)
    ring(desk, row, officer, BUSY)
    (line,) = desk.call_lists.listing(row.id, to=None)
    (open_line,) = desk.call_lists.listing(row.id, to=officer)

    assert (line.person.numbers[0].number, line.attempts[0].phone, line.next.number) == (
        "100-****-0001", "100-****-0001", "057*-****-0001",
    )  # fmt: skip
    assert open_line.attempts[0].phone == "100-0000-0001"
    assert "100-****-0001" in desk.log.newest(1)[0].text


def test_who_only_looks_on_rings_nobody(desk, county, called, by):
    viewer = desk.accounts.add("乐例七", Role.VIEWER, "calling 2030", by=by).actor
    with pytest.raises(Refused) as refused:
        desk.call_lists.begin("通知", people=[county.people["陈例一"]], by=viewer)
    assert refused.value.code == "not_permitted"
