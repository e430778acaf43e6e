"""Numbers in dial order: added, changed, moved, ended, tried; every change kept; who has left and what they hold."""

from __future__ import annotations

from datetime import date

import pytest

from console.domain.contact_book import NumberKind, Rank
from console.domain.people import Actor, Role
from console.errors import Refused
from console.services.contact_people import NewNumber, NewPerson
from tests.kit import contact_book as kit

county = kit.county
MOBILE, OFFICE, RADIO, SHORT = NumberKind.MOBILE, NumberKind.OFFICE, NumberKind.RADIO, NumberKind.SHORT


@pytest.fixture
def chen(county):
    return county.people["陈例一"]


def dialled(desk, person, by):
    return [(one.order, one.kind, one.shown) for one in desk.contact_people.card(person, to=by).numbers]


def test_a_new_number_stands_behind_those_of_its_kind(desk, chen, by):
    desk.contact_people.add_number(chen, NewNumber(RADIO, "例山 01"), by=by)
    desk.contact_people.add_number(chen, NewNumber(SHORT, "660001"), by=by)
    desk.contact_people.add_number(chen, NewNumber(MOBILE, "１００－００００－０００９"), "新办手机", by=by)

    assert dialled(desk, chen, by) == [
        (1, "mobile", "100-0000-0001"),
        (2, "mobile", "100-0000-0009"),
        (3, "office", "0577-0000-0001"),
        (4, "short", "660001"),
        (5, "radio", "例山 01"),
    ]
    assert [hit.name for hit in desk.contacts.by_number("10000000009")] == ["陈例一"]
    assert desk.log.verify().fault is None


def test_every_change_is_kept_with_why_and_who(desk, chen, by):
    first = desk.contact_people.card(chen, to=by).numbers[0]
    desk.contact_people.verify([first.id], by=by)
    desk.contact_people.change_number(first.id, NewNumber(MOBILE, "100-0000-0011转2"), "换号", by=by)
    desk.contact_people.end_number(first.id, "停机", by=by)

    told = [(one.before, one.after, one.why, one.by) for one in desk.contact_people.history(chen, to=by)]
    assert told == [
        ("100-0000-0011转2", "", "停机", by.name),
        ("100-0000-0001", "100-0000-0011转2", "换号", by.name),
    ]
    assert dialled(desk, chen, by) == [(1, "office", "0577-0000-0001")]
    assert desk.contacts.by_number("100-0000-0001") == []
    (_, mobile) = desk.contact_people.card(chen, to=by, former=True).numbers
    assert (mobile.valid_to, mobile.verified_on) == (date(2030, 8, 12), None)
    assert desk.log.verify().fault is None


def test_a_number_goes_over_to_somebody_else(desk, county, chen, by):
    other = county.people["林例二"]
    first = desk.contact_people.card(chen, to=by).numbers[0]
    desk.contact_people.move_number(first.id, other, "交接", by=by)

    assert [hit.name for hit in desk.contacts.by_number("100-0000-0001")] == ["林例二"]
    assert dialled(desk, other, by)[1] == (2, "mobile", "100-0000-0001")
    assert [one.after for one in desk.contact_people.history(chen, to=by)] == [""]
    assert [one.after for one in desk.contact_people.history(other, to=by)] == ["100-0000-0001"]


def test_the_order_of_dialling_is_the_persons_own(desk, chen, by):
    mobile, office = desk.contact_people.card(chen, to=by).numbers
    desk.contact_people.order_numbers(chen, [office.id], by=by)

    assert [one[2] for one in dialled(desk, chen, by)] == ["0577-0000-0001", "100-0000-0001"]
    assert desk.contacts.find("陈例一")[0].numbers[0] == "0577-0000-0001"
    assert mobile.order == 1


@pytest.mark.parametrize("text", ["", "1000", "10000-00-00a1", "一二三", "100-0000-0001 转 abc"])
def test_what_is_no_number_is_refused(desk, chen, by, text):
    with pytest.raises(Refused) as refused:
        desk.contact_people.add_number(chen, NewNumber(MOBILE, text), by=by)
    assert refused.value.code == "bad_phone"


def test_the_same_number_twice_is_refused_and_so_is_one_that_ended(desk, chen, by):
    with pytest.raises(Refused) as twice:
        desk.contact_people.add_number(chen, NewNumber(OFFICE, "(0577) 00000001"), by=by)
    first = desk.contact_people.card(chen, to=by).numbers[0]
    desk.contact_people.end_number(first.id, by=by)
    with pytest.raises(Refused) as ended:
        desk.contact_people.end_number(first.id, by=by)

    assert (twice.value.code, ended.value.code) == ("number_there", "no_such_number")


def test_numbers_nobody_tried_for_ninety_days_are_listed(desk, county, chen, by):
    mobile, office = desk.contact_people.card(chen, to=by).numbers
    assert len(desk.contact_people.unverified(to=by)) == 8
    desk.contact_people.verify([mobile.id], date(2030, 5, 14), by=by)
    desk.contact_people.verify([office.id], date(2030, 5, 13), by=by)

    told = desk.contact_people.unverified(to=by)
    assert mobile.id not in {one.phone_id for one in told} and len(told) == 7
    assert (told[-1].shown, told[-1].verified_on, told[-1].unit) == ("0577-0000-0001", date(2030, 5, 13), "例一村")
    desk.settings.change("contacts.verify_days", "30", "县里规定", confirmed=True, by=by)
    assert len(desk.contact_people.unverified(to=by)) == 8


def test_who_leaves_is_kept_and_what_they_hold_is_said(desk, county, chen, by):
    desk.accounts.add("陈例一", Role.ADMIN, "leaving 2030", by=by)
    group = desk.contact_groups.add_fixed("抢险", [chen], by=by)
    version = desk.contact_people.card(chen, to=by).version
    held = desk.contact_people.leave(chen, seen=version, by=by)

    assert held.posts == ("例一村 灾害信息员 A",) and held.groups == ("抢险",)
    assert [hit.id for hit in desk.contacts.find("陈例一") if hit.id == chen] == []
    assert desk.contacts.by_number("100-0000-0001") == []
    assert desk.contact_groups.people(group.id, to=by) == []
    assert desk.contact_people.card(chen, to=by).left_on == date(2030, 8, 12)
    with pytest.raises(Refused) as refused:
        desk.contact_units.appoint(county.posts["例溪镇"], chen, Rank.A, by=by)
    assert refused.value.code == "person_not_here"
    desk.contact_people.come_back(chen, seen=version + 1, by=by)
    assert chen in {hit.id for hit in desk.contacts.find("陈例一")}
    assert desk.log.verify().fault is None


def test_numbers_of_the_sensitive_are_hidden_from_who_only_looks_on(desk, chen, by):
    admin = desk.accounts.add("曾例九", Role.ADMIN, "masking 2030", by=by).actor
    viewer = desk.accounts.add("解例八", Role.VIEWER, "masking 2030", by=admin).actor
    card = desk.contact_people.card(chen, to=viewer)
    assert card.numbers[0].shown == "100-0000-0001"
    desk.contact_people.change(chen, NewPerson("陈例一", sensitive=True), seen=card.version, by=by)
    first = card.numbers[0].id
    desk.contact_people.change_number(first, NewNumber(MOBILE, "100-0000-0012"), by=by)

    def seen(to: Actor | None, mask: bool = False) -> tuple[str, str]:
        row = desk.contact_people.card(chen, to=to, mask=mask).numbers[0]
        return row.shown, row.digits

    assert seen(viewer) == seen(None) == seen(admin, mask=True) == ("100-****-0012", "")
    assert seen(admin) == ("100-0000-0012", "10000000012")
    assert [one.before for one in desk.contact_people.history(chen, to=viewer)] == ["100-****-0001"]


def test_a_personnel_number_is_one_persons_only(desk, county, by):
    desk.contact_people.add(NewPerson("解例八", "007"), by=by)
    with pytest.raises(Refused) as refused:
        desk.contact_people.add(NewPerson("解例七", "007"), by=by)
    assert refused.value.code == "staff_number_taken"
