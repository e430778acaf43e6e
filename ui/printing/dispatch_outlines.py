"""Empty papers of a dispatch, with every field and table they can have."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from console.domain.assigning import AssignmentRow
from console.domain.assignments import TeamState
from console.domain.dispatch_papers import Addressee, PassAsked, SupportAsked, TeamSent
from console.domain.dispatching import DispatchRow
from console.domain.inbound import Precision
from console.domain.incident import Grade, IncidentKind, IncidentRow, IncidentState, Standing
from console.domain.teams import Readiness, TeamRow
from ui.printing.dispatch_forms import move_form, pass_form, support_form, task_form
from ui.printing.form import Form
from ui.printing.parts import Print

_NOBODY = UUID(int=0)
_SAID = "-"
"""Stands where a field is left out when it has nothing to say."""


def dispatch_outline(kind: str, about: Print) -> Form:
    """The paper of that kind, empty."""
    at = about.printed_at
    incident = _incident(at)
    if kind == "team_move":
        return move_form(_order(at), [], incident, about)
    if kind == "team_task":
        return task_form(TeamSent(_row(at), _team()), incident, about)
    if kind == "pass_slip":
        return pass_form(PassAsked(_SAID, "", _NOBODY), incident, about)
    return support_form(SupportAsked(Addressee.GARRISON, "", _NOBODY, ()), incident, about)


def _incident(at: datetime) -> IncidentRow:
    return IncidentRow(
        id=_NOBODY, number=_SAID, title="", event_type=None, kind=next(iter(IncidentKind)), grade=next(iter(Grade)),
        standing=next(iter(Standing)), place_id=None, place_path=_SAID, place_text="", occurred_at=None,
        occurred_precision=next(iter(Precision)), received_at=at, summary="", measures="", needs="", outlook="",
        state=next(iter(IncidentState)), parent_id=None, opened_at=at, opened_by="", closed_at=None, version=1,
    )  # fmt: skip


def _order(at: datetime) -> DispatchRow:
    return DispatchRow(_NOBODY, _SAID, _NOBODY, "", "", "", "phone", _SAID, "", "", at, "")


def _row(at: datetime) -> AssignmentRow:
    return AssignmentRow(
        id=_NOBODY, number=_SAID, team_id=_NOBODY, team="", team_kind="", incident_id=_NOBODY, incident_number="",
        incident_title="", need_id=None, dispatch_id=None, task_id=None, state=TeamState.ASSIGNED, place="",
        latitude=None, longitude=None, contact="", phone="", people=None, planned_at=None, expected_at=None,
        leave_minutes=None, arrive_minutes=None, basis="", late_reason="", made_at=at, by_name="", version=1,
    )  # fmt: skip


def _team() -> TeamRow:
    return TeamRow(
        id=_NOBODY, code="", name="", kind="", skills=(), event_types=(), organisation_id=None, head_a="", phone_a="",
        head_b="", phone_b="", call_sign="", people=0, people_ready=None, equipment=_SAID, base="", place_id=None,
        place_name=None, latitude=None, longitude=None, prepare_minutes=0, readiness=Readiness.READY,
        readiness_note="", readiness_at=None, registered=True, insurance_until=None, last_drill_on=None, agreement="",
        remark="", active=True, version=1,
    )  # fmt: skip
