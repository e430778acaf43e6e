"""快报 by hot key from anywhere in the real window."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from console.domain.inbound import FigureValue, Intake
from console.domain.incident import NewIncident
from console.domain.incident_figures import Amount
from console.domain.incident_report import ReportKind
from tests.kit.typist import CTRL, SHIFT
from tests.kit.window import furnishing

SAID = "样例村12 山体滑坡"


@pytest.fixture
def store(new_store, clock):
    with furnishing(new_store, clock) as (desk, by):
        told = {"missing": FigureValue(1), "dead": FigureValue(None, True)}
        desk.intake.register(
            Intake(uuid4(), SAID, clock.now(), place_text="样例镇样例村12", measures="镇村已到现场", figures=told),
            by=by,
        )
    return new_store


@pytest.fixture
def desk(typist):
    return typist.app.shell.desk


def test_from_the_call_on_the_screen_two_keys_and_no_word(typist, desk):
    item = desk.intake.newest()[0]
    typist.app.shell._go_to_item("intake", item.id)
    typist.until(lambda: typist.panel().item.shown is not None, "the item is read")
    typist.press(Qt.Key.Key_K, CTRL | SHIFT)
    fields = typist.asked().fields
    assert (fields["what"].text(), fields["where"].text()) == (SAID, "样例镇样例村12")
    assert fields["casualties"].text() == "死亡不详，失联1" and fields["measures"].text() == "镇村已到现场"
    typist.press(Qt.Key.Key_Return, CTRL)
    typist.answered()
    typist.until(lambda: typist.panel().id == "upward", "the report is shown")
    page = typist.panel().reports
    typist.until(lambda: SAID in page.editor.body.text(), "its words stand there")
    assert typist.keys["key"] == 2 and not typist.keys["text"]
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("【示例】【草稿】") and "已采取措施：镇村已到现场" in copied
    (row,) = desk.incident_reports.series(desk.incident_items.incident_of(item.id).id)
    assert row.kind is ReportKind.QUICK


def test_from_the_board_something_new_is_told_in_its_fields(typist, desk):
    typist.press(Qt.Key.Key_K, CTRL | SHIFT)
    dialog = typist.asked()
    typist.press(Qt.Key.Key_Return, CTRL)
    typist.until(dialog.trouble.isVisible, "it says what is missing")
    typist.write("样例街积水")
    typist.press(Qt.Key.Key_Return, CTRL)
    typist.answered()
    typist.until(desk.upward.rows, "the draft is there")
    assert desk.upward.rows()[0].incident_title == "样例街积水"


@pytest.mark.parametrize("panel", ["incidents", "upward"])
def test_from_an_incident_or_its_report_nothing_it_knows_is_typed(typist, desk, panel):
    item, by = desk.intake.newest()[0], typist.app.seat.actor
    told = {"place_text": "样例镇样例村12", "measures": "镇村已到现场"}
    form = NewIncident(uuid4(), SAID, f"{SAID}，正在搜救", "10402", **told)
    incident = desk.incidents.open(form, [item.id], by=by)
    desk.incident_figures.revise(incident.id, {"missing": Amount(2, at_least=True)}, desk.clock.now(), "单例二", by=by)
    first = desk.incident_reports.draft(incident.id, ReportKind.FIRST, by=by)
    typist.app.shell._go_to_item(panel, incident.id if panel == "incidents" else first.id)
    typist.until(lambda: typist.panel().incident_shown() == incident.id, "the incident is on the screen")
    typist.press(Qt.Key.Key_K, CTRL | SHIFT)
    fields = typist.asked().fields
    assert (fields["what"].text(), fields["where"].text()) == (incident.summary, "样例镇样例村12")
    assert fields["casualties"].text() == "失联 至少 2 人" and fields["measures"].text() == "镇村已到现场"
    typist.press(Qt.Key.Key_Return, CTRL)
    typist.answered()
    typist.until(lambda: len(desk.incident_reports.series(incident.id)) == 2, "a draft of the incident there is")
    assert not typist.keys["text"] and len(desk.intake.newest()) == 1
