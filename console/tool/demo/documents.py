"""The files the rows leave behind: where they lie, how they are made, and whether a report is the page it must be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from console.domain.incident_report import ReportRow
from console.tool.demo.reading import pdf_text
from ui import prints
from ui.printing.copies import Counting
from ui.printing.layout import lay_out
from ui.printing.output import to_pdf

if TYPE_CHECKING:
    from console.tool.demo.stage import Stage

FOLDER = "documents"
SIDES_MM = (37, 26, 35, 28)
"""Margins of GB/T 9704-2012: top, right, bottom, left."""
A4_MM = (210, 297)
LINE_TWIPS = "579"
"""Line pitch 28.95 pt: 22 lines fill the page."""


def leave(stage: Stage, name: str, item: Any) -> None:
    """The print of a record, made as the window's preview makes it."""
    to_pdf(prints.form_of(stage.desk, item), folder(stage.out) / f"{name}.pdf")


def leave_report(stage: Stage, report: ReportRow) -> None:
    """A report as Word and PDF, both from its record and both counted: the first is 正本, the second 副本 2."""
    stem = reports(stage.out) / f"{report.number} {report.label}"
    assert stage.app is not None
    by, pdf = stage.app.seat.actor, stem.with_name(f"{stem.name}.pdf")
    stage.desk.report_papers.write_docx(report.id, stem.with_name(f"{stem.name}.docx"), by=by)
    laid = lay_out(prints.letter_of(stage.desk, report.id))
    Counting(stage.desk.print_copies, by)(laid, "file", lambda marked: to_pdf(marked, pdf))


def leave_table(stage: Stage, incident_id: UUID, name: str) -> None:
    """自然灾害情况快报表 as Excel and PDF."""
    assert stage.app is not None
    by = stage.app.seat.actor
    stage.desk.disaster_tables.export(incident_id, folder(stage.out) / f"{name}.xlsx", by=by)
    leave(stage, name, prints.Disaster(incident_id, by))


def folder(out: Path) -> Path:
    made = out / FOLDER
    made.mkdir(exist_ok=True)
    return made


def reports(out: Path) -> Path:
    made = folder(out) / "reports"
    made.mkdir(exist_ok=True)
    return made


def is_pair(out: Path, number: str, *said: str) -> bool:
    """Whether the report of that number lies there twice, on the page of the standard, with these words in both."""
    found = {path.suffix: path for path in reports(out).glob(f"{number} *")}
    if set(found) != {".docx", ".pdf"}:
        return False
    return _is_letter(found[".docx"]) and _is_page(found[".pdf"]) and all(
        _plain(words) in text for words in (number, *said) for text in (_docx(found[".docx"]), _pdf(found[".pdf"]))
    )  # fmt: skip


def says(out: Path, name: str, *said: str) -> bool:
    """Whether a print lies there and holds these words; line ends do not count."""
    path = folder(out) / f"{name}.pdf"
    return path.is_file() and all(_plain(words) in _pdf(path) for words in said)


def _is_letter(path: Path) -> bool:
    from docx import Document
    from docx.oxml.ns import qn

    (section,) = Document(str(path)).sections
    sides = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    grid = section._sectPr.find(qn("w:docGrid"))
    paper = (section.page_width, section.page_height)
    told = [tuple(round(length.mm) for length in lengths if length is not None) for lengths in (sides, paper)]
    return told == [SIDES_MM, A4_MM] and grid is not None and grid.get(qn("w:linePitch")) == LINE_TWIPS


def _is_page(path: Path) -> bool:
    from pypdf import PdfReader

    boxes = [page.mediabox for page in PdfReader(path).pages]
    return all((round(_mm(box.width)), round(_mm(box.height))) == A4_MM for box in boxes)


def _mm(points: Any) -> float:
    return float(points) * 25.4 / 72


def _docx(path: Path) -> str:
    """Every word of it, those in tables too."""
    from docx import Document
    from docx.oxml.ns import qn

    return _plain("".join(part.text or "" for part in Document(str(path)).element.iter(qn("w:t"))))


def _pdf(path: Path) -> str:
    return _plain(pdf_text(path))


def _plain(text: str) -> str:
    return "".join(text.split())
