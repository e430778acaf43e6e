"""The time line goes out as it is shown: to Excel, to PDF, to paper; the page says what of it was chosen."""

from __future__ import annotations

from uuid import uuid4

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtCore import Qt

from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.people import Actor, Role
from console.domain.timeline import EventKind
from tests.kit.incidents import services
from ui import prints
from ui.incident_prints import TimeLine
from ui.models.kept_words import KeptWords
from ui.panels.incident_events import EventsPage

CALLS = 60
"""More calls than fit on a page."""


@pytest.fixture
def incident(desk, seat, clock):
    def call(text):
        clock.advance(minutes=1)
        return desk.intake.register(Intake(uuid4(), text, clock.now()), by=seat.actor).id

    items = [call(f"第 {at} 个来电：山体开裂") for at in range(CALLS)]
    made = desk.incidents.open(NewIncident(uuid4(), "样例村12 山体滑坡", "山体开裂", "10402"), items, by=seat.actor)
    below = desk.incidents.open(
        NewIncident(uuid4(), "样例村12 断电", "线杆倒伏", "10402"), [call("线杆倒伏")], by=seat.actor
    )
    desk.incidents.put_under(below.id, made.id, seen=below.version, by=seat.actor)
    return desk.incidents.one(made.id)


@pytest.fixture
def page(app_theme, qtbot, desk, jobs, seat, times, incident):
    from dataclasses import replace

    given = replace(services(desk), timeline_pdf=lambda asked, path: prints.timeline_pdf(desk, asked, path))
    made = EventsPage(jobs, seat, times, given, KeptWords(jobs, seat, times, None, None))
    qtbot.addWidget(made)
    made.turn_to(incident.id)
    made.show()
    qtbot.waitUntil(lambda: made.row is not None)
    return made


def narrowed(page, kind, asked):
    page.kind.choose(kind)
    page.kind.picked.emit(kind)
    page.search.setText(asked)
    page.search.search_now()


def told(page):
    heard = []
    page.saved.connect(heard.append)
    page.refused.connect(heard.append)
    return heard


def text_of(path):
    return ["".join(one.extract_text().split()) for one in PdfReader(path).pages]


def test_what_is_shown_goes_to_excel_with_the_incidents_below(qtbot, page, desk, tmp_path):
    narrowed(page, EventKind.ITEM, "线杆")
    heard = told(page)
    page.export_to(tmp_path / "过程.xlsx")
    qtbot.waitUntil(lambda: bool(heard))
    rows = list(load_workbook(tmp_path / "过程.xlsx").active.iter_rows(values_only=True))
    assert len(rows) == 2 and "线杆倒伏" in rows[1][4] and "1" in heard[0]


def test_what_is_shown_goes_to_a_pdf_that_says_so_on_the_page(qtbot, page, desk, incident, seat, tmp_path):
    narrowed(page, EventKind.ITEM, "山体")
    heard = told(page)
    page.export_to(tmp_path / "过程.pdf")
    qtbot.waitUntil(lambda: bool(heard))
    pages = text_of(tmp_path / "过程.pdf")
    head, whole = pages[0], "".join(pages)
    for said in (
        "事件处置过程表",
        incident.number,
        "样例村12山体滑坡",
        "来电来文；含“山体”",
        f"打印人：{seat.name}",
        "正本",
    ):
        assert said in head, said
    assert len(pages) > 1
    for at, one in enumerate(pages, start=1):
        assert f"第{at}页" in one and f"共{len(pages)}页" in one
    assert f"第{CALLS - 1}个来电" in whole and "线杆" not in whole
    assert str(len(pages)) in heard[0]
    assert [row.by_name for row in desk.print_copies.of("timeline", incident.number)] == [seat.name]


def test_the_print_key_asks_for_what_is_shown(qtbot, page, incident, seat):
    narrowed(page, EventKind.ITEM, "山体")
    asked = []
    page.print_asked.connect(asked.append)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert asked == [TimeLine(incident.id, seat.actor, (EventKind.ITEM,), "山体", below=True)]


def test_the_whole_time_line_names_the_incident_below(desk, incident, seat):
    form = prints.form_of(desk, TimeLine(incident.id, seat.actor))
    said = [pair.value for pair in form.blocks[0].pairs]
    assert "全部类别；含下级事件" in said and "发生时间" in [pair.label for pair in form.blocks[0].pairs]
    lines = [row.cells[3] for row in form.blocks[1].rows]
    assert next(line for line in lines if "线杆" in line).startswith("〔") and len(lines) == CALLS + 3
    again = prints.form_of(desk, TimeLine(incident.id, Actor.tool("tester")))
    assert again.footer.digest == form.footer.digest and again.subtitle != form.subtitle


def test_who_may_not_print_is_offered_no_pdf(qtbot, page, desk, seat):
    assert "pdf" in page.forms()
    seat.sit(desk.accounts.add("周例五", Role.VIEWER, "viewer of 2030", by=seat.actor).actor)
    assert not page.export_button.isEnabled() and page.print_button.isEnabled()
