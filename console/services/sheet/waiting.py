"""Section 6: what nobody has acknowledged: receipts, running clocks, zero reports, unsigned lines and supplements."""

from __future__ import annotations

from datetime import timedelta

from console.domain.approvals import ApprovalRow
from console.domain.sheets import supplements, unsigned_supplements
from console.services import clocks, ringing_due, zero_reports
from console.services.sheet import warnings, wire
from console.services.sheet.part import CutOff, Row, item, section, zh
from db.chain import instant
from db.queries import approvals, duty, incident_clocks, marked, outbound

_DAY = timedelta(hours=24)
"""Zero reports due this long after the cut-off belong to the shift that comes, and stand on its sheet already."""


def not_acknowledged(cut: CutOff) -> Row:
    """6: alarms, warnings and clocks first, then what was sent and waits for a name, then what nobody has signed."""
    rows = [
        *wire.waiting_alarms(cut),
        *wire.unsure_sendings(cut),
        *_calls(cut),
        *warnings.waiting(cut),
        *_clocks(cut),
        *_reports(cut),
        *_approvals(cut),
        *_zero_reports(cut),
        *_receipts(cut),
        *_unsigned(cut),
        *_supplements(cut),
    ]
    return section(6, "waiting", [("number", 3), ("waits_for", 3), ("summary", 6), ("due", 4)], rows)


def _calls(cut: CutOff) -> list[Row]:
    """A row for each call nobody has dealt with: missed, or taken and never recorded."""
    return [
        item(name, ["", waits, summary, instant(due_at)], overdue=due_at <= cut.at)
        for name, waits, summary, due_at in ringing_due.lines(cut.connection, cut.at, cut.zone)
    ]


def _clocks(cut: CutOff) -> list[Row]:
    return [
        item(
            f"clock:{row.id}",
            [row.inbound_number, zh(f"clock.{row.kind}"), row.basis, instant(row.due_at)],
            overdue=row.due_at <= cut.at,
        )
        for row in clocks.waiting(cut.connection)
    ]


def _reports(cut: CutOff) -> list[Row]:
    """Countdowns of incidents: which report, to whom, by when."""
    return [
        item(
            f"report:{row.id}",
            [
                row.incident_number,
                " ".join(part for part in (zh(f"list.report_limits.step.{row.step.value}"), row.whom) if part),
                row.incident_title,
                instant(row.due_at),
            ],
            overdue=row.due_at <= cut.at,
        )
        for row in incident_clocks.waiting(cut.connection)
    ]


def _approvals(cut: CutOff) -> list[Row]:
    """What waits for somebody's word, and words by telephone that are still to be signed for."""
    return [
        item(
            f"approval:{row.id}",
            [row.subject_number, f"{zh(_owed(row))} {row.of_name}", row.title, ""],
        )
        for row in approvals.waiting(cut.connection)
    ]


def _owed(row: ApprovalRow) -> str:
    return "sheet.waits.later_signature" if row.owes_signature else "sheet.waits.approval"


def _zero_reports(cut: CutOff) -> list[Row]:
    """One row for each day a special period asks for: which units have said nothing."""
    return [
        item(
            f"zero:{grid.period}@{grid.day}",
            [f"{grid.day:%m-%d}", zh("sheet.waits.zero"), "、".join(grid.missing), instant(grid.due_at)],
            overdue=grid.due_at <= cut.at,
        )
        for grid in zero_reports.waiting(cut.connection, cut.at, cut.zone, _DAY)
    ]


def _receipts(cut: CutOff) -> list[Row]:
    rows = []
    for sent in outbound.waiting_receipt(cut.connection):
        to = " ".join(part for part in (sent.to_org, sent.to_name) if part)
        rows.append(item(f"outbound:{sent.id}", [sent.number, f"{zh('sheet.waits.receipt')} {to}", sent.text, ""]))
    return rows


def _unsigned(cut: CutOff) -> list[Row]:
    """Lines taken while the seat was locked are the seat's until an officer signs for them."""
    return [
        item(f"line:{line.number}", [zh("sheet.line", number=line.number), zh("sheet.waits.signature"), line.text, ""])
        for line in marked.unsigned(cut.connection)
    ]


def _supplements(cut: CutOff) -> list[Row]:
    """What this watch found wrong after it took over, while an answer or one of the two signatures is missing."""
    before = duty.last_closed(cut.connection) if cut.shift.taken_how == "handover" else None
    sheet = duty.accepted_of(cut.connection, before.id) if before else None
    if sheet is None:
        return []
    unsigned = {found["id"] for side in ("incoming", "outgoing") for found in unsigned_supplements(sheet, side)}
    return [
        item(f"supplement:{found['id']}", [sheet.number, zh("sheet.waits.supplement"), found["text"], ""])
        for found in supplements(sheet)
        if not found["answer"] or found["id"] in unsigned
    ]
