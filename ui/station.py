"""What the frame shows of the station: loaded off the GUI thread, then only counted down on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from console import words
from ui import text
from ui.text import Times
from ui.widgets.bar import LampRow
from ui.widgets.strip import DueRow

if TYPE_CHECKING:
    from console.bootstrap import Desk
    from console.domain.due import DueItem
    from console.domain.duty import ShiftRow
    from console.domain.gate import GateLine
    from console.domain.glance import Glance
    from console.domain.health import LampValue
    from console.domain.people import Role
    from console.domain.realm import Realm


@dataclass(frozen=True, slots=True)
class Station:
    """The station as last loaded."""

    site: str
    zone: ZoneInfo
    realm: Realm
    shift: ShiftRow | None
    officers: tuple[str, ...]
    due: tuple[DueItem, ...]
    due_soon: timedelta
    lamps: tuple[LampValue, ...]
    open_items: int
    drafts: int
    acknowledged: frozenset[str] = frozenset()
    silence_minutes: int = 5
    unsigned: tuple[GateLine, ...] = ()
    routines: int = 0
    """Routines whose time has come and that nobody has ticked."""
    approvals: Mapping[str, int] = field(default_factory=dict)
    """How much waits for whose word, by name."""
    responses: int = 0
    """Responses that run."""
    roles: Mapping[str, Role] = field(default_factory=dict)
    """The role of every account in use, by its name."""
    sensitive: frozenset[str] = frozenset()
    """Digits of the numbers of sensitive people."""


def load(desk: Desk) -> Station:
    """Ask the services; on a worker."""
    from console.domain.routine import waiting_of

    accounts = [row for row in desk.accounts.list() if row.active]
    return Station(
        site=desk.settings.value("site.name"),
        zone=desk.settings.zone(),
        realm=desk.realm,
        shift=desk.duty.on_watch(),
        officers=tuple(row.name for row in accounts),
        due=tuple(desk.due.rows(desk.clock.now())),
        due_soon=timedelta(minutes=desk.settings.whole("duty.due_soon")),
        lamps=tuple(desk.lamps()),
        open_items=len(desk.intake.open_items()),
        drafts=len(desk.drafts.open("intake")),
        acknowledged=desk.alerts.acknowledged(),
        silence_minutes=desk.settings.whole("alert.silence"),
        unsigned=tuple(desk.gate_lines.unsigned()),
        routines=len(waiting_of(desk.routine.day(desk.clock.now()))),
        approvals=desk.upward.waiting(),
        responses=desk.responses.count_running(),
        roles={row.name: row.role for row in accounts},
        sensitive=desk.contacts.sensitive_digits(),
    )


def due_rows(items: Iterable[DueItem], now: datetime, soon: timedelta) -> list[DueRow]:
    """The due strip's rows: state and countdown at this second."""
    from console.domain.due import state_of

    return [
        DueRow(
            item.id,
            due_text(item),
            text.left(item.due_at, now),
            item.fraction(now),
            state_of(item.due_at, now, soon).value,
        )
        for item in items
    ]


def incidents_due(items: Iterable[DueItem], now: datetime, soon: timedelta) -> int:
    """How many incidents have a countdown that is over or near at this second; each counts once."""
    from console.domain.due import DueKind, DueState, state_of

    clocks = (item for item in items if item.kind is DueKind.REPORT_CLOCK)
    return len({item.record_id for item in clocks if state_of(item.due_at, now, soon) is not DueState.LATER})


def gate_rows(items: Sequence[DueItem], now: datetime, soon: timedelta) -> list[DueRow]:
    """What is due for everybody's eyes: kind, number and time left, no name and no telephone number."""
    rows = due_rows(items, now, soon)
    return [replace(row, text=_public(item)) for row, item in zip(rows, items, strict=True)]


def _public(item: DueItem) -> str:
    from console.domain.due import DueKind

    if item.kind is DueKind.ROUTINE:
        return due_text(item)  # the county's own word for it, which names nobody
    kind = words.say(f"due.{item.kind.value}", number=item.number)
    told = item.open_text_en if words.language() == "en" else item.open_text
    if told:
        return f"{kind} {told}"
    return kind if item.number in kind or item.number.isdigit() else f"{kind} {item.number}"


def due_text(item: DueItem) -> str:
    """What was recorded, or the words of its kind."""
    if item.text_en and words.language() == "en":
        return item.text_en
    return item.text or words.say(f"due.{item.kind.value}", number=item.number)


def period(start: datetime, end: datetime, times: Times) -> str:
    """12日08:00–13日08:00: from when to when a shift runs."""
    first, last = times.local(start), times.local(end)
    return words.say(
        "frame.period", day=first.day, start=first.strftime("%H:%M"), to_day=last.day, end=last.strftime("%H:%M")
    )


def posts_line(posts: Iterable[tuple[str, str]]) -> str:
    """带班领导 林例十 · 主班 陈例一"""
    return " · ".join(f"{text.post(post)} {name}" for post, name in posts)


def glance_period(look: Glance, times: Times) -> str:
    return period(*look.shift, times) if look.shift else words.say("duty.nobody")


def lamp_rows(lamps: Iterable[LampValue]) -> list[LampRow]:
    return [LampRow(lamp.id, lamp.state, words.say(lamp.code, **lamp.facts)) for lamp in lamps]
