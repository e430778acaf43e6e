"""告警 attacked: a key too many sees nothing, what repeats while it is written about is still dealt with, numbers."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from console.bootstrap import Desk
from console.domain.alarm import AlarmState
from console.domain.clock import StoppedClock
from tests.kit import alarm_queue as kit
from tests.panels import test_alarms
from tests.panels.test_alarms import ALT, CTRL, KEY, Opened, asked, press, reloaded
from ui import hiding
from ui.dialogs.alarm_raw import RawDialog
from ui.seat import Seat

opened = test_alarms.opened
NUMBER = "100-0000-0001"


def test_a_key_too_many_after_an_act_sees_nothing(
    qtbot: QtBot, desk: Desk, seat: Seat, clock: StoppedClock, opened: Opened
) -> None:
    device = kit.device(desk, seat.actor)
    for zone in range(5):
        clock.advance(minutes=5)
        kit.say(desk, device, [kit.alarm(zone)])
    rows = kit.waiting(desk)
    panel = opened()
    queue = panel.queue
    press(qtbot, panel, KEY.Key_Return, CTRL)
    dialog = asked(qtbot, panel, KEY.Key_J, ALT)
    dialog.reason.setText("已到场查看")
    qtbot.keyClick(dialog, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: queue.chosen_alarm() is not None and queue.chosen_alarm().id == rows[1].id)
    press(qtbot, panel, KEY.Key_Return, CTRL)
    press(qtbot, panel, KEY.Key_Return)
    reloaded(qtbot, panel)
    assert all(desk.alarms.one(row.id).acknowledged_at is None for row in rows[1:]), "nobody has read the next one yet"
    press(qtbot, panel, KEY.Key_Down)
    press(qtbot, panel, KEY.Key_Return)
    qtbot.waitUntil(lambda: desk.alarms.one(rows[2].id).acknowledged_at is not None)
    reloaded(qtbot, panel)  # the store has it before the panel was told
    assert desk.alarms.one(rows[1].id).acknowledged_at is None


def test_a_storm_under_an_open_dialog_moves_nothing_and_its_act_succeeds(
    qtbot: QtBot, desk: Desk, seat: Seat, clock: StoppedClock, opened: Opened
) -> None:
    device = kit.device(desk, seat.actor)
    kit.say(desk, device, [kit.alarm(7)])
    (row,) = kit.waiting(desk)
    panel = opened()
    dialog = asked(qtbot, panel, KEY.Key_J, ALT)
    dialog.reason.setText("已到场查看")
    dialog.reason.setCursorPosition(2)
    clock.advance(seconds=5)
    kit.say(desk, device, [kit.alarm(zone, priority=1) for zone in range(200)])
    kit.say(desk, device, [kit.alarm(7)])
    reloaded(qtbot, panel)
    assert dialog.isVisible() and dialog.reason.hasFocus() and dialog.reason.cursorPosition() == 2
    assert panel.queue.chosen_alarm().id == row.id
    qtbot.keyClick(dialog, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: panel.queue.asked.dialog is None or dialog.trouble.isVisible())
    assert desk.alarms.one(row.id).state is AlarmState.SETTLED, dialog.trouble.text()


def test_numbers_are_hidden_wherever_an_alarm_is_told(
    qtbot: QtBot, qapp: QApplication, desk: Desk, seat: Seat, opened: Opened
) -> None:
    modem = kit.device(desk, seat.actor, kit.MODEM, "MD-01", "短信猫")
    kit.say(desk, modem, [kit.message(f"桥头进水，请回电{NUMBER}", NUMBER.replace("-", ""))])
    panel = opened()
    press(qtbot, panel, KEY.Key_Y, ALT)
    qtbot.waitUntil(lambda: any(w.isVisible() for w in panel.findChildren(RawDialog)))
    raw = next(w for w in panel.findChildren(RawDialog) if w.isVisible())
    hiding.current().turn()
    model = panel.queue.table.rows_model

    def told() -> list[str]:
        widgets: list[Any] = [raw, panel, *raw.findChildren(QLabel), *panel.findChildren(QLabel)]
        cells = [str(model.data(model.index(at, column), role)) for at in range(model.rowCount())
                 for column in range(6) for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole,
                                                     Qt.ItemDataRole.AccessibleTextRole)]  # fmt: skip
        texts = [w.text() for w in widgets if isinstance(w, QLabel)]
        names = [said for w in widgets for said in (w.accessibleName(), w.toolTip(), w.windowTitle())]
        return [*cells, *texts, *names, raw.view.toPlainText()]

    bare = [text for text in told() if "10000000001" in text or "0000-0001" in text]
    assert bare == []
    raw.reject()
    dialog = asked(qtbot, panel, KEY.Key_J, ALT)
    assert "0000000" not in dialog.about.text()
    dialog.reject()
    dialog = asked(qtbot, panel, KEY.Key_I, CTRL)
    assert [w.text() for w in dialog.findChildren(QLabel) if "10000000001" in w.text()] == []
    dialog.reject()
