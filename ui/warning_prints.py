"""Gathers what the papers of a warning say, read anew on a worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from ui.printing.form import Form
from ui.printing.parts import Print

if TYPE_CHECKING:
    from console.bootstrap import Desk


@dataclass(frozen=True, slots=True)
class WarningApproval:
    """Asks for the 预警发布审批单."""

    warning_id: UUID


@dataclass(frozen=True, slots=True)
class WarningRecord:
    """Asks for the 预警发布记录 of a released warning."""

    warning_id: UUID


@dataclass(frozen=True, slots=True)
class CalloutBook:
    """Asks for the 叫应台账; ``mask`` hides every number, else only those of sensitive people are."""

    callout_id: UUID
    mask: bool = False


@dataclass(frozen=True, slots=True)
class WarningSilent:
    """Asks for the list of terminals that did not answer, of those with these keys; ``mask`` hides every number."""

    warning_id: UUID
    keys: tuple[UUID, ...] = ()
    mask: bool = False


@dataclass(frozen=True, slots=True)
class WarningLetter:
    """Asks for a 警示函 (caution) or 约谈函 (talk) that was written; the newest of that kind without a number."""

    warning_id: UUID
    kind: str
    number: str = ""


Printed = WarningApproval | WarningRecord | CalloutBook | WarningSilent | WarningLetter
"""What this file makes forms of."""


def form_of(desk: Desk, item: Printed, about: Print) -> Form:
    """The form of one of them as the store holds it now."""
    from ui.printing import warning_forms as forms

    papers = desk.warning_papers
    if isinstance(item, WarningApproval):
        return forms.approval_form(papers.written(item.warning_id), about)
    if isinstance(item, WarningRecord):
        return forms.record_form(papers.told(item.warning_id), about)
    if isinstance(item, CalloutBook):
        return forms.callout_form(papers.called(item.callout_id, mask=item.mask), about)
    if isinstance(item, WarningSilent):
        return forms.silent_form(papers.not_heard(item.warning_id, item.keys, mask=item.mask), about)
    told = papers.letter(item.warning_id, item.kind, item.number)
    return forms.warning_letter(told, about)
