"""Who acts, and who may do what: actors, roles and the one permission table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from console.errors import Refused


class Role(StrEnum):
    """What an account may be used for. Duty posts (主班, 值班长 …) are of the shift, not of the account."""

    ADMIN = "admin"
    COMMANDER = "commander"
    OFFICER = "officer"
    STAFF = "staff"
    VIEWER = "viewer"


class ActorKind(StrEnum):
    OFFICER = "officer"
    TOOL = "tool"
    DEVICE = "device"
    PROGRAM = "program"


class Action(StrEnum):
    """What a writing service asks leave for."""

    RECORD = "record"
    CORRECT = "correct"
    INTAKE = "intake"
    TAKE_OVER = "take_over"
    HAND_OVER = "hand_over"
    EMERGENCY_TAKE_OVER = "emergency_take_over"
    CONFIRM_EMERGENCY = "confirm_emergency"
    TASKS = "tasks"
    EDIT_PLACES = "edit_places"
    EDIT_SETTINGS = "edit_settings"
    EDIT_OFFICERS = "edit_officers"
    EDIT_LISTS = "edit_lists"
    EDIT_ROSTER = "edit_roster"
    DECIDE_ROSTER = "decide_roster"
    EDIT_CONTACTS = "edit_contacts"
    EDIT_FORMS = "edit_forms"
    EDIT_PLANS = "edit_plans"
    SUBSTITUTE = "substitute"
    ROUTINE = "routine"
    NOTICES = "notices"
    OUTBOUND = "outbound"
    REPORTS = "reports"
    SIGN_FOR_ABSENT = "sign_for_absent"
    INCIDENTS = "incidents"
    REPORT_UP = "report_up"
    APPROVE = "approve"
    INSTRUCTIONS = "instructions"
    ROLL_CALL = "roll_call"
    RESPONSES = "responses"
    OWN_PASSWORD = "own_password"
    EXPORT = "export"
    PRINT = "print"
    CALL = "call"
    SEE_NUMBERS = "see_numbers"
    EDIT_STORES = "edit_stores"
    STOCK = "stock"
    EDIT_TEAMS = "edit_teams"
    NEEDS = "needs"
    DISPATCH = "dispatch"
    SHELTERS = "shelters"
    EDIT_DEVICES = "edit_devices"
    DEVICES = "devices"
    ALARMS = "alarms"
    SEND_OUT = "send_out"
    SOUND = "sound"
    WARN = "warn"
    ENDORSE_WARNING = "endorse_warning"
    SIGN_WARNING = "sign_warning"
    RELEASE_WARNING = "release_warning"
    CALL_OUT = "call_out"


_EVERY_DESK = frozenset(
    {
        Action.RECORD,
        Action.CORRECT,
        Action.INTAKE,
        Action.TAKE_OVER,
        Action.HAND_OVER,
        Action.EMERGENCY_TAKE_OVER,
        Action.TASKS,
        Action.SUBSTITUTE,
        Action.ROUTINE,
        Action.NOTICES,
        Action.OUTBOUND,
        Action.REPORTS,
        Action.SIGN_FOR_ABSENT,
        Action.INCIDENTS,
        Action.REPORT_UP,
        Action.INSTRUCTIONS,
        Action.ROLL_CALL,
        Action.RESPONSES,
        Action.OWN_PASSWORD,
        Action.EXPORT,
        Action.PRINT,
        Action.CALL,
        Action.SEE_NUMBERS,
        Action.STOCK,
        Action.NEEDS,
        Action.DISPATCH,
        Action.SHELTERS,
        Action.DEVICES,
        Action.ALARMS,
        Action.SEND_OUT,
        Action.SOUND,
        Action.WARN,
        Action.ENDORSE_WARNING,
        Action.RELEASE_WARNING,
        Action.CALL_OUT,
    }
)
_STAFF = frozenset(
    {Action.RECORD, Action.CORRECT, Action.INTAKE, Action.TASKS, Action.EDIT_PLACES}
    | {Action.EDIT_LISTS, Action.EDIT_ROSTER, Action.EDIT_CONTACTS, Action.EDIT_FORMS}
    | {Action.EDIT_PLANS}
    | {Action.ROUTINE, Action.NOTICES, Action.OUTBOUND, Action.REPORTS}
    | {Action.INCIDENTS, Action.REPORT_UP, Action.ROLL_CALL}
    | {Action.OWN_PASSWORD, Action.EXPORT, Action.PRINT}
    | {Action.CALL, Action.SEE_NUMBERS}
    | {Action.EDIT_STORES, Action.STOCK, Action.EDIT_TEAMS, Action.NEEDS, Action.SHELTERS}
    | {Action.EDIT_DEVICES, Action.DEVICES}
    | {Action.WARN, Action.CALL_OUT}
)

ALLOWED: dict[Role, frozenset[Action]] = {
    Role.ADMIN: frozenset(Action),
    Role.COMMANDER: _EVERY_DESK | {Action.CONFIRM_EMERGENCY, Action.APPROVE, Action.DECIDE_ROSTER, Action.SIGN_WARNING},
    Role.OFFICER: _EVERY_DESK,
    Role.STAFF: _STAFF,
    Role.VIEWER: frozenset({Action.OWN_PASSWORD, Action.PRINT}),
}
"""The permission table. Nothing may refuse to record: RECORD is missing only for accounts that only look on."""

ALLOWED_TOOL = frozenset(
    {Action.RECORD, Action.CORRECT, Action.INTAKE, Action.EDIT_PLACES, Action.EDIT_OFFICERS}
    | {Action.EDIT_SETTINGS, Action.EDIT_LISTS, Action.EDIT_ROSTER, Action.EDIT_CONTACTS, Action.EDIT_FORMS}
    | {Action.EDIT_PLANS}
    | {Action.EXPORT, Action.PRINT, Action.REPORTS, Action.OUTBOUND, Action.SEE_NUMBERS}
    | {Action.EDIT_STORES, Action.STOCK, Action.EDIT_TEAMS, Action.SHELTERS}
    | {Action.EDIT_DEVICES, Action.DEVICES, Action.SEND_OUT}
)
"""What the tool may do as *tool + OS user*; acts that sign ask for an officer."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it. ``name`` is what logs and prints show; ``id`` is the officer's where there is one."""

    kind: ActorKind
    name: str
    id: UUID | None = None
    role: Role | None = None

    @classmethod
    def officer(cls, officer_id: UUID, name: str, role: Role) -> Actor:
        return cls(ActorKind.OFFICER, name, officer_id, role)

    @classmethod
    def tool(cls, os_user: str) -> Actor:
        return cls(ActorKind.TOOL, f"tool:{os_user}")

    @classmethod
    def program(cls) -> Actor:
        return cls(ActorKind.PROGRAM, "program")


def may(actor: Actor, action: Action) -> bool:
    """Whether the table lets this actor do that."""
    if actor.kind is ActorKind.OFFICER:
        return actor.role is not None and action in ALLOWED[actor.role]
    if actor.kind is ActorKind.TOOL:
        return action in ALLOWED_TOOL
    return action in {Action.RECORD, Action.INTAKE}


def require(actor: Actor, action: Action) -> None:
    """Refuse with the names of action and role unless the table allows it; an officer without a role is retired."""
    if actor.kind is ActorKind.OFFICER and actor.role is None:
        raise Refused("account_retired", name=actor.name)
    if not may(actor, action):
        raise Refused("not_permitted", action=action.value, role=(actor.role or actor.kind).value)
