"""What the 队伍 panel asks, and how its lists say teams, what they do, the steps of it, and papers that end."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from console import words
from console.domain.assigning import AssignmentRow, StepRow
from console.domain.assignments import Clock, TeamState
from console.domain.event_types import EventTypeRow
from console.domain.lists import ListItem
from console.domain.teams import CertificateRow, Expiring, Nearness, Readiness, TeamRow
from ui.models.sent_rows import STAMPS, team_due
from ui.models.table import Align, Column, RowTableModel
from ui.text import Times

if TYPE_CHECKING:
    from console.services.assignments import AssignmentsService
    from console.services.contact_units import ContactUnits
    from console.services.event_types import EventTypesService
    from console.services.experts import ExpertsService
    from console.services.incidents import IncidentsService
    from console.services.lists import ListsService
    from console.services.places import PlacesService
    from console.services.team_import import TeamFiles
    from console.services.team_runs import TeamRuns
    from console.services.teams import TeamsService

PAST = 12
"""Assignments of a team that are over and still shown."""
INK = {Nearness.OVER: "redtext", Nearness.LAST: "orangetext", Nearness.NEAR: "orangetext"}


@dataclass(frozen=True, slots=True)
class TeamServices:
    """Everything the panel asks; ``panels`` are those of the window, which records of others lead to."""

    teams: TeamsService
    experts: ExpertsService
    assignments: AssignmentsService
    files: TeamFiles
    runs: TeamRuns
    lists: ListsService
    event_types: EventTypesService
    incidents: IncidentsService
    places: PlacesService
    units: ContactUnits
    panels: Collection[str] = ()


class Sieve(StrEnum):
    """Which teams are listed: all that are kept, free ones, those promised or out, those with a paper that ends."""

    ALL = "all"
    FREE = "free"
    OUT = "out"
    PAPERS = "papers"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Names:
    """Words of the county's lists, in the language in use when they are asked for."""

    kinds: tuple[ListItem, ...] = ()
    skills: tuple[ListItem, ...] = ()
    types: tuple[EventTypeRow, ...] = ()

    def kind(self, code: str) -> str:
        return _named(self.kinds, code)

    def skill(self, code: str) -> str:
        return _named(self.skills, code)

    def type(self, code: str) -> str:
        english = words.language() == "en"
        for row in self.types:
            if row.code == code:
                return (row.name_en if english else "") or row.name
        return code

    def all_skills(self, codes: Sequence[str]) -> str:
        return words.say("list.join").join(map(self.skill, codes))

    def all_types(self, codes: Sequence[str]) -> str:
        return words.say("list.join").join(map(self.type, codes))


def names_of(lists: ListsService, event_types: EventTypesService) -> Names:
    """On a worker; words of retired rows too, which a team may still have."""
    kinds, skills = (tuple(lists.rows(key, retired=True)) for key in ("team_kinds", "skills"))
    return Names(kinds, skills, tuple(event_types.rows()))


def _named(items: Sequence[ListItem], code: str) -> str:
    return next((item.name(words.language()) for item in items if item.code == code), code)


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team in the list with the papers of it that end, the soonest first."""

    row: TeamRow
    papers: tuple[Expiring, ...] = field(default=())

    @property
    def id(self) -> UUID:
        return self.row.id

    @property
    def worst(self) -> Nearness | None:
        """What is worth a warning of its papers: those that end late are none."""
        told = [one.nearness for one in self.papers if one.nearness is not Nearness.FAR]
        return told[0] if told else None

    def let_through(self, sieve: Sieve) -> bool:
        if sieve is Sieve.RETIRED:
            return not self.row.active
        if sieve is Sieve.FREE:
            return self.row.free
        if sieve is Sieve.OUT:
            return not self.row.free
        return self.worst is not None if sieve is Sieve.PAPERS else True


def doing(row: TeamRow) -> str:
    """All that a team is promised to or doing now: 出发 样例村12 山洪；预留 例溪镇内涝."""
    told = (f"{words.say(f'team.state.{one.state.value}')} {one.incident_title}" for one in row.engaged)
    return words.say("teams.doing_join").join(told)


def said_doing(row: TeamRow) -> str:
    if not row.active:
        return words.say("teams.retired")
    return doing(row) or words.say("teams.free")


def people(row: TeamRow) -> str:
    """18/20 where somebody is away."""
    return str(row.people) if row.people_ready is None else f"{row.people_ready}/{row.people}"


def heads(row: TeamRow) -> str:
    """陈例一 100-0000-0001"""
    return " ".join(part for part in (row.head_a, row.phone_a) if part)


def warning(line: TeamLine) -> str:
    """保险 已到期, of the paper that ends first."""
    first = next((one for one in line.papers if one.nearness is not Nearness.FAR), None)
    if first is None:
        return "" if line.row.registered else words.say("list.engage_rules.when.unregistered")
    return words.say("teams.paper_warning", what=paper(first), when=words.say(f"teams.nearness.{first.nearness.value}"))


def paper(one: Expiring) -> str:
    """The name of a certificate, or that it is the insurance."""
    return one.kind or words.say("teams.insurance")


def team_model(names: Callable[[], Names]) -> RowTableModel[TeamLine]:
    """Name, readiness, all it does, people, kind, preparation, head with number, warning of its papers, town."""
    return RowTableModel(
        (
            Column("teams.name", lambda line: line.row.name, stretch=True, tip=lambda line: line.row.name),
            Column(
                "teams.readiness", lambda line: words.say(f"team.readiness.{line.row.readiness.value}"), width=96,
                tip=_readiness_tip, ink=lambda line: READY_INK[line.row.readiness], picture=14, stays=True,
            ),
            Column(
                "teams.doing", lambda line: said_doing(line.row), stretch=True, tip=lambda line: said_doing(line.row),
                ink=lambda line: None if line.row.engaged else "text3", strong=lambda line: bool(line.row.engaged),
            ),
            Column("teams.people", lambda line: people(line.row), align=Align.RIGHT, width=48),
            Column("teams.prepare", lambda line: str(line.row.prepare_minutes), align=Align.RIGHT, width=50),
            Column(
                "teams.warning", warning, width=104, tip=_papers_tip, stays=True,
                ink=lambda line: INK.get(line.worst, "orangetext") if line.worst else "orangetext",
            ),
            Column("teams.head", lambda line: heads(line.row), width=150, tip=lambda line: heads(line.row)),
            Column("teams.kind", lambda line: names().kind(line.row.kind), width=80),
            Column("teams.town", lambda line: line.row.place_name or "", width=80),
        ),
        key=lambda line: line.id,
    )  # fmt: skip


READY_INK: dict[Readiness, str | None] = {
    Readiness.READY: None, Readiness.LIMITED: "orangetext", Readiness.RESTING: "text2",
    Readiness.UNAVAILABLE: "redtext",
}  # fmt: skip


def _readiness_tip(line: TeamLine) -> str:
    said = words.say(f"team.readiness.{line.row.readiness.value}")
    return f"{said} {line.row.readiness_note}".rstrip()


def _papers_tip(line: TeamLine) -> str:
    return "\n".join(f"{paper(one)} {one.holder} {one.expires_on}" for one in line.papers) or warning(line)


def in_view_order(rows: Sequence[AssignmentRow]) -> tuple[AssignmentRow, ...]:
    """What runs, the first made first, then the newest of what is over."""
    running, over = [row for row in rows if row.runs], [row for row in rows if not row.runs]
    return (*running, *reversed(over[-PAST:]))


def next_step(row: AssignmentRow) -> TeamState | None:
    """What is told of it next; None once it is over."""
    return row.follows[0] if row.follows else None


def assignment_model(times: Times) -> RowTableModel[AssignmentRow]:
    """A line per incident: its title, how far the team is and since when, the limit that runs."""
    return RowTableModel(
        (
            Column(
                "assignments.incident", lambda row: row.incident_title, stretch=True,
                tip=lambda row: f"{row.number} {row.incident_number} {row.incident_title}",
                ink=lambda row: None if row.runs else "text3",
            ),
            Column(
                "assignments.state", lambda row: words.say(f"team.state.{row.state.value}"), width=60,
                ink=lambda row: None if row.runs else "text3", strong=lambda row: row.runs,
            ),
            Column("assignments.since", lambda row: times.near(row.steps[-1].at) if row.steps else "", width=60),
            Column(
                "assignments.limit", lambda row: team_due(row, times.now()), width=124, picture=14, stays=True,
                ink=lambda row: "redtext" if row.clock(times.now()) in (Clock.OVER, Clock.LATE) else None,
            ),
            Column("assignments.place", lambda row: row.place, width=110, tip=lambda row: row.place),
        ),
        key=lambda row: row.id,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step that was told, or one that is still to come."""

    at: int
    state: TeamState
    step: StepRow | None


def step_lines(row: AssignmentRow | None) -> tuple[StepLine, ...]:
    """Everything that was told, then what is to come on the way home."""
    if row is None:
        return ()
    told = [StepLine(at, step.state, step) for at, step in enumerate(row.steps)]
    if not row.runs:
        return tuple(told)
    left = STAMPS[STAMPS.index(row.state) + 1 :] if row.state in STAMPS else STAMPS
    return (*told, *(StepLine(len(told) + at, state, None) for at, state in enumerate(left)))


def step_model(times: Times) -> RowTableModel[StepLine]:
    """State, when, where with who told it and why, who wrote it down."""

    def at(line: StepLine) -> str:
        return times.near(line.step.at) if line.step is not None else words.say("teams.to_come")

    def told(line: StepLine) -> str:
        parts = (line.step.place, line.step.who, line.step.reason) if line.step is not None else ()
        return words.say("list.join").join(part for part in parts if part)

    def ink(line: StepLine) -> str | None:
        return None if line.step is not None else "text3"

    return RowTableModel(
        (
            Column("steps.state", lambda line: words.say(f"team.state.{line.state.value}"), width=60, ink=ink),
            Column("steps.at", at, width=72, ink=ink, stays=True),
            Column("steps.told", told, stretch=True, tip=told),
            Column("steps.by", lambda line: line.step.by_name if line.step else "", width=70),
        ),
        key=lambda line: line.at,
    )


def certificate_model() -> RowTableModel[CertificateRow]:
    """Kind, holder, number, the day it ends."""
    return RowTableModel(
        (
            Column("papers.kind", lambda row: row.kind, stretch=True, tip=lambda row: row.kind),
            Column("papers.holder", lambda row: row.holder, width=84),
            Column("papers.number", lambda row: row.number, width=110, tip=lambda row: row.number),
            Column("papers.expires_on", lambda row: row.expires_on.isoformat() if row.expires_on else "", width=92,
                   stays=True),
        ),
        key=lambda row: row.id,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper that ends; ``at`` tells those of one holder and number apart."""

    at: int
    paper: Expiring


def paper_model() -> RowTableModel[PaperLine]:
    """How near, the day, how many days are left, what paper, whose, of which team."""

    def days(line: PaperLine) -> str:
        left = line.paper.days_left
        return words.say("teams.days_left", count=left) if left >= 0 else words.say("teams.days_over", count=-left)

    def ink(line: PaperLine) -> str | None:
        return INK.get(line.paper.nearness)

    return RowTableModel(
        (
            Column("papers.nearness", lambda line: words.say(f"teams.nearness.{line.paper.nearness.value}"), width=92,
                   ink=ink, strong=lambda line: line.paper.nearness is Nearness.OVER),
            Column("papers.expires_on", lambda line: line.paper.expires_on.isoformat(), width=96, stays=True),
            Column("papers.left", days, width=110, ink=ink, stays=True),
            Column("papers.kind", lambda line: paper(line.paper), width=140, tip=lambda line: paper(line.paper)),
            Column("papers.team", lambda line: line.paper.team, stretch=True, tip=lambda line: line.paper.team),
            Column("papers.holder", lambda line: line.paper.holder, width=96),
            Column("papers.number", lambda line: line.paper.number, width=150, tip=lambda line: line.paper.number),
        ),
        key=lambda line: (line.paper.team_id, line.paper.kind, line.paper.holder, line.paper.number, line.at),
    )  # fmt: skip
