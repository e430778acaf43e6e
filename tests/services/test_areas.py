"""Where something is going on: what goes out by hand begins with that area."""

from __future__ import annotations

from uuid import uuid4

from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.people import Actor, Role


def test_open_incidents_say_where_and_each_place_once(desk, clock):
    by = desk.accounts.add("陈例一", Role.COMMANDER, "areas of 2030", by=Actor.tool("tester")).actor
    assert desk.areas_in_question() == []
    for place in ("样例村12下游", "样例村12下游", ""):
        item = desk.intake.register(Intake(uuid4(), "水位上涨", clock.now(), place_text=place), by=by)
        desk.incidents.open(NewIncident(uuid4(), "例二水位上涨", "水位上涨", place_text=place), [item.id], by=by)
    assert desk.areas_in_question() == ["样例村12下游"]
