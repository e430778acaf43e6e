"""A call list of an incident: its command group, owners and units of its open tasks, as the contact book has them."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from console.domain.contact_book import NumberKind
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.orders import NewOrder
from console.domain.people import Role
from console.errors import Refused
from console.services.contact_people import NewNumber, NewPerson
from console.services.incident_command import Member
from console.services.orders import Given
from tests.kit import contact_book as kit

county = kit.county


@pytest.fixture
def officer(desk, by):
    admin = desk.accounts.add("曾例九", Role.ADMIN, "calling 2030", by=by).actor
    return desk.accounts.add("解例八", Role.OFFICER, "calling 2030", by=admin).actor


@pytest.fixture
def incident(desk, county, officer, clock):
    """张例三 commands; 例溪镇 has a task with no name, 例一村 one for a stranger, and one is 王例四's own."""
    call = desk.intake.register(Intake(uuid4(), "山体开裂", clock.now()), by=officer)
    row = desk.incidents.open(NewIncident(uuid4(), "例二村山体滑坡", "山体开裂", "10402"), [call.id], by=officer)
    desk.incident_command.takes(row.id, Member("现场指挥官", "张例三", "例山镇"), by=officer)
    desk.incident_command.takes(row.id, Member("专家", "吴例九", "省地质队"), by=officer)
    due = clock.now() + timedelta(hours=1)
    orders = [
        NewOrder("例溪镇", "转移", due), NewOrder("例一村", "巡查", due, person="生例人"),
        NewOrder("例溪镇", "清点", due, person="王例四", phone="100-0000-0004"),
    ]  # fmt: skip
    desk.orders.give(orders, Given(incident_id=row.id), by=officer)
    return row.id


def test_who_answers_for_an_incident_is_rung_each_once_in_its_order(desk, county, incident, officer):
    told = desk.call_lists.whom(incident=incident)
    assert told.names == ("张例三", "王例四", "陈例一")
    assert told.unknown == ("省地质队 吴例九",) and told.silent == ()

    named = [county.people["林例二"], county.people["王例四"]]
    row = desk.call_lists.begin("滑坡", people=named, incident=incident, responsible=True, by=officer)
    assert [one.name for one in row.people] == ["张例三", "王例四", "陈例一", "林例二"]
    assert row.incident_id == incident and desk.call_lists.newest(incident=incident) == [row]
    assert desk.log.verify().fault is None


def test_an_incident_only_named_adds_nobody(desk, county, incident, officer):
    row = desk.call_lists.begin("滑坡", people=[county.people["林例二"]], incident=incident, by=officer)
    assert [one.name for one in row.people] == ["林例二"]
    with pytest.raises(Refused) as refused:
        desk.call_lists.begin("滑坡", incident=incident, by=officer)
    assert refused.value.code == "call_list_empty"


def test_of_two_of_one_name_the_number_says_who_is_meant(desk, county, incident, officer, by, clock):
    other = desk.contact_people.add(NewPerson("王例四"), [NewNumber(NumberKind.MOBILE, "100-0000-0044")], by=by)
    due = clock.now() + timedelta(hours=1)
    order = NewOrder("县水利局", "测流", due, person="王例四", phone="100 0000 0044")
    desk.orders.give([order], Given(incident_id=incident), by=officer)

    row = desk.call_lists.begin("滑坡", incident=incident, responsible=True, by=officer)
    assert [one.person_id for one in row.people][-1] == other
    assert [one.name for one in row.people] == ["张例三", "王例四", "陈例一", "王例四"]


def test_who_is_asked_for_before_is_told_without_a_number(desk, county, by):
    silent = desk.contact_people.add(NewPerson("区例八"), by=by)
    told = desk.call_lists.whom(people=[county.people["陈例一"], silent])
    assert (told.names, told.silent) == (("陈例一", "区例八"), ("区例八",))
