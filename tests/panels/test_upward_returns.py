"""乡镇报送 by keyboard: a round is asked, files are taken in one act; who is missing, what changed, the sums."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.changes import Changes, Topic
from console.domain.incident_figures import Amount
from console.domain.roll_call import CalledUnit
from console.domain.town_returns import RoundRow
from console.services.town_returns import NewRound
from tests.kit import returned
from tests.kit import upward as kit
from tests.kit.geometry import cut
from tests.kit.returned import HARMFUL, HARMLESS, Town
from ui import prints, theme
from ui.models.return_rows import ReturnServices, Sieve
from ui.panels.upward_returns import ReturnsPage
from ui.seat import Seat

incident, watch = kit.incident, kit.watch
KEY, CTRL, ALT, SHIFT = kit.KEY, kit.CTRL, kit.ALT, kit.SHIFT
NO = Qt.KeyboardModifier.NoModifier
TOWNS = tuple(f"样例镇{at:02}" for at in range(1, 23))
MOST = 10_000
SECONDS_OF_AN_ACT = 5.0
"""What a person is given for a key or a click, looking included."""

Make = Callable[[], ReturnsPage]


@pytest.fixture
def make(qtbot: QtBot, app_theme: QApplication, desk: Desk, jobs: Any, seat: Seat, times: Any) -> Make:
    def open_it() -> ReturnsPage:
        services = ReturnServices(
            desk.town_returns, desk.return_tables, desk.return_reminders, desk.incidents, desk.incident_figures
        )
        page = ReturnsPage(jobs, seat, times, services=services, drafts=desk.drafts)
        qtbot.addWidget(page)
        page.resize(1302, 620)
        with qtbot.waitSignal(page.presented, timeout=MOST):
            page.show()
        page.activateWindow()
        page.first_focus().setFocus()
        return page

    return open_it


@pytest.fixture
def begin(desk: Desk, seat: Seat) -> Callable[..., RoundRow]:
    def begin(units: tuple[str, ...] = TOWNS[:3], **more: Any) -> RoundRow:
        now = desk.clock.now()
        called = tuple(CalledUnit(name, "0577-0000-0001", "周例五") for name in units)
        wanted = NewRound(
            uuid4(),
            "样例台风",
            called,
            now,
            now + timedelta(hours=1),
            ("affected", "dead", "evacuated", "loss"),
            **more,
        )
        return desk.town_returns.begin(wanted, by=seat.actor)

    return begin


def press(page: Any, key: Any, modifier: Any = NO) -> None:
    """To whatever has the keyboard."""
    target = page.window().focusWidget() or page
    QTest.keyClick(target, key, modifier)


def fill(path: Path, **figures: Any) -> Path:
    town = Town(path, "", {})
    for code, value in figures.items():
        town.cell(code).value = value
    return town.save()


def drop(page: ReturnsPage, paths: list[Path]) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, action = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPointF(5, 5).toPoint(), action, mime, buttons, NO)
    page.dragEnterEvent(enter)
    assert enter.isAccepted()
    page.dropEvent(QDropEvent(QPointF(5, 5), action, mime, buttons, NO))


def dialog_of(page: ReturnsPage, qtbot: QtBot) -> Any:
    qtbot.waitUntil(lambda: page.asked.dialog is not None and page.asked.dialog.isVisible(), timeout=MOST)
    return page.asked.dialog


def read(page: ReturnsPage, qtbot: QtBot) -> Any:
    """The preview once the files are read."""
    dialog = dialog_of(page, qtbot)
    qtbot.waitUntil(lambda: dialog.seen is not None, timeout=MOST)
    return dialog


def heard(page: ReturnsPage) -> list[str]:
    said: list[str] = []
    page.saved.connect(said.append)
    return said


def test_a_round_is_begun_and_handed_out_by_keys_alone(
    make: Make, qtbot: QtBot, desk: Desk, seat: Seat, incident: Any, tmp_path: Path
) -> None:
    for name in TOWNS[:3]:
        desk.lists.add("zero_units", {"name": name, "phone": "0577-0000-0001"}, by=seat.actor)
    page = make()
    said = heard(page)
    assert page.pages.currentIndex() == 1 and page.empty.button is not None and page.empty.button.hasFocus()
    press(page, KEY.Key_N, CTRL)
    dialog = dialog_of(page, qtbot)
    assert dialog.name.text() == incident.title and dialog.units.names() == list(TOWNS[:3])
    press(dialog, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: bool(said) or dialog.trouble.isVisible(), timeout=MOST)
    assert said, dialog.trouble.text()
    qtbot.waitUntil(lambda: bool(said) and page.told is not None, timeout=MOST)
    assert page.told is not None and page.told.round.incident_id == incident.id
    page.asking.choose_folder = lambda _parent, _title: tmp_path / "发出"
    qtbot.waitUntil(lambda: page.out.isEnabled() and page.window().focusWidget() is page.table, timeout=MOST)
    page.activateWindow()
    qtbot.waitUntil(page.table.hasFocus, timeout=MOST)
    press(page, KEY.Key_S, CTRL | SHIFT)
    qtbot.waitUntil(lambda: len(said) == 2, timeout=MOST)
    assert len(list((tmp_path / "发出").iterdir())) == 3


def test_twenty_two_files_are_taken_by_a_drop_and_one_key(
    make: Make, begin: Any, qtbot: QtBot, desk: Desk, seat: Seat, tmp_path: Path
) -> None:
    """Two acts for those that are sound; at five seconds an act, far below the two minutes that are allowed."""
    row, random = begin(TOWNS), Random(11)
    folder = tmp_path / "收到"
    paths = desk.town_returns.hand_out(row.id, folder, by=seat.actor)
    ways = [*list(HARMFUL)[:3], *(random.choice(list(HARMLESS)) for _ in range(19))]
    for at, (path, unit, what) in enumerate(zip(paths, TOWNS, ways, strict=True)):
        returned.maltreat(path, unit, returned.told(row.columns, random), what, random, f"表{at}")
    page, acts = make(), 0
    said = heard(page)
    drop(page, [folder])
    acts += 1
    dialog = read(page, qtbot)
    assert len(dialog.lines()) == 22
    assert "可收 19 份" in dialog.state.text() and desk.town_returns.standing(row.id).sums["affected"] == Amount(None)
    press(dialog, KEY.Key_Return, CTRL)
    acts += 1
    qtbot.waitUntil(lambda: bool(said), timeout=MOST)
    assert said == [words.say("returns.told_taken", taken=19, left=3)]
    assert len(desk.town_returns.standing(row.id).missing) == 3
    assert acts * SECONDS_OF_AN_ACT < 120


def test_one_of_two_tables_is_left_out_by_space_and_nothing_is_written_before(
    make: Make, begin: Any, qtbot: QtBot, desk: Desk, seat: Seat, tmp_path: Path
) -> None:
    row = begin()
    path, _two, _three = desk.town_returns.hand_out(row.id, tmp_path, by=seat.actor)
    other = tmp_path / "另一份.xlsx"
    other.write_bytes(path.read_bytes())
    fill(path, affected=1)
    fill(other, affected=2)
    page = make()
    page.asking.choose_files = lambda _parent: [path, other]
    press(page, KEY.Key_A, CTRL | SHIFT)
    dialog = read(page, qtbot)
    assert not dialog.yes.isEnabled() and dialog.table.hasFocus() and "几份不同的表" in dialog.more.text()
    press(dialog, KEY.Key_Space)
    assert dialog.yes.isEnabled()
    press(dialog, KEY.Key_Escape)
    qtbot.waitUntil(lambda: page.asked.dialog is None, timeout=MOST)
    assert desk.town_returns.history(row.id, TOWNS[0]) == []
    page.activateWindow()
    qtbot.waitUntil(page.table.hasFocus, timeout=MOST)
    press(page, KEY.Key_A, CTRL | SHIFT)
    dialog = read(page, qtbot)
    press(dialog, KEY.Key_Space)
    with qtbot.waitSignal(page.saved, timeout=MOST):
        press(dialog, KEY.Key_Return, CTRL)
    assert [one.amount("affected") for one in desk.town_returns.history(row.id, TOWNS[0])] == [Amount(2)]


def bring_in(desk: Desk, seat: Seat, row: RoundRow, folder: Path, *figures: dict[str, Any]) -> None:
    paths = desk.town_returns.hand_out(row.id, folder, by=seat.actor)
    for path, told in zip(paths, figures, strict=False):
        fill(path, **told)
    seen = desk.town_returns.look(row.id, paths[: len(figures)])
    desk.town_returns.take(seen, by=seat.actor)


def test_what_is_missing_changed_and_contradicts_is_seen(
    make: Make, begin: Any, qtbot: QtBot, desk: Desk, seat: Seat, tmp_path: Path
) -> None:
    bring_in(desk, seat, begin(), tmp_path / "一", {"affected": 10, "dead": 0}, {"affected": 5}, {"affected": 1})
    bring_in(desk, seat, begin(), tmp_path / "二", {"affected": 8, "dead": 0, "evacuated": 9}, {"affected": 5})
    page = make()
    assert "已报 2/3" in page.head.text() and "未报 1" in page.head.text()
    shown = [line.key for line in page.table.rows_model.rows()]
    assert shown == ["", *TOWNS[:3]]
    sums = {line.code: line for line in page.figures.rows_model.rows()}
    assert sums["affected"].now == Amount(13, True) and sums["dead"].odd == "3 个单位中 2 个不详或未报"
    page.table.choose(TOWNS[0])
    lines = {line.code: line for line in page.figures.rows_model.rows()}
    assert (lines["affected"].now, lines["affected"].before) == (Amount(8), Amount(10)) and lines["affected"].changed
    assert "比上次少" in lines["affected"].odd and "大于受灾人口" in lines["evacuated"].odd
    assert "周例五" in page.notes.text()
    for sieve, wanted in ((Sieve.MISSING, TOWNS[2]), (Sieve.CONTRADICTS, TOWNS[0]), (Sieve.CHANGED, TOWNS[0])):
        page.sieve.choose(sieve)
        page.sieve.picked.emit(sieve)
        assert [line.key for line in page.table.rows_model.rows()] == ["", wanted]


def test_news_moves_neither_the_choice_nor_the_keyboard(
    make: Make, begin: Any, qtbot: QtBot, desk: Desk, seat: Seat, tmp_path: Path
) -> None:
    row = begin()
    page = make()
    page.table.choose(TOWNS[1])
    bring_in(desk, seat, row, tmp_path, {"affected": 1})
    with qtbot.waitSignal(page.presented, timeout=MOST):
        page.note(Changes(frozenset({Topic.INCIDENTS})))
    assert page.chosen_unit() == TOWNS[1] and page.table.hasFocus()
    assert page.told is not None and len(page.told.missing) == 2


def test_the_missing_are_reminded_and_the_round_closed_with_a_word(
    make: Make, begin: Any, qtbot: QtBot, desk: Desk
) -> None:  # fmt: skip
    row = begin()
    page = make()
    page.table.choose(TOWNS[1])
    with qtbot.waitSignal(page.presented, timeout=MOST):
        press(page, KEY.Key_R, ALT)
    assert [one.unit for one in desk.orders.rows(source_id=row.id)] == [TOWNS[1]]
    said = heard(page)
    press(page, KEY.Key_F, ALT)
    dialog = dialog_of(page, qtbot)
    press(dialog, KEY.Key_Return, CTRL)
    qtbot.waitUntil(dialog.trouble.isVisible, timeout=MOST)
    assert "3 个单位" in dialog.trouble.text()
    dialog.fields["remark"].setText("已电话核实")
    press(dialog, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: bool(said), timeout=MOST)
    assert not desk.town_returns.one(row.id).open
    qtbot.waitUntil(lambda: not page.bring.isEnabled(), timeout=MOST)


def test_people_decide_which_sums_become_figures_of_the_incident(
    make: Make, begin: Any, qtbot: QtBot, desk: Desk, seat: Seat, incident: Any, tmp_path: Path
) -> None:
    row = begin(incident_id=incident.id)
    bring_in(desk, seat, row, tmp_path, {"affected": 10, "dead": 1, "loss": 3})
    page = make()
    said = heard(page)
    press(page, KEY.Key_K, ALT | SHIFT)
    dialog = dialog_of(page, qtbot)
    assert [one.key for one in dialog.table.rows_model.rows()] == ["affected", "dead", "loss"]
    dialog.table.choose("dead")
    press(dialog, KEY.Key_Space)
    press(dialog, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: bool(said), timeout=MOST)
    newest = desk.incident_figures.newest(incident.id)
    assert {key: one.amount for key, one in newest.items()} == {"affected": Amount(10, True), "loss": Amount(300, True)}
    assert newest["loss"].source == f"乡镇报送 {row.number}" and newest["loss"].as_of == row.as_of


def test_the_form_is_saved_and_printed_from_the_round(
    make: Make, begin: Any, qtbot: QtBot, desk: Desk, seat: Seat, tmp_path: Path
) -> None:
    row = begin()
    page = make()
    asked: list[Any] = []
    page.print_asked.connect(asked.append)
    press(page, KEY.Key_P, CTRL)
    assert asked == [prints.TownsTable(row.id, seat.actor)]
    page.asking.choose_target = lambda *_asked: tmp_path / "快报表.xlsx"
    with qtbot.waitSignal(page.saved, timeout=MOST):
        press(page, KEY.Key_E, CTRL | SHIFT)
    assert (tmp_path / "快报表.xlsx").stat().st_size > 0


def test_a_preview_overtaken_by_another_seat_stays_is_looked_at_again_and_taken(
    make: Make, begin: Any, qtbot: QtBot, desk: Desk, seat: Seat, tmp_path: Path
) -> None:
    row = begin()
    paths = desk.town_returns.hand_out(row.id, tmp_path, by=seat.actor)
    fill(paths[0], affected=1)
    fill(paths[1], affected=1)
    page = make()
    drop(page, [paths[0]])
    dialog = read(page, qtbot)
    desk.town_returns.take(desk.town_returns.look(row.id, [paths[1]]), by=seat.actor)
    press(dialog, KEY.Key_Return, CTRL)
    qtbot.waitUntil(dialog.trouble.isVisible, timeout=MOST)
    assert dialog.isVisible() and len(dialog.lines()) == 1
    now = desk.town_returns.one(row.id).version
    qtbot.waitUntil(lambda: dialog.seen.round.version == now, timeout=MOST)
    said = heard(page)
    press(dialog, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: bool(said), timeout=MOST)
    assert len(desk.town_returns.standing(row.id).missing) == 1


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("size", [14, 20])
@pytest.mark.long
def test_nothing_is_cut_in_either_language(
    make: Make, begin: Any, qtbot: QtBot, desk: Desk, seat: Seat, tmp_path: Path, language: str, size: int
) -> None:
    bring_in(desk, seat, begin(), tmp_path / "表", {"affected": 8, "dead": 0, "evacuated": 9})
    page = make()
    words.set_language(language)
    theme.apply(QApplication.instance(), "light", size)  # type: ignore[arg-type]
    try:
        with qtbot.waitSignal(page.presented, timeout=MOST):
            page.reload_now()
        page.table.choose(TOWNS[0])
        qtbot.waitUntil(lambda: cut(page) == [], timeout=MOST)
        drop(page, [tmp_path / "表"])
        dialog = read(page, qtbot)
        qtbot.waitUntil(lambda: cut(dialog) == [], timeout=MOST)
    finally:
        words.set_language("zh")
        theme.apply(QApplication.instance(), "light", theme.DESIGN)  # type: ignore[arg-type]
