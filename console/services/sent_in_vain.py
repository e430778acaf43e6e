"""What did not arrive has ended no countdown: it runs again from where it was, or ends with what did arrive."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from console.domain.incident import IncidentState
from console.domain.outbound import OutboundState
from console.domain.report_limits import LimitStep, runs_on
from db.base import Base
from db.models.incidents import Incident, IncidentClock
from db.models.outbound import Outbound
from db.models.reporting import ReportRecipient
from db.store import Tx


def run_again(tx: Tx, failed: Outbound, reason: str, at: datetime) -> list[Base]:
    """Shared step after a line of the register failed: the countdowns it had ended; the caller writes the line.

    The turn of a rhythm that began with it is given up, unless somebody has ended that one meanwhile. Where the
    incident no longer counts them, they end as what was never done.
    """
    asked = select(IncidentClock).where(IncidentClock.outbound_id == failed.id, IncidentClock.done_at.is_not(None))
    changed: list[Base] = []
    for clock in list(tx.session.execute(asked).scalars()):
        after = _after(tx, clock)
        if after is not None and not _began_with(after, clock):
            continue
        other = _arrived(tx, clock, failed)
        if other is not None:
            changed += [_ended_with(clock, other, reason), *_moved(after, other)]
            continue
        if after is not None:
            after.dropped_at, after.drop_reason, after.version = at, reason, after.version + 1
            changed.append(after)
        changed.append(_opened(tx, clock, reason, at))
    tx.flush()
    return changed


def _after(tx: Tx, clock: IncidentClock) -> IncidentClock | None:
    """The next turn of a rhythm, which counts from when this one was done."""
    asked = select(IncidentClock).where(
        IncidentClock.incident_id == clock.incident_id, IncidentClock.rule == clock.rule,
        IncidentClock.whom == clock.whom, IncidentClock.ordinal > clock.ordinal,
    ).order_by(IncidentClock.ordinal).limit(1)  # fmt: skip
    return tx.session.execute(asked).scalars().first()


def _arrived(tx: Tx, clock: IncidentClock, failed: Outbound) -> Outbound | None:
    """The first other line of the same report that would have ended it too."""
    asked = (
        select(Outbound)
        .join(ReportRecipient, ReportRecipient.outbound_id == Outbound.id)
        .where(
            ReportRecipient.report_id == clock.report_id, Outbound.id != failed.id,
            Outbound.state != OutboundState.FAILED.value,
        )
        .order_by(Outbound.sent_at, Outbound.number)
    )  # fmt: skip
    if clock.whom:
        asked = asked.where(ReportRecipient.organisation == clock.whom)
    return tx.session.execute(asked).scalars().first()


def _ended_with(clock: IncidentClock, other: Outbound, reason: str) -> IncidentClock:
    clock.outbound_id, clock.done_at, clock.done_by = other.id, other.sent_at, other.by_name
    clock.told, clock.version = other.receipt_by or other.to_name or other.to_org, clock.version + 1
    if other.sent_at > clock.due_at and not clock.late_reason:
        clock.late_reason = reason
    return clock


def _moved(after: IncidentClock | None, other: Outbound) -> list[Base]:
    if after is None:
        return []
    after.due_at += other.sent_at - after.counts_from
    after.counts_from, after.version = other.sent_at, after.version + 1
    return [after]


def _began_with(after: IncidentClock, clock: IncidentClock) -> bool:
    """Whether that turn runs and counts from when this one was done."""
    return after.done_at is None and after.dropped_at is None and after.counts_from == clock.done_at


def _opened(tx: Tx, clock: IncidentClock, reason: str, at: datetime) -> IncidentClock:
    state = IncidentState(tx.session.get_one(Incident, clock.incident_id).state)
    if not runs_on(state, LimitStep(clock.step)):
        clock.dropped_at, clock.drop_reason = at, reason
    clock.done_at, clock.done_by, clock.told, clock.late_reason = None, "", "", ""
    clock.report_id, clock.outbound_id, clock.version = None, None, clock.version + 1
    return clock
