"""How the wall says what it was given: numbers, incidents, responses, what is due, needs, what moves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from console import words
from console.domain.due import DueItem, DueKind, state_of
from console.domain.incident import Grade
from console.domain.incident_figures import Amount
from console.domain.map_marks import MapView, MarkKind
from console.domain.needs import NeedRow, NeedState
from console.domain.situation import Move, Moving, OpenIncident, Situation
from console.domain.stock import shown
from console.domain.wall import Watch
from ui import text
from ui.models.incident_figures import figure_text
from ui.models.situation_rows import moving_clock, moving_line
from ui.station import due_text
from ui.text import Times
from ui.widgets.due import DueState
from ui.widgets.due_cell import fraction
from ui.widgets.grade_chip import grade_text
from ui.widgets.response_level import level_text
from ui.widgets.wall_blocks import WallNumber, WallRow

NAMED = frozenset(
    {DueKind.REPORT_CLOCK, DueKind.TRANSIT, DueKind.TEAM_PLANNED, DueKind.TEAM_LEAVE, DueKind.TEAM_ARRIVE}
    | {DueKind.ROUTINE, DueKind.TASK}
)
"""Kinds that are said: what officers and the county's lists call them, without numbers and callers as the service gave
them. Calls and leaders' words are of others: only their number."""


def watch_line(watch: Watch) -> str:
    """带班领导 林例十 · 主班 陈例一 · 副班 王例二"""
    if not watch.posts:
        return words.say("duty.nobody")
    return " · ".join(f"{text.post(post)} {name}" for post, name in watch.posts)


def next_line(watch: Watch, times: Times) -> str:
    """下一班 08-13 08:00 带班领导 林例十; empty where nobody is planned."""
    if not watch.posts or watch.since is None:
        return ""
    return words.say("wall.next", at=times.near(watch.since), posts=watch_line(watch))


def numbers(found: Situation, times: Times) -> tuple[list[WallNumber], str]:
    """Six numbers, and as of when those of people are."""
    people = found.people
    roads = sum(one.move is Move.GOODS for one in found.moving)
    late = any(one.move is Move.GOODS and one.near.value == "over" for one in found.moving)
    needs = sum(need.state is NeedState.OPEN for need in found.needs)
    pressing = any(need.over(found.at) for need in found.needs)
    made = [
        WallNumber(_people(people.moved), words.say("wall.moved")),
        WallNumber(_people(people.sheltered), words.say("wall.sheltered")),
        WallNumber(
            text.number(people.shelters) if people.shelters is not None else words.say("figure.unknown"),
            words.say("wall.shelters"),
        ),
        WallNumber(text.number(found.teams_out), words.say("wall.teams")),
        WallNumber(text.number(roads), words.say("wall.roads"), DueState.OVER if late else DueState.LATER),
        WallNumber(text.number(needs), words.say("wall.needs_open"), DueState.OVER if pressing else DueState.LATER),
    ]
    return made, words.say("wall.as_of", at=times.near(people.as_of)) if people.as_of else ""


def incident_rows(rows: Iterable[OpenIncident], times: Times) -> list[WallRow]:
    """Grade, what, where, its figures with 截至; one with a countdown that is over is tinted."""
    made = []
    for one in rows:
        place = f"{one.row.place} · " if one.row.place else ""
        made.append(
            WallRow(
                one.row.title, words.say(f"incident.state.{one.row.state.value}"),
                f"{place}{_figures(one, times)}", DueState.OVER if one.over else DueState.LATER,
                (grade_text(one.kind, one.grade, one.standing), one.grade if one.grade else Grade.NONE),
            )
        )  # fmt: skip
    return made


def response_rows(found: Situation) -> list[WallRow]:
    """Level, plan, how many of its tasks are done and over."""
    made = []
    for row in found.responses:
        done = words.say("responses.tasks_done", done=row.done, cards=row.cards)
        said = words.say("wall.tasks_over" if row.over else "wall.tasks", done=done, over=row.over)
        near = DueState.OVER if row.over else DueState.LATER
        made.append(WallRow(f"{level_text(row.level)} {row.title}", said, near=near, level=row.level))
    return made


def warning_rows(found: Situation, times: Times) -> list[WallRow]:
    """Warnings that hold, each with its end."""
    return [
        WallRow(one.title, words.say("wall.warning_until", at=times.near(one.ends_at)) if one.ends_at else "",
                near=DueState(state_of(one.ends_at, found.at, found.soon).value) if one.ends_at else DueState.LATER)
        for one in found.warnings
    ]  # fmt: skip


def due_rows(items: Iterable[DueItem], now: datetime, soon: timedelta) -> list[WallRow]:
    """The soonest first, counted down to the second; nobody is named."""
    return [
        WallRow(
            public_due(item), text.left(item.due_at, now), near=DueState(state_of(item.due_at, now, soon).value),
            gone=item.fraction(now),
        )
        for item in items
    ]  # fmt: skip


def public_due(item: DueItem) -> str:
    if item.kind in NAMED:
        return due_text(item)
    kind = words.say(f"due.{item.kind.value}", number=item.number)
    return kind if item.number in kind or item.number.isdigit() else f"{kind} {item.number}"


def need_rows(needs: Iterable[NeedRow], times: Times) -> list[WallRow]:
    """What is open, urgent first: how much is missing of how much, for which incident, until when."""
    now, made = times.now(), []
    for need in needs:
        if need.state is not NeedState.OPEN:
            continue
        said = words.say(
            "wall.missing", what=need.what, open=shown(need.open), whole=shown(need.quantity), unit=need.unit
        )
        right = text.left(need.due_at, now) if need.due_at else words.say(f"need.priority.{need.priority}")
        near = DueState.OVER if need.over(now) else DueState.NEAR if need.priority == 1 else DueState.LATER
        below = " · ".join(part for part in (need.incident_title, need.place) if part)
        made.append(WallRow(said, right, below, near))
    return made


def moving_rows(rows: Iterable[Moving], times: Times) -> list[WallRow]:
    """Teams, goods and people under way; tasks are on the list of what is due."""
    return [
        WallRow(
            moving_line(row), moving_clock(row, times), words.say(row.state), DueState(row.near.value),
            gone=None if row.due_at is None else fraction(row.since, row.due_at, times.now()),
        )
        for row in rows if row.move is not Move.TASK
    ]  # fmt: skip


def map_line(view: MapView) -> str:
    """事件 3、队伍 62、仓库 43、避灾安置场所 120"""
    counts = [(kind, sum(mark.kind is kind for mark in view.marks)) for kind in MarkKind]
    said = (f"{words.say(f'map.kind.{kind.value}')} {text.number(count)}" for kind, count in counts if count)
    return words.say("list.join").join(said)


def _figures(one: OpenIncident, times: Times) -> str:
    """截至 03:12：死亡 3 人、失联 不详: as of when comes first, so that it is never cut."""
    if one.as_of is None:
        return words.say("situation.no_figures")
    said = words.say("list.join").join(figure_text(figure.key, figure.amount) for figure in one.told)
    return words.say("wall.figures", said=said, at=times.near(one.as_of))


def _people(amount: Amount | None) -> str:
    """A number, 至少 so many, or 不详: never blank and never 0 where nobody told."""
    if amount is None or amount.value is None:
        return words.say("figure.unknown")
    said = text.number(amount.value)
    return words.say("wall.at_least", number=said) if amount.at_least else said
