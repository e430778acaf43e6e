"""What the 避灾安置 panel shows: shelters with who is in them, people brought away, sums by town and by shelter."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from console import words
from console.domain.incident import IncidentRow
from console.domain.incident_figures import Amount
from console.domain.relocations import MoveState, PlaceMoved, RelocationRow, StepRow
from console.domain.shelters import RUNNING, CountRow, ShelterRow, ShelterState
from console.services.shelter_words import amount, counted, special, whither
from ui.models.table import Align, Column, RowTableModel
from ui.text import Times

if TYPE_CHECKING:
    from console.services.incident_figures import IncidentFiguresService
    from console.services.incidents import IncidentsService
    from console.services.places import PlacesService
    from console.services.relocations import RelocationsService
    from console.services.shelter_files import ShelterFiles, ShelterRuns
    from console.services.shelters import SheltersService
    from console.services.stores import StoresService


@dataclass(frozen=True, slots=True)
class ShelterServices:
    """Everything the panel asks; ``panels`` are those of the window, which records of others lead to."""

    shelters: SheltersService
    relocations: RelocationsService
    files: ShelterFiles
    runs: ShelterRuns
    incidents: IncidentsService
    figures: IncidentFiguresService
    places: PlacesService
    stores: StoresService
    panels: Collection[str] = ()


class Sieve(StrEnum):
    """Which shelters are listed: all, open ones, those with a check overdue, those out of use, those taken off."""

    ALL = "all"
    RUNNING = "running"
    CHECK = "check"
    DISUSED = "disused"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class ShelterLine:
    """A shelter in the list; ``low`` is what runs short there, ``due`` that its safety check is over its time."""

    row: ShelterRow
    low: tuple[str, ...] = ()
    due: bool = False

    @property
    def id(self) -> UUID:
        return self.row.id

    def let_through(self, sieve: Sieve) -> bool:
        row = self.row
        if sieve is Sieve.RETIRED:
            return not row.active
        found = {
            Sieve.ALL: True, Sieve.RUNNING: row.running, Sieve.CHECK: self.due,
            Sieve.DISUSED: row.state is ShelterState.DISUSED,
        }  # fmt: skip
        return found[sieve]


def town_of(row: ShelterRow) -> str:
    """The town, or whatever place it is listed under."""
    return row.town or row.place


def state_word(row: ShelterRow) -> str:
    return words.say("shelters.taken_off") if not row.active else words.say(f"shelters.state.{row.state.value}")


def filled(row: ShelterRow) -> str:
    """42/60; ?/60 while nobody counted; the room alone while it is closed."""
    if not row.running:
        return f"—/{row.form.capacity}"
    people = row.people.value
    return f"{'?' if people is None else people}/{row.form.capacity}"


def said(people: Amount) -> str:
    return amount(people, words.language())


def told(count: CountRow) -> str:
    return counted(count, words.language())


def short_of(low: Sequence[str]) -> str:
    return words.say("list.join").join(words.say(f"shelters.low.{what}") for what in low)


def _ink(row: ShelterRow) -> str | None:
    if not row.active or row.state is ShelterState.DISUSED:
        return "text3"
    return None if row.state in RUNNING else "text2"


def supplies(line: ShelterLine) -> str:
    """水 2 天 食 1.5 天; 饮水告急 first where it is."""
    count = line.row.count
    if count is None:
        return ""
    days = [
        words.say(f"shelters.{name}_left", days=f"{value:g}")
        for name, value in (("water", count.water_days), ("food", count.food_days))
        if value is not None
    ]
    return "　".join(days)


def _supplies_told(line: ShelterLine) -> str:
    """How long it lasts, and what runs short."""
    return "　".join(part for part in (supplies(line), short_of(line.low)) if part)


def shelter_model(times: Times) -> RowTableModel[ShelterLine]:
    """State, name, people of its room, what it lives on, as of when, town, safety check."""

    def people_tip(line: ShelterLine) -> str:
        row = line.row
        if row.count is None:
            return said(row.people) if row.running else ""
        over = words.say("shelters.over", count=row.over) if row.over else ""
        return "\n".join(part for part in (told(row.count), over, short_of(line.low)) if part)

    return RowTableModel(
        (
            Column("shelters.state", lambda line: state_word(line.row), width=52, stays=True,
                   ink=lambda line: "orangetext" if line.row.state is ShelterState.FULL else _ink(line.row),
                   strong=lambda line: line.row.running),
            Column("shelters.name", lambda line: line.row.name, stretch=True, tip=lambda line: line.row.name,
                   ink=lambda line: None if line.row.active else "text3"),
            Column("shelters.people", lambda line: filled(line.row), width=112, align=Align.RIGHT, stays=True,
                   tip=people_tip, ink=lambda line: "redtext" if line.row.over else None,
                   strong=lambda line: bool(line.row.over)),
            Column("shelters.supplies", supplies, width=132, stays=True, tip=_supplies_told,
                   ink=lambda line: "redtext" if line.low else None, strong=lambda line: bool(line.low)),
            Column("shelters.as_of", lambda line: times.near(line.row.count.at) if line.row.count else "", width=62),
            Column("shelters.town", lambda line: town_of(line.row), width=80, tip=lambda line: town_of(line.row)),
            Column("shelters.checked", checked, width=92,
                   ink=lambda line: "orangetext" if line.due else "text2"),
        ),
        key=lambda line: line.id,
    )  # fmt: skip


def checked(line: ShelterLine) -> str:
    """The day of the last safety check; that nobody knows of one."""
    day: date | None = line.row.form.checked_on
    return day.isoformat() if day is not None else words.say("shelters.never_checked")


def count_model(times: Times) -> RowTableModel[CountRow]:
    """As of when, how many in all and of whom, what they live on, who told it."""
    return RowTableModel(
        (
            Column("counts.at", lambda row: times.near(row.at), width=72, stays=True),
            Column(
                "counts.people", told, stretch=True, tip=lambda row: "\n".join(filter(None, (told(row), row.remark)))
            ),
            Column("counts.who", lambda row: row.who or row.by_name, width=72),
        ),
        key=lambda row: row.number,
    )


STATE_INK: dict[MoveState, str | None] = {
    MoveState.PLANNED: "orangetext", MoveState.MOVED: None, MoveState.REFUSED: "redtext", MoveState.RETURNED: "text2",
    MoveState.DROPPED: "text3",
}  # fmt: skip


def move_word(state: MoveState) -> str:
    return words.say(f"relocation.state.{state.value}")


def household(row: RelocationRow) -> str:
    """The head of the household; that it is the figure of a whole village."""
    return row.household or words.say("relocation.whole_village")


def relocation_model(times: Times) -> RowTableModel[RelocationRow]:
    """State, village, household, people, whom to look after, where to, as of when, town."""
    return RowTableModel(
        (
            Column("relocation.state", lambda row: move_word(row.state), width=72, stays=True,
                   ink=lambda row: STATE_INK[row.state], strong=lambda row: row.state is MoveState.REFUSED),
            Column("relocation.village", lambda row: row.village, width=104, tip=lambda row: row.village),
            Column("relocation.household", household, width=84, tip=household,
                   ink=lambda row: None if row.household else "text2"),
            Column("relocation.people", lambda row: str(row.people), width=44, align=Align.RIGHT, stays=True),
            Column("relocation.special", lambda row: special(row.special, words.language()), width=60,
                   ink=lambda _row: "orangetext", tip=lambda row: special(row.special, words.language())),
            Column("relocation.whither", whither, stretch=True, tip=whither),
            Column("relocation.at", lambda row: times.near(row.at), width=62),
            Column("relocation.town", lambda row: row.town, width=80, tip=lambda row: row.town),
        ),
        key=lambda row: row.id,
    )  # fmt: skip


def step_model(times: Times) -> RowTableModel[StepRow]:
    """When, what, how many, the words, who wrote it."""
    return RowTableModel(
        (
            Column("moves.at", lambda row: times.near(row.at), width=72, stays=True),
            Column("moves.state", lambda row: move_word(row.state), width=72, ink=lambda row: STATE_INK[row.state]),
            Column("moves.people", lambda row: str(row.people), width=44, align=Align.RIGHT),
            Column("moves.words", lambda row: row.words, stretch=True, tip=lambda row: row.words),
            Column("moves.by", lambda row: row.by_name, width=70),
        ),
        key=lambda row: row.number,
    )


def place_model(times: Times) -> RowTableModel[PlaceMoved]:
    """A town in bold with its villages under it: to be moved, moved, refused, back, not yet, as of when."""

    def figure(name: str) -> Column[PlaceMoved]:
        return Column(f"sums.{name}", lambda one: str(getattr(one.figures, name)), width=64, align=Align.RIGHT,
                      strong=lambda one: not one.village)  # fmt: skip

    return RowTableModel(
        (
            Column("sums.place", place_name, stretch=True, tip=place_name, strong=lambda one: not one.village),
            *(figure(name) for name in ("planned", "moved", "refused", "returned")),
            Column("sums.waiting", lambda one: str(one.figures.waiting), width=64, align=Align.RIGHT, stays=True,
                   strong=lambda one: not one.village, ink=lambda one: "orangetext" if one.figures.waiting else None),
            Column("sums.at", lambda one: times.near(one.as_of), width=62),
        ),
        key=lambda one: (one.town, one.village),
    )  # fmt: skip


def place_name(one: PlaceMoved) -> str:
    if one.village:
        return f"　{one.village}"
    return one.town or words.say("shelters.no_town")


def open_model(times: Times) -> RowTableModel[ShelterRow]:
    """Open shelters: people of the room, those the lists brought, by how many they differ, as of when."""

    def differs(row: ShelterRow) -> str:
        return "" if row.differs is None else f"{row.differs:+d}" if row.differs else "0"

    return RowTableModel(
        (
            Column("sums.shelter", lambda row: row.name, stretch=True, tip=lambda row: row.name),
            Column("sums.counted", filled, width=72, align=Align.RIGHT, stays=True,
                   ink=lambda row: "redtext" if row.over else None, strong=lambda row: bool(row.over)),
            Column("sums.brought", lambda row: str(row.moved), width=72, align=Align.RIGHT),
            Column("sums.differs", differs, width=56, align=Align.RIGHT),
            Column("sums.as_of", lambda row: times.near(row.count.at) if row.count else "", width=62),
        ),
        key=lambda row: row.id,
    )  # fmt: skip


def incident_word(rows: Sequence[IncidentRow], incident: UUID | None) -> str:
    """Number and title; that all of them are meant."""
    if incident is None:
        return words.say("shelters.every_incident")
    return next((f"{row.number}　{row.title}" for row in rows if row.id == incident), "")
