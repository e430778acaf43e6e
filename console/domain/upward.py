"""Reports of all incidents as a list shows them: of what, how far, whom they wait for, how many have them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from console.domain.incident_report import ReportKind, ReportState, label


@dataclass(frozen=True, slots=True)
class UpwardRow:
    """``waits_for`` is who was asked, empty where nothing waits; ``owes`` says a signature is still to be given.

    ``sent`` counts receivers it was stated to have gone to; one that did not arrive is not among them.
    """

    id: UUID
    incident_id: UUID
    incident_number: str
    incident_title: str
    kind: ReportKind
    ordinal: int
    number: str
    title: str
    state: ReportState
    drafted_at: datetime
    drafted_by: str
    returned: bool
    waits_for: str
    owes: bool
    receivers: int
    sent: int

    @property
    def label(self) -> str:
        return label(self.kind, self.ordinal)
