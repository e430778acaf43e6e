"""Numbers verified: by whom and how, by a call the very person answered; handed over; a person whole in one act."""

from __future__ import annotations

from datetime import date

import pytest

from console.domain.call_lists import CallOutcome
from console.domain.contact_book import NumberKind, Rank, VerifiedHow
from console.domain.people import Role
from console.errors import Refused
from console.services.contact_people import NewNumber, NewPerson
from console.services.post_holding import NewHolding
from tests.kit import contact_book as kit

county = kit.county
TODAY = date(2030, 8, 12)
MOBILE, OFFICE = NumberKind.MOBILE, NumberKind.OFFICE


@pytest.fixture
def chen(county):
    return county.people["陈例一"]


@pytest.fixture
def officer(desk, by):
    admin = desk.accounts.add("曾例九", Role.ADMIN, "calling 2030", by=by).actor
    return desk.accounts.add("解例八", Role.OFFICER, "calling 2030", by=admin).actor


def numbers(desk, person, by):
    return desk.contact_people.card(person, to=by).numbers


def test_who_verified_a_number_and_how_is_kept_until_it_is_another(desk, chen, by):
    first = numbers(desk, chen, by)[0]
    desk.contact_people.verify([first.id], how=VerifiedHow.MESSAGE, by=by)
    (told, other) = numbers(desk, chen, by)
    assert (told.verified_on, told.verified_by, told.verified_how) == (TODAY, by.name, "message")
    assert (other.verified_on, other.verified_by, other.verified_how) == (None, "", "")

    desk.contact_people.change_number(first.id, NewNumber(MOBILE, "100-0000-0011"), by=by)
    told = numbers(desk, chen, by)[0]
    assert (told.verified_on, told.verified_by, told.verified_how) == (None, "", "")
    assert desk.log.verify().fault is None


@pytest.mark.parametrize("outcome", CallOutcome)
def test_only_the_very_person_who_answers_verifies_the_number(desk, chen, officer, by, outcome):
    row = desk.call_lists.begin("通知", people=[chen], by=officer)
    made = desk.call_lists.attempt(row.id, chen, "100-0000-0001", outcome, by=officer)

    answered = outcome is CallOutcome.ANSWERED
    mobile, office = numbers(desk, chen, by)
    assert made.verified is answered and desk.call_lists.grid(row.id)[0].attempts[0].verified is answered
    wanted = (TODAY, officer.name, "call") if answered else (None, "", "")
    assert (mobile.verified_on, mobile.verified_by, mobile.verified_how) == wanted and office.verified_on is None
    assert desk.log.verify().fault is None


def test_a_call_outside_of_a_list_verifies_however_the_number_was_written(desk, chen, officer, by):
    assert desk.call_lists.alone(chen, "１００ ００００ 0001", CallOutcome.ANSWERED, by=officer).verified
    assert numbers(desk, chen, by)[0].verified_on == TODAY


def test_a_number_that_is_not_theirs_is_not_verified_by_their_voice(desk, county, chen, officer, by):
    row = desk.call_lists.begin("通知", people=[chen], by=officer)
    first = numbers(desk, chen, by)[0]
    desk.contact_people.move_number(first.id, county.people["林例二"], by=by)
    for phone in ("100-0000-0001", "100-0000-0099"):
        assert not desk.call_lists.attempt(row.id, chen, phone, CallOutcome.ANSWERED, by=officer).verified
    assert [one.verified_on for one in numbers(desk, county.people["林例二"], by)] == [None] * 3


def test_what_was_verified_leaves_the_list_of_the_untried(desk, county, chen, officer, by):
    before = desk.contact_people.unverified(to=by)
    told = next(one for one in before if one.shown == "100-0000-0001")
    assert (told.unit, told.post, told.unit_id) == ("例一村", kit.INFORMANT, county.units["例一村"])
    desk.call_lists.alone(chen, "100-0000-0001", CallOutcome.ANSWERED, by=officer)
    after = desk.contact_people.unverified(to=by)
    assert {one.phone_id for one in before} - {one.phone_id for one in after} == {told.phone_id}


def test_a_handset_handed_over_is_one_act_told_on_both_sides(desk, county, chen, by):
    other, lines = county.people["林例二"], desk.log.count()
    first, office = numbers(desk, chen, by)
    desk.contact_people.verify([first.id], by=by)
    desk.contact_people.move_number(first.id, other, "换岗", by=by)

    assert [(one.order, one.shown) for one in numbers(desk, chen, by)] == [(1, office.shown)]
    assert [(one.order, one.shown, one.verified_on) for one in numbers(desk, other, by)] == [
        (1, "100-0000-0002", None), (2, "100-0000-0001", None), (3, "0577-0000-0002", None),
    ]  # fmt: skip
    (gone,), (come,) = (desk.contact_people.history(key, to=by) for key in (chen, other))
    assert (gone.before, gone.after, gone.why) == ("100-0000-0001", "", "移交 林例二，换岗")
    assert (come.before, come.after, come.why) == ("", "100-0000-0001", "陈例一 移交，换岗")
    assert desk.log.count() == lines and desk.log.verify().fault is None


def test_a_number_goes_to_nobody_who_has_it_or_has_gone(desk, county, chen, by):
    first, other = numbers(desk, chen, by)[0], county.people["林例二"]
    refusals = []
    desk.contact_people.add_number(county.people["张例三"], NewNumber(MOBILE, "100-0000-0001"), by=by)
    desk.contact_people.leave(other, seen=desk.contact_people.card(other, to=by).version, by=by)
    for key in (chen, county.people["张例三"], other):
        with pytest.raises(Refused) as refused:
            desk.contact_people.move_number(first.id, key, by=by)
        refusals.append(refused.value.code)
    assert refusals == ["number_own", "number_there", "person_not_here"]
    assert numbers(desk, chen, by)[0].id == first.id


def test_somebody_new_with_post_and_numbers_is_one_act_or_none(desk, county, by):
    unit = county.units["例溪镇"]
    told = [NewNumber(MOBILE, "100-0000-0208"), NewNumber(OFFICE, "0577-0000-0208转8")]
    with pytest.raises(Refused) as refused:
        desk.contact_people.add(
            NewPerson("区例八"), told, holding=NewHolding(unit, "网格员", Rank.A, TODAY, TODAY), by=by
        )
    assert refused.value.code == "dates_reversed" and desk.contacts.find("区例八") == []
    assert "网格员" not in {one.name for one in desk.contact_units.posts(unit)}

    key = desk.contact_people.add(NewPerson("区例八"), told, holding=NewHolding(unit, "网格员", Rank.B), by=by)

    card = desk.contact_people.card(key, to=by)
    assert [(held.unit, held.post, held.rank) for held in card.posts] == [("例溪镇", "网格员", Rank.B)]
    assert [one.shown for one in card.numbers] == ["100-0000-0208", "0577-0000-0208转8"]
    assert [(hit.organisation, hit.post) for hit in desk.contacts.find("区例八")] == [("例溪镇", "网格员")]
    again = desk.contact_people.add(NewPerson("区例九"), holding=NewHolding(unit, " 网格员 "), by=by)
    assert desk.contact_people.card(again, to=by).posts[0].post_id == card.posts[0].post_id
    assert desk.log.verify().fault is None
