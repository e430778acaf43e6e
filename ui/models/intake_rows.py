"""What the 接报 panel loads and how its lists say it: registered items, their figures, what can be chosen from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from console import words
from console.domain.draft import Draft
from console.domain.inbound import FigureRevision, InboundRow, InboundState, Intake
from console.domain.people import Actor
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


class Places(Protocol):
    """What the panel asks of the places service."""

    def everything(self) -> list[Any]: ...


@dataclass(frozen=True, slots=True)
class Shown:
    """A registered item with every revision of its figures."""

    row: InboundRow
    history: tuple[FigureRevision, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen from, and which round of news it answers."""

    round: int
    places: ChoiceList
    types: tuple[tuple[str, str | None, str, str], ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    drafts: tuple[Draft, ...]
    newest: tuple[InboundRow, ...]
    shown: Shown | None
    choices: Choices | None


def columns(times: Times) -> tuple[Column[InboundRow], ...]:
    return (
        Column("inbound.received_at", lambda row: times.near(row.received_at), width=92),
        Column("inbound.summary", _short, width=150, stretch=True, tip=_long),
        Column("inbound.state", lambda row: words.say(f"inbound.state.{row.state}"), width=64, ink=_state_ink),
        Column("inbound.number", lambda row: row.number, width=150),
    )


def _short(row: InboundRow) -> str:
    return " ".join(f"{row.place} {row.summary}".split())[:80]


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


def type_choices(types: tuple[tuple[str, str | None, str, str], ...]) -> ChoiceList:
    """Event types in the language in use, each with what it belongs to."""
    english = words.language() == "en"
    parents = {code: parent for code, parent, _, _ in types}
    names = {code: (name_en if english and name_en else name) for code, _, name, name_en in types}

    def above(code: str) -> list[str]:
        parent = parents.get(code)
        return [*(above(parent) if parent else []), names[code]]

    paths = {code: above(code) for code in names}
    return ChoiceList([Choice(code, names[code], " / ".join(paths[code]), "", len(paths[code]) - 1) for code in names])
