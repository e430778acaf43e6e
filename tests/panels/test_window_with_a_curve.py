"""A window that showed a curve ends without taking the program with it."""

from __future__ import annotations

from uuid import uuid4

import pytest

from console.config import DataDir
from console.domain.briefs import BriefKind, NewBrief, NewReading
from console.domain.clock import StoppedClock
from tests.kit.window import furnishing
from ui.widgets.trend import Trend


@pytest.fixture
def store(new_store: DataDir, clock: StoppedClock) -> DataDir:
    with furnishing(new_store, clock) as (desk, by):
        for at in range(3):
            reading = NewReading("样例河", str(at), "m")
            desk.briefs.record(NewBrief(uuid4(), BriefKind.RIVER, clock.now(), "", "", (reading,)), by=by)
            clock.advance(minutes=30)
    return new_store


@pytest.mark.parametrize("_again", range(3))
def test_a_window_with_a_curve_ends(typist, qtbot, _again):
    panel = typist.app.window.show_panel("reports")
    panel.show_part(1)
    qtbot.waitUntil(lambda: any(curve.plot is not None for curve in panel.findChildren(Trend)))
    (curve,) = panel.findChildren(Trend)

    typist.app.window.close()

    assert curve.plot is None
