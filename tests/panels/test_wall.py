"""大屏: large type and nobody's number on every page, pages that turn and stop, a keyboard that stays where it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.people import Actor
from console.domain.realm import Realm
from console.domain.wall import public
from tests.kit.dispatch import Ground, ground
from tests.kit.situation import LEADER, PHONE, Night, night
from tests.kit.window import Opened, sign_in
from ui import theme
from ui.app import App
from ui.seat import Seat
from ui.text import Times
from ui.wall import STAY, Wall
from ui.wall_pages import GROUPS, pages_of, shares
from ui.widgets.wall_type import LEAST

__all__ = ["ground"]
NUMBER = re.compile(r"(?<!\d)(?:1\d{2}[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?\d{7,8}|100-0000|0577)")
SIZES = ((1920, 1080), (3840, 2160), (1366, 768))


@pytest.fixture
def by(seat: Seat) -> Actor:
    return seat.actor


@pytest.fixture
def busy(desk: Desk, clock: StoppedClock, ground: Ground, by: Actor, tmp_path: Path) -> Night:
    return night(desk, clock, ground, tmp_path, by=by)


class Seconds:
    """A clock that goes when it is told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def hung(qtbot: QtBot, app_theme: QApplication, desk: Desk, times: Times, seconds: Seconds) -> Callable[..., Wall]:
    def hang(size: tuple[int, int] = SIZES[0]) -> Wall:
        wall = Wall(times, monotonic=seconds)
        qtbot.addWidget(wall)
        wall.resize(*size)
        wall.show()
        wall.show_glance(desk.wall.glance())
        return wall

    return hang


def written(wall: Wall) -> list[tuple[str, int]]:
    """Everything on every page, with how high it is."""
    found: list[tuple[str, int]] = []
    for _ in range(wall.page[1]):
        wall.grab()
        parts: list[QWidget] = [wall.bar, wall.foot, *(wall.blocks[name] for name in wall.shown())]
        found += [one for part in parts for one in part.written]  # type: ignore[attr-defined]
        if "map" in wall.shown():
            found += wall.map.canvas.written
        wall.turn(1)
    return found


def told(wall: Wall) -> str:
    return "\n".join(text for text, _ in written(wall))


def test_every_word_is_large_on_every_page_screen_and_in_both_languages(busy: Night, hung: Callable[..., Wall]) -> None:
    pages = {}
    for size in SIZES:
        wall = hung(size)
        for language in ("en", "zh"):
            words.set_language(language)
            found = written(wall)
            small = [one for one in found if one[1] < LEAST * max(size[1], 1080) / 1080]
            assert len(found) > 30 and not small, (size, language, small)
        pages[size] = wall.page[1]
        for name, block in wall.blocks.items():
            assert block.focusPolicy() is Qt.FocusPolicy.NoFocus, name
        wall.close()
    assert pages[1920, 1080] == pages[3840, 2160] == 3 < pages[1366, 768], "fewer blocks a page, no smaller type"
    wall = hung()
    wall.show_glance(replace(wall.glance, text=56))  # type: ignore[type-var]
    assert wall.page[1] > 3 and min(size for _, size in written(wall)) >= 56
    theme.apply(QApplication.instance(), "light", 20)
    assert wall.bar.using.name == "dark" and wall.map.canvas.style_now().inks.ground.lightness() < 60
    theme.apply(QApplication.instance(), "light")


def test_it_says_the_night_and_neither_numbers_nor_who_called(
    busy: Night, ground: Ground, desk: Desk, by: Actor, hung: Callable[..., Wall]
) -> None:
    item = desk.intake.register(
        Intake(uuid4(), "求助", desk.clock.now(), caller_name="欧阳例九", caller_phone="100-0000-0077"), by=by
    )
    title = f"欧阳例九 {PHONE} 报内涝 0577-0000-0001"
    desk.incidents.open(NewIncident(uuid4(), title, title, "101", place_text=title), [item.id], by=by)
    desk.tasks.add(title, desk.clock.now() + timedelta(minutes=10), "欧阳例九", by=by)
    glance = desk.wall.glance()
    left = repr(glance)
    for number in (PHONE, "0577-0000-0001", "100-0000-0077", "100-0000-0010"):
        assert number not in left, "it does not even leave the service"
    said = told(hung())
    assert not NUMBER.search(said) and "欧阳例九" not in said and "欧某 137 **** 0001 报内涝" in said
    for part in (
        "样例村内涝", "未定级", "死亡 3 人", "截至 08:00", "带班领导 林例十", "主班 陈例一", "副班 王例二", "Ⅲ级响应",
        "1\u2009240", "至少 860", "转移人数", "在外队伍", "排水泵 缺 4/4 台", "队伍D1→样例村内涝", "示例", "第 1/3 页",
        "数据截至 09:30:00", "20 秒翻页", "磁盘", "应急指挥中心", "2030-08-12 周一", "核实水位", "一张图",
        "逾期 4",
    ):  # fmt: skip
        assert part in said, part
    assert "先转移人员" not in said and LEADER in said, "decisions are no business of the hall"
    assert public("王例 例王例", ["王例"]) == "王某 例王某" and public("2030-08-12 1240 人") == "2030-08-12 1240 人"


def test_pages_turn_by_themselves_and_stay_on_what_is_new_or_over(
    busy: Night, ground: Ground, desk: Desk, by: Actor, clock: StoppedClock, hung: Callable[..., Wall], qtbot: QtBot
) -> None:
    wall = hung()
    assert wall.turning.interval() == 20_000 and wall.page == (1, 3)
    desk.settings.change("wall.turn", "45", basis="大厅", confirmed=True, by=by)
    wall.show_glance(desk.wall.glance())
    assert wall.turning.interval() == 45_000
    desk.settings.change("wall.turn", "20", basis="大厅", confirmed=True, by=by)
    wall.show_glance(desk.wall.glance())
    wall.turning.stop()
    wall.turn_by_itself()
    assert wall.shown() == ("map",)
    wall.show_glance(desk.wall.glance())
    assert wall.shown() == ("map",), "nothing is new"
    ground.another(desk, by)
    wall.show_glance(desk.wall.glance())
    assert "incidents" in wall.shown() and wall.foot.said().turning == "有新增，停本页"
    for _ in range(STAY - 1):
        wall.turn_by_itself()
        assert "incidents" in wall.shown()
    wall.turn_by_itself()
    assert wall.shown() == ("map",) and wall.foot.said().turning.startswith("20 秒翻页")
    desk.tasks.add("复核水位", clock.now() + timedelta(minutes=2), by=by)
    wall.show_glance(desk.wall.glance())
    assert wall.shown() == ("map",), "what is not over yet is no alarm"
    clock.advance(minutes=2)
    wall.tick()
    assert "due" in wall.shown() and wall.foot.said().turning == "有逾期，停本页"
    qtbot.keyClick(wall, Qt.Key.Key_Right)
    qtbot.keyClick(wall, Qt.Key.Key_Space)
    ground.another(desk, by, "第三处内涝")
    wall.show_glance(desk.wall.glance())
    wall.turn_by_itself()
    assert wall.shown() == ("map",) and wall.foot.said().turning.startswith("已停止翻页"), "whoever holds it keeps it"
    qtbot.keyClick(wall, Qt.Key.Key_Space)
    qtbot.keyClick(wall, Qt.Key.Key_Left)
    assert wall.page == (1, 3)


def test_old_data_is_told_exercise_is_framed_and_an_empty_store_is_calm(
    desk: Desk, hung: Callable[..., Wall], seconds: Seconds
) -> None:
    wall = hung()
    said = told(wall)
    for part in ("无人值班", "没有未结事件。", "没有未安排的需求。", "不详"):
        assert part in said, part
    seconds.now = 60.0
    wall.tick()
    assert not wall.foot.said().stale
    seconds.now = 60.1
    wall.tick()
    assert wall.foot.said().stale and wall.foot.said().data == "数据停在 08:00"
    words.set_language("en")
    assert wall.foot.said().data == "Data stopped at 08:00"
    wall.show_glance(desk.wall.glance())
    assert not wall.stale
    inside = wall.bar.width()
    wall.show_glance(replace(desk.wall.glance(), realm=Realm.EXERCISE))
    assert inside - wall.bar.width() == 2 * wall.bar.using.px(4), "framed as the window is"
    assert "Exercise" in told(wall)


def test_blocks_are_packed_so_that_each_has_its_least(app_theme: QApplication) -> None:
    for columns in (1, 2):
        for lines in range(1, 60):
            pages = pages_of(lines, columns)
            shown = [name for page in pages for column in page for name in column]
            assert sorted(shown) == sorted(block.id for group in GROUPS for block in group)
            for page in pages:
                assert len(page) <= columns
                for column in page:
                    high = shares(column, lines * 40.0, 40.0)
                    assert sum(high) <= lines * 40.0 + 0.01 and (len(column) == 1 or all(one >= 119 for one in high))


def test_it_opens_beside_an_officer_who_types_and_stays_when_the_seat_is_locked(
    store: DataDir, opened: Opened, qtbot: QtBot
) -> None:
    app: App = opened()
    sign_in(app, qtbot)
    line = app.window.current_panel().quick.text
    line.setFocus()
    app.window.activateWindow()
    qtbot.waitUntil(line.hasFocus)
    qtbot.keyClicks(line, "hal")
    qtbot.keyClick(line, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    opening = app.shell.wall
    assert opening.wall is not None and opening.wall.isVisible()
    qtbot.waitUntil(lambda: opening.wall.glance is not None)
    assert QApplication.focusWidget() is line and app.window.isActiveWindow()
    qtbot.keyClicks(QApplication.focusWidget(), "f a line")
    assert line.toPlainText() == "half a line" and line.textCursor().position() == len("half a line")
    wall = opening.wall
    opening.open()
    assert opening.wall is wall, "there is one wall"
    app.lock()
    assert app.window.covered and wall.isVisible()
    before = wall.glance
    by = app.seating.officer.actor
    app.shell.desk.tasks.add("核实水位", app.times.now() + timedelta(hours=1), by=by)
    app.shell.bridge.tick()
    qtbot.waitUntil(lambda: wall.glance is not before and len(wall.glance.due) == 1)
    assert app.window.covered and QApplication.activeWindow() is not wall
    qtbot.keyClick(wall, Qt.Key.Key_F11)
    assert wall.isFullScreen()
    screens = QApplication.instance()
    screens.screenRemoved.emit(screens.primaryScreen())
    assert not wall.isFullScreen(), "a screen that is unplugged leaves the officer's uncovered"
    qtbot.keyClick(wall, Qt.Key.Key_Escape)
    assert opening.wall is None and app.window.isVisible() and app.window.covered
    opening.open()
    assert opening.wall is not None
    app.window.close()
    assert opening.wall is None, "no window is left that would keep the program running"
