"""To whom a report goes: the usual receivers, others by hand, each sent by a line of the outbound register."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from console.domain.clock import Clock
from console.domain.incident import IncidentRow
from console.domain.incident_report import REASON_LIMIT, RecipientRow, ReportKind, ReportState, label
from console.domain.lists import ListItem
from console.domain.log import ActKind
from console.domain.outbound import NAME_LIMIT, ORGANISATION_LIMIT, PHONE_LIMIT, Outgoing, Subject, SubjectKind, rung
from console.domain.people import Action, Actor
from console.domain.report_limits import LimitStep
from console.domain.stated import is_before
from console.domain.text import one_line
from console.errors import Refused
from console.services import incident_clocks, lines
from console.services import outbound as register
from console.services.lists import current_rows
from console.services.outbound import OutboundService
from db import books
from db.base import Base
from db.models.incidents import Incident
from db.models.reporting import IncidentReport, ReportRecipient
from db.queries import incident_reports as query
from db.store import Store, Tx

STEP_OF = {
    ReportKind.FIRST: LimitStep.FIRST_WRITTEN,
    ReportKind.QUICK: LimitStep.FIRST_WRITTEN,
    ReportKind.FOLLOW: LimitStep.FOLLOW_UP,
    ReportKind.DAILY: LimitStep.DAILY,
    ReportKind.FINAL: LimitStep.FINAL,
}
"""The countdown a report of that kind ends when it is sent."""


class ReportSending:
    """Use cases of receivers. Nothing here sends: an officer states what was sent, and the register keeps it."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo], outbound: OutboundService) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone
        self._outbound = outbound

    def add(
        self, report_id: UUID, organisation: str, name: str = "", phone: str = "", channel: str = "phone",
        part: str = "to", *, by: Actor,
    ) -> list[RecipientRow]:  # fmt: skip
        """Another receiver.

        Refuses recipient_missing, recipient_there, bad_channel and a report that waits for approval.
        """
        if part not in ("to", "copy"):
            raise Refused("report_mark_bad")
        with self._store.writing(by=by, action=Action.REPORT_UP) as tx:
            report = _changeable(tx, report_id)
            if channel not in {item.code for item in current_rows(tx.connection, "channels") if item.active}:
                raise Refused("bad_channel", channel=channel[:40])
            there = query.recipients(tx.connection, report_id)
            row = _receiver(report_id, 1 + len(there), part, organisation, name, phone, channel)
            if (row.organisation, row.name) in {(one.organisation, one.name) for one in there if not one.dropped}:
                raise Refused("recipient_there", organisation=row.organisation)
            tx.session.add(row)
            tx.flush()
            text = f"增加报送对象 {_named(tx, report)}：{row.organisation}"
            lines.write(tx, books.DUTY, ActKind.INFORMATION, text, at=self._clock.now(), about=[row])
        return self._all(report_id)

    def drop(self, recipient_id: UUID, reason: str, *, by: Actor) -> list[RecipientRow]:
        """It does not go there, with the reason; refuses one to whom it was sent already."""
        reason = one_line(reason, REASON_LIMIT)
        if not reason:
            raise Refused("reason_missing")
        with self._store.writing(by=by, action=Action.REPORT_UP) as tx:
            row = _load(tx, recipient_id)
            report = _changeable(tx, row.report_id)
            if row.outbound_id is not None:
                raise Refused("report_sent_there", organisation=row.organisation)
            row.dropped, row.version = reason, row.version + 1
            text = f"不报 {row.organisation}：{_named(tx, report)}，{reason}"
            lines.write(tx, books.DUTY, ActKind.INFORMATION, text, at=self._clock.now(), about=[row])
        return self._all(row.report_id)

    def sent(
        self, recipient_id: UUID, channel: str, sent_at: datetime | None = None, *, by: Actor, received_by: str = "",
        late_reason: str = "", repeat: UUID | None = None,
    ) -> list[RecipientRow]:  # fmt: skip
        """The officer states that the approved report went there; its countdowns end with it.

        ``received_by`` heard it at once on the telephone. ``repeat`` is made by the client, so that a second press
        records nothing twice. Refuses report_not_approved, report_sent_there, sent_before_approved, bad_channel,
        time_future and late_reason_missing.
        """
        with self._store.writing(by=by, action=Action.REPORT_UP) as tx:
            now = self._clock.now()
            row = _load(tx, recipient_id)
            report = tx.session.get_one(IncidentReport, row.report_id)
            if report.state not in (ReportState.APPROVED.value, ReportState.ARCHIVED.value):
                raise Refused("report_not_approved")
            if row.outbound_id is not None and row.outbound_id == repeat:
                return query.recipients(tx.connection, report.id)
            if row.outbound_id is not None and not _failed(tx, row):
                raise Refused("report_sent_there", organisation=row.organisation)
            self._require_after_approval(report, sent_at or now, now)
            form = register.checked(
                Outgoing(
                    repeat or uuid4(),
                    f"{report.number} {report.title}",
                    channel,
                    sent_at or now,
                    row.organisation,
                    row.name,
                    row.phone,
                    Subject(SubjectKind.REPORT, report.id, report.number or ""),
                )
            )
            line = self._outbound.enter(tx, form, now, received_by=one_line(received_by, NAME_LIMIT))
            row.outbound_id, row.channel, row.version = line.id, channel, row.version + 1
            tx.flush()
            ended = self._ended(tx, report, row, form.sent_at, received_by, late_reason, now)
            text = f"报送 {report.number}→{row.organisation}（{line.number}）"
            lines.write(
                tx, books.DUTY, ActKind.INFORMATION, text, at=now, about=[row, *ended], occurred_at=form.sent_at
            )
        return self._all(row.report_id)

    def numberless(self, report_id: UUID) -> list[RecipientRow]:
        """Receivers that are to be rung and have no number: told beside the text, in time to look it up."""
        with self._store.reading() as connection:
            by_phone = rung(current_rows(connection, "channels"))
            rows = query.recipients(connection, report_id)
        return [row for row in rows if not row.phone and row.channel in by_phone and not row.dropped]

    def _ended(
        self, tx: Tx, report: IncidentReport, row: ReportRecipient, at: datetime, told: str, reason: str, now: datetime
    ) -> list[Base]:
        """Countdowns towards that receiver; one without a receiver ends with the first report that leaves.

        One report is one turn of a rhythm, however many receive it.
        """
        step = STEP_OF[ReportKind(report.kind)]
        had = incident_clocks.ended_by(tx, report.id)
        ended: list[Base] = []
        for clock in incident_clocks.running(tx, report.incident_id, [step], row.organisation):
            if (clock.rule, clock.whom) in had:
                continue
            ended += incident_clocks.finish(
                tx, clock, told or row.name or row.organisation, at, reason, now=now, report_id=report.id,
                outbound_id=row.outbound_id,
            )  # fmt: skip
        return ended

    def _require_after_approval(self, report: IncidentReport, at: datetime, now: datetime) -> None:
        """A clock that was set back since holds nobody to anything."""
        approved = report.approved_at
        if approved is not None and approved <= now and is_before(at, approved):
            raise Refused("sent_before_approved", at=f"{approved.astimezone(self._zone()):%Y-%m-%d %H:%M}")

    def _all(self, report_id: UUID) -> list[RecipientRow]:
        with self._store.reading() as connection:
            return query.recipients(connection, report_id)


def receivers_of(tx: Tx, report: IncidentReport, incident: IncidentRow) -> list[ReportRecipient]:
    """Shared step: the county's usual receivers of that type and grade, as rows of a new draft.

    Whoever a countdown of that step runs towards is one of them, whatever the grade: else nothing would end it.
    """
    known = [item for item in current_rows(tx.connection, "report_recipients") if item.active]
    running = incident_clocks.running(tx, incident.id, [STEP_OF[ReportKind(report.kind)]])
    waiting = {clock.whom for clock in running if clock.whom}
    chosen = [item for item in known if _for(item, incident) or item.get("name") in waiting]
    others = sorted(waiting - {item.get("name") for item in known})
    rows = [
        _receiver(
            report.id, ordinal, item.get("part"), item.get("name"), item.get("person"), item.get("phone"),
            item.get("channel") or "phone",
        )
        for ordinal, item in enumerate(chosen, 1)
    ]  # fmt: skip
    rows += [_receiver(report.id, at, "to", whom, "", "", "phone") for at, whom in enumerate(others, len(rows) + 1)]
    tx.session.add_all(rows)
    tx.flush()
    return rows


def _for(item: ListItem, incident: IncidentRow) -> bool:
    types, grades = item.items("event_types"), set(item.items("grades"))
    code = incident.event_type or ""
    if types and not any(code.startswith(one) for one in types):
        return False
    return not grades or bool(grades & {incident.grade.value, incident.kind.value})


def _receiver(
    report_id: UUID, ordinal: int, part: str, organisation: str, name: str, phone: str, channel: str
) -> ReportRecipient:
    organisation = one_line(organisation, ORGANISATION_LIMIT)
    if not organisation:
        raise Refused("recipient_missing", field="organisation")
    return ReportRecipient(
        id=uuid4(), report_id=report_id, ordinal=ordinal, part=part, organisation=organisation,
        name=one_line(name, NAME_LIMIT), phone=one_line(phone, PHONE_LIMIT), channel=channel, outbound_id=None,
        dropped="", version=1,
    )  # fmt: skip


def _load(tx: Tx, recipient_id: UUID) -> ReportRecipient:
    row = tx.session.get(ReportRecipient, recipient_id)
    if row is None or row.dropped:
        raise Refused("no_such_recipient")
    return row


def _changeable(tx: Tx, report_id: UUID) -> IncidentReport:
    """A report whose receivers may change: a draft, or an approved one that goes to one more."""
    report = tx.session.get(IncidentReport, report_id)
    if report is None:
        raise Refused("no_such_report")
    if report.state in {ReportState.WAITING, ReportState.VOID}:
        raise Refused("report_not_draft", state=report.state)
    return report


def _failed(tx: Tx, row: ReportRecipient) -> bool:
    """Whether what was sent there did not arrive: then it is sent once more."""
    return next((one.failed for one in query.recipients(tx.connection, row.report_id) if one.id == row.id), False)


def _named(tx: Tx, report: IncidentReport) -> str:
    if report.number:
        return report.number
    number = tx.session.get_one(Incident, report.incident_id).number
    return f"{number} {label(ReportKind(report.kind), report.ordinal)}"
