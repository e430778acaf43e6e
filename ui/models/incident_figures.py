"""How figures of an incident are said, and its reports of figures one after another: what is new in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from console import words
from console.domain.incident_figures import FIGURES, Amount, Revision, contradictions, digits_of
from ui.models.table import Column, RowTableModel
from ui.text import Times


@dataclass(frozen=True, slots=True)
class FigureReport:
    """What one source told as of one time: what differs from what was known before it, and what was told the same."""

    number: int
    as_of: datetime
    source: str
    recorded_at: datetime
    by_name: str
    changed: tuple[tuple[str, Amount | None, Amount], ...]
    same: tuple[tuple[str, Amount], ...]


def reports_of(revisions: Sequence[Revision]) -> list[FigureReport]:
    """Revisions recorded together, the newest first."""
    known: dict[str, Amount] = {}
    together: dict[tuple[Any, ...], list[Revision]] = {}
    for one in revisions:
        together.setdefault((one.as_of, one.recorded_at, one.source, one.by_name), []).append(one)
    made = []
    for (as_of, recorded_at, source, by_name), told in together.items():
        changed = tuple((one.key, known.get(one.key), one.amount) for one in told if known.get(one.key) != one.amount)
        same = tuple((one.key, one.amount) for one in told if known.get(one.key) == one.amount)
        known |= {one.key: one.amount for one in told}
        made.append(FigureReport(told[0].number, as_of, source, recorded_at, by_name, changed, same))
    return made[::-1]


def amount_text(key: str, amount: Amount) -> str:
    """3 人, 至少 0.35 万元, 不详."""
    if amount.unknown:
        return words.say("figure.unknown")
    code = "incidents.at_least" if amount.at_least else "incidents.amount"
    return words.say(code, value=digits_of(key, amount), unit=words.say(f"incident.unit.{FIGURES[key].unit.value}"))


def figure_text(key: str, amount: Amount) -> str:
    return f"{words.say(f'incident.figure.{key}')} {amount_text(key, amount)}"


def contradiction_lines(figures: Mapping[str, Amount]) -> list[str]:
    """Figures that cannot both be so, a sentence each."""
    told = {key: figure_text(key, amount) for key, amount in figures.items()}
    return [
        words.say("incidents.contradiction", part=told[part], whole=told[whole])
        for part, whole in contradictions(figures)
    ]


def figure_model(times: Times) -> RowTableModel[FigureReport]:
    """Every report of figures: as of when, what is new in it, what stayed, who told it."""

    def changed(row: FigureReport) -> str:
        return words.say("list.join").join(_change_text(*one) for one in row.changed)

    def same(row: FigureReport) -> str:
        return words.say("list.join").join(figure_text(*one) for one in row.same)

    return RowTableModel(
        [
            Column("incidents.as_of", lambda row: times.near(row.as_of), width=110),
            Column("incidents.changed", changed, stretch=True, strong=lambda _: True),
            Column("incidents.same", same, stretch=True, ink=lambda _: "text2"),
            Column("source", lambda row: row.source, width=150),
            Column("by", lambda row: f"{row.by_name} {times.near(row.recorded_at)}", width=150),
        ],
        key=lambda row: row.number,
    )


def _change_text(key: str, before: Amount | None, after: Amount) -> str:
    told = figure_text(key, after)
    return words.say("incidents.was", told=told, before=amount_text(key, before)) if before is not None else told
