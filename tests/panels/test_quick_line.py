"""The quick line: what is typed is in the book or on the screen, in the order it was typed, whatever happens."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.people import Actor
from console.domain.text import TEXT_LIMIT
from ui.jobs import Jobs
from ui.seat import Seat
from ui.text import Times
from ui.widgets.quick_line import QuickLine

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

Key = Qt.Key
Make = Callable[..., QuickLine]


@pytest.fixture
def make(app_theme: QApplication, qtbot: QtBot, desk: Desk, jobs: Jobs, seat: Seat, times: Times) -> Make:
    def made(**more: object) -> QuickLine:
        line = QuickLine(jobs, seat, times, log=desk.log, drafts=desk.drafts, **more)  # type: ignore[arg-type]
        qtbot.addWidget(line)
        line.resize(900, 60)
        with qtbot.waitExposed(line):
            line.show()
        _settle(qtbot, jobs)
        return line

    return made


@pytest.fixture
def line(make: Make) -> QuickLine:
    return make()


@pytest.fixture
def held(jobs: Jobs) -> Iterator[threading.Event]:
    """The writing lane stands still until the event is set, as on a slow disk."""
    gate = threading.Event()
    jobs.write(gate.wait, _ignore, _ignore)
    yield gate
    gate.set()


def _ignore(_answer: object) -> None:
    pass


def _settle(qtbot: QtBot, jobs: Jobs) -> None:
    """Until everything submitted so far was delivered."""
    done: list[object] = []
    jobs.read(lambda: 1, done.append, done.append)
    qtbot.waitUntil(lambda: bool(done))


def _texts(desk: Desk) -> list[str]:
    return [entry.text for entry in reversed(desk.log.newest(20))]


def test_typing_and_enter_is_all_it_takes(line: QuickLine, desk: Desk, qtbot: QtBot) -> None:
    line.text.setFocus()
    qtbot.keyClicks(line.text, "patrol 1")
    with qtbot.waitSignal(line.saved) as answer:
        qtbot.keyClick(line.text, Key.Key_Return)
    (entry,) = desk.log.newest(1)
    assert (answer.args, entry.text, entry.kind, entry.by.name) == ([entry.number], "patrol 1", "note", "陈例一")
    assert line.text.text() == ""
    assert line.text.hasFocus()


def test_it_happened_at_the_first_keystroke(line: QuickLine, desk: Desk, clock: StoppedClock, qtbot: QtBot) -> None:
    begun = clock.now()
    qtbot.keyClicks(line.text, "a")
    clock.advance(minutes=2)
    qtbot.keyClicks(line.text, "b")
    with qtbot.waitSignal(line.saved):
        qtbot.keyClick(line.text, Key.Key_Return)
    (entry,) = desk.log.newest(1)
    assert (entry.occurred_at, entry.recorded_at) == (begun, begun + timedelta(minutes=2))


def test_a_given_time_counts(line: QuickLine, desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(line.text, "a")
    qtbot.keyClicks(line.at, "0712")
    with qtbot.waitSignal(line.saved):
        qtbot.keyClick(line.at, Key.Key_Return)
    assert desk.log.newest(1)[0].occurred_at == datetime(2030, 8, 11, 23, 12, tzinfo=UTC)
    assert line.at.text() == ""


def test_a_time_that_is_none_keeps_the_text(line: QuickLine, desk: Desk, qtbot: QtBot) -> None:
    before = desk.log.count()
    qtbot.keyClicks(line.text, "a")
    qtbot.keyClicks(line.at, "2570")
    with qtbot.waitSignal(line.refused):
        qtbot.keyClick(line.text, Key.Key_Return)
    assert (line.text.text(), line.at.text(), desk.log.count()) == ("a", "2570", before)
    assert "2570" in line.note.text()


def test_the_text_stays_until_the_line_is_durable(
    line: QuickLine, held: threading.Event, desk: Desk, qtbot: QtBot
) -> None:
    qtbot.keyClicks(line.text, "first")
    qtbot.keyClick(line.text, Key.Key_Return)
    qtbot.wait(50)
    assert line.text.text() == "first"
    with qtbot.waitSignal(line.saved):
        held.set()
    assert line.text.text() == ""


def test_enter_twice_records_once(line: QuickLine, held: threading.Event, desk: Desk, qtbot: QtBot, jobs: Jobs) -> None:
    qtbot.keyClicks(line.text, "once")
    qtbot.keyClick(line.text, Key.Key_Return)
    qtbot.keyClick(line.text, Key.Key_Return)
    held.set()
    _settle(qtbot, jobs)
    assert _texts(desk).count("once") == 1


def test_typing_on_while_saving_loses_nothing_and_keeps_the_order(
    line: QuickLine, held: threading.Event, desk: Desk, qtbot: QtBot, jobs: Jobs
) -> None:
    for said in ("one", "two", "three"):
        qtbot.keyClicks(line.text, said)
        qtbot.keyClick(line.text, Key.Key_Return)
    qtbot.keyClicks(line.text, "four")
    held.set()
    _settle(qtbot, jobs)
    assert _texts(desk)[-3:] == ["one", "two", "three"]
    assert line.text.text() == "four"
    with qtbot.waitSignal(line.saved):
        qtbot.keyClick(line.text, Key.Key_Return)
    assert _texts(desk)[-4:] == ["one", "two", "three", "four"]


def test_words_added_to_a_line_that_is_being_saved_stay(
    line: QuickLine, held: threading.Event, desk: Desk, qtbot: QtBot, jobs: Jobs
) -> None:
    qtbot.keyClicks(line.text, "one")
    qtbot.keyClick(line.text, Key.Key_Return)
    qtbot.keyClick(line.text, Key.Key_End)
    qtbot.keyClicks(line.text, " more")
    held.set()
    _settle(qtbot, jobs)
    assert (_texts(desk)[-1], line.text.text()) == ("one", "one more")


def test_a_refused_line_stays_with_its_reason(
    line: QuickLine, desk: Desk, qtbot: QtBot, seat: Seat, viewer: Actor
) -> None:
    seat.sit(viewer)
    before = desk.log.count()
    line.text.setPlainText("巡查完毕")
    with qtbot.waitSignal(line.refused):
        line.submit()
    assert (line.text.text(), desk.log.count()) == ("巡查完毕", before)
    assert not line.note.isHidden()
    assert line.note.text()


def test_a_line_refused_after_the_next_was_begun_can_be_taken_back(
    line: QuickLine, held: threading.Event, desk: Desk, qtbot: QtBot, jobs: Jobs
) -> None:
    line.text.setPlainText("长" * (TEXT_LIMIT + 1))
    qtbot.keyClick(line.text, Key.Key_Return)
    qtbot.keyClicks(line.text, "next")
    with qtbot.waitSignal(line.refused):
        held.set()
    assert line.text.text() == "next"
    assert f"{TEXT_LIMIT + 1}" in line.note.text().replace("\u2009", "")
    line.take_back.click()
    assert line.text.text() == "长" * (TEXT_LIMIT + 1)
    line.take_back.click()
    assert line.text.text() == "next"


def test_a_paste_of_five_megabytes_is_refused_whole(line: QuickLine, qtbot: QtBot) -> None:
    qtbot.keyClicks(line.text, "kept")
    offered = QMimeData()
    offered.setText("水" * (5 << 20))
    line.text.insertFromMimeData(offered)
    assert line.text.text() == "kept"
    assert f"{(5 << 20) + 4}" in line.note.text()


def test_what_was_typed_comes_back_after_a_crash_and_is_recorded_once(
    line: QuickLine, make: Make, desk: Desk, clock: StoppedClock, qtbot: QtBot, jobs: Jobs
) -> None:
    begun = clock.now()
    line.text.setPlainText("水位上涨")
    line.hide()
    _settle(qtbot, jobs)
    clock.advance(minutes=30)
    after = make()
    assert after.text.text() == "水位上涨"
    with qtbot.waitSignal(after.saved):
        after.submit()
    _settle(qtbot, jobs)
    assert desk.log.newest(1)[0].occurred_at == begun
    assert desk.drafts.open("line") == ()


def test_typing_on_does_not_put_off_keeping(line: QuickLine, desk: Desk, qtbot: QtBot) -> None:
    line._rest.setInterval(100)
    line.text.setFocus()

    def typed_on() -> bool:
        qtbot.keyClicks(line.text, "a")
        return bool(desk.drafts.open("line"))

    qtbot.waitUntil(typed_on)


def test_an_emptied_line_does_not_come_back(line: QuickLine, make: Make, desk: Desk, qtbot: QtBot, jobs: Jobs) -> None:
    line.text.setPlainText("误输入")
    line.hide()
    line.show()
    line.text.setPlainText("")
    _settle(qtbot, jobs)
    assert desk.drafts.open("line") == ()
    assert make().text.text() == ""


def test_each_place_has_its_own_draft(line: QuickLine, make: Make, qtbot: QtBot, jobs: Jobs) -> None:
    line.text.setPlainText("在值班台写的")
    line.hide()
    _settle(qtbot, jobs)
    assert make(where="log").text.text() == ""
    assert make(where="board").text.text() == "在值班台写的"


def test_a_pasted_paragraph_is_taken_as_it_is(line: QuickLine, desk: Desk, qtbot: QtBot) -> None:
    offered = QMimeData()
    offered.setText("第一行\r\n第二\u00a0行")
    low = line.text.height()
    line.text.insertFromMimeData(offered)
    assert line.text.height() > low
    with qtbot.waitSignal(line.saved):
        line.submit()
    assert desk.log.newest(1)[0].text == "第一行\n第二\u00a0行"
    assert line.text.height() == low


def test_it_speaks_both_languages(line: QuickLine, qtbot: QtBot) -> None:
    line.text.setPlainText("still here")
    chinese = line.text.accessibleName()
    words.set_language("en")
    assert line.text.accessibleName() not in ("", chinese)
    assert line.kind.currentText() == words.say("log.kind.note")
    assert line.text.text() == "still here"
