"""A seat nobody can be put on: the page says who and which rule stands against it, where the seat is."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt

from console import words
from console.domain.planning import Method
from console.services.duty_staff import NewStaff
from console.services.leaves import NewLeave
from tests.kit.planning import add_people
from tests.panels.test_roster_plan import ALT, services
from ui.models.draft_month import HARD
from ui.panels.roster_plan import PlanPage

DAY = date(2030, 8, 14)
POST = "主班"
WAIT = 30_000


@pytest.fixture
def page(qtbot, app_theme, desk, jobs, seat, times, by):
    """Two on one post; on the 14th one is on leave and the other on a course."""
    found = add_people(desk, by, "王例三", "张例二")
    for name in found:
        desk.duty_staff.add(found[name], NewStaff((POST,)), by=by)
        span = (datetime(2030, 8, 13, 16, tzinfo=UTC), datetime(2030, 8, 15, 0, tzinfo=UTC))
        row = desk.leaves.ask(NewLeave(found[name], "annual", *span), by=by).leave
        desk.leaves.grant(row.id, seen=row.version, by=seat.actor)
    desk.roster_drafts.begin(DAY, DAY, Method.SOLVER, by=by)
    made = PlanPage(jobs, seat, times, services=services(desk))
    qtbot.addWidget(made)
    made.resize(1302, 600)
    with qtbot.waitSignal(made.presented, timeout=WAIT):
        made.show()
    yield made
    made.chart.end()
    words.set_language("zh")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_who_and_which_rule_stand_against_an_empty_seat(qtbot, page, language):
    words.set_language(language)
    lines = [line for line in page.findings.rows_model.rows() if line.key == (DAY, "whole", POST, 1)]
    (line,) = [line for line in lines if line.level == HARD]
    assert "王例三" in line.said and "张例二" in line.said
    assert line.said != words.say("planning.rule.unfilled", seat="")
    qtbot.keyClick(page, Qt.Key.Key_K, ALT)
    while page.chosen() != (DAY, "whole", POST, 1):
        before = page.chosen()
        qtbot.keyClick(page, Qt.Key.Key_K, ALT)
        assert page.chosen() != before
    assert "王例三" in page.here.text() and "张例二" in page.here.text()
