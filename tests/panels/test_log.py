"""The log panel on a real store: thousands of lines, nothing moves by itself, corrections seen from both sides."""

from __future__ import annotations

import csv
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from console import bootstrap, words
from console.bootstrap import Desk
from console.changes import Changes, Topic
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.log import NewEntry
from console.domain.people import Actor, Role
from console.domain.realm import Realm
from console.errors import Refused
from ui import theme
from ui.dialogs.correct import CorrectDialog
from ui.jobs import Jobs
from ui.models.log_columns import log_columns
from ui.models.log_pages import KEPT, PAGE, WAITING, LogPages
from ui.panels.log import LogPanel, read_jump
from ui.seat import Seat
from ui.text import Times
from ui.widgets.log_table import SHOWN, excerpt

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

Key = Qt.Key
Make = Callable[[], LogPanel]
LINES = 3000
START = datetime(2030, 8, 12, tzinfo=UTC)
NEWS = Changes(frozenset({Topic.LOG}))


def write(desk: Desk, by: Actor, *texts: str, kind: str = "note", corrects: int | None = None) -> int:
    """Lines at the clock's now; the number of the last."""
    done = desk.log.add_all([NewEntry(uuid4(), text, kind, corrects=corrects) for text in texts], by=by)
    last = done[-1]
    assert not isinstance(last, Refused)
    return last.number


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    """3 000 lines over three days; every tenth a call, every hundredth about the sluice."""
    data, clock = DataDir(tmp_path_factory.mktemp("filled") / "数据"), StoppedClock(START)
    bootstrap.create(data, Realm.SAMPLE)
    desk = bootstrap.build(data, clock)
    for start in range(0, LINES, 500):
        entries = [_line(number) for number in range(start + 1, start + 501)]
        desk.log.add_all(entries, by=Actor.tool("tester"))
        clock.advance(hours=12)
    desk.close()
    return data


@pytest.fixture
def desk(request: pytest.FixtureRequest, data: DataDir, clock: StoppedClock) -> Iterator[Desk]:
    """An empty store, or a copy of the filled one for tests that ask for the ``book``."""
    if "book" in request.fixturenames:
        shutil.copytree(request.getfixturevalue("filled").root, data.root)
        clock.set(START + timedelta(days=3))
    else:
        bootstrap.create(data, Realm.SAMPLE)
    desk = bootstrap.build(data, clock)
    yield desk
    desk.close()


@pytest.fixture
def book(desk: Desk) -> Desk:
    """The store with 3 000 lines."""
    return desk


def _line(number: int) -> NewEntry:
    text = f"例{number} 三号闸门开启" if number % 100 == 0 else f"例{number} 巡查水位正常"
    return NewEntry(uuid4(), text, "call_in" if number % 10 == 0 else "note", place="示例县")


@pytest.fixture
def pages(book: Desk, jobs: Jobs, times: Times) -> LogPages:
    made = LogPages(log_columns(times), jobs.read, book.log.page)
    made.show(range(1, LINES + 1))
    return made


@pytest.fixture
def make(app_theme: QApplication, qtbot: QtBot, desk: Desk, jobs: Jobs, seat: Seat, times: Times) -> Make:
    def made() -> LogPanel:
        panel = LogPanel(jobs, seat, times, log=desk.log, duty=desk.duty, drafts=desk.drafts, export=desk.log_export)
        qtbot.addWidget(panel)
        panel.resize(1302, 658)
        with qtbot.waitSignal(panel.presented, timeout=10_000):
            panel.show()
        qtbot.waitExposed(panel)
        return panel

    return made


@pytest.fixture
def panel(book: Desk, make: Make) -> LogPanel:
    return make()


def news(panel: LogPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.presented, timeout=10_000):
        panel.note(NEWS)


def first_seen(panel: LogPanel) -> int:
    """The number of the topmost line on the screen."""
    return panel.pages.number_at(panel.book.rowAt(1))


def search(panel: LogPanel, qtbot: QtBot, asked: str) -> None:
    panel.filter.search.setText(asked)
    with qtbot.waitSignal(panel.presented, timeout=10_000):
        qtbot.keyClick(panel.filter.search, Key.Key_Return)


def pick(panel: LogPanel, qtbot: QtBot, choice: str, value: str) -> None:
    box = getattr(panel.filter, choice)
    box.choose(value)
    with qtbot.waitSignal(panel.presented, timeout=10_000):
        box.picked.emit(value)


# the model


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


# the book


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


# finding


def test_a_search_lists_hits_and_escape_goes_back_to_where_one_was(panel: LogPanel, qtbot: QtBot) -> None:
    panel.book.verticalScrollBar().setValue(20_000)
    seen = first_seen(panel)
    search(panel, qtbot, "闸门 三号")
    assert panel.stack.currentWidget() is panel.hits
    assert [row.number for row in panel.hits.rows_model.rows()] == list(range(LINES, 0, -100))
    assert "30" in panel.found.text()
    with qtbot.waitSignal(panel.presented):
        qtbot.keyClick(panel.filter.search, Key.Key_Escape)
    assert panel.stack.currentWidget() is panel.book
    assert first_seen(panel) == seen
    assert not panel.found.isVisible()


def test_what_was_found_is_marked(panel: LogPanel, qtbot: QtBot) -> None:
    search(panel, qtbot, "闸门")
    assert panel.hits.lines.spans[LINES] == ((8, 2),)
    pixels = panel.hits.viewport().grab().toImage()
    ground = theme.current().colour("yellowtint").rgb()
    assert any(pixels.pixel(x, 15) == ground for x in range(pixels.width()))


def test_nothing_found_says_so(panel: LogPanel, qtbot: QtBot) -> None:
    search(panel, qtbot, "没有这样的话")
    assert panel.stack.currentWidget() is panel.nothing
    assert panel.nothing.sentence.text() == words.say("search.empty")


def test_new_hits_come_by_themselves(panel: LogPanel, book: Desk, by: Actor, qtbot: QtBot) -> None:
    search(panel, qtbot, "闸门")
    number = write(book, by, "四号闸门关闭")
    news(panel, qtbot)
    assert panel.hits.rows_model.rows()[0].number == number


def test_escape_in_the_list_of_hits_goes_back_too(panel: LogPanel, qtbot: QtBot) -> None:
    search(panel, qtbot, "闸门")
    panel.hits.setFocus()
    with qtbot.waitSignal(panel.presented):
        qtbot.keyClick(panel.hits, Key.Key_Escape)
    assert panel.stack.currentWidget() is panel.book
    assert panel.filter.search.text() == ""


def test_a_kind_leaves_the_others_out(panel: LogPanel, book: Desk, by: Actor, qtbot: QtBot) -> None:
    pick(panel, qtbot, "kind", "call_in")
    assert panel.pages.rowCount() == LINES // 10
    assert first_seen(panel) == LINES
    write(book, by, "不是来电")
    number = write(book, by, "来电", kind="call_in")
    news(panel, qtbot)
    assert (panel.pages.rowCount(), first_seen(panel)) == (LINES // 10 + 1, number)


def test_days_are_station_days(panel: LogPanel, book: Desk, qtbot: QtBot) -> None:
    panel.filter.since.setDate(panel.filter.since.date().fromString("2030-08-13", "yyyy-MM-dd"))
    panel.filter.until.setDate(panel.filter.until.date().fromString("2030-08-13", "yyyy-MM-dd"))
    pick(panel, qtbot, "part", "days")
    days = {panel._times.day(entry.recorded_at) for entry in panel.pages.rows()}
    assert days == {"2030-08-13"}
    assert panel.pages.rowCount() == 1000


def test_the_selected_line_stays_selected_in_another_part(panel: LogPanel, qtbot: QtBot) -> None:
    panel.go_to(1500)
    pick(panel, qtbot, "kind", "call_in")
    assert panel.book.chosen_key() == 1500
    pick(panel, qtbot, "kind", "")
    assert panel.book.chosen_key() == 1500


def test_jump_to_a_number(panel: LogPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.filter.jump, "1234")
    qtbot.keyClick(panel.filter.jump, Key.Key_Return)
    assert panel.book.chosen_key() == 1234
    qtbot.waitUntil(lambda: panel.detail.entry is not None and panel.detail.entry.number == 1234)
    assert panel.detail.words.text() == "例1234 巡查水位正常"


def test_jump_to_a_time(panel: LogPanel, clock: StoppedClock, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.filter.jump, "2030-08-13 08:00")
    qtbot.keyClick(panel.filter.jump, Key.Key_Return)
    qtbot.waitUntil(lambda: panel.book.chosen_key() == 1001)


def test_a_jump_brings_back_what_was_left_out(panel: LogPanel, qtbot: QtBot) -> None:
    pick(panel, qtbot, "kind", "call_in")
    with qtbot.waitSignal(panel.presented):
        panel.go_to(1234)
    assert (panel.book.chosen_key(), panel.filter.kind.value()) == (1234, "")


def test_a_jump_whose_load_failed_is_forgotten(panel: LogPanel, book: Desk, by: Actor, qtbot: QtBot) -> None:
    pick(panel, qtbot, "kind", "call_in")
    panel.go_to(1234)
    panel._fail(panel._generation, OSError("the disk is gone"))
    panel._loading = False
    news(panel, qtbot)
    assert panel.book.chosen_key() != 1234


def test_a_number_that_does_not_exist_is_refused(panel: LogPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.refused) as answer:
        panel.go_to(LINES + 5)
    assert answer.args[0].code == "no_such_entry"


@pytest.mark.parametrize(
    ("typed", "number", "at"),
    [
        ("48210", 48210, None),
        ("第 48\u2009210 号", 48210, None),
        ("0712", None, datetime(2030, 8, 11, 23, 12, tzinfo=UTC)),
        ("7:12", None, datetime(2030, 8, 11, 23, 12, tzinfo=UTC)),
        ("08-11 23:50", None, datetime(2030, 8, 11, 15, 50, tzinfo=UTC)),
    ],
)
def test_what_is_a_number_and_what_a_time(times: Times, typed: str, number: int | None, at: datetime | None) -> None:
    assert read_jump(typed, times) == (number, at)


def test_a_jump_to_neither_is_refused(times: Times) -> None:
    with pytest.raises(Refused, match="bad_jump"):
        read_jump("水位", times)


# corrections


def test_a_correction_is_told_on_both_lines(panel: LogPanel, book: Desk, qtbot: QtBot) -> None:
    panel.go_to(2990)
    panel.book.setFocus()
    qtbot.keyClick(panel.book, Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: panel.dialog is not None)
    dialog = panel.dialog
    assert dialog is not None
    assert not dialog.yes.isEnabled()
    dialog.editor.setPlainText("例2990 水位 3.2 米")
    with qtbot.waitSignals([panel.saved, panel.presented], timeout=10_000):
        qtbot.keyClick(dialog.editor, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        panel.note(NEWS)
    (new,) = book.log.newest(1)
    (old,) = book.log.page(2990, 2990)
    assert (new.corrects, new.text, new.kind) == (2990, "例2990 水位 3.2 米", "call_in")
    assert (old.text, old.corrected_by) == ("例2990 巡查水位正常", new.number)
    seen_old = panel.pages.row_at(panel.pages.index_of(2990))
    seen_new = panel.pages.row_at(panel.pages.index_of(new.number))
    assert seen_old is not None
    assert seen_new is not None
    assert (seen_old.corrected_by, seen_new.corrects) == (new.number, 2990)
    panel.go_to(2990)
    assert panel.detail.corrected_by.isVisible()
    panel.detail.corrected_by.click()
    assert panel.book.chosen_key() == new.number
    panel.detail.corrects.click()
    assert panel.book.chosen_key() == 2990


def test_a_corrected_line_is_struck_through(panel: LogPanel, book: Desk, by: Actor, qtbot: QtBot) -> None:
    before = panel.book.viewport().grab().toImage()
    write(book, by, "更正后的", corrects=LINES)
    news(panel, qtbot)
    assert words.say("log.corrected_by", number=LINES + 1) in panel.pages.index(1, 3).data()
    assert words.say("log.corrects", number=LINES) in panel.pages.index(0, 3).data()
    assert panel.book.viewport().grab().toImage() != before


def test_a_refused_correction_stays_open_with_its_text(panel: LogPanel, seat: Seat, book: Desk, qtbot: QtBot) -> None:
    panel.go_to(2990)
    panel.correct()
    qtbot.waitUntil(lambda: panel.dialog is not None)
    dialog = panel.dialog
    assert dialog is not None
    dialog.editor.setPlainText("改过的")
    seat.sit(Actor.officer(seat.actor.id, "林例二", Role.VIEWER))  # type: ignore[arg-type]
    with qtbot.waitSignal(panel.refused):
        dialog.hand_up()
    assert (dialog.isVisible(), dialog.editor.text(), book.log.count()) == (True, "改过的", LINES)
    assert dialog.trouble.text()
    dialog.reject()


def test_a_correction_given_up_comes_back(panel: LogPanel, qtbot: QtBot) -> None:
    for typed in ("写到一半", ""):
        panel.go_to(2990)
        panel.correct()
        qtbot.waitUntil(lambda: panel.dialog is not None)
        dialog = panel.dialog
        assert dialog is not None
        if typed:
            dialog.editor.setPlainText(typed)
        else:
            assert dialog.editor.text() == "写到一半"
        qtbot.keyClick(dialog, Key.Key_Escape)
        assert panel.dialog is None


def test_a_correction_is_kept_while_typing_goes_on(
    panel: LogPanel, book: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.panels.log.DRAFT_MS", 100)
    dialog = open_correction(panel, qtbot, 2990)

    def typed_on() -> bool:
        qtbot.keyClicks(dialog.editor, "a")
        return bool(book.drafts.open("correction"))

    qtbot.waitUntil(typed_on)
    dialog.reject()


def open_correction(panel: LogPanel, qtbot: QtBot, number: int) -> CorrectDialog:
    panel.go_to(number)
    panel.correct()
    qtbot.waitUntil(lambda: panel.dialog is not None)
    assert panel.dialog is not None
    return panel.dialog


def test_of_a_corrected_line_the_newest_is_offered(panel: LogPanel, book: Desk, by: Actor, qtbot: QtBot) -> None:
    newest = write(book, by, "第二次更正", corrects=write(book, by, "第一次更正", corrects=2990))
    news(panel, qtbot)
    dialog = open_correction(panel, qtbot, 2990)
    assert (dialog.entry.number, dialog.original.text()) == (newest, "第二次更正")
    assert words.say("correct.newest", asked=2990, number=newest) in [
        label.text() for label in dialog.findChildren(QLabel)
    ]
    dialog.editor.setPlainText("第三次更正")
    with qtbot.waitSignal(panel.saved):
        dialog.hand_up()
    (last,) = book.log.newest(1)
    assert (last.corrects, last.text) == (newest, "第三次更正")


def test_corrected_elsewhere_meanwhile_keeps_the_words_for_the_newest(
    panel: LogPanel, book: Desk, by: Actor, qtbot: QtBot
) -> None:
    dialog = open_correction(panel, qtbot, 2990)
    dialog.editor.setPlainText("我的更正")
    newest = write(book, by, "别处的更正", corrects=2990)
    with qtbot.waitSignal(panel.refused) as refused:
        dialog.hand_up()
    assert refused.args[0].code == "already_corrected"
    assert (dialog.isVisible(), dialog.editor.text()) == (True, "我的更正")
    dialog.reject()
    again = open_correction(panel, qtbot, 2990)
    assert (again.entry.number, again.editor.text()) == (newest, "我的更正")
    with qtbot.waitSignal(panel.saved):
        again.hand_up()
    (last,) = book.log.newest(1)
    assert (last.corrects, last.text) == (newest, "我的更正")
    qtbot.waitUntil(lambda: book.drafts.open("correction") == ())


def test_who_may_not_correct_sees_why(panel: LogPanel, seat: Seat) -> None:
    seat.sit(Actor.officer(uuid4(), "林例二", Role.VIEWER))
    assert not panel.detail.correct.isEnabled()
    assert panel.detail.correct.toolTip()
    assert not panel.export_button.isEnabled()


# export


def test_the_part_that_is_shown_is_exported_and_audited(panel: LogPanel, tmp_path: Path, qtbot: QtBot) -> None:
    pick(panel, qtbot, "kind", "call_in")
    target = tmp_path / "日志.csv"
    with qtbot.waitSignal(panel.saved, timeout=20_000):
        panel.export_to(target)
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["number"]) for row in rows] == list(range(10, LINES + 1, 10))
    assert not panel.exporting.running


def test_a_document_gets_the_lines_themselves(panel: LogPanel, tmp_path: Path, qtbot: QtBot) -> None:
    taken: list[tuple[Path, int, int]] = []
    panel._pdf = lambda path, entries: taken.append((path, entries[0].number, entries[-1].number))
    assert "*.pdf" in panel._forms()
    with qtbot.waitSignal(panel.saved, timeout=20_000):
        panel.export_to(tmp_path / "日志.pdf")
    assert taken == [(tmp_path / "日志.pdf", 1, LINES)]


def test_a_stopped_export_leaves_no_file(panel: LogPanel, jobs: Jobs, tmp_path: Path, qtbot: QtBot) -> None:
    gate, target = threading.Event(), tmp_path / "out" / "日志.json"
    target.parent.mkdir()
    for _ in range(2):
        jobs.run(gate.wait, _ignore, _ignore)
    panel.export_to(target)
    assert panel.exporting.isVisible()
    panel.exporting.cancel.click()
    with qtbot.waitSignal(panel.refused) as answer:
        gate.set()
    assert answer.args[0].code == "export_stopped"
    assert list(target.parent.iterdir()) == []
    assert not panel.exporting.isVisible()


def _ignore(_answer: object) -> None:
    pass


# words and looks


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


def test_a_hit_far_into_a_text_is_shown() -> None:
    text = "前" * 500 + "闸门" + "后" * 500
    shown, skipped = excerpt(text, [(500, 2)])
    assert shown[500 - skipped : 502 - skipped] == "闸门"
    assert len(shown) <= SHOWN + 1
    assert "\n" not in excerpt("一\n二", ())[0]


def test_ctrl_p_asks_for_the_print_and_ctrl_f_for_the_search(panel: LogPanel, qtbot: QtBot) -> None:
    panel.book.setFocus()
    with qtbot.waitSignal(panel.print_asked):
        qtbot.keyClick(panel.book, Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(panel.book, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert panel.filter.search.hasFocus()
