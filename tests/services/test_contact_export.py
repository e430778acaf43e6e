"""The contact book as a file: read in again it says the same; numbers are hidden when asked, and the sensitive ones."""

from __future__ import annotations

import csv

import pytest

from console.domain.contact_book import NumberKind, Rank
from console.domain.people import Role
from console.errors import Refused
from console.services.contact_people import NewNumber, NewPerson
from tests.kit import contact_book as kit
from tests.kit.contact_files import counted

county = kit.county


@pytest.fixture
def admin(desk, by):
    return desk.accounts.add("曾例九", Role.ADMIN, "export 2030", by=by).actor


def exported(desk, tmp_path, by, name="通讯录.csv", **how):
    target = tmp_path / name
    count = desk.contacts.export(target, by=by, **how)
    return target, count


def read(path):
    return {row["姓名"]: row for row in csv.DictReader(path.read_text("utf-8-sig").splitlines())}


@pytest.mark.parametrize("name", ["通讯录.csv", "通讯录.xlsx"])
def test_what_is_written_is_read_as_the_same(desk, county, by, tmp_path, name):
    chen = county.people["陈例一"]
    desk.contact_people.add_number(chen, NewNumber(NumberKind.SHORT, "660001"), by=by)
    desk.contact_people.add_number(chen, NewNumber(NumberKind.RADIO, "例山 01"), by=by)
    desk.contact_people.change_number(
        desk.contact_people.card(chen, to=by).numbers[1].id, NewNumber(NumberKind.OFFICE, "0577-0000-0001转8"), by=by
    )
    path, count = exported(desk, tmp_path, by, name)

    told = desk.contacts.import_file(path, by=by)
    assert count == 4 and counted(told) == {"read": 4, "unchanged": 4}, told


def test_a_second_post_is_a_second_row_and_who_has_none_stands_last(desk, county, by, tmp_path):
    desk.contact_units.appoint(county.posts["例溪镇"], county.people["陈例一"], Rank.B, by=by)
    desk.contact_people.add(NewPerson("解例八"), by=by)
    path, count = exported(desk, tmp_path, by)
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))

    assert count == 6 and rows[-1]["姓名"] == "解例八"
    assert sorted((row["单位"], row["A/B岗"]) for row in rows if row["姓名"] == "陈例一") == [
        ("例县/例山镇/例一村", "A"), ("例县/例溪镇", "B"),
    ]  # fmt: skip
    assert counted(desk.contacts.import_file(path, good_rows_only=True, by=by))["unchanged"] == 4


def test_numbers_are_hidden_when_asked(desk, county, by, tmp_path):
    path, _ = exported(desk, tmp_path, by, mask=True)

    assert read(path)["陈例一"]["手机"] == "100-****-0001"
    assert "0000-0001" not in path.read_text("utf-8-sig")


def test_who_has_left_is_not_written_and_who_may_not_export_writes_nothing(desk, county, by, admin, tmp_path):
    chen = county.people["陈例一"]
    desk.contact_people.leave(chen, seen=desk.contact_people.card(chen, to=by).version, by=by)
    path, _ = exported(desk, tmp_path, by)
    assert "陈例一" not in read(path)

    viewer = desk.accounts.add("乐例七", Role.VIEWER, "export 2030", by=admin).actor
    with pytest.raises(Refused) as refused:
        exported(desk, tmp_path, viewer, "不行.csv")
    assert refused.value.code == "not_permitted" and not (tmp_path / "不行.csv").exists()
