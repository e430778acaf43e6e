"""What words said about a device or a point mean: a place, people, an event type, a plan, each one or refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from console.domain.point_cells import people_of
from console.errors import Refused
from console.services.place_said import Said
from console.services.point_ground import LedgerGround


@dataclass(frozen=True, slots=True)
class Pointed:
    """Words for what a form points at; None leaves it as it is, empty words take it away.

    ``persons`` in calling order, namesakes with their number or unit in brackets.
    """

    place: str | None = None
    persons: Sequence[str] | None = None
    event_type: str | None = None
    plan: str | None = None


def meant(connection: Connection, said: Pointed) -> Mapping[str, Any]:
    """The fields of a form those words give.

    Refuses no_such_place, place_several, no_such_event_type, no_such_plan, device_person_unknown and
    device_person_several.
    """
    ground, made = LedgerGround(connection), dict[str, Any]()
    if said.place is not None:
        made["place_id"] = _place(ground, said.place)
    if said.event_type is not None:
        wrong = Refused("no_such_event_type", field="event_type", type=said.event_type[:20])
        made["event_type"] = _one(ground.types, said.event_type, wrong)
    if said.plan is not None:
        made["plan_id"] = _one(ground.plans, said.plan, Refused("no_such_plan"))
    if said.persons is not None:
        named = [one for words in said.persons for one in people_of(words)]
        found = [(one.said, ground.persons(one, ())) for one in named]
        for name, hits in found:
            if len(hits) != 1:
                code = "device_person_several" if hits else "device_person_unknown"
                raise Refused(code, name=name, count=len(hits), field="person_ids")
        made["person_ids"] = tuple(dict.fromkeys(hits[0].id for _, hits in found))
    return made


def _place(ground: LedgerGround, said: str) -> Any:
    found = ground.places_called(said)
    if len(found) > 1:
        raise Refused("place_several", name=said[:40], count=len(found), field="place_id")
    if said and not found:
        raise Refused("no_such_place")
    return found[0] if found else None


def _one(known: Said, said: str, wrong: Refused) -> Any:
    found = known.meant(said) if said else []
    if said and len(found) != 1:
        raise wrong
    return found[0] if found else None
