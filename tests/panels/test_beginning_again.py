"""Beginning again in the window: which copy is chosen among those that lie there, and what is asked before."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from console import bootstrap, words
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.faults import Fault, Faults
from console.domain.log import NewEntry
from console.domain.people import Actor, Role
from console.seat_file import SeatFile
from console.services import copies_there
from console.services.copies import Copied
from tests.kit import geometry
from tests.kit.copies import by_hand, lying
from tests.kit.window import NAME, PASSWORD, Opened, at_the_gate, first_run, open_window, sign_in
from ui import theme
from ui.dialogs.known_faults import KnownFaultsDialog
from ui.first_run import FirstRun

__all__ = ["open_window"]

PATIENCE_MS = 10_000


BEGUN = datetime(2030, 8, 12, tzinfo=UTC)
END = BEGUN + timedelta(hours=49)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, empty_store: DataDir) -> list[Copied]:
    """Of another machine: a good copy, one two days later, and one with two known faults an hour behind that."""
    folder = tmp_path_factory.mktemp("beside")
    place, other, clock, by = folder / "移动盘", DataDir(folder / "旧机"), StoppedClock(BEGUN), Actor.tool("tester")
    place.mkdir()
    shutil.copytree(empty_store.root, other.root)
    desk = bootstrap.build(other, clock)
    desk.accounts.add(NAME, Role.ADMIN, PASSWORD, by=by)
    copied = []
    for text, hours in (("一", 0), ("二", 48), ("例一街道道路积水", 1)):
        clock.advance(hours=hours)
        desk.log.add(NewEntry(uuid4(), text), by=by)
        if hours == 1:
            by_hand(other.store, "UPDATE log_entry SET text = '改' WHERE number < 3")
        copied.append(desk.copies.make(place, by=by))
    desk.close()
    return copied


@pytest.fixture
def place(made: list[Copied]) -> Path:
    """Where they lie: nobody writes there."""
    return made[0].folder.parent


@pytest.fixture
def page(qtbot: QtBot, app_theme: QApplication) -> FirstRun:
    shown = FirstRun("/data", store_exists=False, now=StoppedClock(END).now)
    qtbot.addWidget(shown)
    shown.resize(1366, 768)
    shown.show()
    shown.restore.setChecked(True)
    return shown


def looked(page: FirstRun, place: Path) -> None:
    """As the answer of the worker comes."""
    page.folder.setText(str(place))
    page.show_copies(str(place), copies_there.offered(place))


def cells(page: FirstRun) -> list[list[Any]]:
    model = page.copies.table.rows_model
    return [[model.index(at, column).data() for column in range(6)] for at in range(model.rowCount())]


def test_copies_stand_there_the_good_ones_first_each_with_what_it_is(
    page: FirstRun, made: list[Copied], place: Path
) -> None:
    looked(page, place)
    assert [row[1:3] + row[4:] for row in cells(page)] == [
        ["1 小时前", "2", "完好", "应急指挥中心"],
        ["2 天前", "1", "完好", "应急指挥中心"],
        ["0 分钟前", "3", "已知不一致 2 处", "应急指挥中心"],
    ]
    assert all(row[3].endswith("B") for row in cells(page)) and page.copies.row().folder == made[1].folder.name
    page.copies.table.choose(made[2].folder.name)
    page.show_found(str(made[2].folder), copies_there.find(made[2].folder))
    assert page.copies.found.text().endswith("至第 3 号。最后一条：例一街道道路积水")
    assert page.copies.known.isVisible() and "2 处不一致" in page.copies.known.text()
    page.copies.table.choose(made[0].folder.name)
    assert not page.copies.known.isVisible(), "what was said is not of the copy that is chosen now"


def test_what_is_missing_is_said(page: FirstRun, qtbot: QtBot, place: Path) -> None:
    empty = page.copies.empty
    assert empty.isVisible() and empty.sentence.text() == words.say("first.copies_where")
    asked: list[str] = []
    page.look_asked.connect(asked.append)
    qtbot.keyClick(page.folder, Qt.Key.Key_Return)
    assert asked == [], "no folder, nothing to look at"
    page.folder.setText(str(place))
    qtbot.keyClick(page.folder, Qt.Key.Key_Return)
    assert asked == [str(place)] and empty.sentence.text() == words.say("first.looking")
    page.show_none(str(place), gone=False)
    assert empty.sentence.text() == words.say("first.copies_missing") and not page.copies.table.isVisible()
    page.show_none(str(place), gone=True)
    assert empty.sentence.text() == words.say("first.copies_gone")
    qtbot.keyClicks(page.folder, "1")
    assert empty.sentence.text() == words.say("first.copies_where")
    page.show_none(str(place), gone=True)
    assert empty.sentence.text() == words.say("first.copies_where"), "an answer about another folder"


def test_tab_goes_from_the_folder_to_the_list_and_on_to_the_button(
    page: FirstRun, made: list[Copied], place: Path, qtbot: QtBot
) -> None:
    looked(page, place)
    page.folder.setFocus()
    walked = []
    for _ in range(3):
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        walked.append(page.focusWidget())
    assert walked == [page.choose, page.copies.table, page.button]


def test_an_answer_about_another_copy_is_not_shown(page: FirstRun, made: list[Copied], place: Path) -> None:
    looked(page, place)
    page.show_found(str(made[0].folder), copies_there.find(made[0].folder))
    assert not page.copies.found.isVisible()
    page.show_copies("/elsewhere", [])
    assert len(cells(page)) == 3


def test_a_good_copy_is_taken_without_a_question(page: FirstRun, made: list[Copied], place: Path, qtbot: QtBot) -> None:
    asked: list[tuple[str, bool]] = []
    page.restore_asked.connect(lambda folder, known: asked.append((folder, known)))
    looked(page, place)
    qtbot.keyClick(page.folder, Qt.Key.Key_Return)
    assert asked == [], "not read yet"
    page.show_found(str(made[1].folder), copies_there.find(made[1].folder))
    qtbot.keyClick(page.folder, Qt.Key.Key_Return)
    assert asked == [(str(made[1].folder), False)] and page.findChild(KnownFaultsDialog) is None


def test_known_faults_are_asked_about_with_the_safe_answer_under_the_key(
    page: FirstRun, made: list[Copied], place: Path, qtbot: QtBot
) -> None:
    asked: list[tuple[str, bool]] = []
    page.restore_asked.connect(lambda folder, known: asked.append((folder, known)))
    looked(page, place)
    for key, expected in ((Qt.Key.Key_Return, []), (Qt.Key.Key_Escape, []), (None, [(str(made[2].folder), True)])):
        page.copies.table.choose(made[2].folder.name)
        page.show_found(str(made[2].folder), copies_there.find(made[2].folder))
        page.copies.table.setFocus()
        qtbot.keyClick(page.copies.table, Qt.Key.Key_Return)
        dialog = page.findChild(KnownFaultsDialog)
        assert dialog is not None and dialog.isVisible()
        assert dialog.named.text() == "· 值班日志第 1 条被改动过。\n· 值班日志第 2 条被改动过。"
        if key is None:
            qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        else:
            qtbot.keyClick(dialog.no if key == Qt.Key.Key_Return else dialog, key)
        assert asked == expected
        QApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)


def test_the_question_names_six_and_the_good_copy_beside_it(qtbot: QtBot, app_theme: QApplication) -> None:
    many = tuple(Fault("duty", str(number), "line_changed") for number in range(1, 10))
    manifest = replace(lying(8).manifest, faults=Faults(many, 9, "0" * 64))
    dialog = KnownFaultsDialog(manifest, good="2030-08-11 08:00")
    qtbot.addWidget(dialog)
    dialog.show()
    assert len(dialog.named.text().splitlines()) == 7 and "另有 3 处" in dialog.named.text()
    words.set_language("en")
    assert dialog.named.text().startswith("· The duty book was changed at entry 1.")
    assert "9 in all" in " ".join(label.text() for label in dialog.findChildren(type(dialog.named)))
    assert dialog.focusWidget() is dialog.no


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("size", [14, 20])
@pytest.mark.long
def test_the_page_fits_an_old_screen(
    page: FirstRun, made: list[Copied], place: Path, qtbot: QtBot, language: str, size: int
) -> None:
    words.set_language(language)
    theme.apply(QApplication.instance(), "light", size)
    try:
        looked(page, place)
        page.copies.table.choose(made[2].folder.name)
        page.show_found(str(made[2].folder), copies_there.find(made[2].folder))
        qtbot.waitUntil(page.copies.known.isVisible)
        bars = page.findChild(QScrollArea)
        qtbot.waitUntil(lambda: bars.verticalScrollBar().maximum() == 0 or size > 16)
        qtbot.waitUntil(lambda: geometry.cut(page.card) == [])
        assert bars.horizontalScrollBar().maximum() == 0
        header = page.copies.table.horizontalHeader()
        assert [column for column in range(6) if header.isSectionHidden(column)] == []
    finally:
        theme.apply(QApplication.instance(), "light", theme.DESIGN)


# the whole window


def test_a_copy_with_known_faults_is_chosen_by_keyboard_and_the_log_says_so(
    open_window: Opened, data: DataDir, made: list[Copied], place: Path, qtbot: QtBot
) -> None:
    data.make()
    SeatFile(data.seat).change(backup_place=str(place))
    app = open_window()
    page = first_run(app)
    assert page is not None
    qtbot.waitUntil(lambda: page.folder.text() == str(place), timeout=PATIENCE_MS)
    qtbot.keyClick(page.restore, Qt.Key.Key_Space)
    qtbot.waitUntil(page.copies.found.isVisible, timeout=PATIENCE_MS)
    assert page.copies.row().folder == made[1].folder.name, "the newest good one"
    page.copies.table.setFocus()
    for _ in range(2):
        qtbot.keyClick(page.copies.table, Qt.Key.Key_Down)
    qtbot.waitUntil(page.copies.known.isVisible, timeout=PATIENCE_MS)
    qtbot.keyClick(page.copies.table, Qt.Key.Key_Return)
    dialog = page.findChild(KnownFaultsDialog)
    assert dialog is not None
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: at_the_gate(app), timeout=2 * PATIENCE_MS)
    said = app.gate.entry.note.text()
    manifest = copies_there.find(made[2].folder).manifest
    assert said == words.say(
        "gate.restored_faulty", site=manifest.site, realm="示例", at="2030-08-14 09:00", count=2,
        folder=made[2].folder.name, lines=manifest.duty[0], audit=manifest.audit[0], files=0,
    )  # fmt: skip
    assert "2 处不一致" in said and f"值班日志 {manifest.duty[0]} 条" in said
    newest = app.shell.desk.log.search("恢复", limit=1)[0].text
    assert "带有 2 处已知不一致：值班日志第 1 条被改动过。" in newest
    assert app.shell.desk.log.verify().faults.count == 2
    chain = next(lamp for lamp in app.shell.desk.health.lamps() if lamp.id == "chain")
    assert chain.code == "lamp.chain.several"


def test_a_place_that_is_gone_keeps_what_was_typed_and_is_looked_at_again(
    open_window: Opened, place: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    app = open_window()
    page = first_run(app)
    assert page is not None
    page.restore.setChecked(True)
    plugged = tmp_path / "插上"
    page.folder.setText(str(plugged))
    qtbot.keyClick(page.folder, Qt.Key.Key_Return)
    empty, gone = page.copies.empty.sentence, words.say("first.copies_gone")
    qtbot.waitUntil(lambda: empty.text() == gone, timeout=PATIENCE_MS)
    assert page.folder.text() == str(plugged) and page.note.property("role") == "error"
    plugged.symlink_to(place)
    qtbot.keyClick(page.folder, Qt.Key.Key_Return)
    qtbot.waitUntil(page.copies.found.isVisible, timeout=PATIENCE_MS)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_good_copy_says_what_was_restored_from_where_and_that_it_was_verified(
    open_window: Opened, made: list[Copied], place: Path, qtbot: QtBot, language: str
) -> None:
    app = open_window()
    page = first_run(app)
    assert page is not None
    page.restore.setChecked(True)
    page.folder.setText(str(made[1].folder))
    qtbot.keyClick(page.folder, Qt.Key.Key_Return)
    qtbot.waitUntil(page.copies.found.isVisible, timeout=PATIENCE_MS)
    words.set_language(language)
    page.button.click()
    qtbot.waitUntil(lambda: at_the_gate(app), timeout=2 * PATIENCE_MS)
    note = app.gate.entry.note
    manifest = copies_there.find(made[1].folder).manifest
    assert note.text() == words.say(
        "gate.restored", site=manifest.site, realm=words.say("realm.sample"), at="2030-08-14 08:00",
        folder=made[1].folder.name, lines=manifest.duty[0], audit=manifest.audit[0], files=0,
    )  # fmt: skip
    qtbot.waitUntil(lambda: note.height() >= note.heightForWidth(note.width()), timeout=PATIENCE_MS)
    assert app.shell.desk.log.verify().fault is None
    sign_in(app, qtbot)
