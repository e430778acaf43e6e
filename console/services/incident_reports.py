"""Reports upward: drafted from the record, approved, numbered and frozen, sent to each receiver, archived."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console import words
from console.domain.approvals import SubjectKind
from console.domain.clock import Clock
from console.domain.incident_figures import newest
from console.domain.incident_report import (
    BODY_LIMIT,
    MARKINGS,
    REASON_LIMIT,
    STEPS,
    TITLE_LIMIT,
    URGENCIES,
    RecipientRow,
    ReportKind,
    ReportRow,
    ReportState,
    composed,
    label,
    missing,
    require_next,
)
from console.domain.lists import ListItem
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.realm import NUMBER_PREFIX, Realm
from console.domain.text import checked_text
from console.errors import Refused
from console.services import approvals, lines
from console.services.lists import current_rows
from console.services.own_reports import require_own_series
from console.services.report_facts import Facts, facts_of, frozen, unchanged
from console.services.report_sending import receivers_of
from console.services.settings import current
from db import books
from db.base import Base
from db.chain import digest_of
from db.models.incidents import Incident
from db.models.reporting import Approval, IncidentReport
from db.queries import incident_reports as query
from db.queries import incidents
from db.store import Store, Tx

SHOWN = 200
"""Reports listed at once."""


@dataclass(frozen=True, slots=True)
class Text:
    """What an officer may write in a draft. ``until`` is the newest figure a body composed anew has seen, else 0."""

    title: str
    body: str
    urgency: str = ""
    marking: str = ""
    until: int = 0


@dataclass(frozen=True, slots=True)
class Anew:
    """The body as it would be composed now, and the newest figure it has seen."""

    body: str
    until: int


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not in the record yet, beside the text: names of elements, and the figures nobody knows."""

    elements: tuple[str, ...]
    newer_figures: bool


class IncidentReportsService:
    """Use cases of one series: 初报, 续报, 日报, 终报."""

    def __init__(self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone

    def draft(self, incident_id: UUID, kind: ReportKind, *, by: Actor) -> ReportRow:
        """A new draft with the text of the county's template and the usual receivers of that type and grade.

        Refuses what has no place in the series (report_first_there, report_first_missing, report_begun,
        report_series_ended), a duplicate by itself (duplicate_reported) and a template with an unknown field.
        """
        with self._store.writing(by=by, action=Action.REPORT_UP) as tx:
            at = self._clock.now()
            incident = incidents.one(tx.connection, incident_id)
            require_own_series(tx.connection, incident)
            series = query.series(tx.connection, incident_id)
            require_next(kind, _going_on(tx.connection, incident_id, series))
            facts = facts_of(tx.connection, incident, tx.by.name, at, self._zone())
            template = template_of(tx.connection, kind, incident.event_type)
            report = _new(incident_id, kind, _ordinal(series, kind), facts, template, tx.by, at)
            tx.session.add(report)
            tx.flush()
            receivers = receivers_of(tx, report, incident)
            text = f"拟稿 {incident.number} {label(kind, report.ordinal)}：{report.title}"
            lines.write(tx, books.DUTY, ActKind.INFORMATION, text, at=at, about=[report, *receivers])
        return self.one(report.id)

    def save(self, report_id: UUID, said: Text, *, seen: int, by: Actor) -> ReportRow:
        """Words changed by hand; only a draft may be changed. Refuses report_not_draft, changed_meanwhile."""
        with self._store.writing(by=by, action=Action.REPORT_UP) as tx:
            report = self._draft(tx, report_id, seen)
            _fill(tx, report, said)
            incident = tx.session.get_one(Incident, report.incident_id)
            text = f"修改拟稿 {incident.number} {label(ReportKind(report.kind), report.ordinal)}"
            lines.write(tx, books.DUTY, ActKind.INFORMATION, text, at=self._clock.now(), about=[report])
        return self.one(report_id)

    def composed(self, report_id: UUID) -> str:
        """The text anew from what the record holds now; the draft keeps its own until the officer takes this one."""
        return self.anew(report_id).body

    def anew(self, report_id: UUID) -> Anew:
        """As ``composed``, with the newest figure in it: whoever takes the text says so when saving it."""
        with self._store.reading() as connection:
            row = query.one(connection, report_id)
            incident = incidents.one(connection, row.incident_id)
            facts = facts_of(connection, incident, row.drafted_by, self._clock.now(), self._zone())
            return Anew(_body(template_of(connection, row.kind, incident.event_type), facts, row.kind), facts.until)

    def missing(self, report_id: UUID) -> Missing:
        """What the record lacks for a report of that kind, and whether figures came after the text was composed."""
        with self._store.reading() as connection:
            row = query.one(connection, report_id)
            incident = incidents.one(connection, row.incident_id)
            facts = facts_of(connection, incident, row.drafted_by, self._clock.now(), self._zone())
        newer = row.state in _EDITED and facts.until > row.figures_until
        known = _known(facts, row.kind)
        return Missing(
            missing({name: said for name, said in facts.values.items() if name not in known}, row.kind), newer
        )

    def ask(self, report_id: UUID, said: Text, of_name: str, *, seen: int, by: Actor) -> ReportRow:
        """Hand the draft as it reads now to the person who approves it; from now on it waits unchanged."""
        with self._store.writing(by=by, action=Action.REPORT_UP) as tx:
            at = self._clock.now()
            report = self._draft(tx, report_id, seen)
            require_own_series(tx.connection, incidents.one(tx.connection, report.incident_id))
            _fill(tx, report, said)
            report.state = ReportState.WAITING.value
            tx.flush()
            incident = tx.session.get_one(Incident, report.incident_id)
            named = f"{incident.number} {label(ReportKind(report.kind), report.ordinal)}"
            asked = approvals.Asked(
                SubjectKind.REPORT, report.id, named, report.title, preview_of(tx.connection, report), of_name
            )
            row = approvals.ask(tx, asked, at)
            text = f"送审 {named}：请 {row.of_name} 审批"
            lines.write(tx, books.DUTY, ActKind.INFORMATION, text, at=at, about=[report, row])
        return self.one(report_id)

    def take_back(self, report_id: UUID, *, seen: int, by: Actor) -> ReportRow:
        """It does not wait any longer and can be changed again."""
        with self._store.writing(by=by, action=Action.REPORT_UP) as tx:
            at = self._clock.now()
            report = _load(tx, report_id, seen)
            _step(report, ReportState.DRAFT)
            waited = approvals.withdraw(tx, report_id, at)
            incident = tx.session.get_one(Incident, report.incident_id)
            about = [report] if waited is None else [report, waited]
            text = f"撤回送审 {incident.number} {label(ReportKind(report.kind), report.ordinal)}"
            lines.write(tx, books.DUTY, ActKind.INFORMATION, text, at=at, about=about)
        return self.one(report_id)

    def void(self, report_id: UUID, reason: str, *, seen: int, by: Actor) -> ReportRow:
        """A draft given up, with the reason; it had no number, so none is missing."""
        reason = checked_text(reason, limit=REASON_LIMIT).strip() if reason.strip() else ""
        if not reason:
            raise Refused("reason_missing")
        return self._end(report_id, ReportState.VOID, reason, "作废拟稿", seen, by)

    def archive(self, report_id: UUID, reason: str = "", *, seen: int, by: Actor) -> ReportRow:
        """Put an approved report to the files. While the series lacks its final report, a reason is asked for."""
        reason = checked_text(reason, limit=REASON_LIMIT).strip() if reason.strip() else ""
        with self._store.reading() as connection:
            series = query.series(connection, query.one(connection, report_id).incident_id)
        done = {ReportState.APPROVED, ReportState.ARCHIVED}
        if not reason and not any(row.kind is ReportKind.FINAL and row.state in done for row in series):
            raise Refused("report_final_missing")
        return self._end(report_id, ReportState.ARCHIVED, reason, "报告归档", seen, by)

    # what the approval says

    def approved(self, tx: Tx, row: Approval, at: datetime) -> Iterable[Base]:
        """Told by the approval: number and digest are given, from now on nothing of it changes."""
        report = tx.session.get_one(IncidentReport, row.subject_id)
        if preview_of(tx.connection, report) != row.preview:
            raise Refused("changed_meanwhile", number=row.subject_number)
        _step(report, ReportState.APPROVED)
        year = at.astimezone(self._zone()).year
        serial = query.last_serial(tx.connection, year) + 1
        style = current(tx.connection, "report.style", at)
        shown = style.replace("{年}", str(year)).replace("{号}", str(serial))
        report.year, report.serial = year, serial
        report.number = NUMBER_PREFIX[self._realm] + shown
        report.approved_at, report.approved_by = row.decided_at, row.decided_by
        report.digest = digest_of(_content(report))
        row.subject_number = report.number
        return [report]

    def returned(self, tx: Tx, row: Approval, _at: datetime) -> Iterable[Base]:
        """Told by the approval: it is a draft again, with the leader's words."""
        report = tx.session.get_one(IncidentReport, row.subject_id)
        _step(report, ReportState.DRAFT)
        report.reason = row.words
        return [report]

    def written(self, tx: Tx, row: Approval) -> approvals.Written:
        """Told to the approval: since when there is a draft, and whose it is."""
        report = tx.session.get_one(IncidentReport, row.subject_id)
        return approvals.Written(report.drafted_at, ((report.drafter_id, report.drafted_by),))

    # reading

    def one(self, report_id: UUID) -> ReportRow:
        with self._store.reading() as connection:
            return query.one(connection, report_id)

    def by_number(self, number: str) -> ReportRow:
        with self._store.reading() as connection:
            return query.by_number(connection, number.strip())

    def series(self, incident_id: UUID) -> list[ReportRow]:
        """All reports of an incident in order; void drafts stay to be seen."""
        with self._store.reading() as connection:
            return query.series(connection, incident_id)

    def newest(self) -> list[ReportRow]:
        with self._store.reading() as connection:
            return query.newest(connection, SHOWN)

    def recipients(self, report_id: UUID) -> list[RecipientRow]:
        with self._store.reading() as connection:
            return query.recipients(connection, report_id)

    def next_kinds(self, incident_id: UUID) -> tuple[ReportKind, ...]:
        """Kinds that have a place in the series now, in the order they are offered."""
        with self._store.reading() as connection:
            series = _going_on(connection, incident_id, query.series(connection, incident_id))
        return tuple(kind for kind in ReportKind if _fits(kind, series))

    def _end(self, report_id: UUID, state: ReportState, reason: str, verb: str, seen: int, by: Actor) -> ReportRow:
        with self._store.writing(by=by, action=Action.REPORT_UP) as tx:
            report = _load(tx, report_id, seen)
            _step(report, state)
            report.reason = reason
            incident = tx.session.get_one(Incident, report.incident_id)
            named = report.number or f"{incident.number} {label(ReportKind(report.kind), report.ordinal)}"
            text = f"{verb} {named}" + (f"：{reason}" if reason else "")
            lines.write(tx, books.DUTY, ActKind.INFORMATION, text, at=self._clock.now(), about=[report])
        return self.one(report_id)

    def _draft(self, tx: Tx, report_id: UUID, seen: int) -> IncidentReport:
        report = _load(tx, report_id, seen)
        if report.state != ReportState.DRAFT:
            raise Refused("report_not_draft", state=report.state)
        report.version += 1
        return report


_EDITED = frozenset({ReportState.DRAFT, ReportState.WAITING})


def template_of(connection: Connection, kind: ReportKind, event_type: str | None) -> ListItem:
    """The county's template of that kind with the longest matching type; refuses template_missing."""
    code = event_type or ""
    fitting = [
        (max((len(one) for one in item.items("event_types")), default=0), -at, item)
        for at, item in enumerate(current_rows(connection, "report_templates"))
        if item.active and item.get("kind") == kind.value and _covers(item, code)
    ]
    if not fitting:
        raise Refused("template_missing", kind=kind.value)
    return max(fitting, key=lambda one: one[:2])[2]


def preview_of(connection: Connection, report: IncidentReport) -> str:
    """What is decided on, word for word: heading, marks, text and receivers."""
    receivers = [row for row in query.recipients(connection, report.id) if not row.dropped]
    to = "、".join(row.organisation for row in receivers if row.part == "to")
    copy = "、".join(row.organisation for row in receivers if row.part == "copy")
    marks = [words.say_in("zh", f"report.mark.{mark}") for mark in (report.urgency, report.marking) if mark]
    head = [*marks, report.title, f"报送：{to}", *([f"抄送：{copy}"] if copy else [])]
    return "\n".join([*head, "", report.body])


def _content(report: IncidentReport) -> dict[str, str | int]:
    return {
        "kind": report.kind, "ordinal": report.ordinal, "number": report.number or "", "title": report.title,
        "body": report.body, "facts": report.facts, "figures_until": report.figures_until,
        "urgency": report.urgency, "marking": report.marking,
    }  # fmt: skip


def _covers(item: ListItem, code: str) -> bool:
    types = item.items("event_types")
    return not types or any(code.startswith(one) for one in types)


def _new(
    incident_id: UUID, kind: ReportKind, ordinal: int, facts: Facts, template: ListItem, by: Actor, at: datetime
) -> IncidentReport:
    return IncidentReport(
        id=uuid4(), incident_id=incident_id, kind=kind.value, ordinal=ordinal, number=None, year=None, serial=None,
        title=composed(template.get("title"), facts.values, "", "")[:TITLE_LIMIT], body=_body(template, facts, kind),
        facts=frozen(facts), figures_until=facts.until, urgency="", marking="", template=template.code,
        state=ReportState.DRAFT.value, drafted_at=at, drafted_by=by.name, drafter_id=by.id, approved_at=None,
        approved_by="", digest=None, reason="", version=1,
    )  # fmt: skip


def _body(template: ListItem, facts: Facts, kind: ReportKind) -> str:
    pending, unknown = words.say_in("zh", "report.pending"), words.say_in("zh", "report.unknown")
    same = words.say_in("zh", "report.unchanged")
    return composed(template.get("text"), facts.values, pending, unknown, dict.fromkeys(_known(facts, kind), same))


def _known(facts: Facts, kind: ReportKind) -> frozenset[str]:
    """What a follow-up need not say again; the others tell everything."""
    return unchanged(facts, words.say_in("zh", "report.unchanged")) if kind is ReportKind.FOLLOW else frozenset()


def _fill(tx: Tx, report: IncidentReport, said: Text) -> None:
    if said.urgency not in URGENCIES or said.marking not in MARKINGS:
        raise Refused("report_mark_bad")
    report.title = " ".join(checked_text(said.title, limit=TITLE_LIMIT).split())
    report.body = checked_text(said.body, limit=BODY_LIMIT).rstrip()
    report.urgency, report.marking = said.urgency, said.marking
    if said.until > report.figures_until:
        _take_figures(tx, report, said.until)


def _take_figures(tx: Tx, report: IncidentReport, until: int) -> None:
    """The body was composed anew: the next report tells the changes since these figures, not since the first ones."""
    seen = [one for one in incidents.revisions(tx.connection, report.incident_id) if one.number <= until]
    report.figures_until = max((one.number for one in seen), default=report.figures_until)
    report.facts = frozen(Facts({}, newest(seen), report.figures_until))


def _ordinal(series: Sequence[ReportRow], kind: ReportKind) -> int:
    return 1 + sum(1 for row in series if row.kind is kind and row.state is not ReportState.VOID)


def _going_on(
    connection: Connection, incident_id: UUID, series: Sequence[ReportRow]
) -> list[tuple[ReportKind, ReportState]]:
    """Kind and state of each; a 终报 of before an incident was opened again no longer ends its series."""
    resumed = incidents.resumed_at(connection, incident_id)
    return [
        (row.kind, row.state)
        for row in series
        if not (row.kind is ReportKind.FINAL and resumed and row.approved_at and row.approved_at <= resumed)
    ]


def _fits(kind: ReportKind, series: Sequence[tuple[ReportKind, ReportState]]) -> bool:
    try:
        require_next(kind, series)
    except Refused:
        return False
    return True


def _load(tx: Tx, report_id: UUID, seen: int) -> IncidentReport:
    report = tx.session.get(IncidentReport, report_id)
    if report is None:
        raise Refused("no_such_report")
    if report.version != seen:
        raise Refused("changed_meanwhile", number=report.number or report.title)
    return report


def _step(report: IncidentReport, after: ReportState) -> None:
    if after not in STEPS[ReportState(report.state)]:
        raise Refused("no_such_report_step", before=report.state, after=after.value)
    report.state, report.version = after.value, report.version + 1
