"""From what a panel shows to what is printed: gathers the record and opens the preview."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from console.domain.duty import SheetRow
from console.domain.inbound import InboundRow
from console.domain.log import LogEntry
from console.errors import Refused
from ui.printing import sheets
from ui.printing.copies import Counting
from ui.printing.form import Form
from ui.printing.output import to_pdf
from ui.printing.sheets import Print

if TYPE_CHECKING:
    from console.bootstrap import Desk
    from console.domain.people import Actor
    from ui.jobs import Jobs

THIS_SHIFT = "this shift"
"""Asks for the 值班日志 of the shift on watch, or of the last one."""


def form_of(desk: Desk, item: Any) -> Form:
    """The form of an inbound row, a hand-over sheet or the shift's log; on a worker."""
    now = desk.clock.now()
    if isinstance(item, SheetRow):
        return sheets.handover_form(item.as_dict(), printed_at=now)
    about = Print(desk.zone, desk.realm, now, desk.settings.value("site.name"))
    if isinstance(item, InboundRow):
        return sheets.inbound_form(item, about)
    return _shift_log(desk, about)


def _shift_log(desk: Desk, about: Print) -> Form:
    shift = desk.duty.on_watch() or desk.duty.last_shift()
    if shift is None:
        raise Refused("no_shift_yet")
    last = shift.last_number or desk.log.count()
    lines = sorted(desk.log.page(shift.first_number, last), key=lambda line: line.number)
    return sheets.day_log_form(lines, about, shift=shift)


def log_pdf(desk: Desk, path: Path, lines: Sequence[LogEntry]) -> int:
    """Lines of the log as a PDF, in the order of the book; on a worker. Answers the number of pages."""
    about = Print(desk.zone, desk.realm, desk.clock.now(), desk.settings.value("site.name"))
    return to_pdf(sheets.day_log_form(sorted(lines, key=lambda line: line.number), about), path)


def preview(
    desk: Desk,
    form: Form,
    jobs: Jobs,
    by: Actor,
    window: QWidget,
    done: Callable[[str], None],
    failed: Callable[[Exception], None],
) -> QWidget:
    """Open the preview over the window; ``done`` hears where it was printed or saved, each copy counted for ``by``."""
    from ui.dialogs.preview import PrintPreview

    dialog = PrintPreview(form, jobs, count=Counting(desk.print_copies, by), parent=window)
    dialog.printed.connect(done)
    dialog.refused.connect(failed)
    dialog.ended.connect(dialog.deleteLater)
    dialog.open()
    return dialog
