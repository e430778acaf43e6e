"""Empty papers of a warning, with every field and table they can have."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from console.domain.callout import Tally
from console.domain.callout_rows import CalloutLook
from console.domain.warning import Hands, Kind, Origin, Rule, State
from console.domain.warning_form import WarningForm
from console.domain.warning_rows import WarningRow
from console.services.warning_papers import Called, Letter, Told, Written
from ui.printing.form import Form
from ui.printing.parts import Print
from ui.printing.warning_forms import approval_form, callout_form, record_form, warning_letter

_NOBODY = UUID(int=0)
_SAID = "-"
"""Stands where a field is left out when it has nothing to say."""


def warning_outline(kind: str, about: Print) -> Form:
    """The paper of that kind, empty."""
    at = about.printed_at
    if kind == "warning_approval":
        return approval_form(_written(at), about)
    if kind == "warning_record":
        return record_form(Told(_written(at), ()), about)
    if kind == "callout_book":
        return callout_form(_called(at), about)
    return warning_letter(Letter(kind.removeprefix("warning_"), _SAID, "", (), "", "", at), about)


def _written(at: datetime) -> Written:
    row = WarningRow(
        id=_NOBODY, number=_SAID, root_id=_NOBODY, previous_id=None, kind=Kind.FIRST, origin=Origin.OWN,
        state=State.DRAFT, scheme="", signal="", level="", rank=1, title="", form=WarningForm(_NOBODY), canonical="",
        digest=None, rule=Rule("", True, False, False, 0), hands=Hands(()), urgent_reason="", drafted_at=at,
        drafted_by="", reviewed_at=None, signed_at=None, released_at=None, released_by="", onset_at=None,
        expires_at=None, completed_at=None, ended_at=None, incident_id=None, version=1,
    )  # fmt: skip
    return Written(row, "", "", "", "", "", "", "", 0, 0, ())


def _called(at: datetime) -> Called:
    tally = Tally(0, 0, 0, at, 0, None)
    look = CalloutLook(_NOBODY, _SAID, "", None, None, "", None, "", _SAID, 1, tally, ())
    return Called(look, (), _SAID)
