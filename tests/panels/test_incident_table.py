"""快报表 of a natural disaster from its figures: on paper and as a workbook, of what is recorded and nothing else."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt

from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.incident_figures import Amount
from tests.kit.incidents import services
from ui import prints
from ui.models.kept_words import KeptWords
from ui.panels.incident_figures import FiguresPage

LANDSLIDE, DANGEROUS_GOODS = "10402", "20101"


@pytest.fixture
def opened(app_theme, qtbot, desk, jobs, seat, times, clock):
    """The figures of an incident of that type, one report of them recorded."""

    def made(event_type):
        item = desk.intake.register(Intake(uuid4(), "来电", clock.now()), by=seat.actor)
        incident = desk.incidents.open(
            NewIncident(uuid4(), "样例村12 险情", "来电", event_type), [item.id], by=seat.actor
        )
        desk.incident_figures.revise(incident.id, {"missing": Amount(7)}, clock.now(), "现场", by=seat.actor)
        given = replace(services(desk), disaster_tables=desk.disaster_tables)
        book = KeptWords(jobs, seat, times, None, None)
        page = FiguresPage(jobs, seat, times, given, book)
        book.setParent(page)
        qtbot.addWidget(page)
        page.turn_to(incident.id)
        page.show()
        qtbot.waitUntil(lambda: page.row is not None, timeout=10_000)
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow, timeout=10_000)
        page.table.setFocus()
        return page

    return made


def heard(page):
    asked, said = [], []
    page.print_asked.connect(asked.append)
    page.saved.connect(said.append)
    page.refused.connect(lambda error: said.append(error.code))
    return asked, said


def test_the_table_goes_to_paper_and_to_a_workbook(opened, desk, qtbot, tmp_path):
    page = opened(LANDSLIDE)
    asked, said = heard(page)
    qtbot.keyClick(page.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    form = prints.form_of(desk, asked[0])
    assert form.title == "自然灾害情况快报表" and "7" in repr(form.blocks)
    page.export_to(tmp_path / "快报表.xlsx")
    qtbot.waitUntil(lambda: bool(said), timeout=10_000)
    cells = [cell for sheet in load_workbook(tmp_path / "快报表.xlsx") for row in sheet.values for cell in row]
    assert 7 in cells or "7" in cells
    assert "快报表.xlsx" in said[0]


def test_figures_that_are_typed_only_are_not_left_out_unsaid(opened, qtbot):
    page = opened(LANDSLIDE)
    asked, said = heard(page)
    page.source.setText("镇政府")
    qtbot.keyClick(page.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    page.ask_target()
    assert not asked and said == ["save_before_print"] * 2


def test_an_accident_has_no_such_table(opened, qtbot):
    page = opened(DANGEROUS_GOODS)
    asked, said = heard(page)
    assert page.print_button.isHidden() and page.export_button.isHidden()
    qtbot.keyClick(page.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert not asked and said == ["not_a_disaster"]
