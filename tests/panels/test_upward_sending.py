"""An approved report on the smallest screen: what is to be done next is seen without scrolling."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.incident import IncidentRow
from console.domain.people import Actor
from tests.kit import upward as kit
from tests.kit.upward import Opened, laid_out, states

incident, opened, watch = kit.incident, kit.opened, kit.watch


def test_the_button_that_says_it_was_sent_is_in_sight(
    opened: Opened, desk: Desk, incident: IncidentRow, watch: Actor, clock: StoppedClock, qtbot: QtBot
) -> None:
    rows = states(desk, watch, incident, clock)
    panel = opened()
    panel.resize(1274, 620)

    with qtbot.waitSignal(panel.reports.presented, timeout=10_000):
        panel.open_item(rows["approved"])
    laid_out()

    button = panel.reports.receivers_card.send
    assert button.visibleRegion().boundingRect() == button.rect()
