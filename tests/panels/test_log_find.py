"""Finding in the log: searches, parts, days, jumps to a number or a time, and the way back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.people import Actor
from console.errors import Refused
from tests.kit import log as kit
from tests.kit.log import LINES, Key, first_seen, news, pick, write
from ui import theme
from ui.panels.log import LogPanel, read_jump
from ui.text import Times
from ui.widgets.log_table import SHOWN, excerpt

book, desk, filled, make, panel = kit.book, kit.desk, kit.filled, kit.make, kit.panel
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def search(panel: LogPanel, qtbot: QtBot, asked: str) -> None:
    panel.filter.search.setText(asked)
    with qtbot.waitSignal(panel.presented):
        qtbot.keyClick(panel.filter.search, Key.Key_Return)


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


def test_a_hit_far_into_a_text_is_shown() -> None:
    text = "前" * 500 + "闸门" + "后" * 500
    shown, skipped = excerpt(text, [(500, 2)])
    assert shown[500 - skipped : 502 - skipped] == "闸门"
    assert len(shown) <= SHOWN + 1
    assert "\n" not in excerpt("一\n二", ())[0]
