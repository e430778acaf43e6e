"""What the 接报 panel loads and how its lists say it: registered items, their figures, what can be chosen from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from console import words
from console.domain.clocks import ClockRow
from console.domain.contacts import PersonHit
from console.domain.draft import Draft
from console.domain.files import FileRow, KeptFile
from console.domain.inbound import (
    ActionRow,
    Caller,
    FigureRevision,
    FormerCall,
    InboundRow,
    InboundState,
    Intake,
)
from console.domain.incident import IncidentRow
from console.domain.lists import ListItem
from console.domain.people import Actor
from console.domain.place_names import PlaceNames
from console.domain.proposals import Spot
from ui.models.table import Column
from ui.text import Times
from ui.widgets.suggest import Choice, ChoiceList


class IntakeDesk(Protocol):
    """What the panel asks of the intake service."""

    def register(self, form: Intake, *, by: Actor) -> InboundRow: ...
    def close(
        self, item_id: UUID, state: InboundState, note: str, *, seen: int, by: Actor, master: str = ""
    ) -> InboundRow: ...
    def called_back(self, item_id: UUID, verified: bool, note: str, *, seen: int, by: Actor) -> InboundRow: ...
    def revise_figure(self, item_id: UUID, key: str, value: int | None, source: str, *, by: Actor) -> InboundRow: ...
    def one(self, item_id: UUID) -> InboundRow: ...
    def figure_history(self, item_id: UUID) -> list[FigureRevision]: ...
    def newest(self, limit: int = 50) -> list[InboundRow]: ...
    def event_types(self) -> list[tuple[str, str | None, str, str]]: ...
    def retired_types(self) -> frozenset[str]: ...
    def actions(self, item_id: UUID) -> list[ActionRow]: ...
    def act(self, item_id: UUID, kind: str, note: str, at: datetime | None = None, *, by: Actor) -> list[ActionRow]: ...
    def caller(self, item_id: UUID, *, by: Actor) -> Caller: ...
    def call_back_at(self, item_id: UUID, due_at: datetime, *, seen: int, by: Actor) -> InboundRow: ...
    def former_call(self, phone: str, before: datetime) -> FormerCall | None: ...


class Lists(Protocol):
    """What the panel asks of the county's lists."""

    def rows(self, key: str, *, retired: bool = False) -> list[ListItem]: ...


class Contacts(Protocol):
    """What the panel asks of the contact book."""

    def find(self, text: str, limit: int = 8) -> list[PersonHit]: ...


class Clocks(Protocol):
    """What the panel asks of the clocks service."""

    def of(self, inbound_id: UUID) -> list[ClockRow]: ...
    def done(
        self, clock_id: UUID, whom: str, at: datetime | None = None, late_reason: str = "", *, by: Actor
    ) -> ClockRow: ...


class Files(Protocol):
    """What the panel asks of the attachments service."""

    def add(self, source: bytes | Path, name: str, subject_kind: str, subject_id: UUID, *, by: Actor) -> FileRow: ...
    def of(self, subject_id: UUID) -> list[FileRow]: ...
    def open_path(self, digest: bytes) -> Path: ...
    def save_copy(self, digest: bytes, target: Path) -> None: ...
    def keep(self, draft_id: UUID, source: bytes | Path, name: str) -> list[KeptFile]: ...
    def kept(self, draft_id: UUID) -> list[KeptFile]: ...
    def drop(self, draft_id: UUID, path: Path) -> list[KeptFile]: ...
    def join_kept(self, draft_id: UUID, subject_kind: str, *, by: Actor) -> list[FileRow]: ...
    def forget(self, draft_id: UUID) -> None: ...


class Settings(Protocol):
    """What the panel asks of the site settings."""

    def whole(self, key: str) -> int: ...


@dataclass(frozen=True, slots=True)
class IntakeServices:
    """Everything the 接报 panel asks."""

    intake: IntakeDesk
    places: Places
    drafts: Any
    lists: Lists
    contacts: Contacts
    clocks: Clocks
    files: Files
    settings: Settings
    incident_of: Callable[[UUID], IncidentRow | None] | None = None
    """The incident an item belongs to now."""


class Places(Protocol):
    """What the panel asks of the places service."""

    def everything(self) -> list[Any]: ...


@dataclass(frozen=True, slots=True)
class Shown:
    """A registered item with every revision of its figures, what was done about it, its clocks and files."""

    row: InboundRow
    history: tuple[FigureRevision, ...] = ()
    actions: tuple[ActionRow, ...] = ()
    clocks: tuple[ClockRow, ...] = ()
    files: tuple[FileRow, ...] = ()
    incident: str = ""
    """Number of the incident it belongs to."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen from, and which round of news it answers."""

    round: int
    places: ChoiceList
    names: PlaceNames
    """Of the same places, as a text may name them."""
    types: tuple[tuple[str, str | None, str, str], ...]
    channels: tuple[ListItem, ...]
    lines: tuple[ListItem, ...]
    call_back: int
    """Minutes in which a caller is rung back, by the site's setting."""
    retired: frozenset[str] = frozenset()
    """Types that are not offered on ``day``, and are on what was taken in before."""
    day: date | None = None

    @property
    def hiding(self) -> frozenset[str]:
        """Channels that hide their callers."""
        return frozenset(row.code for row in self.channels if row.get("hides_caller") == "yes")

    @property
    def spots(self) -> list[Spot]:
        """Places as a text may name them."""
        return [Spot(each.key, each.name, each.path) for each in self.places.all]


@dataclass(frozen=True, slots=True)
class Loaded:
    drafts: tuple[Draft, ...]
    newest: tuple[InboundRow, ...]
    shown: Shown | None
    choices: Choices | None
    kept: tuple[KeptFile, ...] = ()


def columns(times: Times) -> tuple[Column[InboundRow], ...]:
    return (
        Column("inbound.received_at", lambda row: times.near(row.received_at), width=92),
        Column("inbound.summary", _short, width=150, stretch=True, tip=_long),
        Column("inbound.state", lambda row: words.say(f"inbound.state.{row.state}"), width=64, ink=_state_ink),
        Column("inbound.number", lambda row: row.number, width=150),
    )


def action_lines(rows: Sequence[ActionRow], times: Times) -> list[str]:
    """What was done about an item, a line each."""
    return [
        words.say(
            "intake.action.line",
            at=times.near(row.at),
            action=words.say(f"inbound.action.{row.kind}"),
            note=row.note or words.say("none"),
            by=row.by_name,
        )
        for row in rows
    ]


def _short(row: InboundRow) -> str:
    marked = row.urgency and row.urgency != "ordinary"
    urgency = words.say(f"inbound.urgency.{row.urgency}") if marked else ""
    return " ".join(f"{urgency} {row.source_number} {row.place} {row.summary}".split())[:80]


def _long(row: InboundRow) -> str:
    return f"{row.number}\n{_short(row)}"


def _state_ink(row: InboundRow) -> str | None:
    return None if row.state == InboundState.OPEN else "text2"


def revision(each: FigureRevision, times: Times) -> str:
    value = words.say("figure.unknown") if each.figure.unknown else str(each.figure.value)
    return words.say(
        "intake.history.line",
        figure=words.say(f"figure.{each.key}"),
        value=value,
        at=times.near(each.as_of),
        source=each.source or words.say("intake.history.no_source"),
        by=each.by_name,
    )


def type_choices(
    types: tuple[tuple[str, str | None, str, str], ...], retired: frozenset[str] = frozenset()
) -> ChoiceList:
    """Event types in the language in use, each with what it belongs to; those in ``retired`` are not offered."""
    english = words.language() == "en"
    parents = {code: parent for code, parent, _, _ in types}
    names = {code: (name_en if english and name_en else name) for code, _, name, name_en in types}

    def above(code: str) -> list[str]:
        parent = parents.get(code)
        return [*(above(parent) if parent else []), names[code]]

    paths = {code: above(code) for code in names}
    return ChoiceList(
        [
            Choice(code, names[code], " / ".join(paths[code]), "", len(paths[code]) - 1, code in retired)
            for code in names
        ]
    )
