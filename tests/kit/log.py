"""The log panel for tests that drive it: an empty store, or one with thousands of lines."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import bootstrap
from console.bootstrap import Desk
from console.changes import Changes, Topic
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.log import NewEntry
from console.domain.people import Actor
from console.domain.realm import Realm
from console.errors import Refused
from ui.jobs import Jobs
from ui.panels.log import LogPanel
from ui.seat import Seat
from ui.text import Times

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
def make(app_theme: QApplication, qtbot: QtBot, desk: Desk, jobs: Jobs, seat: Seat, times: Times) -> Make:
    def made() -> LogPanel:
        panel = LogPanel(jobs, seat, times, log=desk.log, duty=desk.duty, drafts=desk.drafts, export=desk.log_export)
        qtbot.addWidget(panel)
        panel.resize(1302, 658)
        with qtbot.waitSignal(panel.presented):
            panel.show()
        qtbot.waitExposed(panel)
        return panel

    return made


@pytest.fixture
def panel(book: Desk, make: Make) -> LogPanel:
    return make()


def news(panel: LogPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.presented):
        panel.note(NEWS)


def first_seen(panel: LogPanel) -> int:
    """The number of the topmost line on the screen."""
    return panel.pages.number_at(panel.book.rowAt(1))


def pick(panel: LogPanel, qtbot: QtBot, choice: str, value: str) -> None:
    box = getattr(panel.filter, choice)
    box.choose(value)
    with qtbot.waitSignal(panel.presented):
        box.picked.emit(value)
