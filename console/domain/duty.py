"""The watch: shifts, posts, what a hand-over sheet holds and what must be true before it is signed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from console.domain.people import Actor, Role
from console.domain.posts import PostLine, Turn
from console.errors import Refused


class SheetState(StrEnum):
    STARTED = "started"
    SIGNED = "signed"
    ACCEPTED = "accepted"
    ABANDONED = "abandoned"


ABOVE_SHIFTS = frozenset({Role.COMMANDER, Role.ADMIN})
"""Roles that may sign as leader of any shift."""

NEXT_SHEET = {
    SheetState.STARTED: {SheetState.SIGNED, SheetState.ABANDONED},
    SheetState.SIGNED: {SheetState.ACCEPTED, SheetState.ABANDONED},
}
"""Which states may follow which; accepted and abandoned sheets stay as they are."""


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """A shift as screens show it. ``posts`` of a closed one are those at its end, of a running one see ``at``."""

    id: UUID
    number: int
    planned_from: datetime
    planned_to: datetime
    taken_at: datetime
    closed_at: datetime | None
    owner_id: UUID
    owner: str
    posts: tuple[PostLine, ...]
    first_number: int
    last_number: int | None
    taken_how: str
    reason: str
    turns: tuple[Turn, ...] = ()

    def at(self, at: datetime) -> ShiftRow:
        """With the posts as they are manned at an instant; before the watch was taken, as it was taken."""
        at = max(at, self.taken_at)
        return replace(self, posts=tuple(turn.line for turn in self.turns if turn.covers(at)) or self.posts)

    @property
    def leader(self) -> str:
        return next((line.name for line in self.posts if line.post == "leader"), "")


@dataclass(frozen=True, slots=True)
class EmergencyRow:
    """A watch taken in an emergency: who relieved whom and why, and who confirmed it (None: it waits).

    ``signed`` is what a confirmation covers.
    """

    shift_id: UUID
    number: int
    taken_at: datetime
    planned_to: datetime
    reason: str
    owner_id: UUID
    owner: str
    relieved_id: UUID
    relieved: str
    confirmed_by: str
    confirmed_at: datetime | None
    signed: dict[str, Any]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A hand-over sheet with everything signed on it; ``body`` is the stored one, never computed anew."""

    id: UUID
    number: str
    shift_id: UUID
    state: SheetState
    cut_off_at: datetime
    cut_off_number: int
    body: dict[str, Any]
    digest: bytes
    remarks: str
    confirmations: dict[str, dict[str, str]] = field(default_factory=dict)
    differences: tuple[dict[str, str], ...] = ()
    signatures: tuple[dict[str, str], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """What the printed sheet is drawn from."""
        return {
            "body": self.body,
            "digest": self.digest.hex(),
            "state": self.state.value,
            "confirmations": self.confirmations,
            "differences": list(self.differences),
            "signatures": list(self.signatures),
        }


@dataclass(frozen=True, slots=True)
class OpenPoints:
    """What waits at an instant, in numbers, and the newest line of the duty log.

    ``unchecked`` lines of the check lists and ``routines`` that are due can still be done before the cut-off;
    ``routines_over`` of the latter are past their time.
    """

    inbound: int
    tasks: int
    overdue: int
    head: int
    unchecked: int = 0
    routines: int = 0
    routines_over: int = 0


def require_seen(row: SheetRow, reads: bytes, seen: bytes) -> None:
    """Nobody acts on another sheet, or on other words, than were on their screen: Refused("changed_meanwhile")."""
    if seen != reads:
        raise Refused("changed_meanwhile", number=row.number)


def items_of(body: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """Section, item and whether it is overdue, for everything the incoming officer confirms."""
    return [
        (section["key"], row["item"], bool(row["overdue"])) for section in body["sections"] for row in section["rows"]
    ]


def unconfirmed(body: dict[str, Any], confirmed: Collection[str]) -> list[str]:
    """Items that still wait for the incoming officer."""
    return [item for _, item, _ in items_of(body) if item not in confirmed]


def require_all_confirmed(body: dict[str, Any], confirmed: Collection[str]) -> None:
    """Nothing is taken over unread: every item, the overdue ones one by one."""
    waiting = unconfirmed(body, confirmed)
    if waiting:
        overdue = [item for _, item, late in items_of(body) if late and item in waiting]
        raise Refused("unconfirmed", count=len(waiting), overdue=len(overdue))


def confirmable_together(body: dict[str, Any], section: str, confirmed: Collection[str]) -> list[str]:
    """What one key may confirm in a section: everything but what is overdue."""
    return [item for key, item, late in items_of(body) if key == section and not late and item not in confirmed]


def require_next(state: SheetState, new: SheetState) -> None:
    """Refuse a step the table of states does not have."""
    if new not in NEXT_SHEET.get(state, set()):
        raise Refused("sheet_state", state=state.value)


def confirmable_in_sheet(body: dict[str, Any], confirmed: Collection[str]) -> list[str]:
    """What one key may confirm once every section has been shown: everything but what is overdue."""
    return [item for _, item, late in items_of(body) if not late and item not in confirmed]


def is_of_watch(shift: ShiftRow, by: Actor) -> bool:
    """Whether somebody stands this watch, leads it or stands above it by role."""
    leads = any(line.post == "leader" and line.name == by.name for line in shift.posts)
    return by.id == shift.owner_id or leads or by.role in ABOVE_SHIFTS


def require_of_watch(shift: ShiftRow, by: Actor) -> None:
    """Refuse whoever neither stands this watch nor leads it nor stands above it by role."""
    if not is_of_watch(shift, by):
        raise Refused("not_of_this_watch", name=shift.owner)


def manned(posts: Sequence[PostLine], main: str, name: str) -> tuple[PostLine, ...]:
    """The posts with ``name`` on the main one where nobody is named for it; they stand no other post then."""
    if any(line.post == main and line.name.strip() for line in posts):
        return tuple(posts)
    others = [line for line in posts if line.post != main]
    phone = next((line.phone for line in others if line.name.strip() == name), "")
    leader = [line for line in others if line.post == "leader"]
    rest = [line for line in others if line.post != "leader" and line.name.strip() != name]
    return (*leader, PostLine(main, name, phone), *rest)


def require_leader(shift: ShiftRow, officer_id: UUID, name: str, role: Role) -> None:
    """Refuse whoever hands over, and whoever is neither named as the shift's leader nor stands above it by role."""
    if officer_id == shift.owner_id:
        raise Refused("leader_is_outgoing", name=name)
    named = {line.name for line in shift.posts if line.post == "leader"}
    if name not in named and role not in ABOVE_SHIFTS:
        raise Refused("not_the_leader", name=shift.leader or "–")


def require_third(row: SheetRow, name: str) -> None:
    """Refuse who signed the sheet out (also for somebody absent) or works through it as the incoming officer."""
    if any(signature["part"] == "outgoing" and signature["name"] == name for signature in row.signatures):
        raise Refused("leader_is_outgoing", name=name)
    if name in {said["by"] for said in (*row.confirmations.values(), *row.differences)}:
        raise Refused("leader_is_incoming", name=name)


def checked_posts(posts: Sequence[PostLine]) -> tuple[PostLine, ...]:
    """Posts with a name; at least one of them."""
    kept = tuple(PostLine(p.post.strip(), p.name.strip(), p.phone.strip()) for p in posts if p.name.strip())
    if not any(line.post != "leader" for line in kept):
        raise Refused("no_post_filled")
    for line in kept:
        if len(line.name) > 60 or not line.name.isprintable():
            raise Refused("bad_name", name=line.name[:80])
    return kept
