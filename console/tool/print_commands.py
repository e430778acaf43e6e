"""``handover pdf`` and the PDF of ``log export``: the only commands that load Qt, and only when they run."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from console import words
from console.bootstrap import Desk, tool_actor
from console.config import DataDir
from console.errors import Refused
from console.tool.desks import opened

LOG_LINES = 20_000
"""Most lines of a log printed to one PDF (issue text)."""


def run_handover_pdf(data: DataDir, options: argparse.Namespace) -> int:
    """Write the newest sheet, or the one of that number, to a PDF."""
    target = Path(options.out)
    with opened(data) as desk:
        sheet = desk.duty.sheet(options.number)
        if sheet is None:
            raise Refused("no_such_sheet", number=options.number or "")
        with drawing():
            from ui.prints import form_of

            pages = _counted_pdf(desk, form_of(desk, sheet), target)
    print(words.say("tool.pdf_written", path=str(target), pages=pages))
    return 0


def _counted_pdf(desk: Desk, form: Any, target: Path) -> int:
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
