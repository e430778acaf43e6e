"""How the commander's page lists incidents, responses, decisions that wait, what moves and what is lacking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from console import words
from console.domain.responses import ResponseRow
from console.domain.situation import (
    Lack,
    Lacking,
    LastReport,
    Move,
    Moving,
    OpenIncident,
    People,
    Situation,
    Wait,
    Waiting,
)
from console.domain.stock import shown
from ui import text
from ui.models.incident_figures import figure_text
from ui.models.table import Align, Column, RowTableModel
from ui.text import Times
from ui.widgets.due import TEXT, TINT, DueState
from ui.widgets.due_cell import fraction
from ui.widgets.grade_chip import grade_text
from ui.widgets.marked_cell import SIDE
from ui.widgets.report_words import report_label
from ui.widgets.response_level import SIDE as HEXAGON
from ui.widgets.response_level import level_text


class SituationAsked(Protocol):
    """Reads the page in one piece."""

    def now(self) -> Situation: ...


@dataclass(frozen=True, slots=True)
class SituationServices:
    """What the commander's page asks."""

    situation: SituationAsked


def incident_model(times: Times) -> RowTableModel[OpenIncident]:
    """Grade, what and where, figures with 截至, how far, since when, the last report upward."""
    return RowTableModel(
        (
            Column(
                "incidents.grade", lambda one: grade_text(one.kind, one.grade, one.standing), width=150, picture=24
            ),
            Column("situation.incident", _named, stretch=True, tip=_whole),
            Column(
                "situation.figures", lambda one: figures_line(one, times), stretch=True,
                tip=lambda one: figures_line(one, times),
            ),
            Column("state", _state, width=84, tip=lambda one: f"{_state(one)} · {_teams(one)}"),
            Column("situation.since", lambda one: times.near(one.row.received_at), width=96),
            Column("situation.last", lambda one: last_line(one.last, times), width=190),
        ),
        key=lambda one: one.id,
        tint=lambda one: "redtint" if one.over else None,
    )  # fmt: skip


def response_model(times: Times) -> RowTableModel[ResponseRow]:
    """Level, plan, how many tasks are done, how many are over."""
    return RowTableModel(
        (
            Column(
                "responses.level", lambda row: level_text(row.level), width=104, picture=HEXAGON,
                strong=lambda _row: True, stays=True,
            ),
            Column("plans.title", lambda row: row.title, stretch=True, tip=lambda row: f"{row.number} {row.title}"),
            Column(
                "responses.tasks", lambda row: words.say("responses.tasks_done", done=row.done, cards=row.cards),
                width=64, align=Align.RIGHT,
            ),
            Column(
                "responses.over", lambda row: str(row.over) if row.over else "", width=48, align=Align.RIGHT,
                ink=lambda _row: "redtext", strong=lambda _row: True,
            ),
            Column("responses.since", lambda row: times.near(row.started_at), width=96),
        ),
        key=lambda row: row.id,
        tint=lambda row: "redtint" if row.over else None,
    )  # fmt: skip


def waiting_model(times: Times, me: Callable[[], str]) -> RowTableModel[Waiting]:
    """What kind of decision, about what, since when or until when, whose."""

    def near(row: Waiting) -> DueState:
        return DueState.OVER if row.over(times.now()) else DueState.LATER

    return RowTableModel(
        (
            Column("situation.wait", wait_word, width=84, strong=lambda row: row.of_name == me() != ""),
            Column("situation.what", wait_title, stretch=True, tip=lambda row: f"{row.number} {wait_title(row)}"),
            Column(
                "situation.waited", lambda row: waited(row, times), width=112, ink=lambda row: TEXT[near(row)],
                strong=lambda row: near(row) is DueState.OVER, tip=lambda row: times.minute(row.since),
            ),
            Column("situation.whose", lambda row: row.of_name, width=72, strong=lambda row: row.of_name == me() != ""),
        ),
        key=lambda row: row.key,
        tint=lambda row: TINT[near(row)],
    )  # fmt: skip


def moving_model(times: Times) -> RowTableModel[Moving]:
    """What goes where, how far it is, what is left of its time."""
    return RowTableModel(
        (
            Column("situation.moving", moving_line, stretch=True, tip=lambda row: f"{row.number} {moving_line(row)}"),
            Column(
                "situation.clock", lambda row: moving_clock(row, times), width=112, picture=SIDE, stays=True,
                ink=lambda row: TEXT[DueState(row.near.value)], strong=lambda row: row.near.value != "later",
                tip=lambda row: times.minute(row.due_at or row.since),
            ),
            Column("state", lambda row: words.say(row.state), width=72),
        ),
        key=lambda row: row.key,
        tint=lambda row: TINT[DueState(row.near.value)],
    )  # fmt: skip


def lacking_model() -> RowTableModel[Lacking]:
    """What kind of lack, how much of what, where."""
    return RowTableModel(
        (
            Column("situation.lack", lambda row: words.say(f"situation.lack.{row.lack.value}"), width=72),
            Column(
                "situation.missing", lacking_what, stretch=True, tip=lambda row: f"{row.number} {lacking_what(row)}",
                strong=lambda row: row.urgent,
            ),
            Column("situation.where", lacking_where, width=140, tip=lacking_where),
        ),
        key=lambda row: row.key,
        tint=lambda row: "redtint" if row.urgent else None,
    )  # fmt: skip


def moving_mark(row: Moving, times: Times) -> tuple[float, DueState] | None:
    """The pie of what has a time limit."""
    if row.due_at is None:
        return None
    return fraction(row.since, row.due_at, times.now()), DueState(row.near.value)


def figures_line(one: OpenIncident, times: Times) -> str:
    """死亡 3 人、已转移 1 240 人（截至 03:12）; 不详 is said, and so is that nobody told any."""
    if not one.told or one.as_of is None:
        return words.say("situation.no_figures")
    said = words.say("list.join").join(figure_text(figure.key, figure.amount) for figure in one.told)
    return words.say("situation.as_of", said=said, at=times.near(one.as_of))


def last_line(last: LastReport | None, times: Times) -> str:
    """续报（二） 已批准 03:12"""
    if last is None:
        return words.say("situation.not_reported")
    report = last.report
    state = words.say(f"report.state.{report.state.value}")
    return f"{report_label(report.kind, report.ordinal)} {state} {times.near(last.at)}"


def wait_word(row: Waiting) -> str:
    return words.say(f"situation.wait.{row.wait.value}")


def wait_title(row: Waiting) -> str:
    """What is to be decided; a grade says which one the figures propose."""
    if row.wait is Wait.GRADE and row.grade is not None:
        kind, grade = row.grade
        said = words.say(f"incident.grade.{grade.value}") if grade.value else words.say(f"incident.kind.{kind.value}")
        return words.say("situation.grade_proposed", title=row.title, grade=said)
    if row.wait is Wait.REPORT:
        step = words.say(f"list.report_limits.step.{row.about}")
        return words.say("situation.report_due", title=row.title, step=step)
    if row.wait is Wait.WARNING:
        return f"{words.say(f'warning.state.{row.about}')} {row.title}"
    if row.asks_word:
        return words.say("situation.about", kind=words.say(f"situation.about.{row.about}"), title=row.title)
    return row.title


def waited(row: Waiting, times: Times) -> str:
    """What is left where there is a limit, else for how long it waits."""
    if row.due_at is not None:
        return text.left(row.due_at, times.now())
    return words.say("situation.waits", time=text.span(times.now() - row.since))


def moving_line(row: Moving) -> str:
    """Who or what goes where; of people how many are still to be brought away."""
    if row.move is Move.PEOPLE:
        return words.say("situation.people_of", count=text.number(row.people), title=row.whither)
    return f"{row.what}→{row.whither}" if row.whither else row.what


def moving_clock(row: Moving, times: Times) -> str:
    """What is left of the time; what has none says since when."""
    if row.due_at is not None:
        return text.left(row.due_at, times.now())
    return words.say("situation.from", at=times.near(row.since))


def lacking_what(row: Lacking) -> str:
    """排水泵 8 台、排涝抢险 1 支; of a team how it stands."""
    if row.lack is Lack.TEAM:
        state = words.say(f"team.readiness.{row.what[0][0]}")
        return f"{row.where} {state}"
    if row.lack is Lack.SHELTER:
        return words.say("list.join").join(_lasts(name, shown(days)) for name, days, _ in row.what)
    said = (f"{name} {shown(amount)} {unit}".rstrip() for name, amount, unit in row.what)
    return words.say("list.join").join(said)


def _lasts(what: str, days: str) -> str:
    return words.say("situation.lasts", what=words.say(f"shelters.need.{what}"), days=days)


def lacking_where(row: Lacking) -> str:
    """The incident, the stores (counted where they are many), or the note about a team."""
    if row.lack is Lack.STOCK:
        return words.say("situation.places", named=row.where, count=row.note) if int(row.note) > 1 else row.where
    return row.note if row.lack is Lack.TEAM else f"{row.where} {row.note}".strip()


def people_line(people: People, times: Times) -> str:
    """紧急转移 1240 人 · 转移安置 至少 860 人（截至 03:12）; empty where nobody told any."""
    said = [
        figure_text(key, amount)
        for key, amount in (("evacuated", people.moved), ("resettled", people.sheltered))
        if amount is not None
    ]
    return words.say("situation.as_of", said=" · ".join(said), at=_at(people.as_of, times)) if said else ""


def _at(at: datetime | None, times: Times) -> str:
    return times.near(at) if at is not None else ""


def _named(one: OpenIncident) -> str:
    return f"{one.row.title} · {one.row.place}" if one.row.place else one.row.title


def _state(one: OpenIncident) -> str:
    return words.say(f"incident.state.{one.row.state.value}")


def _teams(one: OpenIncident) -> str:
    return words.say("situation.teams", count=one.teams)


def _whole(one: OpenIncident) -> str:
    return f"{one.row.number} {_named(one)}\n{one.row.summary}"
