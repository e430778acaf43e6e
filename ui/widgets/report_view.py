"""A report on the screen: what is stored, to be read and scrolled; the print has all its rows."""

from __future__ import annotations

from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QTextEdit, QWidget

from console import words
from console.domain.realm import Realm
from console.domain.reports import TITLES, ReportRow, issue_line
from ui import theme
from ui.hiding import seen
from ui.printing.station import Station
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken

ROWS = 40
"""Most rows of one section on the screen: a month's list is for paper."""


class ReportView(Painted, Spoken, QTextEdit):
    """``show_report``; the text is Chinese as the report is, what the screen says of it follows the language."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: ReportRow | None = None
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.retranslate()

    def show_report(self, report: ReportRow | None) -> None:
        """Another one from its top; the same one anew where it was being read."""
        same = report is not None and self._report is not None and report.id == self._report.id
        at = self.verticalScrollBar().value() if same else 0
        if report == self._report:
            return
        self._report = report
        self._write()
        self.verticalScrollBar().setValue(at)

    def retranslate(self) -> None:
        self.setAccessibleName(words.say("reports.view"))
        self.setPlaceholderText(words.say("reports.nothing_chosen"))
        if self._report is not None:
            self._write()

    def restyle(self) -> None:
        if self._report is not None:
            self._write()
        super().restyle()

    def _write(self) -> None:
        self.setHtml(seen(html_of(self._report)) if self._report is not None else "")


def html_of(report: ReportRow) -> str:
    """The report as the screen shows it."""
    body = report.body
    station = Station(ZoneInfo(body["zone"]))
    issue = issue_line(report.number, Realm(body["realm"])) if report.issued else words.say("reports.draft")
    head = [f"<h3>{escape(TITLES[report.kind])} {escape(issue)}</h3>"]
    if report.corrects:
        head.append(f"<p><b>{escape(words.say('reports.corrects', number=report.corrects))}</b></p>")
    period = words.say("reports.period", start=station.minute(body["from"]), end=station.minute(body["to"]))
    counted = words.say("reports.as_of", at=station.minute(body["as_of"]))
    return "".join([*head, f"<p>{escape(period)}<br>{escape(counted)}</p>", *map(_section, body["sections"])])


def _section(section: dict[str, Any]) -> str:
    title = f"<p><b>{escape(section['title'])}</b> {escape(section['caption'])}</p>"
    rows = section["rows"]
    if not rows:
        return title
    line = theme.current().hex("line")
    heads = "".join(f"<th align='left'>{escape(column['title'])}</th>" for column in section["columns"])
    cells = "".join(f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row)}</tr>" for row in rows[:ROWS])
    style = f"border-collapse: collapse; border: 1px solid {line}"
    table = f"<table width='100%' border='1' cellspacing='0' cellpadding='3' style='{style}'>"
    more = f"<p>{escape(words.say('reports.more_rows', count=len(rows) - ROWS))}</p>" if len(rows) > ROWS else ""
    return f"{title}{table}<tr>{heads}</tr>{cells}</table>{more}"


def _cell(text: str) -> str:
    return escape(text).replace("\n", "<br>")
