"""Every button of the real window is pressed once, on the sample county: no press ends in a fault of the program.

Tests of one panel bring its services along; only here the wiring, the jobs and the lanes of the window stand behind it.
"""

from __future__ import annotations

import os
from pathlib import Path
from uuid import uuid4

import pytest
from pytestqt.qtbot import QtBot

from console import bootstrap, words
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.people import Actor
from console.domain.responses import Cause
from console.services import sample
from tests.kit import night, relief
from tests.kit import window as kit
from tests.kit.plans import APPROVED
from tests.kit.presser import Ears, Presser
from tests.kit.upward import begun, draft

pytestmark = [
    pytest.mark.qt_log_ignore("propagateSizeHints"),
    pytest.mark.timeout(600),
    pytest.mark.skipif(not os.environ.get("EVERY_BUTTON"), reason="half a minute and more: EVERY_BUTTON=1 runs it"),
]

open_window, opened = kit.open_window, kit.opened

APART: dict[str, str] = {}
"""Buttons that are not pressed, and why."""

RELIEF = {"situation", "dispatch", "stores", "teams", "shelters"}


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(sample.starts_at())


@pytest.fixture
def store(county_store: DataDir, clock: StoppedClock, tmp_path: Path) -> DataDir:
    """The sample county at work: a long night, an incident, a report, a response that runs, relief under way."""
    desk = bootstrap.build(county_store, clock)
    officer = sample.officers()[0]
    by = desk.accounts.sign_in(officer.name, officer.password).actor
    night.fill(desk, clock, tmp_path, by=by)
    relief.fill(desk, clock, by=by)
    draft(desk, by, begun(desk, by, "样例村12 山体滑坡"))
    _respond(desk, by)
    desk.close()
    return county_store


def _respond(desk: Desk, by: Actor) -> None:
    plan = next(row for row in desk.plans.rows() if row.levels)
    level, cause = plan.levels[-1], Cause(warning="台风黄色预警（示例）")
    seen = desk.responses.preview(plan.id, level, cause)
    desk.responses.start(uuid4(), plan.id, level, cause, APPROVED, digest=seen.digest, by=by)


@pytest.mark.parametrize(("language", "acts"), [("zh", False)], ids=["given up"])
def test_no_button_ends_in_a_fault(language: str, acts: bool, opened: kit.Opened, qtbot: QtBot, tmp_path: Path) -> None:
    """Once thinking better of everything that is asked, once handing everything up."""
    app, ears, officer = opened(), Ears(), sample.officers()[0]
    kit.sign_in(app, qtbot, officer.name, officer.password)
    words.set_language(language)
    presser = Presser(app, qtbot, ears, tmp_path if acts else None, frozenset(APART))
    with ears.listening():
        presser.walk()
    assert presser.wrong == {}
    assert len(presser.pressed) > 300 and len(presser.opened) > 40
    assert {name.split(":")[0] for name in presser.pressed} >= RELIEF
    assert presser.passed == APART.keys(), "buttons that are no longer there"
