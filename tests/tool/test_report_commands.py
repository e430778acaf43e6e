"""``report pdf|docx|text``: by number or serial, counted, one sentence where there is none."""

from __future__ import annotations

from uuid import uuid4

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.incident_report import ReportKind
from console.domain.people import Actor, Role
from console.services.incident_reports import Text

LEADER, WORD = "林例十", "leader of 2030"


@pytest.fixture
def county(desk):
    desk.accounts.add(LEADER, Role.COMMANDER, WORD, by=Actor.tool("tester"))
    by = desk.accounts.add("陈例一", Role.OFFICER, "tool reports 2030", by=Actor.tool("tester")).actor
    item = desk.intake.register(Intake(uuid4(), "山体开裂", desk.clock.now()), by=by).id
    incident = desk.incidents.open(NewIncident(uuid4(), "样例村12 山体滑坡", "山体开裂", "10402"), [item], by=by)
    row = desk.incident_reports.draft(incident.id, ReportKind.FIRST, by=by)
    desk.incident_reports.ask(row.id, Text(row.title, row.body), LEADER, seen=row.version, by=by)
    (waits,) = desk.approvals.waiting(LEADER)
    desk.approvals.approve(waits.id, LEADER, WORD, digest=waits.digest)
    return desk.data


def test_pdf_and_docx_are_copies_of_one_report(ask, county, tmp_path, qapp):
    first = ask(county, "report", "pdf", "1", "--out", str(tmp_path / "a.pdf"))
    assert (first.returncode, first.stderr) == (0, "") and "a.pdf" in first.stdout
    assert "正本" in PdfReader(tmp_path / "a.pdf").pages[0].extract_text()
    second = ask(county, "report", "docx", "示例应急值班快报〔2030〕第1期", "--out", str(tmp_path / "a.docx"))
    assert (second.returncode, second.stderr) == (0, "") and "副本 2" in second.stdout
    assert "关于样例村12 山体滑坡的报告" in [one.text for one in Document(tmp_path / "a.docx").paragraphs]


def test_text_is_for_pasting(ask, county):
    done = ask(county, "report", "text", "1")
    assert done.returncode == 0 and "报送：县委办总值班室，" in done.stdout


def test_the_quick_report_form_is_a_workbook_or_a_pdf_by_its_ending(ask, county, tmp_path, qapp):
    for name in ("a.xlsx", "a.pdf"):
        done = ask(county, "report", "table", "0001", "--out", str(tmp_path / name))
        assert (done.returncode, done.stderr) == (0, "") and name in done.stdout
    cells = {row[0].value: row[1].value for row in load_workbook(tmp_path / "a.xlsx")["快报表"].iter_rows()}
    assert cells["事件"].endswith("样例村12 山体滑坡") and cells["填报人"] is None
    assert "自然灾害情况快报表" in PdfReader(tmp_path / "a.pdf").pages[0].extract_text()
    done = ask(county, "report", "table", "0001", "--out", str(tmp_path / "a.doc"))
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1) and not (tmp_path / "a.doc").exists()


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_no_such_report_and_no_place_to_write_are_one_sentence(ask, county, tmp_path, form, qapp):
    done = ask(county, "report", form, "99", "--out", str(tmp_path / "a"))
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    done = ask(county, "report", form, "1", "--out", str(tmp_path / "no" / "a"))
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
