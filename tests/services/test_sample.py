"""The sample county: made up throughout, brought in through the services, chained like everything else."""

from __future__ import annotations

import csv
from datetime import date, datetime

import pytest
from sqlalchemy import func, select

import resources
from console import bootstrap
from console.domain.people import Role
from console.domain.realm import Realm
from console.errors import Unavailable
from console.services import sample
from console.services.accounts import PUBLISHED_PASSWORDS
from console.services.sample_people import VILLAGES, people_csv, verified_on
from db.models.people import Person, PhoneNumber


@pytest.fixture
def county(county_store):
    desk = bootstrap.build(county_store)
    yield desk
    desk.close()


def test_the_county_is_there_and_the_books_agree_with_it(county):
    places = county.places.everything()
    found = county.log.verify()

    assert [place.name for place in places if place.level == "county"] == ["例县"]
    assert sum(place.level == "town" for place in places) == 8 and not any(place.placeholder for place in places)
    assert county.settings.value("site.name") == "例县应急指挥中心（示例）"
    assert found.fault is None and found.duty.count == 1 and found.records > 60


def test_every_officer_signs_in_with_the_published_password(county):
    assert {officer.password for officer in sample.officers()} == PUBLISHED_PASSWORDS
    rows = [county.accounts.sign_in(officer.name, officer.password) for officer in sample.officers()]

    assert [row.role for row in rows] == [Role.ADMIN, Role.OFFICER, Role.COMMANDER]


def test_an_officer_is_one_person_not_two(county):
    with county.opened.store.reading() as connection:
        twice = connection.execute(select(Person.name).group_by(Person.name).having(func.count() > 1)).all()
        first = connection.execute(select(Person.initials).where(Person.name == "陈例一")).scalar_one()
        people = connection.execute(select(func.count()).select_from(Person)).scalar_one()

    assert twice == [] and first == "cly" and people == 600


def test_its_contact_book_is_found_by_what_is_typed_and_what_the_telephone_shows(county):
    typed = {asked: county.contacts.find(asked)[0].name for asked in ("sle", "zls", "qll", "chonglisan", "yuchi")}

    assert typed == {"sle": "单例二", "zls": "曾例三", "qll": "仇例六", "chonglisan": "重例三", "yuchi": "尉迟例六"}
    assert {hit.name for hit in county.contacts.find("䶮")} == {"䶮例五", "䶮例七"}
    assert len(county.contacts.by_number("0577-0000-0001")) == 6
    assert county.contacts.summary().organisations == 126


def test_its_clock_runs_on_from_the_morning_before_the_typhoon_night(county):
    assert county.realm is Realm.SAMPLE
    assert 0 <= (county.clock.now() - datetime.fromisoformat("2030-08-12T07:30:00+08:00")).total_seconds() < 600


def test_nothing_in_it_can_be_taken_for_real():
    places = list(csv.DictReader(resources.path("sample/places.csv").read_text(encoding="utf-8").splitlines()))
    people = list(csv.DictReader(resources.path("sample/people.csv").read_text(encoding="utf-8").splitlines()))

    assert all(row["代码"].startswith("99") for row in places)
    assert all("例" in row["名称"] for row in places)
    assert all("例" in row["姓名"] and row["手机"].startswith("100-0000-") for row in people)
    assert all(row["办公电话"].startswith("0577-0000-") and "示例" in row["单位"] for row in people)


def test_a_county_that_cannot_be_filled_in_leaves_no_store(data):
    (data.locks / "use").mkdir(parents=True)

    with pytest.raises(Unavailable):
        bootstrap.create_sample(data)

    assert not data.store.exists()


@pytest.mark.parametrize("realm", [Realm.LIVE, Realm.EXERCISE])
def test_other_realms_stay_empty(data, realm):
    bootstrap.create(data, realm)
    desk = bootstrap.build(data)

    assert (desk.accounts.list(), desk.places.everything(), desk.log.verify().records) == ([], [], 1)
    desk.close()


def test_its_towns_and_villages_are_called_by_rule(county):
    told = {row.name: len(county.contact_groups.people(row.id, to=None)) for row in county.contact_groups.rows()}
    (village,) = [unit for unit in county.contact_units.tree() if unit.name == "样例村07村委会（示例）"]

    assert told == {"乡镇街道应急办": 16, "乡镇街道灾害信息员（A岗）": 8, "村社灾害信息员（A岗）": 100}
    assert village.path == ("例溪镇人民政府（示例）", "样例村07村委会（示例）") and village.place_id is not None


def test_five_thousand_people_are_made_up_too():
    rows = list(csv.DictReader(people_csv(5_000).splitlines()))

    assert len(rows) == 5_000 and len({row["姓名"] for row in rows}) == 5_000
    assert len({row["单位"] for row in rows if "/" in row["单位"]}) == VILLAGES
    assert all("例" in row["姓名"] and row["手机"].startswith("100-000") for row in rows)
    assert len({row["手机"] for row in rows}) == len(rows)


def test_most_numbers_were_tried_lately_some_long_ago_and_some_never(county):
    asked = select(PhoneNumber.number, PhoneNumber.verified_on).where(PhoneNumber.valid_to.is_(None))
    with county.opened.store.reading() as connection:
        tried = dict(connection.execute(asked).all())
    today = sample.starts_at().date()
    never = sum(day is None for day in tried.values())
    fresh = sum(day is not None and (today - day).days <= 90 for day in tried.values())

    assert len(tried) > 600 and fresh > 0.75 * len(tried)
    assert 0 < never < 0.15 * len(tried) and 0 < len(tried) - never - fresh < 0.15 * len(tried)
    assert min(day for day in tried.values() if day) < today and county.contact_people.count_unverified() < len(tried)


def test_the_same_numbers_were_tried_on_the_same_days_whenever_it_is_made():
    numbers = [f"100-0000-{at:04d}" for at in range(40)]
    made = verified_on(numbers, date(2030, 8, 12))

    assert made == verified_on(reversed(numbers), date(2030, 8, 12))
    assert sum(map(len, made.values())) == 36 and all(day < date(2030, 8, 12) for day in made)
