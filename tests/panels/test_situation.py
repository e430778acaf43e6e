"""The commander's page: everything leads to its record by keys, nothing moves under the officer, it fits, it prints."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.changes import Changes, Topic
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.inbound import Intake
from console.domain.incident import IncidentState, NewIncident
from console.domain.incident_report import ReportKind
from console.domain.people import Actor, Role
from console.domain.situation import Wait
from console.services.incident_reports import Text
from tests.kit import geometry
from tests.kit.dispatch import Ground, ground
from tests.kit.situation import LEADER, Night, night
from tests.kit.upward import laid_out
from tests.kit.window import Opened, sign_in
from ui import prints, theme
from ui.jobs import Jobs
from ui.models.situation_rows import SituationServices
from ui.panels.situation import SituationPanel
from ui.printing.layout import lay_out
from ui.printing.output import to_pdf
from ui.seat import Seat
from ui.situation_prints import SituationSheet
from ui.text import Times

__all__ = ["ground"]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def by(seat: Seat) -> Actor:
    return seat.actor


@pytest.fixture
def busy(desk: Desk, clock: StoppedClock, ground: Ground, by: Actor, tmp_path: Path) -> Night:
    return night(desk, clock, ground, tmp_path, by=by)


@pytest.fixture
def open_page(qtbot: QtBot, app_theme: QApplication, desk: Desk, jobs: Jobs, seat: Seat, times: Times):
    def open_it() -> SituationPanel:
        panel = SituationPanel(jobs, seat, times, services=SituationServices(desk.situation))
        qtbot.addWidget(panel)
        panel.resize(1302, 658)
        with qtbot.waitSignal(panel.presented):
            panel.show()
        panel.activateWindow()
        panel.first_focus().setFocus()
        qtbot.waitUntil(panel.first_focus().hasFocus)
        return panel

    return open_it


def cells(table) -> list[str]:
    model = table.model()
    return [
        " | ".join(str(model.index(row, column).data() or "") for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def test_four_cards_say_the_night_and_enter_leads_to_each_record(
    busy: Night, ground: Ground, open_page, qtbot: QtBot
) -> None:
    panel = open_page()
    (incident,) = cells(panel.incidents.table)
    for part in ("未定级", "样例村内涝", "死亡 3 人", "被困 不详", "转移安置 至少 860 人", "截至 08:00", "初报 待审批"):
        assert part in incident, part
    assert panel.cards["standing"].caption.text() == "事件 1 · 响应 1"
    assert panel.people.text() == "紧急转移 1240 人 · 转移安置 至少 860 人（截至 08:00）"
    waiting = "\n".join(cells(panel.waiting.table))
    for part in (
        "待审批",
        "待补签",
        "样例村内涝：数字达到较大",
        "批示未转办",
        "无人承接",
        "排水泵 4 台",
        LEADER,
        "已等 1:30:00",
    ):
        assert part in waiting, part
    assert any("队伍D1→样例村内涝 | 超 " in line for line in cells(panel.moving.table))
    assert any("饮用水" in line and "岩坦镇库" in line for line in cells(panel.moving.table))
    assert any("物资 | 应急灯 25 盏 | 县库、岩坦镇库 等 2 处" in line for line in cells(panel.lacking.table))
    assert any("队伍D3 休整" in line for line in cells(panel.lacking.table))
    asked: list[tuple[str, object]] = []
    panel.item_asked.connect(lambda where, record: asked.append((where, record)))
    qtbot.keyClick(panel.incidents.table, Qt.Key.Key_Down)
    words_asked: list[object] = []
    panel.approval_asked.connect(words_asked.append)
    for key in ("1", "2", "3", "4"):
        qtbot.keyClick(QApplication.focusWidget(), getattr(Qt.Key, f"Key_{key}"), CTRL)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert asked[0] == ("incidents", ground.incident) and len(asked) == 4
    assert asked[3] == ("dispatch", ground.incident)
    (waits,) = [row for row in panel.waiting.table.rows_model.rows() if row.wait is Wait.APPROVAL]
    panel.waiting.table.choose(waits.key)
    qtbot.keyClick(panel.waiting.table, Qt.Key.Key_Return)
    assert words_asked == [waits.record], "a word is given where words are given"
    for listed in panel.lists:
        row = listed.table.rows_model.rows()[0]
        assert listed.table.choose(listed.table.rows_model.key_at(listed.table.rows_model.index(0, 0))), row
        listed.table.setFocus()
        qtbot.keyClick(listed.table, Qt.Key.Key_Return)
    assert ("plans", busy.response) in asked and ("orders", busy.instruction) in asked
    panel.people.click()
    assert asked[-1] == ("incidents", ground.incident)


def test_news_and_time_move_neither_the_keyboard_nor_the_choice(
    busy: Night, open_page, desk: Desk, by: Actor, clock: StoppedClock, qtbot: QtBot
) -> None:
    panel = open_page()
    table = panel.moving.table
    panel.go_to(2)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    chosen = table.chosen_key()
    clock.advance(minutes=40)
    desk.tasks.add("再次核实水位", clock.now() + timedelta(minutes=1), by=by)
    clock.advance(minutes=2)
    with qtbot.waitSignal(panel.presented):
        panel.note(Changes(frozenset({Topic.TASKS})))
    assert any("再次核实水位" in line for line in cells(table))
    assert table.chosen_key() == chosen and table.hasFocus()
    panel.note(Changes(frozenset({Topic.CONTACTS})))
    assert not panel.stale, "news of something else is not asked about"


def test_what_waits_for_me_stands_out(busy: Night, open_page, desk: Desk, seat: Seat, qtbot: QtBot) -> None:
    panel = open_page()
    assert panel.cards["waiting"].caption.text().endswith("项") and "本人" not in panel.cards["waiting"].caption.text()
    leader = next(row for row in desk.accounts.list() if row.name == LEADER)
    seat.sit(leader.actor)
    assert "其中本人" in panel.cards["waiting"].caption.text()
    model = panel.waiting.table.rows_model
    mine = [at for at, row in enumerate(model.rows()) if row.of_name == LEADER]
    assert mine and all(model.index(at, 0).data(Qt.ItemDataRole.FontRole).bold() for at in mine)


@pytest.mark.long
def test_a_quiet_day_is_calm_and_the_page_fits_in_both_languages_at_every_size(
    open_page, desk: Desk, clock: StoppedClock, ground: Ground, by: Actor, tmp_path: Path, qtbot: QtBot
) -> None:
    row = desk.incidents.one(ground.incident)
    desk.incidents.step(row.id, IncidentState.CANCELLED, "误报", seen=row.version, by=by)
    panel = open_page()
    assert all(one.bare for one in panel.lists) and not panel.people.isVisible()
    said = {label.text() for label in panel.findChildren(QLabel) if label.isVisible()}
    assert {"没有未结事件。", "没有等人决定的事项。"} <= said
    assert panel.first_focus() is panel.paper and panel.paper.hasFocus()
    row = desk.incidents.one(ground.incident)
    desk.incidents.step(row.id, IncidentState.REPORTED, "属实", seen=row.version, by=by)
    night(desk, clock, ground, tmp_path, by=by)
    with qtbot.waitSignal(panel.presented):
        panel.reload_now()
    wrong = {}
    panel.resize(1240, 600)
    for language in ("en", "zh"):
        words.set_language(language)
        for size in (theme.DESIGN, 20):
            theme.apply(QApplication.instance(), "light", size)
            laid_out()
            found = geometry.faults(panel)
            if found:
                wrong[language, size] = found
    assert not wrong, wrong


def test_one_page_for_the_pocket_however_bad_the_night(
    busy: Night, open_page, desk: Desk, ground: Ground, by: Actor, tmp_path: Path, qtbot: QtBot
) -> None:
    panel = open_page()
    with qtbot.waitSignal(panel.print_asked) as asked:
        qtbot.keyClick(panel.incidents.table, Qt.Key.Key_P, CTRL)
    (sheet,) = asked.args
    assert isinstance(sheet, SituationSheet)
    for at in range(14):
        ground.another(desk, by, f"岩坦镇样例村第{at}处内涝需要转移人员")
        desk.tasks.add(f"逾期任务{at}", desk.clock.now() + timedelta(minutes=1), by=by)
    desk.clock.advance(minutes=3)  # type: ignore[attr-defined]
    form = prints.form_of(desk, sheet)
    assert len(lay_out(form).pages) == 1
    told = repr(form)
    for part in ("态势一页", "样例村内涝", "被困不详", "截至 08-12 08:00", "另有", "带班领导 林例十", "应急灯 25 盏"):
        assert part in told, part
    assert "137 0000 0001" not in told and "回访 137 **** 0001" in told, "the page is carried about"
    assert "0577-0000" not in told and "100-0000" not in told
    assert to_pdf(form, tmp_path / "态势.pdf") == 1


def test_enter_leads_through_the_window_to_where_a_word_is_given(store: DataDir, opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    sign_in(app, qtbot)
    desk, by = app.shell.desk, app.seating.officer.actor
    desk.accounts.add(LEADER, Role.COMMANDER, "situation of 2030", by=by)
    item = desk.intake.register(Intake(uuid4(), "例溪镇内涝", desk.clock.now()), by=by).id
    incident = desk.incidents.open(NewIncident(uuid4(), "例溪镇内涝", "例溪镇内涝", "101"), [item], by=by)
    for title in ("甲", "乙"):
        other = desk.incidents.open(NewIncident(uuid4(), title, title, "101"), [_item(desk, by)], by=by)
        report = desk.incident_reports.draft(other.id, ReportKind.FIRST, by=by)
        asked = desk.incident_reports.ask(report.id, Text(title, "正文"), LEADER, seen=report.version, by=by)
    qtbot.keyClick(app.window, Qt.Key.Key_F12, Qt.KeyboardModifier.ShiftModifier)
    panel = app.window.current_panel()
    assert isinstance(panel, SituationPanel)
    qtbot.waitUntil(lambda: len(panel.waiting.table.rows_model.rows()) == 2)
    wanted = next(row for row in panel.waiting.table.rows_model.rows() if row.title == asked.title)
    panel.go_to(1)
    panel.waiting.table.choose(wanted.key)
    qtbot.keyClick(panel.waiting.table, Qt.Key.Key_Return)
    upward = app.window.current_panel()
    assert upward.id == "upward" and upward.stack.currentIndex() == 1
    qtbot.waitUntil(lambda: upward.approvals.table.chosen_key() == wanted.record)
    app.window.show_panel("situation")
    panel.go_to(0)
    panel.incidents.table.choose(incident.id)
    qtbot.keyClick(panel.incidents.table, Qt.Key.Key_Return)
    assert app.window.current_panel().id == "incidents"
    assert app.window.current_panel().incident_shown() == incident.id


def _item(desk: Desk, by: Actor) -> UUID:
    return desk.intake.register(Intake(uuid4(), "另一件", desk.clock.now()), by=by).id
