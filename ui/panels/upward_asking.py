"""What the page of reports upward asks for in dialogs: of what, whom, with which words, when it was sent, why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from PySide6.QtCore import QObject
from shiboken6 import isValid

from console import words
from console.domain.approvals import ApprovalRow
from console.domain.incident import IncidentRow
from console.domain.incident_report import ReportKind, ReportRow, ReportState
from console.domain.outbound import NAME_LIMIT, NOTE_LIMIT, OutboundRow
from console.domain.people import Actor
from console.errors import Refused
from ui.dialogs.asking import Asking
from ui.dialogs.finding import Asks, FindingDialog
from ui.dialogs.roster_people import PeopleDialog
from ui.dialogs.upward import BeginReportDialog, Begun, Receiver, ReceiverDialog, Sent, SentDialog
from ui.models.upward_view import Look, UpwardServices
from ui.seat import Seat
from ui.text import Times
from ui.widgets.intake_caller import CallerLine
from ui.widgets.report_words import report_label

if TYPE_CHECKING:
    from ui.panels.upward_reports import UpwardReportsPage


_TIME = 40


class UpwardAsking(QObject):
    """Each dialog is about something: words typed into it before come back when it is opened about that again."""

    def __init__(self, page: UpwardReportsPage, seat: Seat, times: Times) -> None:
        super().__init__(page)
        self._page, self._seat, self._times = page, seat, times

    @property
    def _services(self) -> UpwardServices:
        return self._page.services

    # a new report

    def ask_begin(self) -> None:
        """Of which incident and of which kind: of the report the officer chose, else the newest that has none yet."""
        view, look = self._page.view, self._page.look
        if view is None or not self._page.list.new.isEnabled():
            return
        if not view.incidents:
            self._page.saved.emit(words.say("upward.begin.no_incident"))
            return
        picked = look.row.incident_id if look is not None and self._page.picked else None
        reported = {row.incident_id for row in view.rows}
        unreported = next((row.id for row in view.incidents if row.id not in reported), None)
        self._open_begin(view.incidents, picked or unreported)

    def begin_about(self, incident: IncidentRow) -> None:
        """Another page asks for a report of that incident."""
        view = self._page.view
        others = [row for row in view.incidents if row.id != incident.id] if view is not None else []
        self._open_begin((incident, *others), incident.id)

    def _open_begin(self, incidents: Any, chosen: UUID | None) -> None:
        dialog = BeginReportDialog(incidents, chosen, self._page.window())
        dialog.incident_picked.connect(partial(self._offer_kinds, dialog))
        self._offer_kinds(dialog, dialog.incident.value())
        by, reports = self._seat.actor, self._services.reports

        def begin(given: Begun) -> ReportRow:
            kind = given.kind or next(iter(reports.next_kinds(given.incident_id)), ReportKind.FOLLOW)
            return reports.draft(given.incident_id, kind, by=by)

        self._page.asked.open(dialog, begin, self._begun)

    def _offer_kinds(self, dialog: BeginReportDialog, incident_id: UUID) -> None:
        self._page._jobs.read(
            lambda: self._services.reports.next_kinds(incident_id),
            lambda kinds: isValid(dialog) and dialog.offer_kinds(incident_id, kinds),
            self._page.refused.emit,
        )

    def _begun(self, row: ReportRow) -> None:
        self._page.saved.emit(words.say("upward.begun", label=report_label(row.kind, row.ordinal)))
        self._page.open_item(row.id, follow=True)

    # approval

    def ask_approval(self) -> None:
        """Who approves it: the leader of the watch is proposed. What stands in the editor is what is asked about."""
        look, view = self._page.look, self._page.view
        if look is None or view is None or look.row.state is not ReportState.DRAFT:
            return
        if self._page.saving:
            self._page.after_save(self.ask_approval)
            return
        said, seen, by = self._page.editor.said(), self._page.editor.seen, self._seat.actor
        asks = [Asks("name", "upward.ask.whom", required=True, limit=60)]
        given = {"name": view.leader if view.leader != by.name else ""}
        dialog = PeopleDialog(
            "upward.ask", _named(look), asks, given, {}, yes="upward.do.ask", parent=self._page.window()
        )
        dialog.person_typed.connect(self._suggest)

        def ask(told: Mapping[str, str]) -> ReportRow:
            return self._services.reports.ask(look.row.id, said, told["name"], seen=seen, by=by)

        def asked(row: ReportRow) -> None:
            self._page.editor.saved(said, row)
            self._page.done(words.say("upward.asked"))

        self._open(f"report.ask {look.row.id}", dialog, self._or_look_again(look, ask), asked)

    def ask_phone(self) -> None:
        """The person asked said yes on the telephone: when, and with which words."""
        look, waits = self._waiting()
        if look is None or waits is None:
            return
        by, approvals = self._seat.actor, self._services.approvals
        asks = [
            Asks("words", "upward.phone.words", required=True),
            Asks("at", "upward.phone.at", limit=30, hint="upward.phone.now"),
        ]
        about = words.say("upward.phone.about", name=waits.of_name, label=_named(look))
        dialog = FindingDialog("upward.phone", about, asks, yes="upward.do.phone", parent=self._page.window())

        def approve(told: Mapping[str, str]) -> ApprovalRow:
            at = self._times.read(told["at"]) if told["at"].strip() else None
            return approvals.approve_by_phone(waits.id, waits.of_name, at, told["words"], digest=waits.digest, by=by)

        self._open(f"report.phone {waits.id}", dialog, approve, lambda _: self._said("upward.phone.saved", waits))

    def ask_phone_no(self) -> None:
        """The person asked wants it changed first, and said so on the telephone."""
        look, waits = self._waiting()
        if look is None or waits is None:
            return
        by, approvals = self._seat.actor, self._services.approvals
        asks = [Asks("reason", "approval.reason", required=True)]
        about = words.say("upward.phone.about", name=waits.of_name, label=_named(look))
        dialog = FindingDialog("upward.phone_no", about, asks, yes="upward.do.phone_no", parent=self._page.window())

        def give_back(told: Mapping[str, str]) -> ApprovalRow:
            return approvals.give_back_by_phone(waits.id, waits.of_name, told["reason"], digest=waits.digest, by=by)

        self._open(f"report.phone_no {waits.id}", dialog, give_back, lambda _: self._said("approval.returned", waits))

    # its end

    def ask_void(self) -> None:
        """Why the draft is given up."""
        self._ask_end("void", ReportState.DRAFT, self._services.reports.void, required=True)

    def ask_archive(self) -> None:
        """Put to the files; a reason is asked for while the series has no final report."""
        self._ask_end("archive", ReportState.APPROVED, self._services.reports.archive, required=False)

    def _ask_end(self, what: str, state: ReportState, act: Callable[..., ReportRow], *, required: bool) -> None:
        look, by = self._page.look, self._seat.actor
        if look is None or look.row.state is not state:
            return
        hint = "" if required else "upward.archive.hint"
        asks = [Asks("reason", "upward.reason", required=required, hint=hint)]
        kind = "danger" if required else "primary"
        dialog = FindingDialog(
            f"upward.do.{what}", _named(look), asks, yes=f"upward.do.{what}", kind=kind, parent=self._page.window()
        )

        def end(told: Mapping[str, str]) -> ReportRow:
            return act(look.row.id, told["reason"], seen=look.row.version, by=by)

        self._open(
            f"report.{what} {look.row.id}", dialog, end, lambda _: self._page.done(words.say(f"upward.{what}.saved"))
        )

    # receivers

    def ask_receiver(self) -> None:
        """One more who gets it."""
        look, view, by = self._page.look, self._page.view, self._seat.actor
        if look is None or view is None:
            return
        dialog = ReceiverDialog(view.channels.get(words.language(), {}), view.rung, self._page.window())
        dialog.person_typed.connect(self._suggest)

        def add(told: Receiver) -> Receiver:
            self._services.sending.add(
                look.row.id, told.organisation, told.name, told.phone, told.channel, told.part, by=by
            )
            return told

        def added(told: Receiver) -> None:
            self._page.done(words.say("upward.receiver.saved", name=told.organisation))

        self._open(f"report.receiver {look.row.id}", dialog, add, added)

    def ask_drop(self) -> None:
        """Why it does not go to the chosen receiver."""
        row, by = self._page.receivers_card.receiver(), self._seat.actor
        if row is None or not self._page.possible(self._page.drop):
            return
        asks = [Asks("reason", "upward.reason", required=True)]
        about = words.say("upward.drop.about", name=row.organisation)
        dialog = FindingDialog("upward.drop", about, asks, yes="upward.do.drop", parent=self._page.window())

        def drop(told: Mapping[str, str]) -> Any:
            return self._services.sending.drop(row.id, told["reason"], by=by)

        said = words.say("upward.drop.saved", name=row.organisation)
        self._open(f"report.drop {row.id}", dialog, drop, lambda _: self._page.done(said))

    def ask_sent(self) -> None:
        """It went to the chosen receiver, or to the first who does not have it: by which way, when, who took it."""
        look, view, row = self._page.look, self._page.view, self._page.receivers_card.to_send()
        if look is None or view is None or row is None:
            return
        by, press, now = self._seat.actor, uuid4(), self._times.now()
        about = words.say("upward.sent.about", name=row.organisation, number=look.row.number)
        channels = view.channels.get(words.language(), {})
        dialog = SentDialog(
            about, channels, row.channel, self._times, late=look.over(row, now),
            lacking=row.organisation if row.id in look.lacking else "", parent=self._page.window(),
        )  # fmt: skip

        def send(told: Sent) -> Any:
            return self._services.sending.sent(
                row.id, told.channel, told.at, by=by, received_by=told.received_by, late_reason=told.late_reason,
                repeat=press,
            )  # fmt: skip

        def sent(_rows: Any) -> None:
            self._page.receivers.selectionModel().clear()  # the next key is about the next one
            self._page.done(words.say("upward.sent.saved", name=row.organisation))

        self._open(f"report.sent {row.id}", dialog, send, sent)

    def ask_receipt(self) -> None:
        """Who of the chosen receiver took it, or of the first who did not confirm: the register keeps it."""
        asks = [
            Asks("name", "column.outbound.receipt_by", required=True, limit=NAME_LIMIT),
            Asks("at", "column.outbound.receipt_at", limit=_TIME, hint="upward.receipt.now"),
            Asks("note", "outbound.receipt_note", limit=NOTE_LIMIT),
        ]
        self._ask_arrived("receipt", "outbound.receipt_yes", asks, self._received)

    def ask_failed(self) -> None:
        """Why it did not arrive; it can be sent there again."""
        asks = [Asks("reason", "upward.reason", required=True, limit=NOTE_LIMIT, hint="outbound.failed_why")]
        self._ask_arrived("failed", "outbound.failed_yes", asks, self._failed)

    def _ask_arrived(self, what: str, yes: str, asks: list[Asks], act: Callable[..., OutboundRow]) -> None:
        row = self._page.receivers_card.to_confirm()
        if row is None or row.outbound_id is None:
            return
        line_id, by, outbound = row.outbound_id, self._seat.actor, self._services.outbound
        about = words.say("upward.sent.about", name=row.organisation, number=row.outbound_number)
        kind = "primary" if what == "receipt" else "danger"
        dialog = FindingDialog(
            f"outbound.{what}", about, asks, {"name": row.name}, yes=yes, kind=kind, parent=self._page.window()
        )

        def told(line: OutboundRow) -> None:
            self._page.receivers.selectionModel().clear()  # the next key is about the next one
            said = words.say(f"outbound.{what}_saved", number=line.number, name=line.receipt_by)
            self._page.done(said)

        self._open(
            f"report.{what} {line_id}", dialog,
            lambda given: act(given, line_id, outbound.one(line_id).version, by), told,
        )  # fmt: skip

    def _received(self, told: Mapping[str, str], line_id: UUID, seen: int, by: Actor) -> OutboundRow:
        at = self._times.read(told["at"]) if told["at"].strip() else None
        return self._services.outbound.receipt(line_id, told["name"], told["note"], at, seen=seen, by=by)

    def _failed(self, told: Mapping[str, str], line_id: UUID, seen: int, by: Actor) -> OutboundRow:
        return self._services.outbound.fail(line_id, told["reason"], seen=seen, by=by)

    # shared

    def _waiting(self) -> tuple[Look | None, ApprovalRow | None]:
        look = self._page.look
        return look, look.waiting if look is not None else None

    def _said(self, code: str, waits: ApprovalRow) -> None:
        self._page.done(words.say(code, name=waits.of_name))

    def _suggest(self, line: CallerLine, typed: str) -> None:
        """Whom the contacts know by what is typed."""
        if not typed.strip():
            return
        people = self._services.people
        self._page._jobs.read(
            lambda: people.find(typed), lambda hits: isValid(line) and line.offer(typed, hits), self._page.refused.emit
        )

    def _or_look_again(self, look: Look, act: Callable[[Any], ReportRow]) -> Callable[[Any], ReportRow]:
        """What was changed elsewhere is refused once; the page then knows the newest version."""

        def tried(given: Any) -> ReportRow:
            try:
                return act(given)
            except Refused as refused:
                if refused.code == "changed_meanwhile":
                    self._page.look_again.emit(look.row.id)
                raise

        return tried

    def _open(self, about: str, dialog: Asking, act: Callable[[Any], Any], done: Callable[[Any], None]) -> None:
        self._page.asked.open(dialog, act, done, about=about)


def _named(look: Look) -> str:
    label = report_label(look.row.kind, look.row.ordinal)
    return "　".join(part for part in (look.row.number or label, look.row.title or look.incident.title) if part)
