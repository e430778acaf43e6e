"""What the board reads that no single service answers: the watch with what is wrong ahead, what waits elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from console.domain.duty import ShiftRow
from console.domain.roster_findings import Finding
from console.domain.wire import LinkState
from console.services.roster import RosterNow
from ui.widgets.board_waiting import Waiting

if TYPE_CHECKING:
    from ui.panels.board import BoardServices

FINDINGS_AHEAD = timedelta(hours=48)
"""What is wrong with the shift table is said this far ahead."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Who stands the watch and who should, by the shift table; ``used`` where the county has filled it in."""

    shift: ShiftRow | None
    planned: RosterNow
    findings: tuple[Finding, ...]

    @property
    def used(self) -> bool:
        return _planned(self.planned)


def waiting_of(ask: BoardServices) -> Waiting:
    """On a worker: how much waits on other pages."""
    sums = ask.alarms.counts()
    lost = [one for one in ask.devices.statuses() if one.state in (LinkState.LOST, LinkState.SILENT)]
    calls, newest = ask.ringing.waiting()
    hold, acts = ask.warnings.standing()
    return Waiting(ask.outbound.count_waiting(), sums.open, sums.unseen, len(lost), calls, newest, hold, acts)


def watch_of(ask: BoardServices, now: datetime) -> Watch:
    """On a worker: the watch, and what is wrong with the shift table soon, where there is one."""
    planned = ask.roster.now(now)
    findings = ask.roster.findings(now, now + FINDINGS_AHEAD) if _planned(planned) else []
    return Watch(ask.duty.on_watch(), planned, tuple(findings))


def _planned(planned: RosterNow) -> bool:
    return any(line.name for on_duty in (planned.on_duty, planned.following) for line in on_duty.posts)
