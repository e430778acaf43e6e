"""避灾安置 and 队伍 under odd hands: figures of the incident that is looked at, held keys, what is hidden."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.bootstrap import Desk
from console.domain.assigning import NewAssignment
from console.domain.clock import StoppedClock
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.people import Actor
from console.domain.relocations import MoveState
from console.domain.shelters import ShelterForm
from console.errors import Refused
from tests.kit import shelter_panel
from tests.kit import shelters as ground
from tests.kit.dispatch import add, team
from tests.kit.input_method import commit
from tests.kit.shelters import County
from tests.kit.upward import KEY, press
from ui.dialogs.dispatch_step import StepDialog
from ui.dialogs.shelter_acts import OpenDialog, read_days
from ui.dialogs.team_form import read_degrees
from ui.dialogs.team_steps import SendTeamDialog, read_count
from ui.seat import Seat
from ui.text import Times

county, panel = ground.county, shelter_panel.panel


@pytest.fixture
def by(seat: Seat) -> Actor:
    return seat.actor


def part(qtbot: QtBot, shown: Any, at: int) -> Any:
    page = shown.pages[at]
    shown.show_part(at)
    qtbot.waitUntil(lambda: page.isVisible() and page._has_result and not page._loading)
    return page


def test_figures_of_one_incident_never_become_those_of_the_next(
    panel: Any, county: County, desk: Desk, by: Actor, clock: StoppedClock, qtbot: QtBot
) -> None:
    call = desk.intake.register(Intake(uuid4(), "例溪镇积水", desk.clock.now()), by=by).id
    other = desk.incidents.open(NewIncident(uuid4(), "例溪镇内涝", "积水"), [call], by=by).id
    line = desk.relocations.add(county.figure("样例村07", 124), by=by)
    desk.relocations.tell(line.id, MoveState.MOVED, seen=1, by=by)
    shown = panel()
    page = part(qtbot, shown, 2)
    at = page.incident.values().index(county.incident)
    page.incident.setCurrentIndex(at)
    page.incident.activated.emit(at)
    qtbot.waitUntil(page.take.isEnabled)
    at = page.incident.values().index(other)
    page.incident.setCurrentIndex(at)
    page.incident.activated.emit(at)
    page.ask_take()
    assert page.asked.dialog is None, "its own sums are not read yet"
    qtbot.waitUntil(lambda: not page._loading)
    assert not page.take.isEnabled() and page.take.toolTip()
    # villages of the one that was looked at when the key was pressed
    people = part(qtbot, shown, 1)
    people._pick_incident(county.incident)
    qtbot.waitUntil(lambda: not people._loading)
    people.moving.ask_villages()
    people._pick_incident(other)
    qtbot.waitUntil(lambda: not people._loading)
    assert people.asked.dialog is None, "villages of the one before are not asked of the next"


def held(where: Any, key: Qt.Key) -> None:
    """A key that was not let go comes again."""
    for _ in range(8):
        target = where.focusWidget() or where
        text = "\r" if key == KEY.Key_Return else ""
        QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text, True))


def test_a_held_enter_walks_no_dialog_to_its_end_and_opens_nothing_again(
    panel: Any, county: County, desk: Desk, by: Actor, clock: StoppedClock, times: Any, qtbot: QtBot
) -> None:
    add(desk, by, team("D1", 8))
    (row,) = desk.teams.rows()
    sent = desk.assignments.assign(NewAssignment(row.id, county.incident), by=by)
    asks = StepDialog(sent, times)
    qtbot.addWidget(asks)
    given: list[Any] = []
    asks.given.connect(given.append)
    asks.show()
    asks.at.setFocus()
    held(asks, KEY.Key_Return)
    assert given == [] and asks.focusWidget() is asks.at
    for _ in range(4):
        press(qtbot, asks.focusWidget(), KEY.Key_Return)
    assert len(given) == 1, "stroke by stroke it goes on as ever"
    desk.relocations.add(county.household("样例村07", "陈例四", 4), by=by)
    shown = panel()
    page = part(qtbot, shown, 1)
    page.table.setFocus()
    opened: list[Any] = []
    page.table.opened.connect(opened.append)
    held(page.table, KEY.Key_Return)
    assert opened == []
    press(qtbot, page.table, KEY.Key_Return)
    assert len(opened) == 1


def test_what_is_typed_for_a_team_is_read_as_clerks_type_it_and_only_what_is_seen(
    county: County, desk: Desk, by: Actor, clock: StoppedClock, times: Any, qtbot: QtBot, app_theme: Any
) -> None:
    add(desk, by, team("D1", 8))
    (row,) = desk.teams.rows()
    asks = SendTeamDialog(row, desk.incidents.open_rows(), times)
    qtbot.addWidget(asks)
    asks.show()
    commit(asks.lines["expected_at"], "25:99")
    asks.hand_up()
    assert asks.trouble.isVisible() and asks.focusWidget() is asks.lines["expected_at"]
    asks.reserved.setChecked(True)
    commit(asks.lines["people"], "１２")
    assert asks.answer().expected_at is None and asks.answer().people == 12
    asks.reserved.setChecked(False)
    asks.lines["expected_at"].clear()
    commit(asks.lines["at"], "昨天")
    asks.hand_up()
    assert asks.trouble.isVisible() and asks.focusWidget() is asks.lines["at"]
    wrong = ("3.0", "1e3", "-1", "三", "²³⁴⁵⁶⁷⁸⁹⁰¹²³")
    for said in wrong:
        with pytest.raises(Refused):
            read_count(said, "people")
    assert read_count(" ３ ", "people") == 3 and read_count("", "people") is None
    for said in ("nan", "inf", "1e400", "1_000", "三", "28。5"):
        for read in (read_degrees, read_days):
            with pytest.raises(Refused):
                read(said, "latitude")
    assert read_degrees("28.300359712230217", "latitude") == 28.300359712230217, "as a form shows what is stored"
    assert (read_degrees("２８．５°", "latitude"), read_days("0.5天", "water_days")) == (28.5, 0.5)


def test_news_do_not_scroll_back_to_the_line_that_is_chosen(
    panel: Any, county: County, desk: Desk, by: Actor, qtbot: QtBot
) -> None:
    desk.relocations.add_all([county.household("样例村07", f"陈例{at:02}", 3) for at in range(60)], by=by)
    for at in range(40):
        desk.shelters.keep(ShelterForm(f"样例避灾点{at:02}", 50), by=by)
    shown = panel()
    for at in (1, 0):
        page = part(qtbot, shown, at)
        bar = page.table.verticalScrollBar()
        chosen = page.table.chosen_key()
        bar.setValue(bar.maximum())
        assert bar.value() > 0
        with qtbot.waitSignal(page.presented):
            page.reload_now()
        assert (bar.value(), page.table.chosen_key()) == (bar.maximum(), chosen), "the officer looks further down"


def test_of_several_incidents_none_is_chosen_for_a_shelter_that_opens(
    county: County, desk: Desk, by: Actor, times: Times, qtbot: QtBot
) -> None:
    row = desk.shelters.rows()[0]
    open_ = list(desk.incidents.open_rows())
    while len(open_) < 2:
        call = desk.intake.register(Intake(uuid4(), "例山镇滑坡", desk.clock.now()), by=by).id
        desk.incidents.open(NewIncident(uuid4(), "例山镇滑坡", "例山镇滑坡"), [call], by=by)
        open_ = list(desk.incidents.open_rows())
    for incidents, chosen in ((open_[:1], open_[0].id), (open_, None)):
        dialog = OpenDialog(row, incidents, times)
        qtbot.addWidget(dialog)
        assert dialog.incident.value() == chosen
