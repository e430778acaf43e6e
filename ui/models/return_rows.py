"""How a round of the towns' returns is listed: units, a unit's figures beside last time's, files before they go in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from console import words
from console.domain.incident_figures import Amount, Revision
from console.domain.return_cell import Finding
from console.domain.town_returns import PlanLine, RoundRow, Standing, UnitStanding, Verdict
from console.services.return_words import column, figure, said
from ui.models.table import Align, Column, RowTableModel
from ui.text import Times

if TYPE_CHECKING:
    from console.services.incident_figures import IncidentFiguresService
    from console.services.incidents import IncidentsService
    from console.services.return_reminders import ReturnReminders
    from console.services.return_tables import ReturnTables
    from console.services.town_returns import TownReturnsService

ALL_UNITS = ""
"""The key of the line that sums."""


@dataclass(frozen=True, slots=True)
class ReturnServices:
    """The services the page of returns asks."""

    returns: TownReturnsService
    tables: ReturnTables
    reminders: ReturnReminders
    incidents: IncidentsService
    figures: IncidentFiguresService


class Sieve(StrEnum):
    """Which units are listed."""

    ALL = "all"
    MISSING = "missing"
    CHANGED = "changed"
    CONTRADICTS = "contradicts"


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in the list, or (``one`` None) the line that sums all of them."""

    told: Standing
    one: UnitStanding | None
    late: bool = False

    @property
    def key(self) -> str:
        return self.one.unit.unit if self.one is not None else ALL_UNITS


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure of a unit: now and last time, and what is odd about it. Of the sum: how many units told it."""

    code: str
    now: Amount | None
    before: Amount | None
    changed: bool
    odd: str


def unit_lines(told: Standing, sieve: Sieve, now: datetime) -> tuple[UnitLine, ...]:
    """The sum first, then the units the sieve lets through."""
    through: Mapping[Sieve, Callable[[UnitStanding], bool]] = {
        Sieve.MISSING: lambda one: one.now is None,
        Sieve.CHANGED: lambda one: bool(one.changes),
        Sieve.CONTRADICTS: lambda one: bool(one.contradictions),
    }
    seen = through.get(sieve)
    late = told.round.open and now > told.round.due_at
    return (
        UnitLine(told, None),
        *(UnitLine(told, one, late and one.now is None) for one in told.units if seen is None or seen(one)),
    )  # fmt: skip


def figure_lines(line: UnitLine) -> tuple[FigureLine, ...]:
    """Every figure asked for, in the order of the form."""
    told, one = line.told, line.one
    if one is None:
        return tuple(FigureLine(code, told.sums[code], None, False, _gap(told, code)) for code in told.round.columns)
    moved = {change.code for change in one.changes}
    made = []
    for code in told.round.columns:
        odd = [said(found) for found in (*_findings(one), *one.contradictions) if found.facts.get("item") == code]
        now = one.now.amount(code) if one.now is not None else None
        before = one.before.amount(code) if one.before is not None and code in one.before.figures else None
        made.append(FigureLine(code, now, before, code in moved, " ".join(dict.fromkeys(odd))))
    return tuple(made)


def notes_of(line: UnitLine, times: Times) -> str:
    """What is to be known of a unit beside its figures: whom to call, which file it was, what was odd about it."""
    one = line.one
    if one is None:
        return ""
    parts = [" ".join(part for part in (one.unit.expected, one.unit.phone) if part)]
    if one.now is not None:
        parts.append(
            words.say("returns.from_file", name=one.now.file_name, at=times.near(one.now.at), by=one.now.by_name)
        )
        parts += [said(found) for found in one.now.findings if "item" not in found.facts]
    return "　".join(part for part in parts if part)


def _findings(one: UnitStanding) -> tuple[Finding, ...]:
    kept = {found.code for found in one.contradictions}
    return tuple(found for found in one.now.findings if found.code not in kept) if one.now is not None else ()


def _gap(told: Standing, code: str) -> str:
    """How many units did not tell a figure."""
    count = sum(one.now is None or one.now.amount(code).unknown for one in told.units)
    return words.say("returns.gap", count=count, units=len(told.units)) if count else ""


def round_text(row: RoundRow | None, times: Times) -> str:
    """示例HZ2030-0001 样例台风 截至 08:10, and that it is closed."""
    if row is None:
        return words.say("returns.no_round")
    code = "returns.round" if row.open else "returns.round_closed"
    return words.say(code, number=row.number, title=row.title, at=times.near(row.as_of))


def head_text(told: Standing, times: Times) -> str:
    """The round in one line: how many came, how many changed, how many contradict, until when."""
    changed = sum(bool(one.changes) for one in told.units)
    odd = sum(bool(one.contradictions) for one in told.units)
    missing = len(told.missing)
    return words.say(
        "returns.counts", returned=len(told.units) - missing, units=len(told.units), missing=missing,
        changed=changed, odd=odd, due=times.near(told.round.due_at),
    )  # fmt: skip


def state_text(line: UnitLine) -> str:
    if line.one is None:
        return f"{len(line.told.units) - len(line.told.missing)}/{len(line.told.units)}"
    if line.one.now is None:
        return words.say("returns.state.late" if line.late else "returns.state.missing")
    return words.say("returns.state.returned")


def unit_model(times: Times) -> RowTableModel[UnitLine]:
    """Unit, state, when, what changed, what contradicts, whom to call."""

    def name(line: UnitLine) -> str:
        return line.one.unit.unit if line.one is not None else words.say("disaster.total")

    def at(line: UnitLine) -> str:
        return times.near(line.one.now.at) if line.one is not None and line.one.now is not None else ""

    def person(line: UnitLine) -> str:
        unit = line.one.unit if line.one is not None else None
        return " ".join(part for part in (unit.expected, unit.phone) if part) if unit is not None else ""

    return RowTableModel(
        (
            Column("returns.unit", name, stretch=True, strong=lambda line: line.one is None),
            Column("returns.state", state_text, width=76, stays=True, ink=_state_ink, strong=_is_missing),
            Column("returns.at", at, width=60),
            Column("returns.changed", lambda line: _count(line, "changes"), align=Align.RIGHT, width=52),
            Column(
                "returns.contradicts", lambda line: _count(line, "contradictions"), align=Align.RIGHT, width=52,
                ink=_orange,
            ),
            Column("returns.person", person, width=150),
        ),
        key=lambda line: line.key,
    )  # fmt: skip


def figure_model() -> RowTableModel[FigureLine]:
    """Figure, its unit, now, last time, what is odd."""
    return RowTableModel(
        (
            Column("returns.item", lambda line: column(line.code), width=190, tip=lambda line: column(line.code)),
            Column("returns.now", _now, align=Align.RIGHT, width=84, stays=True, strong=lambda line: line.changed),
            Column("returns.before", _before, align=Align.RIGHT, width=84, stays=True),
            Column(
                "returns.odd", lambda line: line.odd, stretch=True, tip=lambda line: line.odd,
                ink=_orange,
            ),
        ),
        key=lambda line: line.code,
    )  # fmt: skip


def plan_model() -> RowTableModel[PlanLine]:
    """File, unit, what comes of it, why."""

    def why(line: PlanLine) -> str:
        return " ".join(map(said, line.findings))

    return RowTableModel(
        (
            Column("returns.file", lambda line: line.file.name, width=230, tip=lambda line: line.file.name),
            Column("returns.unit", lambda line: line.unit, width=110, tip=lambda line: line.unit),
            Column(
                "returns.verdict", lambda line: words.say(f"returns.verdict.{line.verdict.value}"), width=96,
                stays=True, ink=lambda line: _INKS.get(line.verdict), strong=_is_faulty,
            ),
            Column("returns.why", why, stretch=True, tip=why),
        ),
        key=lambda line: line.at,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """A figure of the incident as it counts now, and what the round would make of it."""

    key: str
    known: Revision | None
    sum: Amount


def offers(proposed: Mapping[str, Amount], known: Mapping[str, Revision]) -> tuple[Offer, ...]:
    """What differs from what counts now."""
    return tuple(
        Offer(key, known.get(key), amount)
        for key, amount in proposed.items()
        if key not in known or known[key].amount != amount
    )


_INKS = {Verdict.FAULTY: "redtext", Verdict.REPLACES: "orangetext", Verdict.LEFT_OUT: "orangetext"}


def _now(line: FigureLine) -> str:
    return figure(line.code, line.now)


def _before(line: FigureLine) -> str:
    return figure(line.code, line.before)


def _is_faulty(line: PlanLine) -> bool:
    return line.verdict is Verdict.FAULTY


def _orange(_row: object) -> str:
    return "orangetext"


def _is_missing(line: UnitLine) -> bool:
    return line.one is not None and line.one.now is None


def _state_ink(line: UnitLine) -> str | None:
    return ("redtext" if line.late else "orangetext") if _is_missing(line) else None


def _count(line: UnitLine, what: str) -> str:
    return str(len(getattr(line.one, what)) or "") if line.one is not None else ""
