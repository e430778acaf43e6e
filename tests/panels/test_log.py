"""The log panel on a real store: thousands of lines, nothing moves by itself, what is shown is exported."""

from __future__ import annotations

import csv
import threading
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.log import NewEntry
from console.domain.people import Actor
from tests.kit import log as kit
from tests.kit.log import LINES, Key, Make, first_seen, news, pick, write
from ui.jobs import Jobs
from ui.models.log_columns import log_columns
from ui.models.log_pages import KEPT, PAGE, WAITING, LogPages
from ui.panels.log import LogPanel
from ui.text import Times

book, desk, filled, make, panel = kit.book, kit.desk, kit.filled, kit.make, kit.panel
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def pages(book: Desk, jobs: Jobs, times: Times) -> LogPages:
    made = LogPages(log_columns(times), jobs.read, book.log.page)
    made.show(range(1, LINES + 1))
    return made


def test_the_model_keeps_qt_s_rules(pages: LogPages, qtmodeltester: ModelTester, qtbot: QtBot) -> None:
    qtmodeltester.check(pages)
    pages.grow(range(LINES + 1, LINES + 4))
    qtmodeltester.check(pages)


def test_a_row_waits_for_its_page_and_is_there_then(pages: LogPages, qtbot: QtBot) -> None:
    cell = pages.index(1000, 3)
    assert cell.data() == WAITING
    assert pages.index(1000, 0).data() == "2\u2009000"
    with qtbot.waitSignal(pages.arrived):
        cell.data()
    assert cell.data() == f"例{LINES - 1000} 三号闸门开启"


def test_only_a_few_pages_are_held(pages: LogPages, qtbot: QtBot) -> None:
    for row in range(0, LINES, PAGE):
        with qtbot.waitSignal(pages.arrived):
            pages.row_at(pages.index(row, 0))
    assert pages.held_pages() == KEPT


def test_what_was_scrolled_past_is_not_read(book: Desk, jobs: Jobs, times: Times, qtbot: QtBot) -> None:
    read: list[int] = []
    gate = threading.Event()

    def fetch(first: int, last: int, kind: str) -> object:
        gate.wait()
        read.append(first // PAGE)
        return book.log.page(first, last, kind)

    made = LogPages(log_columns(times), jobs.read, fetch)  # type: ignore[arg-type]
    made.show(range(1, LINES + 1))
    for row in range(0, LINES, PAGE):
        made.row_at(made.index(row, 0))
    gate.set()
    qtbot.waitUntil(lambda: len(read) == 3)
    assert read == [11, 0, 1], "the first asked for, then the last two"


def test_an_answer_for_another_extract_is_dropped(pages: LogPages, book: Desk, qtbot: QtBot, jobs: Jobs) -> None:
    pages.row_at(pages.index(0, 0))
    pages.show(range(1, 11))
    done: list[object] = []
    jobs.read(lambda: 1, done.append, done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert pages.held_pages() == 0


def test_a_million_rows_are_only_numbers(jobs: Jobs, times: Times, desk: Desk, qtbot: QtBot) -> None:
    made = LogPages(log_columns(times), jobs.read, desk.log.page)
    made.show(range(1, 1_000_001))
    assert made.rowCount() == 1_000_000
    assert made.nearest(48_210).row() == 1_000_000 - 48_210
    assert made.index_of(1_000_001).isValid() is False


def test_the_newest_lines_are_there_at_once(panel: LogPanel) -> None:
    assert first_seen(panel) == LINES
    assert panel.pages.index(0, 3).data() == f"例{LINES} 三号闸门开启"
    assert words.say("log.count", count="3\u2009000") in panel.card.caption.text()


def test_a_new_line_comes_on_top(panel: LogPanel, book: Desk, by: Actor, qtbot: QtBot) -> None:
    number = write(book, by, "新来的一行")
    news(panel, qtbot)
    assert first_seen(panel) == number
    assert panel.pages.index(0, 3).data() == "新来的一行"


def test_what_is_seen_stays_where_it_is_while_news_come(panel: LogPanel, book: Desk, by: Actor, qtbot: QtBot) -> None:
    panel.book.verticalScrollBar().setValue(30_011)
    seen = first_seen(panel)
    offset = panel.book.visualRect(panel.pages.index_of(seen)).top()
    write(book, by, *[f"来电 {i}" for i in range(300)])
    news(panel, qtbot)
    assert first_seen(panel) == seen
    assert panel.book.visualRect(panel.pages.index_of(seen)).top() == offset


def test_the_selected_line_stays_selected_and_in_place(panel: LogPanel, book: Desk, by: Actor, qtbot: QtBot) -> None:
    qtbot.mouseClick(panel.book.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 100))
    chosen = panel.book.chosen_key()
    top = panel.book.visualRect(panel.book.currentIndex()).top()
    for at in range(3):
        write(book, by, f"来电 {at}")
        news(panel, qtbot)
    assert panel.book.chosen_key() == chosen
    assert panel.book.visualRect(panel.book.currentIndex()).top() == top
    assert panel.detail.entry is not None
    assert panel.detail.entry.number == chosen


def test_news_do_not_disturb_typing(panel: LogPanel, book: Desk, by: Actor, qtbot: QtBot) -> None:
    panel.quick.text.setFocus()
    qtbot.keyClicks(panel.quick.text, "half a lin")
    qtbot.keyClick(panel.quick.text, Key.Key_Left)
    write(book, by, "来电")
    news(panel, qtbot)
    qtbot.keyClicks(panel.quick.text, "X")
    assert panel.quick.text.text() == "half a liXn"
    assert panel.quick.text.hasFocus()


def test_a_late_line_says_so(panel: LogPanel, book: Desk, by: Actor, clock: StoppedClock, qtbot: QtBot) -> None:
    at = clock.now() - timedelta(minutes=20)
    book.log.add(NewEntry(uuid4(), "补记", occurred_at=at), by=by)
    news(panel, qtbot)
    shown = panel.pages.index(0, 1)
    assert words.say("log.late") in shown.data()
    assert panel._times.full(clock.now()) in shown.data(Qt.ItemDataRole.ToolTipRole)


def test_an_empty_book_says_what_belongs_here(make: Make, desk: Desk) -> None:
    panel = make()
    assert desk.log.count() == 0
    assert panel.stack.currentWidget() is panel.nothing
    assert panel.nothing.sentence.text() == words.say("log.empty")


def test_the_language_changes_without_moving_anything(panel: LogPanel, qtbot: QtBot) -> None:
    panel.go_to(1500)
    qtbot.waitUntil(lambda: panel.detail.entry is not None)
    seen, chinese = first_seen(panel), panel.pages.index(1500, 2).data()
    words.set_language("en")
    assert (first_seen(panel), panel.book.chosen_key()) == (seen, 1500)
    assert panel.pages.index(1500, 2).data() != chinese
    assert panel.filter.kind.itemText(0) == words.say("log.all_kinds")


def test_the_chain_is_told_as_it_is_given(panel: LogPanel) -> None:
    panel.show_chain("链已核至 3 000", "bad")
    assert "链已核至 3 000" in panel.card.caption.text()
    assert panel.card.caption.property("role") == "error"


def test_ctrl_p_asks_for_the_print_and_ctrl_f_for_the_search(panel: LogPanel, qtbot: QtBot) -> None:
    panel.book.setFocus()
    with qtbot.waitSignal(panel.print_asked):
        qtbot.keyClick(panel.book, Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(panel.book, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert panel.filter.search.hasFocus()


def test_the_part_that_is_shown_is_exported_and_audited(panel: LogPanel, tmp_path: Path, qtbot: QtBot) -> None:
    pick(panel, qtbot, "kind", "call_in")
    target = tmp_path / "日志.csv"
    with qtbot.waitSignal(panel.saved):
        panel.saving.save_to(target)
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["number"]) for row in rows] == list(range(10, LINES + 1, 10))
    assert not panel.saving.progress.running


def test_a_document_gets_the_lines_themselves(panel: LogPanel, tmp_path: Path, qtbot: QtBot) -> None:
    taken: list[tuple[Path, int, int]] = []
    panel.saving.pdf = lambda path, entries: taken.append((path, entries[0].number, entries[-1].number))
    assert "*.pdf" in panel.saving.forms()
    with qtbot.waitSignal(panel.saved):
        panel.saving.save_to(tmp_path / "日志.pdf")
    assert taken == [(tmp_path / "日志.pdf", 1, LINES)]


def test_a_stopped_export_leaves_no_file(panel: LogPanel, jobs: Jobs, tmp_path: Path, qtbot: QtBot) -> None:
    gate, target = threading.Event(), tmp_path / "out" / "日志.json"
    target.parent.mkdir()
    for _ in range(2):
        jobs.run(gate.wait, _ignore, _ignore)
    panel.saving.save_to(target)
    assert panel.saving.progress.isVisible()
    panel.saving.progress.cancel.click()
    with qtbot.waitSignal(panel.refused) as answer:
        gate.set()
    assert answer.args[0].code == "export_stopped"
    assert list(target.parent.iterdir()) == []
    assert not panel.saving.progress.isVisible()


def _ignore(_answer: object) -> None:
    pass
