"""Files of other stations at the screen: a folder chosen, a file looked through and taken in, what was refused."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.health import LampState
from console.errors import Refused
from console.seat_file import SeatFile
from tests.cap.files import FORWARDED
from tests.kit import warnings_panel as kit
from tests.kit.upward import ALT, CTRL, KEY, SHIFT, press
from tests.kit.warning import County
from tests.kit.warnings_panel import Opened, wait
from ui.jobs import Jobs
from ui.panels import warnings_cap
from ui.panels.settings_seat import CapFolder, SeatPage
from ui.seat import Seat

desk, seat, people, opened = kit.desk, kit.seat, kit.people, kit.opened
NONE = Qt.KeyboardModifier.NoModifier


def test_a_file_is_looked_through_taken_in_and_its_notes_stand_on_the_page(
    opened: Opened, desk: Desk, people: County, seat: Seat, qtbot: QtBot, tmp_path: Path, monkeypatch: Any
) -> None:
    bad, good = tmp_path / "坏.xml", tmp_path / "省.xml"
    bad.write_bytes(b"<alert/>")
    good.write_text(re.sub("<event>.*?</event>", "<event>怪事</event>", FORWARDED), "utf-8")
    panel = opened()
    inbox, opens = panel.list.inbox, []
    panel.list.opened.connect(opens.append)
    assert not inbox.line.isVisible() and not inbox.trouble.isVisible()
    press(qtbot, panel.list, KEY.Key_H, ALT)
    wait(qtbot, lambda: panel.list.asked.dialog is not None)
    assert panel.list.asked.dialog.none.isVisible()
    press(qtbot, panel.list.asked.dialog, KEY.Key_Escape)
    wait(qtbot, lambda: panel.list.asked.dialog is None)

    monkeypatch.setattr(warnings_cap, "pick_cap", lambda _parent: str(bad))
    press(qtbot, panel.list, KEY.Key_I, CTRL | SHIFT)
    wait(qtbot, lambda: panel.list.asked.dialog is not None)
    assert not panel.list.asked.dialog.yes.isEnabled()
    press(qtbot, panel.list.asked.dialog, KEY.Key_Return, CTRL)  # nothing is made of it
    assert desk.cap_files.rows() == [] and panel.list.asked.dialog is not None
    press(qtbot, panel.list.asked.dialog, KEY.Key_Escape)
    wait(qtbot, lambda: panel.list.asked.dialog is None)
    with pytest.raises(Refused, match="cap_faulty"):
        desk.cap_files.take_file(bad, by=people.actor("甲例"))
    (line,) = desk.cap_files.not_taken()
    assert line.name == "坏.xml" and line.by_name == "甲例" and line.why
    panel.list.reload_now()
    wait(qtbot, inbox.line.isVisible)
    assert line.why in inbox.line.text()

    monkeypatch.setattr(warnings_cap, "pick_cap", lambda _parent: str(good))
    press(qtbot, panel.list, KEY.Key_I, CTRL | SHIFT)
    wait(qtbot, lambda: panel.list.asked.dialog is not None)
    assert panel.list.asked.dialog.yes.isEnabled()
    press(qtbot, panel.list.asked.dialog, KEY.Key_Return, CTRL)
    page = panel.page
    wait(qtbot, lambda: page.look is not None and page.look.taken is not None)
    (taken,) = desk.cap_files.rows()
    assert opens == [taken.warning_id] and taken.notes
    kit.settled(qtbot, panel)
    assert page.news.file.isVisible() and "省.xml" in page.news.file.text()
    press(qtbot, page, KEY.Key_N, ALT | SHIFT)
    wait(qtbot, lambda: page.asked.dialog is not None)
    said = " ".join(word.text() for word in page.asked.dialog.findChildren(type(page.news.file)))
    assert taken.notes[0].said() in said and taken.sender in said
    press(qtbot, page.asked.dialog, KEY.Key_Escape)
    wait(qtbot, lambda: page.asked.dialog is None)

    panel.show_list()
    press(qtbot, panel.list, KEY.Key_H, ALT)
    wait(qtbot, lambda: panel.list.asked.dialog is not None)
    dialog = panel.list.asked.dialog
    assert dialog.table.rows_model.rowCount() == 2 and len(dialog.notes) == 1 + len(taken.notes)
    press(qtbot, dialog.table, KEY.Key_Return)
    wait(qtbot, lambda: len(opens) == 2)
    assert panel.errors == []
    # the same file once more: said before anything is done
    assert desk.cap_files.look(good).again == taken.number


def test_the_folder_is_a_setting_with_a_lamp(
    desk: Desk, people: County, jobs: Jobs, seat: Seat, times: Any, app_theme: Any, opened: Opened, qtbot: QtBot,
    tmp_path: Path,
) -> None:  # fmt: skip
    where, files = tmp_path / "收件", SeatFile(desk.data.seat)
    where.mkdir()
    seat.sit(people.actor("辛例"))
    cap = CapFolder(lambda folder, by: desk.cap_files.set_folder(folder, by=by), desk.cap_trouble)
    chosen = [str(tmp_path / "没有")]
    page = SeatPage(jobs, seat, times, seat_file=files, printers=list, cap=cap, ask_folder=lambda *_: chosen[0])
    qtbot.addWidget(page)
    refused: list[Any] = []
    page.refused.connect(refused.append)
    with qtbot.waitSignal(page.presented):
        page.show()
    assert [lamp.id for lamp in desk.lamps() if lamp.id == "cap"] == [] and not page.cap.forget.isEnabled()
    page.cap.choose.click()
    wait(qtbot, lambda: bool(refused))
    assert refused[0].what == "cap_folder" and files.read().settings.cap_folder == ""
    chosen[0] = str(where)
    page.cap.choose.click()
    wait(qtbot, lambda: files.read().settings.cap_folder == str(where))
    wait(qtbot, page.cap.forget.isEnabled)

    def lamp() -> Any:
        return next(one for one in desk.lamps() if one.id == "cap")

    assert lamp().state is LampState.CAUTION, "nobody runs the wire"
    where.rmdir()
    desk.cap_watch.step()
    assert (lamp().state, lamp().code) == (LampState.FAULT, "lamp.cap.missing")
    panel = opened()
    assert panel.list.inbox.trouble.text() == words.say("cap.folder.trouble.missing")
    for language in words.LANGUAGES:
        words.set_language(language)
        assert "[" not in panel.list.inbox.trouble.text() + page.cap.hint.text() + page.cap.choose.text()
    words.set_language("zh")
    page.set_cap_folder("")
    wait(qtbot, lambda: files.read().settings.cap_folder == "")
    desk.cap_watch.step()
    assert [one.id for one in desk.lamps() if one.id == "cap"] == [] and desk.cap_trouble() == ""
    seat.sit(people.actor("甲例"))
    assert not page.cap.choose.isEnabled()
    with desk.opened.store.reading() as connection:
        told = connection.exec_driver_sql("SELECT text FROM audit_entry ORDER BY number DESC LIMIT 5").scalars().all()
    assert f"预警文件收件夹：{where}" in told
