"""A county's people and a warning that is well, for tests of warnings."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from console.bootstrap import Desk
from console.domain.contact_book import NumberKind
from console.domain.people import Actor, Role
from console.domain.warning import Origin
from console.domain.warning_form import Chosen, WarningForm, voice_digest
from console.domain.warning_rows import WarningRow
from console.services.contact_people import NewNumber, NewPerson
from console.services.warnings import WarningsService
from db.models.places import Place
from db.queries import places
from tests.kit.dispatch import add

WORD = "example-warning-1"
VOICE = "乡亲们请注意，暴雨红色预警，请马上转移到避灾点。"


@dataclass
class County:
    """Four officers and a commander, one town with a group of people."""

    desk: Desk
    town: UUID
    group: UUID
    officers: dict[str, Actor] = field(default_factory=dict)

    def form(self, **more: Any) -> WarningForm:
        """A rainstorm warning that nothing stops."""
        now = self.desk.clock.now()
        facts: dict[str, Any] = {
            "scheme": "weather", "signal": "02", "level": "weather_red", "title": "例县气象台发布暴雨红色预警",
            "issuer": "例县气象台", "origin": Origin.FORWARDED, "source_at": now, "places": (self.town,),
            "groups": (self.group,), "channels": (Chosen("tv"), Chosen("chat", "三个工作群")),
            "full": "预计未来两小时仍有强降雨，请立即转移危险区域人员。", "sms": "暴雨红色预警，请立即转移。",
            "voice": VOICE, "listened": voice_digest(VOICE), "onset": now, "expires": now + timedelta(hours=3),
        }  # fmt: skip
        return WarningForm(uuid4(), **(facts | more))

    def lifting(self, row: WarningRow, **more: Any) -> WarningForm:
        """The form of a follower that says it is over."""
        facts: dict[str, Any] = {
            "title": "解除暴雨红色预警",
            "full": "降雨已减弱，解除预警。",
            "sms": "岩头镇解除暴雨红色预警。",
            "voice": "",
        }
        return replace(row.form, **(facts | more))

    def actor(self, name: str) -> Actor:
        return self.officers[name]


OFFICERS = (
    ("辛例", Role.ADMIN),  # the first account of a store is the administrator's
    ("甲例", Role.OFFICER), ("乙例", Role.OFFICER), ("丙例", Role.COMMANDER), ("丁例", Role.STAFF),
    ("戊例", Role.VIEWER), ("己例", Role.COMMANDER),
)  # fmt: skip


def county(desk: Desk) -> County:
    """辛 administers, 甲 and 乙 are officers, 丙 and 己 command, 丁 is of the staff, 戊 looks on."""
    with desk.opened.store.reading() as connection:
        town = next(node.id for node in places.everything(connection) if node.level == "town")
    return _staffed(County(desk, town, desk.contact_groups.rows()[0].id))


def small_county(desk: Desk) -> County:
    """The same officers in a county of one town and two people with a number: an empty store becomes it at once."""
    by = Actor.tool("tester")
    town = Place(id=uuid4(), code="330324101", name="岩头镇", level="town", version=1)
    town_id = town.id
    add(desk, by, town)
    people = [
        desk.contact_people.add(NewPerson(name), [NewNumber(NumberKind.MOBILE, f"100-0000-000{at}")], by=by)
        for at, name in enumerate(("辛例一", "壬例二"), 1)
    ]
    return _staffed(County(desk, town_id, desk.contact_groups.add_fixed("镇村责任人", people, by=by).id))


def _staffed(made: County) -> County:
    by = Actor.tool("tester")
    for name, role in OFFICERS:
        made.officers[name] = made.desk.accounts.add(name, role, WORD, by=by).actor
    return made


def walked(warnings: WarningsService, row: WarningRow, by: Actor) -> WarningRow:
    """Submitted, reviewed by 乙, signed by 丙, released."""
    row = warnings.submit(row.id, seen=row.version, by=by)
    row = warnings.endorse(row.id, "乙例", WORD, digest=row.digest or b"")
    row = warnings.sign(row.id, "丙例", WORD, digest=row.digest or b"")
    return warnings.release(row.id, seen=row.version, by=by)
