"""Where leaders are and will be, and who decides meanwhile: noted ahead, seen ahead, taken back ahead."""

from __future__ import annotations

from datetime import timedelta

import pytest

from console import words
from ui.panels.roster import RosterPanel

WAIT = 10_000


@pytest.fixture
def panel(qtbot, app_theme, desk, jobs, seat, times):
    made = RosterPanel(jobs, seat, times, roster=desk.roster, people=desk.contacts)
    qtbot.addWidget(made)
    made.resize(1302, 658)
    made.heard = []
    made.saved.connect(made.heard.append)
    with qtbot.waitSignal(made.presented, timeout=WAIT):
        made.show()
    yield made
    words.set_language("zh")


def told(panel):
    return [said.text() for _, said, _ in panel.now_row.where._lines.values()]


def shown(qtbot, panel):
    with qtbot.waitSignal(panel.presented, timeout=WAIT):
        panel.reload_now()


def test_a_journey_of_the_day_after_tomorrow_is_seen_today_with_its_deputy(qtbot, panel, desk, seat, clock):
    start = clock.now() + timedelta(days=2)
    desk.roster.note_whereabouts(
        "林例十", "例山市", start=start, end=start + timedelta(days=1), deputy="周例九", by=seat.actor
    )
    shown(qtbot, panel)
    (said,) = told(panel)
    assert said.startswith("林例十：") and "起 例山市" in said and "周例九 代" in said
    (button,) = panel.now_row.where.buttons()
    assert button.text() == "取消"
    with qtbot.waitSignal(panel.presented, timeout=WAIT):
        button.click()
    assert told(panel) == [] and panel.heard[-1] == "林例十 的去向已取消"
    assert desk.roster.now(clock.now()).coming == ()


def test_once_it_begins_it_is_told_as_of_now(qtbot, panel, desk, seat, clock):
    start = clock.now() + timedelta(hours=2)
    desk.roster.note_whereabouts("林例十", "例山市", start=start, by=seat.actor)
    shown(qtbot, panel)
    assert "起 例山市" in told(panel)[0]
    clock.advance(hours=3)
    shown(qtbot, panel)
    assert told(panel)[0].startswith("林例十：例山市") and panel.now_row.where.buttons()[0].text() == "已回"


def test_what_lies_further_ahead_than_a_fortnight_is_not_told_yet(desk, seat, clock):
    desk.roster.note_whereabouts("林例十", "例山市", start=clock.now() + timedelta(days=15), by=seat.actor)
    now = desk.roster.now(clock.now())
    assert now.coming == () and now.whereabouts == ()
