"""待我审批: what waits for one person's word, how it may be given, what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

WORDS_LIMIT = 500
"""Longest reason or word of approval, in characters."""


class ApprovalState(StrEnum):
    """待审批, 已批准, 已退回, 已撤回."""

    WAITING = "waiting"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class Means(StrEnum):
    """Nothing yet, by password at this seat, by telephone and written down by the officer on duty."""

    NONE = ""
    PASSWORD = "password"
    PHONE = "phone"


class SubjectKind(StrEnum):
    """What may wait for approval."""

    REPORT = "report"
    SWAP = "swap"
    RESPONSE = "response"
    STOCK = "stock"
    DISPATCH = "dispatch"


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """One thing that waits or waited. ``preview`` is exactly what is decided on, ``digest`` its SHA-256."""

    id: UUID
    subject_kind: SubjectKind
    subject_id: UUID
    subject_number: str
    title: str
    preview: str
    digest: bytes
    asked_at: datetime
    asked_by: str
    asker_id: UUID | None
    of_name: str
    of_id: UUID | None
    state: ApprovalState
    means: Means
    decided_at: datetime | None
    decided_by: str
    recorded_by: str
    words: str
    later_at: datetime | None
    version: int

    @property
    def owes_signature(self) -> bool:
        """Approved by telephone and not yet signed for (待补签)."""
        return self.state is ApprovalState.APPROVED and self.means is Means.PHONE and self.later_at is None
