"""A small ledger for tests of its sheets: two receivers, a gauge, two towns of villages, people who are told."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from console.bootstrap import Desk
from console.domain.contact_book import NumberKind
from console.domain.people import Actor
from console.domain.wire import DeviceForm
from console.services.contact_people import NewNumber, NewPerson
from db.models.places import Place
from tests.kit.dispatch import add

HEAD = ["设备编号", "账号", "防区", "事件代码", "点位名称", "乡镇", "位置", "责任人", "电话"]


@dataclass(frozen=True)
class Ledger:
    """Ids by what things are called."""

    devices: dict[str, UUID]
    places: dict[str, UUID]
    people: dict[str, UUID]


@pytest.fixture
def ledger(desk: Desk, by: Actor) -> Ledger:
    """JB-01 and JB-02 receive, SW-01 measures; 例一村 lies in both towns; two are called 陈例一."""
    forms = [
        DeviceForm(uuid4(), "JB-01", "联网接收机", "surgard", "sim://surgard/JB-01"),
        DeviceForm(uuid4(), "JB-02", "消防主机", "gb26875", "sim://gb26875/JB-02", options={}),
        DeviceForm(uuid4(), "SW-01", "示例桥水位站", "sl651", "sim://sl651/SW-01", options={"centre": "7"}),
    ]
    for form in forms:
        desk.devices.add(form, by=by)
    county = Place(id=uuid4(), code="330324", name="例县", level="county", version=1)
    towns = {name: Place(id=uuid4(), code=code, name=name, level="town", parent_id=county.id, version=1)
             for name, code in (("例山镇", "330324101"), ("例溪镇", "330324102"))}  # fmt: skip
    add(desk, by, county)
    add(desk, by, *towns.values())
    under = (("例一村", "例山镇", "330324101201"), ("例一村", "例溪镇", "330324102201"),
             ("例二村", "例山镇", "330324101202"))  # fmt: skip
    villages = [Place(id=uuid4(), code=code, name=name, level="village", parent_id=towns[town].id, version=1)
                for name, town, code in under]  # fmt: skip
    add(desk, by, *villages)
    people = {}
    for at, (name, number) in enumerate((("陈例一", "001"), ("陈例一", "002"), ("林例二", ""), ("张例三", "")), 1):
        phones = [NewNumber(NumberKind.MOBILE, f"100-0000-000{at}")]
        people[f"{name}{number}"] = desk.contact_people.add(NewPerson(name, number), phones, by=by)
    places = {name: row.id for name, row in towns.items()}
    places |= {f"{town}{name}": row.id for (name, town, _), row in zip(under, villages, strict=True)}
    return Ledger({form.code: form.id for form in forms}, places, people)
