"""The rail says how many incidents have a countdown that is over or near; it grows with the minutes, without news."""

from __future__ import annotations

from uuid import uuid4

import pytest

from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from tests.kit.window import furnishing


@pytest.fixture
def store(new_store: DataDir, clock: StoppedClock) -> DataDir:
    """Two incidents: one whose countdowns are long over, one of this minute."""
    with furnishing(new_store, clock) as (desk, by):
        for title in ("样例村12 山体滑坡", "样例街积水"):
            item = desk.intake.register(Intake(uuid4(), title, clock.now()), by=by)
            incident = desk.incidents.open(NewIncident(uuid4(), title, title), [item.id], by=by)
            clock.advance(minutes=90)
        for one in desk.incident_clocks.of(incident.id):
            desk.incident_clocks.done(one.id, "李例三", None, "线路中断", by=by)
        desk.incident_clocks.rhythm(incident.id, 90, "市应急管理局指挥中心", "领导要求", by=by)
    return new_store


def test_each_incident_counts_once_as_soon_as_one_of_its_countdowns_is_near(typist, clock):
    button = typist.app.window.rail.buttons["incidents"]
    typist.until(lambda: button._count == 1, "two countdowns of one incident are over")
    assert button.accessibleName().endswith(" 1")
    clock.advance(minutes=61)
    typist.app.shell._tick()
    assert button._count == 2, "the other's next report is due in 29 minutes"
    (over, _near) = sorted(typist.app.shell.desk.incidents.open_rows(), key=lambda row: row.received_at)
    by = typist.app.seat.actor
    for one in typist.app.shell.desk.incident_clocks.of(over.id):
        typist.app.shell.desk.incident_clocks.drop(one.id, "误报", by=by)
    typist.until(lambda: button._count == 1, "what is dropped no longer waits")
