"""The alarm queue by keys: a storm moves nothing; seen, silenced and accepted are three acts; what is refused stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.alarm import AlarmState
from console.domain.clock import StoppedClock
from tests.kit import alarm_queue as kit
from tests.kit import geometry
from ui import theme
from ui.dialogs.alarm_raw import RawDialog
from ui.models.alarm_rows import AlarmServices
from ui.models.call_rows import CallServices
from ui.panels.alarms import AlarmsPanel
from ui.seat import Seat
from ui.widgets.alert_bar import AlertShown

KEY, CTRL, SHIFT, ALT = (
    Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier,
)  # fmt: skip
NONE = Qt.KeyboardModifier.NoModifier
Opened = Callable[[], Any]


@pytest.fixture
def opened(qtbot: QtBot, app_theme: QApplication, desk: Desk, jobs: Any, seat: Seat, times: Any) -> Opened:
    def open_it() -> Any:
        services = AlarmServices(
            desk.alarms, desk.incidents, desk.duplicates, desk.intake, desk.places, desk.settings, desk.devices
        )  # fmt: skip
        calls = CallServices(desk.ringing, desk.contacts, desk.call_lists)
        panel: Any = AlarmsPanel(jobs, seat, times, services=services, calls=calls, drafts=desk.drafts)
        panel.errors, panel.heard = [], []
        panel.refused.connect(panel.errors.append)
        panel.saved.connect(panel.heard.append)
        qtbot.addWidget(panel)
        panel.resize(1302, 658)
        with qtbot.waitSignal(panel.queue.presented):
            panel.show()
        panel.activateWindow()
        panel.queue.first_focus().setFocus()
        return panel

    return open_it


def reloaded(qtbot: QtBot, panel: Any) -> Any:
    """News came: the queue as it stands in the store."""
    with qtbot.waitSignal(panel.queue.presented):
        panel.queue.reload()
    return panel.queue


def press(qtbot: QtBot, panel: Any, key: Qt.Key, held: Any = NONE) -> None:
    panel.activateWindow()  # without a screen nothing does it once a dialog has gone
    qtbot.waitUntil(panel.isActiveWindow)
    qtbot.keyClick(panel.queue.table, key, held)


def asked(qtbot: QtBot, panel: Any, key: Qt.Key, held: Any) -> Any:
    press(qtbot, panel, key, held)
    qtbot.waitUntil(lambda: panel.queue.asked.dialog is not None)
    return panel.queue.asked.dialog


def groups(queue: Any) -> list[tuple[str, int]]:
    return [(line.group.value, line.count) for line in queue.table.rows_model.rows() if line.row is None]


def test_a_storm_moves_neither_the_chosen_line_nor_the_list(
    qtbot: QtBot, desk: Desk, seat: Seat, clock: StoppedClock, opened: Opened
) -> None:
    panel_device, station = (
        kit.device(desk, seat.actor),
        kit.device(desk, seat.actor, kit.STATION, "YL-07", "雨量站 07"),
    )
    for zone in range(40):
        clock.advance(seconds=90)
        kit.say(desk, station, [kit.alarm(zone, priority=3, words="蓄电池低")])
    panel = opened()
    queue, table = panel.queue, panel.queue.table
    assert queue.chosen_alarm() is not None, "the officer begins at the first"
    for _ in range(30):
        press(qtbot, panel, KEY.Key_Down)
    chosen, bar = table.chosen_key(), table.verticalScrollBar()
    top, before = table.visualRect(table.currentIndex()).top(), bar.value()
    assert before > 0
    kit.say(desk, panel_device, [kit.alarm(zone, priority=2) for zone in range(214)])
    reloaded(qtbot, panel)
    assert table.chosen_key() == chosen
    assert table.visualRect(table.currentIndex()).top() == top and bar.value() > before, "the list grew above it"
    assert dict(groups(queue))["storm"] == 1
    assert any(line.brought > 100 and line.folded for line in table.rows_model.rows()), "214 stand under their cause"
    assert table.rows_model.rowCount() < 80


def test_one_more_of_a_thousand_costs_one_line(
    qtbot: QtBot, desk: Desk, seat: Seat, clock: StoppedClock, opened: Opened
) -> None:
    station = kit.device(desk, seat.actor, kit.STATION, "YL-07", "雨量站 07")
    kit.say(desk, station, [kit.alarm(zone, priority=1 if zone == 0 else 2) for zone in range(1000)])
    panel = opened()
    queue, model = panel.queue, panel.queue.table.rows_model
    cause = next(line for line in model.rows() if line.row is not None and line.brought)
    queue.table.choose(cause.key)
    press(qtbot, panel, KEY.Key_Right)
    assert model.rowCount() > 990
    came, asked_for = [], []
    model.rowsInserted.connect(lambda _parent, first, last: came.append(last - first + 1))
    model.modelReset.connect(lambda: came.append("reset"))
    before = model.columns[1].text
    object.__setattr__(model.columns[1], "text", lambda line: asked_for.append(line.key) or before(line))
    clock.advance(seconds=5)
    kit.say(desk, station, [kit.alarm(5000)])
    reloaded(qtbot, panel)
    panel.grab()
    assert came == [1] and len(set(asked_for)) < 60, "nobody looks at lines that are not seen"
    press(qtbot, panel, KEY.Key_Left)
    assert model.rowCount() < 10 and queue.table.chosen_key() == cause.key


def test_seen_silenced_and_accepted_are_three_acts(
    qtbot: QtBot, desk: Desk, seat: Seat, clock: StoppedClock, opened: Opened
) -> None:
    station = kit.device(desk, seat.actor, kit.STATION, "YL-07", "雨量站 07")
    kit.point(desk, station, seat.actor)
    kit.say(desk, station, [kit.reading(value) for value in (5.2, 5.8, 6.42)], apart=600)
    (row,) = kit.waiting(desk)
    panel = opened()
    queue, silenced, shown = panel.queue, [], []
    panel.silence_asked.connect(lambda: silenced.append(True))
    panel.item_asked.connect(lambda *item: shown.append(item))
    panel.show_alert(AlertShown(True, "sounding", "", 1, row.first_at))
    assert "0:00:00" in queue.strip.text()[0] and queue.strip.isVisible()
    qtbot.waitUntil(lambda: queue.card.trend.points() != ())
    assert "6.42" in queue.card.value.text() and "6" in queue.card.value.text()
    # silence is the sound's alone
    queue.card.silence.click()
    assert silenced == [True] and desk.alarms.one(row.id) == row
    # seen: by name, and it still waits
    press(qtbot, panel, KEY.Key_Return)
    qtbot.waitUntil(lambda: desk.alarms.one(row.id).acknowledged_at is not None)
    qtbot.waitUntil(lambda: panel.queue.chosen_alarm().acknowledged_by == "陈例一")
    assert desk.alarms.one(row.id).state is AlarmState.OPEN and groups(queue) == [("seen", 1)]
    assert queue.chosen_alarm().id == row.id
    press(qtbot, panel, KEY.Key_Return)
    assert [error.code for error in panel.errors] == ["not_now"], "an Enter once too often is told and does nothing"
    qtbot.waitUntil(lambda: "陈例一" in queue.card.steps.text())
    # accepted: an incident, with what the device said
    dialog = asked(qtbot, panel, KEY.Key_I, CTRL)
    assert row.number in dialog.which.text() and dialog.title.text() and "6.42" in dialog.summary.text()
    dialog.title.setText("例一水库水位越限")
    qtbot.keyClick(dialog, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: bool(shown))
    done = desk.alarms.one(row.id)
    assert done.state is AlarmState.ACCEPTED and shown == [("incidents", done.incident_id)]
    assert desk.incidents.one(done.incident_id).title == "例一水库水位越限"
    qtbot.waitUntil(lambda: groups(queue) == [])


def test_what_is_refused_keeps_its_words_and_another_seat_chooses_nothing_here(
    qtbot: QtBot, desk: Desk, seat: Seat, clock: StoppedClock, opened: Opened
) -> None:
    device = kit.device(desk, seat.actor)
    for zone in range(4):
        clock.advance(minutes=5)
        kit.say(desk, device, [kit.alarm(zone)])
    rows = kit.waiting(desk)
    panel = opened()
    queue = panel.queue
    dialog = asked(qtbot, panel, KEY.Key_G, ALT)
    dialog.reason.setText("检修中，已派人")
    dialog.until.setText("明天")
    qtbot.keyClick(dialog, KEY.Key_Return, CTRL)
    qtbot.waitUntil(dialog.trouble.isVisible)
    assert dialog.reason.text() == "检修中，已派人" and dialog.until.text() == "明天"
    dialog.until.setText(f"{clock.now().astimezone(desk.zone).hour + 1:02d}:59")
    qtbot.keyClick(dialog, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: desk.alarms.one(rows[0].id).state is AlarmState.SHELVED)
    qtbot.waitUntil(lambda: queue.asked.dialog is None and queue.chosen_alarm() != rows[0])
    assert queue.chosen_alarm().id == rows[1].id, "this officer's own act leads on to the next"
    # another seat was quicker with the chosen one
    desk.alarms.false_alarm(rows[1].id, "误触", seen=rows[1].version, by=seat.actor)
    reloaded(qtbot, panel)
    assert queue.chosen_alarm() is None and not queue.card.acknowledge.isEnabled()
    panel.open_item(rows[1].id)
    qtbot.waitUntil(lambda: queue.chosen_alarm() is not None)
    assert queue.chosen_alarm().state is AlarmState.FALSE, "what another page leads to is shown though it waits no more"
    assert not queue.card.accept.isEnabled() and groups(queue)[-1] == ("done", 1)
    press(qtbot, panel, KEY.Key_Return)
    assert desk.alarms.one(rows[2].id).acknowledged_at is None, "an Enter that comes late sees nothing"
    # the raw frame, and the whole group by one key
    queue.table.choose(rows[2].id)
    press(qtbot, panel, KEY.Key_Y, ALT)
    qtbot.waitUntil(lambda: any(w.isVisible() for w in panel.findChildren(RawDialog)))
    raw = next(w for w in panel.findChildren(RawDialog) if w.isVisible())
    assert b"@@2##".hex(" ").upper() in raw.view.toPlainText()
    raw.reject()
    press(qtbot, panel, KEY.Key_Return, SHIFT)
    qtbot.waitUntil(lambda: all(desk.alarms.one(row.id).acknowledged_at is not None for row in rows))
    # what is put aside can be brought back
    with qtbot.waitSignal(queue.presented):
        queue.tabs["shelved"].click()
    queue.table.choose(rows[0].id)
    press(qtbot, panel, KEY.Key_G, ALT)
    qtbot.waitUntil(lambda: len(panel.heard) == 3)
    assert desk.alarms.one(rows[0].id).state is AlarmState.OPEN and not panel.errors[1:]


def test_a_message_becomes_a_half_written_entry(qtbot: QtBot, desk: Desk, seat: Seat, opened: Opened) -> None:
    modem = kit.device(desk, seat.actor, kit.MODEM, "MD-01", "短信猫")
    kit.say(desk, modem, [kit.message("桥头进水，请派人")])
    (row,) = kit.waiting(desk)
    panel = opened()
    begun: list[Any] = []
    panel.intake_asked.connect(begun.append)
    press(qtbot, panel, KEY.Key_B, ALT)
    assert begun == [{"channel": "sms", "caller_phone": "100-0000-0001", "summary": "桥头进水，请派人"}]
    qtbot.waitUntil(lambda: len(panel.heard) == 1)
    taken = desk.alarms.one(row.id)
    assert taken.state is AlarmState.OPEN, "it waits until somebody deals with it"
    assert taken.acknowledged_by == "陈例一", "who takes it down has read it: it does not sound meanwhile"
    reloaded(qtbot, panel)
    dialog = asked(qtbot, panel, KEY.Key_J, ALT)
    qtbot.keyClicks(dialog.reason, "done")
    qtbot.keyClick(dialog, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: len(panel.heard) == 2)
    assert desk.alarms.one(row.id).state is AlarmState.SETTLED


@pytest.mark.parametrize("size", [14, 20])
def test_nothing_is_cut_in_either_language(
    qtbot: QtBot, qapp: QApplication, desk: Desk, seat: Seat, clock: StoppedClock, opened: Opened, size: int
) -> None:
    device, station = kit.device(desk, seat.actor), kit.device(desk, seat.actor, kit.STATION, "YL-07", "雨量站 07")
    kit.point(desk, station, seat.actor)
    kit.say(desk, station, [kit.reading(value) for value in (5.2, 5.8, 6.42)], apart=600)
    kit.say(desk, device, [kit.alarm(zone, priority=2) for zone in range(30)])
    panel = opened()
    panel.show_alert(AlertShown(True, "sounding", "", 1, clock.now()))
    wrong = {}
    try:
        theme.apply(qapp, "light", size)
        for language in ("zh", "en"):
            words.set_language(language)
            qtbot.wait(100)
            for at in range(panel.queue.table.rows_model.rowCount()):
                panel.queue.table.selectRow(at)
                qapp.processEvents()
                if faults := geometry.faults(panel):
                    wrong[language, at] = faults
            if size == 14 and language == "zh":
                assert geometry.below(panel) == {}, "at the usual size nothing has to be scrolled"
    finally:
        theme.apply(qapp, "light", theme.DESIGN)
    assert wrong == {}
