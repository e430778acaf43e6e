"""The preview of a report: its pages, and a .docx at hand whether the county has a form of its own or not."""

from __future__ import annotations

from uuid import uuid4

import pytest
from docx import Document

from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.incident_report import ReportKind
from console.domain.people import Actor, Role
from console.services.incident_reports import Text
from tests.kit.reports import report_page
from ui import prints, theme
from ui.dialogs.preview import PrintPreview
from ui.jobs import Jobs
from ui.printing.copies import Counting
from ui.printing.letter_form import letter_form
from ui.printing.output import to_pdf

LEADER, WORD = "林例十", "leader of 2030"


@pytest.fixture
def by(desk) -> Actor:
    desk.accounts.add(LEADER, Role.COMMANDER, WORD, by=Actor.tool("tester"))
    return desk.accounts.add("陈例一", Role.ADMIN, "officer of 2030", by=Actor.tool("tester")).actor


@pytest.fixture
def report(desk, by, clock):
    item = desk.intake.register(Intake(uuid4(), "山体开裂", clock.now()), by=by).id
    incident = desk.incidents.open(NewIncident(uuid4(), "样例村12 山体滑坡", "山体开裂", "10402"), [item], by=by)
    row = desk.incident_reports.draft(incident.id, ReportKind.FIRST, by=by)
    desk.incident_reports.ask(row.id, Text(row.title, row.body), LEADER, seen=row.version, by=by)
    (waits,) = desk.approvals.waiting(LEADER)
    desk.approvals.approve(waits.id, LEADER, WORD, digest=waits.digest)
    return desk.incident_reports.one(row.id)


@pytest.fixture
def opened(desk, by, report, qtbot, qapp, tmp_path):
    theme.apply(qapp, "light")
    jobs = Jobs()
    form = prints.form_of(desk, report)
    dialog = PrintPreview(
        form, jobs, count=Counting(desk.print_copies, by), own_form=lambda: prints.own_form(desk, form),
        printers=lambda: [], ask_own=lambda _parent, name: tmp_path / name,
    )  # fmt: skip
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.sheet.ready and dialog._own is not None)
    yield dialog
    jobs.close()


def test_a_word_file_is_saved_from_the_preview_and_counted(opened, desk, report, qtbot, tmp_path):
    assert opened.pages == 2 and opened.own_button.isVisible() and "Word" in opened.own_button.text()
    with qtbot.waitSignal(opened.printed):
        opened.save_own()
    (path,) = tmp_path.glob("*.docx")
    document = Document(path)
    assert path.stem == f"{report.title} {report.number}"
    assert "正本" in document.sections[0].footer.paragraphs[1].text
    assert report.title in [one.text for one in document.paragraphs]
    assert [row.ordinal for row in desk.print_copies.of("report", report.number)] == [1]


def test_the_countys_own_form_takes_the_place_of_the_built_in_one(desk, by, report, tmp_path):
    document = Document()
    document.add_paragraph("{{标题}}｜{{编号}}｜{{签发人}}｜{{抄送}}")
    document.save(tmp_path / "own.docx")
    assert prints.OwnForms(desk).load("report", tmp_path / "own.docx", by).taken

    form = prints.form_of(desk, report)
    own = prints.own_form(desk, form)
    assert own is not None and (own.name, own.built_in) == ("own.docx", False)
    own.write(form, tmp_path / "a.docx")
    said = [one.text for one in Document(tmp_path / "a.docx").paragraphs]
    assert f"{report.title}｜{report.number}｜{LEADER}｜" in said

    desk.files.open_path(desk.forms.rows()["report"].digest).unlink()
    again = prints.own_form(desk, form)
    assert again is not None and (again.trouble, again.built_in, again.usable) == ("missing", True, True)


def test_a_sample_form_names_every_field(desk, tmp_path):
    prints.OwnForms(desk).write_sample("report", tmp_path / "a.docx")
    said = "".join(one.text for one in Document(tmp_path / "a.docx").paragraphs)
    for name in ("报送", "抄送", "正文", "签发人", "紧急程度", "内部标注", "落款单位", "落款日期", "报告类别"):
        assert f"{{{{{name}}}}}" in said


def test_the_pdf_is_found_by_its_words(desk, tmp_path, clock, read):
    form = letter_form(report_page(), zone=desk.zone, printed_at=clock.now())
    to_pdf(form, tmp_path / "a.pdf")
    text = "".join(read(tmp_path / "a.pdf"))
    for wanted in ("应急值班快报", "签发人：林例十", "样例村12发生滑坡。", "〔2030〕", "2030年8月12日印发", "死亡不详"):
        assert wanted in text
