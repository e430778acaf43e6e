"""What is due before the seat tells one thing from the other, and names nobody."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from console import words
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.people import Actor, Role
from ui import station


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_countdowns_of_one_incident_say_which_report_to_which_office(desk, clock, language):
    by = desk.accounts.add("陈例一", Role.COMMANDER, "due of 2030", by=Actor.tool("tester")).actor
    item = desk.intake.register(Intake(uuid4(), "例二家起火", clock.now(), event_type="20201"), by=by)
    incident = desk.incidents.open(NewIncident(uuid4(), "例二家起火", "火灾", "20201"), [item.id], by=by)
    desk.incident_clocks.rhythm(incident.id, 60, "李例三", "口头要求", by=by)
    words.set_language(language)
    try:
        now = clock.now()
        rows = station.gate_rows(desk.due.rows(now), now, timedelta(minutes=30))
    finally:
        words.set_language("zh")
    clocks = [row.text for row in rows if row.id.startswith("report:")]
    assert len(clocks) >= 3 and len(set(clocks)) == len(clocks)
    assert all(incident.number in text and "例二" not in text and "李例三" not in text for text in clocks)
