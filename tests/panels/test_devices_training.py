"""模拟: what is simulated here by keys, where it may be, and what stands in the practice log."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.devices.capture import HEAD
from console.devices.street import the_street
from console.domain.training import SCRIPTS, Act, RunState
from console.domain.wire import DeviceForm, DeviceRow, PointForm
from tests.kit import devices_panel, geometry
from tests.kit.devices_panel import Opened
from tests.kit.links import waited
from tests.kit.teams_panel import asked, hand_up, part, pick, wait
from tests.kit.upward import ALT, CTRL, KEY, press
from ui import theme
from ui.models import training_rows
from ui.panels.devices import LINKS, TRAINING
from ui.seat import Seat

opened = devices_panel.opened
LONG = "例溪镇示例仓储物流有限公司二号危险化学品仓库联网报警接收机"


@pytest.fixture
def receiver(desk: Desk, seat: Seat):
    """A simulated receiver with a long name whose line is open."""
    url = "sim://surgard/P1?account=1234&heartbeat=0"
    row = desk.devices.add(
        DeviceForm(uuid4(), "JB-01", LONG, "surgard", url, name_en=f"Receiver {LONG}"), by=seat.actor
    )
    desk.devices.put_point(PointForm(uuid4(), row.id, "二号库烟感", account="4321", zone="015"), by=seat.actor)
    desk.wire.start(only=[row.key])
    waited(lambda: the_street().names() and the_street().at("surgard/P1").connected)
    yield row
    desk.training.close()
    desk.wire.stop()
    the_street().clear()


def told(desk: Desk) -> list[str]:
    return [one.text for one in desk.log.newest(30) if one.text.startswith("演练：")]


def events(desk: Desk) -> list[str]:
    with desk.opened.store.reading() as connection:
        return list(connection.exec_driver_sql("SELECT zone FROM wire_event ORDER BY number").scalars())


def test_a_trainer_makes_a_device_speak_and_fail_by_keys(
    opened: Opened, desk: Desk, seat: Seat, receiver: DeviceRow, qtbot: QtBot
) -> None:
    page = part(qtbot, opened(), TRAINING)
    wait(qtbot, page.acts["alarm"].isEnabled)
    assert [verb for verb, button in page.acts.items() if not button.isHidden()] == [
        "alarm", "restore", "fault", "status", "storm", "noise", "half", "crc", "duplicate", "split", "silence",
        "power",
    ]  # fmt: skip
    firsts = [page.acts[name].mapTo(page, page.acts[name].rect().topLeft()).x() for name in ("alarm", "noise")]
    assert firsts[0] == firsts[1], "what may happen and what may go wrong stand below one another"
    dialog = asked(qtbot, page, KEY.Key_A, ALT)
    assert dialog.lines["account"].text() == "1234" and dialog.inputs["code"].value() is None
    pick(dialog.place, dialog.place.values()[1])
    assert (dialog.lines["account"].text(), dialog.lines["zone"].text()) == ("4321", "015")
    dialog.lines["count"].setText("一次")
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    assert dialog.lines["count"].hasFocus() and told(desk) == []
    dialog.lines["count"].setText("2")
    dialog.lines["every"].setText("3600")
    hand_up(qtbot, page)
    wait(qtbot, lambda: events(desk) == ["015"])
    assert told(desk) == [f"演练：模拟 {LONG}（JB-01）报警，账号 4321，防区 015，2 次"]
    wait(qtbot, lambda: page.runs.rows_model.rowCount() == 1 and page.stop.isEnabled())
    assert not page.pause.isEnabled() and page.pause.toolTip() == words.say("training.why.not_paced")
    press(qtbot, page.table, KEY.Key_X, ALT)
    wait(qtbot, lambda: desk.training.runs()[0].state is RunState.STOPPED)

    asked(qtbot, page, KEY.Key_W, ALT)
    hand_up(qtbot, page)
    wait(qtbot, lambda: words.say("training.state.dead") in page.state.text())
    assert page.table.chosen_row().powered is False and page.acts["alarm"].isEnabled()
    press(qtbot, page.table, KEY.Key_Q, ALT)
    wait(qtbot, lambda: the_street().at("surgard/P1").powered)
    for language in words.LANGUAGES:  # with long names, runs and a line below them nothing is cut off
        words.set_language(language)
        wait(qtbot, lambda: geometry.cut(page.window()) == [])


def test_a_script_and_a_file_play_pause_and_are_stopped(
    opened: Opened, desk: Desk, receiver: DeviceRow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = opened()
    page = part(qtbot, panel, TRAINING)
    dialog = asked(qtbot, page, KEY.Key_J, ALT)
    assert dialog.script.values() == list(SCRIPTS)
    hand_up(qtbot, page)
    wait(qtbot, page.pause.isEnabled)
    press(qtbot, page.table, KEY.Key_P, ALT)
    wait(qtbot, lambda: desk.training.runs()[0].state is RunState.PAUSED)
    wait(qtbot, lambda: page.pause.text() == words.say("training.go_on"))
    press(qtbot, page.table, KEY.Key_N, ALT)
    wait(qtbot, lambda: desk.training.runs()[0].note.startswith("00:05"))
    assert "：00:05 " in training_rows.told(desk.training.runs()[0]), "in words, as the list below says it"
    press(qtbot, page.table, KEY.Key_V, ALT)
    wait(qtbot, lambda: desk.training.runs()[0].speed == 2)
    press(qtbot, page.table, KEY.Key_Q, ALT)
    wait(qtbot, lambda: desk.training.runs()[0].state is RunState.STOPPED)

    path = tmp_path / "录制.cap"
    frame = b"5011 181234E13101007\x14".hex()
    path.write_text(f"{HEAD}\n# JB-01\n2029-01-01T00:00:00+00:00 rx {frame}\nbroken\n")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    links = part(qtbot, panel, LINKS)
    wait(qtbot, links.replay.isEnabled)
    press(qtbot, links.table, KEY.Key_Y, ALT)
    wait(qtbot, lambda: page.asked.dialog is not None)
    dialog = page.asked.dialog
    assert panel.parts.buttons[TRAINING].isChecked()
    assert dialog.device.value() == receiver.id and "录制.cap" in dialog.about.values["capture.about"].text()
    assert dialog.about.values["capture.bad"].text() == words.say("capture.bad_told", count=1, lines="4")
    dialog.speed.choose(0)
    hand_up(qtbot, page)
    wait(qtbot, lambda: events(desk) == ["007"])
    assert f"演练：向 {LONG}（JB-01）回放文件 录制.cap，共 1 段" in told(desk)


def test_a_line_is_captured_named_and_played_again_from_where_it_was_captured(
    opened: Opened, desk: Desk, seat: Seat, receiver: DeviceRow, qtbot: QtBot, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    path = tmp_path / "二号库.cap"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    panel = opened()
    links = part(qtbot, panel, LINKS)
    wait(qtbot, links.record.isEnabled)
    press(qtbot, links.table, KEY.Key_C, ALT)
    wait(qtbot, lambda: desk.wire.capturing(receiver.key) and links.record.text() == words.say("devices.record_end"))
    for zone in ("001", "002"):
        desk.training.act(Act(receiver.id, "alarm", zone=zone), by=seat.actor)
    wait(qtbot, lambda: events(desk) == ["001", "002"])
    press(qtbot, links.table, KEY.Key_C, ALT)
    wait(qtbot, lambda: not desk.wire.capturing(receiver.key) and links.record.text() == words.say("devices.record"))
    desk.clock.advance(hours=1)  # the window in which the same is the same is over
    press(qtbot, links.table, KEY.Key_Y, ALT)  # the file is known: nobody is asked for it again
    page = panel.training
    wait(qtbot, lambda: page.asked.dialog is not None)
    assert page.asked.dialog.about.values["capture.bad"].text() == words.say("capture.bad_none")
    page.asked.dialog.speed.choose(0)
    hand_up(qtbot, page)
    wait(qtbot, lambda: len(events(desk)) == 4)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_nothing_is_clipped_at_the_largest_type(
    opened: Opened, desk: Desk, seat: Seat, receiver: DeviceRow, qtbot: QtBot, qapp: QApplication, language: str
) -> None:
    theme.apply(qapp, "light", theme.sizes()[-1])
    words.set_language(language)
    panel = opened()
    page = part(qtbot, panel, TRAINING)
    desk.training.play("typhoon_night", by=seat.actor)
    wait(qtbot, lambda: page.runs.rows_model.rowCount() == 1)
    assert panel.minimumSizeHint().width() <= panel.width()
    wait(qtbot, lambda: geometry.faults(panel) == [])


def test_an_empty_ledger_says_how_to_begin(opened: Opened, qtbot: QtBot) -> None:
    page = part(qtbot, opened(), TRAINING)
    assert page.empty.sentence.text() == words.say("training.empty") and page.empty.button.isEnabled()
    assert not page.sheet.isVisible() and page.script.isEnabled() and not page.stop.isEnabled()
