"""一张图 over a real store: the list and the map say the same, keyboard alone, an outline brought in, a print."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.map_marks import MarkKind
from console.domain.people import Actor
from console.services.sample_map import county
from console.services.sample_spots import spot_in
from db.models.places import Place
from tests.kit import dispatch as kit
from tests.kit import geometry
from tests.kit.input_method import commit
from tests.kit.upward import ALT, CTRL, KEY, SHIFT
from ui import theme
from ui.map_prints import MapSheet
from ui.models.map_rows import MapServices
from ui.panels.map import MapPanel

PATIENCE = 20_000
TOWN = "例溪镇"


@pytest.fixture
def county_file(tmp_path: Path) -> Path:
    made = tmp_path / "轮廓.geojson"
    made.write_text(county(), encoding="utf-8")
    return made


@pytest.fixture
def furnished(desk: Desk, seat, county_file: Path) -> Desk:
    """A flooded town, two teams, two stores."""
    by: Actor = seat.actor
    place = Place(id=uuid4(), code="990101003", name=TOWN, level="town", version=1)
    at = [spot_in(TOWN, number) for number in (5, 20, 30, 45)]
    spots = [{"latitude": north, "longitude": east} for north, east in at]
    kit.add(
        desk, by, place,
        kit.team("D01", 0, name="县消防救援大队", **spots[0]), kit.team("D02", 0, name="蓝天救援队", **spots[1]),
        kit.warehouse("K01", "县级防汛物资库", 0, **spots[2]),
        kit.warehouse("K02", "例溪镇仓库", 0, tier="town", **spots[3]),
        kit.team("D03", None, name="无位置队"),
    )  # fmt: skip
    desk.map_files.import_file(county_file, by=by)
    item = desk.intake.register(Intake(uuid4(), "例溪镇内涝", desk.clock.now()), by=by).id
    desk.incidents.open(NewIncident(uuid4(), "例溪镇内涝", "例溪镇内涝", "101", place_id=place.id), [item], by=by)
    return desk


@pytest.fixture
def open_map(qtbot: QtBot, app_theme: QApplication, jobs, seat, times):
    def open_it(desk: Desk, panels: frozenset[str] = frozenset({"incidents", "dispatch", "teams"})) -> MapPanel:
        panel = MapPanel(jobs, seat, times, services=MapServices(desk.maps, desk.map_files, panels))
        qtbot.addWidget(panel)
        panel.resize(1302, 658)
        with qtbot.waitSignal(panel.presented, timeout=PATIENCE):
            panel.show()
        panel.activateWindow()
        panel.first_focus().setFocus()
        qtbot.waitUntil(panel.canvas.hasFocus, timeout=PATIENCE)
        return panel

    return open_it


def names(panel: MapPanel) -> list[str]:
    return [row.mark.name for row in panel.table.rows_model.rows()]


def test_the_list_and_the_map_show_the_same_and_say_what_has_no_place(furnished: Desk, open_map) -> None:
    panel = open_map(furnished)
    assert names(panel) == ["例溪镇内涝", "县消防救援大队", "蓝天救援队", "县级防汛物资库", "例溪镇仓库"]
    assert len(panel.canvas.scene.marks) == 5 and len(panel.canvas.scene.areas) == 23
    assert panel.card.caption.text() == "未标位置：队伍 1"
    assert not panel.missing.isVisible()
    assert "事件 1" in panel.switches[MarkKind.INCIDENT].button.text()


def test_the_keyboard_alone_goes_from_the_map_to_what_helps_and_measures(
    furnished: Desk, open_map, qtbot: QtBot
) -> None:
    panel = open_map(furnished)
    QTest.keyClick(panel.canvas, KEY.Key_PageDown)
    assert panel.name.text() == "例溪镇内涝" and panel.table.chosen_row().mark.name == "例溪镇内涝"
    assert "约略位置" in panel.facts.text()
    QTest.keyClick(panel.canvas, KEY.Key_R, ALT)
    rows = panel.table.rows_model.rows()
    assert rows[0].mark.name == "例溪镇内涝" and rows[0].leg is None
    minutes = [row.leg.minutes for row in rows[1:]]
    assert minutes == sorted(minutes) and minutes[0] < minutes[-1]
    shown = panel.canvas.shown()
    assert [ring.minutes for ring in shown.rings] == [15, 30, 60] and shown.origin == rows[0].mark.key
    near = shown.rings[0].km
    panel.weather.setCurrentIndex(panel.weather.findData("storm"))
    panel.weather.activated.emit(panel.weather.currentIndex())
    assert panel.canvas.shown().rings[0].km < near
    with qtbot.waitSignal(panel.item_asked, timeout=PATIENCE) as told:
        QTest.keyClick(panel.canvas, KEY.Key_O, ALT)
    assert told.args[0] == "incidents"
    with qtbot.waitSignal(panel.item_asked, timeout=PATIENCE) as told:
        QTest.keyClick(panel.canvas, KEY.Key_D, ALT)
    assert told.args == ["dispatch", rows[0].mark.id]
    QTest.keyClick(panel.canvas, KEY.Key_R, ALT)
    assert panel.canvas.shown().rings == ()


def test_enter_in_the_list_brings_the_mark_to_the_middle(furnished: Desk, open_map, qtbot: QtBot) -> None:
    panel = open_map(furnished)
    panel.table.setFocus()
    qtbot.waitUntil(panel.table.hasFocus, timeout=PATIENCE)
    panel.table.choose(next(row.mark.key for row in panel.table.rows_model.rows() if row.mark.name == "例溪镇仓库"))
    mark = panel.canvas.chosen_mark()
    assert mark.name == "例溪镇仓库"
    QTest.keyClick(panel.table, KEY.Key_Return)
    frame = panel.canvas.frame()
    assert frame.dots(*panel.canvas.scene.places[mark.key]) == pytest.approx((frame.across / 2, frame.down / 2))
    assert not panel.open.isEnabled(), "there is no panel of stores"


def test_layers_and_words_narrow_both(furnished: Desk, open_map, qtbot: QtBot) -> None:
    panel = open_map(furnished)
    QTest.keyClick(panel.canvas, KEY.Key_T, ALT)
    assert names(panel) == ["例溪镇内涝", "县级防汛物资库", "例溪镇仓库"]
    assert MarkKind.TEAM not in panel.canvas.shown().layers
    QTest.keyClick(panel.canvas, KEY.Key_T, ALT)
    QTest.keyClick(panel.canvas, KEY.Key_F, CTRL)
    qtbot.waitUntil(panel.search.hasFocus, timeout=PATIENCE)
    commit(panel.search, "仓库")
    QTest.keyClick(panel.search, KEY.Key_Return)
    assert names(panel) == ["例溪镇仓库"]


def test_news_move_neither_map_nor_choice_nor_cursor(furnished: Desk, open_map, qtbot: QtBot, seat) -> None:
    panel = open_map(furnished)
    panel.choose(next(mark.key for mark in panel.canvas.scene.marks if mark.name == "蓝天救援队"))
    panel.canvas.zoom(3)
    panel.search.setFocus()
    commit(panel.search, "救")
    before, at = panel.canvas.frame(), panel.search.cursorPosition()
    kit.add(furnished, seat.actor, kit.team("D09", 0, name="新来救援队"))
    with qtbot.waitSignal(panel.presented, timeout=PATIENCE):
        panel.reload()
    assert len(panel.canvas.scene.marks) == 6
    assert panel.canvas.frame() == before and panel.canvas.chosen_mark().name == "蓝天救援队"
    assert panel.search.hasFocus() and panel.search.cursorPosition() == at
    assert panel.name.text() == "蓝天救援队"


def test_without_an_outline_it_says_what_belongs_here_and_brings_one_in(
    desk: Desk, open_map, qtbot: QtBot, county_file: Path
) -> None:
    panel = open_map(desk)
    assert panel.missing.isVisible() and "轮廓" in panel.bring_first.text()
    panel.importing.ask_file = lambda _parent: str(county_file)
    QTest.keyClick(panel.canvas, KEY.Key_I, CTRL | SHIFT)
    dialog = panel.importing.dialog
    qtbot.waitUntil(dialog.yes.isEnabled, timeout=PATIENCE)
    assert desk.maps.view().outlines == () and dialog.figures["added"].count.text() == "23"
    with qtbot.waitSignal(panel.saved, timeout=PATIENCE) as told:
        dialog.yes.click()
    assert "新增 23" in told.args[0]
    qtbot.waitUntil(lambda: len(panel.canvas.scene.areas) == 23, timeout=PATIENCE)
    assert not panel.missing.isVisible() and panel.canvas.frame().seen().contains(panel.canvas.scene.extent())


def test_a_broken_file_is_told_in_the_dialog_and_changes_nothing(desk: Desk, open_map, qtbot: QtBot, tmp_path) -> None:
    bad = tmp_path / "坏.geojson"
    bad.write_text(county()[:700], encoding="utf-8")
    panel = open_map(desk)
    panel.importing.ask_file = lambda _parent: str(bad)
    with qtbot.waitSignal(panel.refused, timeout=PATIENCE) as told:
        panel.bring.click()
    assert told.args[0].code == "geojson_broken" and not panel.importing.dialog.yes.isEnabled()
    assert desk.maps.view().outlines == ()
    panel.importing.dialog.reject()


def test_who_only_looks_on_cannot_bring_one_in(furnished: Desk, open_map, seat, viewer) -> None:
    panel = open_map(furnished)
    assert panel.bring.isEnabled()
    seat.sit(viewer)
    assert not panel.bring.isEnabled() and panel.bring.toolTip()
    panel.importing.ask_file = lambda _parent: pytest.fail("asked for a file")
    QTest.keyClick(panel.canvas, KEY.Key_I, CTRL | SHIFT)


def test_a_print_is_what_is_seen(furnished: Desk, open_map, qtbot: QtBot) -> None:
    panel = open_map(furnished)
    panel.canvas.zoom(2)
    with qtbot.waitSignal(panel.print_asked, timeout=PATIENCE) as told:
        QTest.keyClick(panel.canvas, KEY.Key_P, CTRL)
    (sheet,) = told.args
    assert isinstance(sheet, MapSheet) and sheet.frame == panel.canvas.frame() and len(sheet.marks) == 5


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("size", [14, 20])
@pytest.mark.long
def test_it_fits_the_smallest_screen(furnished: Desk, open_map, qapp, language: str, size: int) -> None:
    panel = open_map(furnished)
    words.set_language(language)
    theme.apply(qapp, "light", size)
    try:
        panel.resize(1302 if language == "zh" else 1274, 640 if size == 14 else 580)
        for _ in range(4):
            QApplication.sendPostedEvents(None, 0)
            QApplication.processEvents()
        assert geometry.faults(panel) == []
        assert (panel.width(), panel.height()) == (1302 if language == "zh" else 1274, 640 if size == 14 else 580)
        assert panel.canvas.height() >= 200
    finally:
        theme.apply(qapp, "light")


def test_words_follow_the_language(furnished: Desk, open_map) -> None:
    panel = open_map(furnished)
    panel.choose(panel.canvas.scene.marks[0].key)
    words.set_language("en")
    QApplication.processEvents()
    assert panel.card.title.text() == "County map" and "Incident" in panel.facts.text()
    assert panel.card.caption.text() == "No place known: Teams 1"
    assert panel.canvas.accessibleName() == "Map" and panel.weather.accessibleName() == "Travel by weather"
    assert panel.canvas.focusPolicy() == Qt.FocusPolicy.StrongFocus
