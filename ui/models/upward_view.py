"""What the page of reports upward asks at once, on a worker, and the columns of its tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from console import words
from console.domain.approvals import ApprovalRow, ApprovalState
from console.domain.incident import IncidentRow
from console.domain.incident_report import RecipientRow, ReportKind, ReportRow, ReportState
from console.domain.outbound import rung
from console.domain.report_limits import IncidentClockRow
from console.domain.upward import UpwardRow
from console.services.incident_reports import Missing
from console.services.report_sending import STEP_OF
from ui.models.table import Column, RowTableModel
from ui.text import Times
from ui.widgets.report_words import report_label

if TYPE_CHECKING:
    from console.domain.report_page import ReportPage
    from console.services.approvals import ApprovalsService
    from console.services.contacts import ContactsService
    from console.services.duty import DutyService
    from console.services.incident_clocks import IncidentClocksService
    from console.services.incident_reports import IncidentReportsService, Text
    from console.services.incidents import IncidentsService
    from console.services.outbound import OutboundService
    from console.services.report_papers import ReportPapers
    from console.services.report_sending import ReportSending
    from console.services.timeliness import TimelinessService
    from console.services.upward import UpwardService


@dataclass(frozen=True, slots=True)
class UpwardServices:
    """The services its pages ask."""

    upward: UpwardService
    reports: IncidentReportsService
    sending: ReportSending
    approvals: ApprovalsService
    incidents: IncidentsService
    clocks: IncidentClocksService
    outbound: OutboundService
    duty: DutyService
    people: ContactsService
    papers: ReportPapers
    timeliness: TimelinessService


@dataclass(frozen=True, slots=True)
class Look:
    """One report with everything around it. ``clocks`` are the running ones a sending of it would end."""

    row: ReportRow
    incident: IncidentRow
    missing: Missing
    receivers: tuple[RecipientRow, ...]
    approvals: tuple[ApprovalRow, ...]
    clocks: tuple[IncidentClockRow, ...]
    next_kinds: tuple[ReportKind, ...]
    lacking: frozenset[UUID] = frozenset()
    """Receivers who are to be rung and have no number."""

    @property
    def waiting(self) -> ApprovalRow | None:
        return next((one for one in self.approvals if one.state is ApprovalState.WAITING), None)

    @property
    def decided(self) -> ApprovalRow | None:
        """The last word that was given on it."""
        given = [one for one in self.approvals if one.state in (ApprovalState.APPROVED, ApprovalState.RETURNED)]
        return given[-1] if given else None

    def over(self, receiver: RecipientRow, now: datetime) -> bool:
        """Whether sending it there now would be late."""
        return any(one.over(now) for one in self.clocks if one.whom in ("", receiver.organisation))


@dataclass(frozen=True, slots=True)
class View:
    """One load of the page. ``channels`` are names by code of those something may leave by."""

    rows: tuple[UpwardRow, ...]
    look: Look | None
    incidents: tuple[IncidentRow, ...]
    leader: str
    waiting: Mapping[str, int] = field(default_factory=dict)
    channels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Names of channels by language and code."""
    rung: frozenset[str] = frozenset()
    """Codes of channels by which somebody is rung."""
    more: bool = False
    """Whether there are others behind ``rows``."""


def load_view(
    services: UpwardServices, asked: str, states: Sequence[ReportState], chosen: UUID | None, pages: int = 1
) -> View:
    """On a worker. Nothing chosen means the newest of the list."""
    from console.services.outbound import can_send
    from console.services.upward import SHOWN

    rows = tuple(services.upward.rows(asked, states, limit=SHOWN * pages))
    wanted = chosen or (rows[0].id if rows else None)
    watch = services.duty.on_watch()
    sendable = [item for item in services.outbound.channels() if can_send(item)]
    return View(
        rows,
        look_at(services, wanted) if wanted is not None else None,
        tuple(services.incidents.open_rows()),
        watch.leader if watch is not None else "",
        services.upward.waiting(),
        {language: {item.code: item.name(language) for item in sendable} for language in words.LANGUAGES},
        rung(sendable),
        len(rows) == SHOWN * pages,
    )


def look_at(services: UpwardServices, report_id: UUID) -> Look:
    """Refuses no_such_report."""
    row = services.reports.one(report_id)
    step = STEP_OF[row.kind]
    clocks = [one for one in services.clocks.of(row.incident_id) if one.running and one.step is step]
    return Look(
        row,
        services.incidents.one(row.incident_id),
        services.reports.missing(report_id),
        tuple(services.reports.recipients(report_id)),
        tuple(services.approvals.of(report_id)),
        tuple(clocks),
        services.reports.next_kinds(row.incident_id),
        frozenset(one.id for one in services.sending.numberless(report_id)),
    )


def as_typed(page: ReportPage, said: Text) -> ReportPage:
    """The page with the words that stand on the screen."""
    marks = {
        name: words.say_in("zh", f"report.mark.{code}") if code else ""
        for name, code in (("urgency", said.urgency), ("marking", said.marking))
    }
    return replace(page, title=said.title, body=said.body, **marks)


def state_word(row: UpwardRow) -> str:
    """拟稿, 退回待改, 待审批, 已批准, 已批准待补签 …"""
    if row.returned:
        return words.say("report.state.returned")
    return words.say("report.state.owes" if row.owes else f"report.state.{row.state.value}")


def report_model(times: Times) -> RowTableModel[UpwardRow]:
    def further(row: UpwardRow) -> str:
        """Whom it waits for, or how many have it."""
        if row.waits_for:
            return row.waits_for
        known = row.state in (ReportState.APPROVED, ReportState.ARCHIVED)
        return words.say("upward.sent_of", sent=row.sent, all=row.receivers) if known else ""

    def about(row: UpwardRow) -> str:
        return f"{row.incident_title} {row.incident_number}"

    return RowTableModel(
        (
            Column("upward.kind", lambda row: report_label(row.kind, row.ordinal), width=92),
            Column("upward.about", about, stretch=True, tip=lambda row: f"{row.number} {row.title}\n{about(row)}"),
            Column(
                "upward.state", state_word, width=84, ink=_ink, strong=lambda row: _ink(row) is not None, stays=True,
            ),
            Column(
                "upward.further", further, width=72, tip=lambda row: further(row) or times.near(row.drafted_at),
                stays=True,
            ),
        ),
        key=lambda row: row.id,
    )  # fmt: skip


def _ink(row: UpwardRow) -> str | None:
    return "orangetext" if row.returned or row.owes or row.state is ReportState.WAITING else None


def receiver_model(times: Times, lacks: Callable[[RecipientRow], bool]) -> RowTableModel[RecipientRow]:
    """``lacks``: it is still to be told by telephone, and nobody knows a number."""

    def whom(row: RecipientRow) -> str:
        said = " ".join(part for part in (row.organisation, row.name, row.phone) if part)
        return words.say("upward.lacks_number", whom=said) if lacks(row) else said

    def tip(row: RecipientRow) -> str:
        return f"{whom(row)}\n{words.say('upward.lacks_number.tip')}" if lacks(row) else whom(row)

    return RowTableModel(
        (
            Column("upward.part", lambda row: words.say(f"upward.part.{row.part}"), width=52),
            Column(
                "upward.receiver",
                whom,
                stretch=True,
                tip=tip,
                ink=lambda row: "orangetext" if lacks(row) else None,
                strong=lacks,
            ),
            Column("upward.sending", lambda row: sending_word(row, times), width=170, stretch=True, ink=_sending_ink),
        ),
        key=lambda row: row.id,
    )


def sending_word(row: RecipientRow, times: Times) -> str:
    """未报; 已报 08:12; 签收 王例三 08:15; 未送达; 不报：原因."""
    if row.dropped:
        return words.say("upward.dropped", reason=row.dropped)
    if row.sent_at is None:
        return words.say("upward.unsent")
    at = times.near(row.sent_at)
    if row.failed:
        return words.say("upward.failed", at=at, number=row.outbound_number)
    if row.receipt_at is not None:
        return words.say("upward.received", at=times.near(row.receipt_at), name=row.receipt_by)
    return words.say("upward.sent_at.said", at=at, number=row.outbound_number)


def _sending_ink(row: RecipientRow) -> str | None:
    if row.dropped:
        return "text3"
    return "redtext" if row.failed else None


def to_send(receivers: Sequence[RecipientRow]) -> list[RecipientRow]:
    """Receivers who do not have it yet."""
    return [row for row in receivers if not row.dropped and (row.sent_at is None or row.failed)]


def waits_for_receipt(receivers: Sequence[RecipientRow]) -> list[RecipientRow]:
    """Receivers it was sent to who have not said that it arrived."""
    return [row for row in receivers if row.outbound_id and row.sent_at and not row.failed and row.receipt_at is None]
