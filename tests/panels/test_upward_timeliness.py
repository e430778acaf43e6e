"""时限统计 on the screen: every figure leads to its records by mouse and by keys, late is told with its reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.changes import Changes, Topic
from console.domain.clock import StoppedClock
from console.domain.inbound import Intake
from console.domain.incident import IncidentRow, NewIncident
from console.domain.orders import Form, NewOrder
from console.domain.people import Actor
from console.domain.report_limits import LimitStep
from console.domain.timeliness import Outcome, Tally
from tests.kit import geometry
from ui import theme
from ui.jobs import Jobs
from ui.panels.upward_timeliness import TimelinessPage
from ui.seat import Seat
from ui.text import Times
from ui.widgets import plot
from ui.widgets.outcome_chart import Bar, OutcomeChart

KEY = Qt.Key
Page = Callable[[], TimelinessPage]


@pytest.fixture
def by(seat: Seat) -> Actor:
    return seat.actor


@pytest.fixture
def incidents(desk: Desk, by: Actor, clock: StoppedClock) -> list[IncidentRow]:
    """One reported in time, one late with its reason, one not at all."""
    made = [_opened(desk, by, title) for title in ("样例村12 山体滑坡", "样例街积水", "330 国道塌方")]
    clock.advance(minutes=20)
    _told(desk, made[0], by)
    clock.advance(minutes=30)
    _told(desk, made[1], by, "线路中断")
    return made


def _opened(desk: Desk, by: Actor, title: str) -> IncidentRow:
    item = desk.intake.register(Intake(uuid4(), title, desk.clock.now()), by=by)
    return desk.incidents.open(NewIncident(uuid4(), title, title), [item.id], by=by)


def _told(desk: Desk, incident: IncidentRow, by: Actor, late: str = "") -> None:
    phone = next(one for one in desk.incident_clocks.of(incident.id) if one.step is LimitStep.FIRST_PHONE)
    desk.incident_clocks.done(phone.id, "李例三", None, late, by=by)


@pytest.fixture
def opened(qtbot: QtBot, app_theme: QApplication, desk: Desk, jobs: Jobs, seat: Seat, times: Times) -> Page:
    def open_it() -> TimelinessPage:
        page = TimelinessPage(jobs, seat, times, timeliness=desk.timeliness)
        qtbot.addWidget(page)
        page.resize(1278, 590)
        with qtbot.waitSignal(page.presented):
            page.show()
        page.activateWindow()
        page.first_focus().setFocus()
        qtbot.waitUntil(page.first_focus().hasFocus)
        return page

    return open_it


def shown(page: TimelinessPage) -> list[Any]:
    return list(page.records.rows_model.rows())


def cells(page: TimelinessPage, at: int) -> list[str]:
    model = page.measures.rows_model
    return [model.index(at, column).data() for column in range(model.columnCount())]


def test_arrows_and_enter_lead_from_a_figure_to_its_record(qtbot, opened, incidents):
    page = opened()
    assert cells(page, 0) == ["电话初报", "1", "1", "1", "0", "33%", "35 分"]
    assert cells(page, 1)[-2:] == ["无", ""], "nothing in writing is decided yet: no rate, and not all of it"
    assert len(shown(page)) == 3
    gone: list[Any] = []
    page.item_asked.connect(lambda *asked: gone.append(asked))

    qtbot.keyClick(page.measures, KEY.Key_Right)
    qtbot.keyClick(page.measures, KEY.Key_Right)
    qtbot.keyClick(page.measures, KEY.Key_Return)
    assert page.records.hasFocus()
    early = page._shown != page._asked
    page._open(shown(page)[0])
    assert not (early and gone), "what stands there is behind an earlier figure: a key hit too soon opens nothing"
    qtbot.waitUntil(lambda: [row.outcome for row in shown(page)] == [Outcome.LATE])
    (row,) = shown(page)
    assert (row.record_id, row.reason, row.outcome) == (incidents[1].id, "线路中断", Outcome.LATE)
    assert page.records_card.title.text() == "电话初报，近 12 个月，超时办结，1 条"
    with qtbot.waitSignal(page.item_asked) as asked:
        qtbot.keyClick(page.records, KEY.Key_Return)
    assert asked.args == ["incidents", incidents[1].id]


def test_tab_goes_to_the_months_and_a_month_without_reports_is_none(qtbot, opened, incidents):
    page = opened()
    for _ in range(6):
        qtbot.keyClick(QApplication.focusWidget(), KEY.Key_Tab)
        if page.groups.hasFocus():
            break
    assert page.groups.hasFocus()
    months = page.groups.rows_model.rows()
    assert len(months) == 12 and [line.tally.rate for line in months[:-1]] == [None] * 11
    assert page.groups.rows_model.index(0, 5).data() == "无"
    for _ in range(11):
        qtbot.keyClick(page.groups, KEY.Key_Down)
    for _ in range(3):
        qtbot.keyClick(page.groups, KEY.Key_Right)
    qtbot.waitUntil(lambda: [row.record_id for row in shown(page)] == [incidents[2].id])
    assert page.chart.hit(11, 2.5) == (11, Outcome.OVER)
    assert "超时未办" in page.records_card.title.text()


def test_a_click_on_a_piece_of_a_bar_is_one_on_its_figure(qtbot, opened, incidents):
    page = opened()
    qtbot.waitUntil(lambda: page.chart.plot is not None and page.chart.plot.width() > 100)
    box = page.chart.plot.getViewBox()
    spot = page.chart.plot.mapFromScene(box.mapViewToScene(QPointF(11, 1.5)))
    qtbot.mouseClick(page.chart.plot.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    qtbot.waitUntil(lambda: [row.record_id for row in shown(page)] == [incidents[1].id])
    assert page.groups.currentIndex().row() == 11 and page.groups.currentIndex().column() == 2
    assert page.measures.hasFocus(), "a click moves no keyboard"
    assert page.chart.hit(0, 0.5) == (0, None) and page.chart.hit(12, 0.5) is None


def test_tasks_are_told_by_unit_too(qtbot, opened, desk, by, clock):
    due = clock.now() + timedelta(hours=1)
    desk.orders.give([NewOrder(unit, "转移", due, Form.ORDER) for unit in ("甲镇", "乙镇")], by=by)
    plain = desk.tasks.add("查堤", due, "县水利局", by=by)
    desk.tasks.close(plain.id, "已查", seen=plain.version, by=by)
    clock.advance(hours=2)
    page = opened()
    assert page.by.isHidden()
    qtbot.keyClick(page.measures, KEY.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert page.measures.currentIndex().row() == len(page.measures.rows_model.rows()) - 1
    qtbot.keyClick(page.measures, KEY.Key_Home)
    qtbot.waitUntil(lambda: len(shown(page)) == 3)
    assert not page.by.isHidden()

    page.by.setFocus()
    qtbot.keyClick(page.by, KEY.Key_Down)
    assert [line.unit for line in page.groups.rows_model.rows()] == ["乙镇", "甲镇", "县水利局"]
    page.groups.setFocus()
    qtbot.keyClick(page.groups, KEY.Key_Down)
    qtbot.keyClick(page.groups, KEY.Key_Up)
    qtbot.waitUntil(lambda: [row.whom for row in shown(page)] == ["乙镇"])
    with qtbot.waitSignal(page.item_asked) as asked:
        qtbot.keyClick(page.groups, KEY.Key_Return)
        qtbot.keyClick(page.records, KEY.Key_Return)
    assert asked.args[0] == "orders"
    for _ in range(2):
        qtbot.keyClick(page.groups, KEY.Key_Down)
    qtbot.waitUntil(lambda: [row.whom for row in shown(page)] == ["县水利局"])
    with qtbot.waitSignal(page.search_asked) as sought:
        page.open_button.setEnabled(True)
        page.records.choose(shown(page)[0].id)
        qtbot.mouseClick(page.open_button, Qt.MouseButton.LeftButton)
    assert sought.args == [plain.number], "a matter that is closed stands in the log"


def test_news_move_nothing_the_officer_looks_at(qtbot, opened, desk, incidents, by):
    page = opened()
    page.groups.setFocus()
    for _ in range(12):
        qtbot.keyClick(page.groups, KEY.Key_Down)
    qtbot.waitUntil(lambda: page.records_card.title.text().startswith("电话初报，2030-08，"))
    _opened(desk, by, "新的一起")
    with qtbot.waitSignal(page.presented):
        page.note(Changes(frozenset({Topic.INCIDENTS})))
    assert page.groups.hasFocus() and page.groups.currentIndex().row() == 11
    assert len(shown(page)) == 4 and cells(page, 0)[4] == "1"


def test_a_year_without_anything_says_none_and_the_page_stays(qtbot, opened, incidents, clock):
    clock.advance(days=400)
    page = opened()
    assert page.stack.currentIndex() == 1, "nothing in twelve months"
    page.span.setFocus()
    page._show_span(2030)
    qtbot.waitUntil(lambda: page.stack.currentIndex() == 0)
    assert cells(page, 0)[1:4] == ["1", "1", "1"]
    page._show_span(2031)
    qtbot.waitUntil(lambda: cells(page, 0)[1:4] == ["0", "0", "0"])
    assert page.chart.empty.isVisible() and not page.nothing.isHidden()


def test_nothing_at_all_says_what_belongs_here(qtbot, opened):
    page = opened()
    assert page.stack.currentIndex() == 1 and page.empty.button.hasFocus()
    with qtbot.waitSignal(page.reports_asked):
        qtbot.keyClick(page.empty.button, KEY.Key_Space)


def test_the_table_is_taken_out_as_excel(qtbot, opened, incidents, tmp_path):
    page, target = opened(), tmp_path / "时限.xlsx"
    with qtbot.waitSignal(page.saved):
        page.export_to(target)
    rows = list(load_workbook(target).active.iter_rows(values_only=True))
    assert ("电话初报", "2030-08", 1, 1, 1, 0, "33.3%", 35) in rows


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [14, 20])
@pytest.mark.long
def test_it_fits_in_both_languages_and_large_type(qtbot, app_theme, opened, incidents, language, size):
    words.set_language(language)
    theme.apply(app_theme, "light", size)
    try:
        page = opened()
        page.resize(1235 if size == 20 else 1240, 520)
        QApplication.processEvents()
        assert page.minimumSizeHint().width() <= 1235
        assert not geometry.cut(page)
        said = page.measures.rows_model.index(0, 0).data()
        assert said == {"zh": "电话初报", "en": "First, by phone"}[language]
        assert page.chart_card.title.text() == said
        words.set_language("en" if language == "zh" else "zh")
        assert page.chart_card.title.text() != said, "the language of what stands there follows at once"
    finally:
        theme.apply(app_theme, "light")


def test_every_outcome_looks_different_in_every_theme(qtbot, app_theme):
    plot.load()
    chart = OutcomeChart()
    qtbot.addWidget(chart)
    chart.resize(600, 260)
    chart.show_bars([Bar("8月", "40%", Tally(dict.fromkeys(Outcome, 10)))], "电话初报")
    chart.show()
    try:
        for name in theme.THEMES:
            theme.apply(app_theme, name)
            QApplication.processEvents()
            looks = [_look(chart, outcome) for outcome in Outcome]
            assert len(set(looks)) == len(Outcome), name
            assert len(looks[1]) > 1 and len(looks[2]) > 1, "what is late is told by more than a colour"
    finally:
        theme.apply(app_theme, "light")
    chart.end()
    assert chart.plot is None
    chart.show_bars([Bar("9月", "", Tally({Outcome.LATE: 1}))], "电话初报")
    assert chart.plot is None, "nothing is made anew in a window that goes"


def _look(chart: OutcomeChart, outcome: Outcome) -> frozenset[str]:
    """The colours that make up that piece, those of its edges aside."""
    place = chart.plot.getViewBox().mapViewToScene(QPointF(0, list(Outcome).index(outcome) * 10 + 5))
    spot, image = chart.plot.mapTo(chart, chart.plot.mapFromScene(place)), chart.grab().toImage()
    seen: dict[str, int] = {}
    for x in range(-8, 8):
        for y in range(-8, 8):
            name = image.pixelColor(spot.x() + x, spot.y() + y).name()
            seen[name] = seen.get(name, 0) + 1
    return frozenset(name for name, count in seen.items() if count >= 16)
