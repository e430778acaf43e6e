"""From what a panel shows to what is printed: gathers the record, dresses it as the county likes, opens the preview."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from console.domain.duty import SheetRow
from console.domain.inbound import InboundRow
from console.domain.incident_report import ReportRow as IncidentReportRow
from console.domain.log import LogEntry
from console.domain.reports import ReportRow
from console.domain.settings import SETTINGS
from console.errors import Refused
from ui import (
    dispatch_prints,
    incident_prints,
    map_prints,
    order_prints,
    plan_prints,
    shelter_prints,
    situation_prints,
    stock_prints,
    team_prints,
    warning_prints,
)
from ui.printing import sheets
from ui.printing.copies import Counting
from ui.printing.form import Form
from ui.printing.named import completed, filling_of, spec_of
from ui.printing.output import to_pdf
from ui.printing.sheets import Print

if TYPE_CHECKING:
    from console.bootstrap import Desk
    from console.domain.forms import Looked
    from console.domain.incident_figures import Amount
    from console.domain.outbound import OutboundRow
    from console.domain.people import Actor
    from ui.jobs import Jobs


@dataclass(frozen=True, slots=True)
class TestPage:
    """Asks for the page a printer is tried with."""


@dataclass(frozen=True, slots=True)
class OwnForm:
    """The county's .docx of a print; ``trouble`` says that its file is missing or damaged.

    ``built_in`` is the program's own, which a report has where the county has none or a damaged one.
    """

    name: str
    trouble: str
    write: Callable[[Form, Path], None]
    built_in: bool = False

    @property
    def usable(self) -> bool:
        return self.built_in or not self.trouble


THIS_SHIFT = "this shift"
"""Asks for the 值班日志 of the shift on watch, or of the last one."""


@dataclass(frozen=True, slots=True)
class Register:
    """Asks for 发出登记: these rows, with a span said in words."""

    rows: Sequence[OutboundRow]
    span: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """Asks for the 值班表 of the month that begins on this day."""

    first: date


@dataclass(frozen=True, slots=True)
class Days:
    """Asks for the 值班表 of these days, both included: a week, a holiday, any span."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Counts:
    """Asks for the 值班统计表 of these days, both included; ``stood_only`` leaves out shifts to come."""

    first: date
    last: date
    stood_only: bool = True


@dataclass(frozen=True, slots=True)
class Ready:
    """Asks for the readiness report of the shift that begins next after ``at``; None: after now."""

    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Disaster:
    """Asks for the 快报表 of an incident, filled in by ``by``; ``by_unit`` are the towns' own figures."""

    incident_id: UUID
    by: Actor
    by_unit: Mapping[str, Mapping[str, Amount]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TownsTable:
    """Asks for the 快报表 of a round of the towns' returns, filled in by ``by``."""

    round_id: UUID
    by: Actor


@dataclass(frozen=True, slots=True)
class Blank:
    """Asks for the empty forms of a blackout; ``which`` counts from 0: intake, log, hand-over."""

    which: int


_ABOUT_INCIDENTS = IncidentReportRow | Disaster | TownsTable | incident_prints.TimeLine
_LISTED = (
    Register
    | Month
    | Days
    | Counts
    | Ready
    | _ABOUT_INCIDENTS
    | order_prints.Printed
    | plan_prints.Printed
    | stock_prints.Printed
    | team_prints.Printed
    | shelter_prints.Printed
    | dispatch_prints.Printed
    | warning_prints.Printed
    | map_prints.MapSheet
    | situation_prints.SituationSheet
)


def form_of(desk: Desk, item: Any) -> Form:
    """The form of a record, of the shift's log, of a register or an empty one; on a worker."""
    if isinstance(item, TestPage):
        from ui.printing.test_page import test_page

        return test_page(desk.settings.value("site.name"), desk.clock.now(), desk.zone)
    return dressed(desk, _form_of(desk, item))


def _form_of(desk: Desk, item: Any) -> Form:
    now = desk.clock.now()
    if isinstance(item, SheetRow):
        leader = desk.settings.value("sheet.leader_signs") == "yes"
        return sheets.handover_form(item.as_dict(), printed_at=now, leader=leader)
    about = _about(desk, now)
    if isinstance(item, InboundRow):
        return _inbound(desk, item, about)
    if isinstance(item, ReportRow):
        from ui.printing.report_form import report_form

        return report_form(desk.reports.one(item.id), printed_at=now)
    if isinstance(item, _LISTED):
        return _listed(desk, item, about)
    if isinstance(item, Blank):
        return blank_forms(desk)[item.which]
    return _shift_log(desk, about)


def dressed(desk: Desk, form: Form) -> Form:
    """The county's own title and issuer, where the settings name them."""
    if form.letter is not None:
        return form
    key = f"print.title.{form.kind}"
    title = desk.settings.value(key) if key in SETTINGS else ""
    issuer = desk.settings.value("print.issuer")
    closing = (issuer, *form.closing[1:]) if issuer and form.closing else form.closing
    return replace(form, title=title or form.title, closing=closing)


def _about(desk: Desk, now: datetime) -> Print:
    return Print(desk.zone, desk.realm, now, desk.settings.value("site.name"))


def _inbound(desk: Desk, item: InboundRow, about: Print) -> Form:
    """Read anew: a screen may show what is hidden on paper."""
    row = desk.intake.one(item.id)
    return sheets.inbound_form(row, about, actions=desk.intake.actions(item.id), clocks=desk.clocks.of(item.id))


def _listed(desk: Desk, item: Any, about: Print) -> Form:
    for kinds, made in (
        (order_prints.Printed, order_prints.form_of),
        (_ABOUT_INCIDENTS, _of_incident),
        (Register, _register),
        (Month | Days, _roster),
        (Counts | Ready, _of_duty),
        (stock_prints.Printed, stock_prints.form_of),
        (team_prints.Printed, team_prints.form_of),
        (shelter_prints.Printed, shelter_prints.form_of),
        (dispatch_prints.Printed, dispatch_prints.form_of),
        (warning_prints.Printed, warning_prints.form_of),
        (situation_prints.SituationSheet, situation_prints.form_of),
        (map_prints.MapSheet, lambda _desk, item, about: map_prints.form_of(item, about)),
    ):
        if isinstance(item, kinds):
            return made(desk, item, about)
    return plan_prints.form_of(desk, item, about)


def _of_incident(desk: Desk, item: Any, about: Print) -> Form:
    if isinstance(item, IncidentReportRow):
        return letter_of(desk, item.id)
    if isinstance(item, Disaster):
        return disaster_of(desk, item)
    if isinstance(item, TownsTable):
        return towns_table_of(desk, item)
    return incident_prints.timeline_of(desk, item, about)


def disaster_of(desk: Desk, asked: Disaster) -> Form:
    """自然灾害情况快报表 as the record says it now."""
    from ui.printing.disaster_form import disaster_form

    table = desk.disaster_tables.table(asked.incident_id, asked.by, asked.by_unit)
    return disaster_form(table, zone=desk.zone, printed_at=desk.clock.now())


def towns_table_of(desk: Desk, asked: TownsTable) -> Form:
    """自然灾害情况快报表 as a round of the towns' returns says it now."""
    from ui.printing.disaster_form import disaster_form

    table = desk.return_tables.table(asked.round_id, asked.by)
    return disaster_form(table, zone=desk.zone, printed_at=desk.clock.now())


def letter_of(desk: Desk, report_id: UUID) -> Form:
    """A report upward as a document, as its record says it now."""
    from ui.printing.letter_form import letter_form

    return letter_form(desk.report_papers.page(report_id), zone=desk.zone, printed_at=desk.clock.now())


def _register(desk: Desk, asked: Register, about: Print) -> Form:
    from ui.printing.outbound_form import outbound_form

    channels = {item.code: item.get("name") for item in desk.lists.rows("channels", retired=True)}
    return outbound_form(asked.rows, about, span=asked.span, channels=channels)


def _roster(desk: Desk, item: Month | Days, about: Print) -> Form:
    from ui.printing.roster_form import roster_form

    if isinstance(item, Days):
        return roster_form(desk.roster.plans(item.first, item.last), item.first, about, item.last)
    first = item.first.replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return roster_form(desk.roster.plans(first, last), first, about)


def _of_duty(desk: Desk, item: Counts | Ready, about: Print) -> Form:
    from ui.printing.counts_form import counts_form
    from ui.printing.readiness_form import readiness_form

    if isinstance(item, Ready):
        return readiness_form(desk.readiness.report(item.at), about)
    rows = desk.duty_counts.rows(item.first, item.last, stood_only=item.stood_only)
    return counts_form(rows, item.first, item.last, about, stood_only=item.stood_only)


def _shift_log(desk: Desk, about: Print) -> Form:
    shift = desk.duty.on_watch() or desk.duty.last_shift()
    if shift is None:
        raise Refused("no_shift_yet")
    last = shift.last_number or desk.log.count()
    lines = sorted(desk.log.page(shift.first_number, last), key=lambda line: line.number)
    return sheets.day_log_form(lines, about, shift=shift)


def blank_forms(desk: Desk) -> list[Form]:
    """接报登记单, 值班日志, 交接班单 to be written by hand, as this station has them now."""
    from ui.printing.blank_forms import blank_forms as made

    checks = [(item.get("section"), item.get("name")) for item in desk.lists.rows("checks")]
    return made(_about(desk, desk.clock.now()), desk.duty.posts_to_fill(), checks)


def own_form(desk: Desk, form: Form) -> OwnForm | None:
    """The county's own form of that print; None where there is none. A report always has a .docx. On a worker."""
    row = desk.forms.rows().get(form.kind) if form.kind else None
    if form.letter is not None and (row is None or row.trouble):
        return _built_in(desk, row.name if row else "", row.trouble if row else "")
    if row is None:
        return None

    def write(marked: Form, target: Path) -> None:
        from ui.printing.outlines import outline

        whole = completed(filling_of(marked), filling_of(outline(desk, form.kind)))
        desk.forms.write(form.kind, whole, target)

    return OwnForm(row.name, row.trouble, write)


def _built_in(desk: Desk, name: str, trouble: str) -> OwnForm:
    from console.services.report_papers import write_built_in
    from ui.printing.letter_form import small_lines

    def write(marked: Form, target: Path) -> None:
        assert marked.letter is not None
        write_built_in(marked.letter, small_lines(marked), desk.clock.now().astimezone(desk.zone), target)

    return OwnForm(name, trouble, write, built_in=True)


def log_pdf(desk: Desk, path: Path, lines: Sequence[LogEntry]) -> int:
    """Lines of the log as a PDF, in the order of the book; on a worker. Answers the number of pages."""
    form = sheets.day_log_form(sorted(lines, key=lambda line: line.number), _about(desk, desk.clock.now()))
    return to_pdf(dressed(desk, form), path)


def timeline_pdf(desk: Desk, asked: incident_prints.TimeLine, path: Path) -> int:
    """The time line of an incident as a PDF, counted as a copy; on a worker. Answers the number of pages."""
    return incident_prints.counted_pdf(desk, form_of(desk, asked), path, asked.by)


def preview(
    desk: Desk,
    form: Form,
    jobs: Jobs,
    by: Actor,
    window: QWidget,
    done: Callable[[str], None],
    failed: Callable[[Exception], None],
    printers: list[str],
) -> QWidget:
    """Open the preview over the window; ``done`` hears where it was printed or saved, each copy counted for ``by``.

    ``printers`` were asked for on a worker: a print server that does not answer holds whoever asks for seconds.
    """
    from ui.dialogs.preview import PrintPreview

    dialog = PrintPreview(
        form, jobs, count=Counting(desk.print_copies, by), own_form=lambda: own_form(desk, form),
        printers=lambda: printers, parent=window,
    )  # fmt: skip
    dialog.printed.connect(done)
    dialog.refused.connect(failed)
    dialog.ended.connect(dialog.deleteLater)
    dialog.open()
    return dialog


@dataclass(frozen=True, slots=True)
class OwnForms:
    """What the forms page asks of the desk: the fields of a print are known here, the files in the service."""

    desk: Desk

    def rows(self) -> Any:
        return self.desk.forms.rows()

    def load(self, form: str, source: Path, by: Actor) -> Looked:
        from ui.printing.outlines import outline

        return self.desk.forms.load(source, spec_of(outline(self.desk, form)), by=by)

    def stop(self, form: str, by: Actor) -> None:
        self.desk.forms.stop(form, by=by)

    def write_sample(self, form: str, target: Path) -> None:
        from ui.printing.outlines import outline

        made = outline(self.desk, form)
        fields = filling_of(made)
        columns = {table: tuple(names) for table, names in fields.columns.items()}
        self.desk.forms.write_sample(made.title, tuple(fields.values), columns, target)

    def blank(self, which: int) -> Blank:
        return Blank(which)
