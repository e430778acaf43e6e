"""Found by a hostile reader of the page of a warning: what is confirmed is what is done, and words do not lie."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.delivery import Receipt, SendState
from console.domain.warning import State
from console.domain.warning_form import Chosen
from console.services.delivery_pump import Pump
from tests.kit import warnings_panel as kit
from tests.kit.sending import Street
from tests.kit.sending import device as add_device
from tests.kit.upward import ALT, CTRL, KEY, SHIFT, press
from tests.kit.warning import WORD, County, walked
from tests.kit.warnings_panel import Opened, asked, settled, shown, wait
from ui.dialogs.warning_targets import WarningTargetsDialog
from ui.models.warning_targets import TargetLine
from ui.prints import form_of
from ui.text import Times

desk, seat, people, opened = kit.desk, kit.seat, kit.people, kit.opened


def run(desk: Desk, people: County, warning_id: Any, street: Street) -> None:
    """What is held is armed, and the outbox does what it can."""
    held = [one.id for one in desk.deliveries.rows(subject_id=warning_id, states=[SendState.HELD])]
    if held:
        desk.deliveries.arm(held, desk.deliveries.arming(held).area, WORD, by=people.actor("丙例"))
    pump = Pump(desk.deliveries, street.of, threads=0)
    for _ in range(4):
        pump.step(desk.clock.now())
        desk.clock.advance(seconds=5)


def test_of_many_terminals_behind_one_controller_the_silent_ones_stand_by_name(
    opened: Opened, desk: Desk, people: County, qtbot: QtBot
) -> None:
    """Sixty lines that read alike send the van nowhere; and who is ticked is who stands on the paper."""
    street, by = Street(), people.actor("甲例")
    answered = [f"{number:02d}" for number in range(1, 61) if number not in (31, 32)]
    street.answers = lambda _order: Receipt(SendState.UNKNOWN, "terminals_partly", facts={"answered": answered})
    broadcast = desk.devices.by_code("GB-00")
    assert broadcast is not None
    row = desk.warnings.draft(people.form(channels=(Chosen("broadcast", "", (broadcast.id,)), Chosen("tv"))), by=by)
    row = walked(desk.warnings, row, by)
    run(desk, people, row.id, street)
    panel = opened()
    page, papers = shown(qtbot, panel, row), []
    panel.print_asked.connect(papers.append)
    dialog = asked(qtbot, page, KEY.Key_N, ALT)
    model = dialog.table.rows_model
    said = [str(model.data(model.index(at, 0))) for at in range(model.rowCount())]
    assert ["GB-31" in said[0], "GB-32" in said[1], len(said)] == [True, True, 2]
    press(qtbot, dialog.table, KEY.Key_Space)  # only the second one is meant from here on
    press(qtbot, dialog, KEY.Key_C, CTRL | SHIFT)
    assert "GB-32" in QGuiApplication.clipboard().text() and "GB-31" not in QGuiApplication.clipboard().text()
    press(qtbot, dialog, KEY.Key_P, ALT)
    (line,) = form_of(desk, papers.pop()).blocks[1].rows
    assert "GB-32" in line.cells[1]


def test_the_button_says_what_it_does_to_the_run_that_is_chosen(
    opened: Opened, desk: Desk, people: County, qtbot: QtBot
) -> None:
    """One run is paused: beside the other one the button must not say that it goes on."""
    by = people.actor("甲例")
    first, second = add_device(desk, "M1", "modem"), add_device(desk, "K1", "speaker")
    channels = (Chosen("sms", "", (first,)), Chosen("local", "", (second,)))
    row = walked(desk.warnings, desk.warnings.draft(people.form(channels=channels), by=by), by)
    panel = opened()
    page = shown(qtbot, panel, row)
    one, other = (send.row for send in page.look.sends)
    desk.deliveries.pause(other.batch_id, by=by)
    page.reload_now()
    settled(qtbot, panel)
    button = page.record.by_name["send_pause"]
    for send, code in ((one, "do.send_pause"), (other, "do.send_go_on"), (one, "do.send_pause")):
        page.record.table.choose(send.id)
        assert button.text() == words.say(code)


def test_what_is_confirmed_of_one_warning_is_never_done_to_another(
    opened: Opened, desk: Desk, people: County, qtbot: QtBot
) -> None:
    """Another window leads the page to another warning while a dialog about the first one is open."""
    by = people.actor("甲例")
    speaker = add_device(desk, "K1", "speaker")
    channels = (Chosen("local", "", (speaker,)), Chosen("tv"))
    one, other = (desk.warnings.draft(people.form(channels=channels), by=by) for _ in range(2))
    panel = opened()
    page = shown(qtbot, panel, one)
    dialog = asked(qtbot, page, KEY.Key_U, ALT)
    dialog.reason.setText("河水已漫堤")
    panel.open_item(other.id)
    wait(qtbot, lambda: page.look is not None and page.look.id == other.id)
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    settled(qtbot, panel)
    assert [desk.warnings.one(each.id).state for each in (one, other)] == [State.SIGN, State.DRAFT]
    one = desk.warnings.draft(people.form(channels=channels), by=by)
    for key in (KEY.Key_A, KEY.Key_D):
        shown(qtbot, panel, one)
        page.editor.channels.table.choose("local")
        dialog = asked(qtbot, page, key, ALT | SHIFT)
        if key == KEY.Key_A:
            dialog.corners.setPlainText("28.27,120.70 28.28,120.72 28.26,120.73")
        panel.open_item(other.id)
        wait(qtbot, lambda: page.look is not None and page.look.id == other.id)
        before = page.editor.values()
        press(qtbot, dialog, KEY.Key_Return, CTRL)
        wait(qtbot, lambda: page.asked.dialog is None or page.asked.dialog.trouble.isVisible())
        assert page.editor.values() == before and not page.editor.differs()
        if page.asked.dialog is not None:
            press(qtbot, page.asked.dialog, KEY.Key_Escape)
        settled(qtbot, panel)


def test_why_it_is_urgent_is_kept_where_it_could_not_be_handed_in(
    opened: Opened, desk: Desk, people: County, qtbot: QtBot
) -> None:
    """The text lacks something: the reason is not typed a second time."""
    by = people.actor("甲例")
    row = desk.warnings.draft(people.form(full="", sms="", voice=""), by=by)
    panel = opened()
    page = shown(qtbot, panel, row)
    dialog = asked(qtbot, page, KEY.Key_U, ALT)
    dialog.reason.setText("河水已漫堤")
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: bool(panel.errors) or (page.asked.dialog is not None and dialog.trouble.isVisible()))
    if page.asked.dialog is None:
        dialog = asked(qtbot, page, KEY.Key_U, ALT)
    assert dialog.reason.text() == "河水已漫堤"
    press(qtbot, dialog, KEY.Key_Escape)
    settled(qtbot, panel)


@pytest.fixture
def many(desk: Desk, people: County) -> Any:
    """A warning by messages that all failed."""
    modem, street, by = add_device(desk, "M1", "modem"), Street(), people.actor("甲例")
    street.answers = lambda _order: Receipt(SendState.FAILED, "tried")
    row = desk.warnings.draft(people.form(channels=(Chosen("sms", "", (modem,)), Chosen("tv"))), by=by)
    row = walked(desk.warnings, row, by)
    run(desk, people, row.id, street)
    return row


def test_other_ticks_want_their_own_rest_before_the_second_step(
    app_theme: QApplication, desk: Desk, many: Any, times: Times, qtbot: QtBot
) -> None:
    """The rest of the first question must not be over for the second one."""
    lines = [TargetLine(one) for one in desk.warning_targets.targets(many.id)]
    dialog = WarningTargetsDialog("短信", lines, times)
    qtbot.addWidget(dialog)
    dialog.show()
    given: list[Any] = []
    dialog.given.connect(given.append)
    dialog.tick_chosen()
    dialog.hand_up()
    qtbot.wait(400)
    dialog.tick_all()
    dialog.hand_up()
    qtbot.wait(400)  # the first rest is over, the second is not
    dialog.hand_up()
    assert given == [] and not dialog.ready()
