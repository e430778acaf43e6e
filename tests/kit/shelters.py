"""A small county of 避灾安置: two towns with villages, two shelters, a flood."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from console.bootstrap import Desk
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.people import Actor, Role
from console.domain.relocations import NewRelocation
from console.domain.shelters import ShelterForm, Tier
from db.models.places import Place
from tests.kit.dispatch import add


@dataclass
class County:
    """Ids of what is there."""

    incident: UUID
    villages: dict[str, UUID]
    centre: UUID
    hall: UUID

    def household(self, village: str, name: str, people: int, **more: object) -> NewRelocation:
        return NewRelocation(self.incident, village, people, name, self.villages[village], **more)  # type: ignore[arg-type]

    def figure(self, village: str, people: int, **more: object) -> NewRelocation:
        """A village's people in one figure."""
        return NewRelocation(self.incident, village, people, place_id=self.villages[village], **more)  # type: ignore[arg-type]


@pytest.fixture
def by(desk: Desk) -> Actor:
    """陈例一 on duty."""
    return desk.accounts.add("陈例一", Role.OFFICER, "shelters of 2030", by=Actor.tool("tester")).actor


@pytest.fixture
def county(desk: Desk, by: Actor) -> County:
    """岩头镇 with 样例村07 and 样例村08, 例溪镇 with 样例村21; a centre for 300 and a hall for 60."""
    towns = {name: Place(id=uuid4(), code=code, name=name, level="town", latitude=28.3, longitude=120.7, version=1)
             for code, name in (("330324101", "岩头镇"), ("330324102", "例溪镇"))}  # fmt: skip
    under = (("样例村07", "岩头镇", "330324101207"), ("样例村08", "岩头镇", "330324101208"),
             ("样例村21", "例溪镇", "330324102221"))  # fmt: skip
    villages = {name: Place(id=uuid4(), code=code, name=name, level="village", parent_id=towns[town].id, version=1)
                for name, town, code in under}  # fmt: skip
    add(desk, by, *towns.values())
    add(desk, by, *villages.values())
    item = desk.intake.register(Intake(uuid4(), "溪水上涨", desk.clock.now()), by=by).id
    incident = desk.incidents.open(NewIncident(uuid4(), "样例村07 山洪", "溪水上涨", "101"), [item], by=by)
    centre = desk.shelters.keep(
        ShelterForm("岩头镇避灾安置中心(示例)", 300, tier=Tier.TOWN, place_id=towns["岩头镇"].id, manager_a="陈例一",
                    phone_a="0577-0000-0001", suits=("flood", "typhoon"), facilities=("water",)), by=by)  # fmt: skip
    hall = desk.shelters.keep(ShelterForm("样例村07文化礼堂(示例)", 60, place_id=villages["样例村07"].id), by=by)
    return County(incident.id, {name: place.id for name, place in villages.items()}, centre.id, hall.id)
