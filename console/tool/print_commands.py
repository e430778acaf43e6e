"""``handover pdf``, ``print …`` and the PDF of ``log export``: the only commands that load Qt, when they run."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from console import words
from console.bootstrap import Desk, tool_actor
from console.config import DataDir
from console.domain.reports import ReportKind
from console.errors import Refused, Unavailable
from console.services.roster_import import month_of
from console.tool.commands import command, group
from console.tool.desks import opened

WARNING_PAPERS = ("approval", "record", "caution", "talk")
"""What ``print warning`` can write: 审批单, 发布记录, 警示函, 约谈函."""

LOG_LINES = 20_000
"""Most lines of a log printed to one PDF (issue text)."""


def register(commands: Any) -> None:
    """Add ``print blank``, ``report``, ``roster``, ``warning`` and ``callout``."""
    prints = group(commands, "print", "print_command")
    blank = command(prints, "blank", "print_blank")
    blank.add_argument("--out", required=True, metavar="DIR")
    blank.set_defaults(run=run_blank)
    report = command(prints, "report", "print_report")
    report.add_argument("number", metavar="NUMBER")
    report.add_argument("--out", required=True, metavar="FILE")
    report.set_defaults(run=run_report)
    roster = command(prints, "roster", "print_roster")
    roster.add_argument("--month", required=True, metavar="YYYY-MM")
    roster.add_argument("--out", required=True, metavar="FILE")
    roster.set_defaults(run=run_roster)
    warning = command(prints, "warning", "print_warning")
    warning.add_argument("number", metavar="NUMBER")
    warning.add_argument("--paper", choices=WARNING_PAPERS, default=WARNING_PAPERS[0])
    warning.add_argument("--out", required=True, metavar="FILE")
    warning.set_defaults(run=run_warning)
    callout = command(prints, "callout", "print_callout")
    callout.add_argument("number", metavar="NUMBER")
    callout.add_argument("--out", required=True, metavar="FILE")
    callout.set_defaults(run=run_callout)


def run_blank(data: DataDir, options: argparse.Namespace) -> int:
    """Write the empty forms of a blackout into a folder, one PDF each."""
    folder = Path(options.out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable("cannot_write_file", error, path=str(folder)) from error
    with opened(data) as desk, drawing():
        from ui.printing.output import to_pdf
        from ui.prints import blank_forms

        for form in blank_forms(desk):
            target = folder / f"{form.title}.pdf"
            pages = to_pdf(form, target)
            print(words.say("tool.pdf_written", path=str(target), pages=pages))
    return 0


def run_report(data: DataDir, options: argparse.Namespace) -> int:
    """Write an issued report to a PDF; each is counted as a copy."""
    target = Path(options.out)
    with opened(data) as desk:
        found = [row for kind in ReportKind for row in desk.reports.rows(kind) if row.number == options.number]
        if not found:
            raise Refused("no_such_report")
        with drawing():
            from ui.prints import form_of

            pages = counted_pdf(desk, form_of(desk, found[0]), target)
    print(words.say("tool.pdf_written", path=str(target), pages=pages))
    return 0


def run_roster(data: DataDir, options: argparse.Namespace) -> int:
    """Write the shift table of a month to a PDF; each is counted as a copy."""
    month = month_of(options.month)
    if month is None:
        raise Refused("bad_month", given="")
    target = Path(options.out)
    with opened(data) as desk, drawing():
        from ui.prints import Month, form_of

        pages = counted_pdf(desk, form_of(desk, Month(date(*month, 1))), target)
    print(words.say("tool.pdf_written", path=str(target), pages=pages))
    return 0


def run_warning(data: DataDir, options: argparse.Namespace) -> int:
    """Write a paper of a warning to a PDF; each is counted as a copy."""
    target = Path(options.out)
    with opened(data) as desk, drawing():
        from ui.prints import form_of
        from ui.warning_prints import WarningApproval, WarningLetter, WarningRecord

        key = desk.warnings.numbered(options.number).id
        if options.paper == "approval":
            item: Any = WarningApproval(key)
        else:
            item = WarningRecord(key) if options.paper == "record" else WarningLetter(key, options.paper)
        pages = counted_pdf(desk, form_of(desk, item), target)
    print(words.say("tool.pdf_written", path=str(target), pages=pages))
    return 0


def run_callout(data: DataDir, options: argparse.Namespace) -> int:
    """Write the 叫应台账 of a calling to a PDF; each is counted as a copy."""
    target = Path(options.out)
    with opened(data) as desk:
        found = desk.warning_papers.callout_numbered(options.number)
        with drawing():
            from ui.prints import form_of
            from ui.warning_prints import CalloutBook

            pages = counted_pdf(desk, form_of(desk, CalloutBook(found)), target)
    print(words.say("tool.pdf_written", path=str(target), pages=pages))
    return 0


def run_handover_pdf(data: DataDir, options: argparse.Namespace) -> int:
    """Write the newest sheet, or the one of that number, to a PDF."""
    target = Path(options.out)
    with opened(data) as desk:
        sheet = desk.duty.sheet(options.number)
        if sheet is None:
            raise Refused("no_such_sheet", number=options.number or "")
        with drawing():
            from ui.prints import form_of

            pages = counted_pdf(desk, form_of(desk, sheet), target)
    print(words.say("tool.pdf_written", path=str(target), pages=pages))
    return 0


def counted_pdf(desk: Desk, form: Any, target: Path) -> int:
    """A PDF that is counted as a copy of its record; answers its number of pages."""
    from ui.printing.copies import Counting
    from ui.printing.layout import lay_out
    from ui.printing.output import to_pdf

    laid = lay_out(form)
    Counting(desk.print_copies, tool_actor())(laid, "file", lambda marked: to_pdf(marked, target))
    return len(laid.pages)


def log_pdf(desk: Desk, target: Path, start: datetime | None, end: datetime | None) -> int:
    """Write the lines recorded in a half-open interval as 值班日志; answers how many they are."""
    lines = list(islice(desk.log.between(start, end), LOG_LINES + 1))
    if len(lines) > LOG_LINES:
        raise Refused("export_too_long", limit=LOG_LINES, count=f"{LOG_LINES}+")
    with drawing():
        from ui.printing.output import to_pdf
        from ui.printing.sheets import Print, day_log_form
        from ui.printing.station import span

        about = Print(desk.zone, desk.realm, desk.clock.now(), desk.settings.value("site.name"))
        to_pdf(day_log_form(lines, about, span=span(start, end, desk.zone)), target)
    return len(lines)


@contextmanager
def drawing() -> Iterator[None]:
    """A Qt application without a screen for as long as something is drawn; one that runs already is used."""
    if sys.platform.startswith("linux"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    running = QGuiApplication.instance()
    application = running or QGuiApplication(sys.argv[:1])
    try:
        yield
    finally:
        if running is None:
            application.shutdown()
