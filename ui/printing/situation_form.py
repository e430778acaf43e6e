"""态势一页: what a commander carries in the pocket. One page: what is too much for it is counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from console.domain.duty import ShiftRow
from console.domain.masking import hidden_in, spans
from console.domain.plans import shown as level_shown
from console.domain.realm import WATERMARK
from console.domain.situation import Lack, Lacking, Move, Moving, OpenIncident, Situation, Wait, Waiting
from console.domain.stock import shown
from console.services.incident_figures import said_in_chinese
from ui.printing.form import Block, Column, Form, Row, Section
from ui.printing.layout import lay_out
from ui.printing.parts import Print, content_digest, footer, numbered, zh

_MOST = (16, 12, 9, 6, 4)
"""Rows of each table, from what one page may have to what it has for certain."""
_FINE = (1.0, 1.15)
"""小五 is the smallest type that is read by torchlight."""
T = TypeVar("T")


def situation_form(now: Situation, shift: ShiftRow | None, about: Print) -> Form:
    """As much of it as one page holds in readable type; each table says how many more there are."""
    ways = (replace(_page(now, shift, about, most), fine=fine) for most in _MOST for fine in _FINE)
    found = next((form for form in ways if len(lay_out(form).pages) == 1), None)
    return found or replace(_page(now, shift, about, 2), fine=_FINE[-1])


def _page(now: Situation, shift: ShiftRow | None, about: Print, most: int) -> Form:
    blocks: list[Block] = [_incidents(now, about, most), _responses(now, about, most)]
    blocks += [_waiting(now, about, most), _moving(now, about, most), _lacking(now, most)]
    done = numbered(blocks)
    at = _at(now.at, about)
    posts = "　".join(f"{_post(line.post)} {line.name}" for line in shift.posts if line.name) if shift else ""
    return Form(
        title=zh("print.situation.title"),
        number="",
        subtitle=(zh("print.situation.head", site=about.site, at=at), posts or zh("print.situation.nobody")),
        blocks=done,
        footer=footer(about, "", content_digest(at, done)),
        watermark=WATERMARK[about.realm],
        kind="situation",
    )


def _table(title: str, columns: Sequence[Column], rows: Sequence[T], made: Callable[[T], Row], most: int) -> Section:
    """With a last row that counts what has no room."""
    told = [_discreet(made(row)) for row in rows[:most]]
    if len(rows) > most:
        more = zh("print.situation.more", count=len(rows) - most)
        told.append(Row((more, *[""] * (len(columns) - 1)), strong=True))
    caption = zh("print.situation.count", count=len(rows)) if rows else ""
    return Section(zh(title), caption, tuple(columns), tuple(told), zh("print.none"), dense=True)


def _incidents(now: Situation, about: Print, most: int) -> Section:
    columns = (
        _column("grade", 24), _column("incident"), _column("figures", weight=1.3), _column("since", 25),
        _column("last", 34),
    )  # fmt: skip

    def row(one: OpenIncident) -> Row:
        place = f"\n{one.row.place}" if one.row.place else ""
        cells = (_grade(one), f"{one.row.title}{place}", _figures(one, about), _at(one.row.received_at, about))
        return Row((*cells, _last(one, about)), strong=bool(one.over))

    return _table("situation.incidents", columns, now.incidents, row, most)


def _responses(now: Situation, about: Print, most: int) -> Section:
    columns = (_column("level", 26), _column("response"), _column("tasks", 30), _column("since", 25))

    def row(one: Any) -> Row:
        tasks = zh("print.situation.tasks", done=one.done, cards=one.cards, over=one.over)
        level = zh("plans.level_response", level=level_shown(one.level))
        return Row((level, one.title, tasks, _at(one.started_at, about)), strong=bool(one.over))

    return _table("situation.responses", columns, now.responses, row, most)


def _waiting(now: Situation, about: Print, most: int) -> Section:
    columns = (_column("wait", 24), _column("what"), _column("whose", 24), _column("asked", 25))

    def row(one: Waiting) -> Row:
        cells = (zh(f"situation.wait.{one.wait.value}"), _decision(one), one.of_name, _at(one.since, about))
        return Row(cells, strong=one.over(now.at))

    return _table("situation.card.waiting", columns, now.waiting, row, most)


def _moving(now: Situation, about: Print, most: int) -> Section:
    columns = (_column("moving"), _column("state", 22), _column("since", 25), _column("due", 25))

    def row(one: Moving) -> Row:
        what = f"{one.what}→{one.whither}" if one.whither else one.what
        if one.move is Move.PEOPLE:
            what = zh("situation.people_of", count=one.people, title=one.whither)
        due = _at(one.due_at, about) if one.due_at else ""
        return Row((what, zh(one.state), _at(one.since, about), due), strong=one.near.value == "over")

    return _table("situation.card.moving", columns, now.moving, row, most)


def _lacking(now: Situation, most: int) -> Section:
    columns = (_column("lack", 24), _column("missing", weight=1.4), _column("where"))

    def row(one: Lacking) -> Row:
        return Row((zh(f"situation.lack.{one.lack.value}"), _missing(one), _where(one)), strong=one.urgent)

    return _table("situation.card.lacking", columns, now.lacking, row, most)


def _discreet(row: Row) -> Row:
    """A page that is carried about has nobody's telephone number."""
    return replace(row, cells=tuple(hidden_in(cell, spans(cell)) for cell in row.cells))


def _column(name: str, width: float = 0.0, weight: float = 1.0) -> Column:
    return Column(zh(f"print.situation.column.{name}"), weight, width)


def _grade(one: OpenIncident) -> str:
    if one.kind.value != "event":
        return zh(f"incident.kind.{one.kind.value}")
    if not one.grade.value:
        return zh("incident.standing.none")
    return f"{zh(f'incident.grade.{one.grade.value}')}\n{zh(f'incident.standing.{one.standing.value}')}"


def _figures(one: OpenIncident, about: Print) -> str:
    if one.as_of is None:
        return zh("situation.no_figures")
    said = "、".join(said_in_chinese(figure.key, figure.amount) for figure in one.told)
    return zh("situation.as_of", said=said, at=_at(one.as_of, about))


def _last(one: OpenIncident, about: Print) -> str:
    if one.last is None:
        return zh("situation.not_reported")
    report = one.last.report
    return f"{report.label} {zh(f'report.state.{report.state.value}')}\n{_at(one.last.at, about)}"


def _decision(one: Waiting) -> str:
    if one.wait is Wait.GRADE and one.grade is not None:
        kind, grade = one.grade
        said = zh(f"incident.grade.{grade.value}") if grade.value else zh(f"incident.kind.{kind.value}")
        return zh("situation.grade_proposed", title=one.title, grade=said)
    if one.wait is Wait.REPORT:
        return zh("situation.report_due", title=one.title, step=zh(f"list.report_limits.step.{one.about}"))
    if one.wait is Wait.WARNING:
        return f"{one.number} {zh(f'warning.state.{one.about}')} {one.title}"
    if one.asks_word:
        return zh("situation.about", kind=zh(f"situation.about.{one.about}"), title=one.title)
    return one.title if one.number in one.title else f"{one.number} {one.title}"


def _missing(one: Lacking) -> str:
    if one.lack is Lack.TEAM:
        return f"{one.where} {zh(f'team.readiness.{one.what[0][0]}')}"
    if one.lack is Lack.SHELTER:
        lasts = ((zh(f"shelters.need.{name}"), shown(days)) for name, days, _ in one.what)
        return "、".join(zh("situation.lasts", what=name, days=days) for name, days in lasts)
    return "、".join(f"{name} {shown(amount)} {unit}".rstrip() for name, amount, unit in one.what)


def _where(one: Lacking) -> str:
    if one.lack is Lack.STOCK and int(one.note) > 1:
        return zh("situation.places", named=one.where, count=one.note)
    return one.note if one.lack is Lack.TEAM else f"{one.number} {one.where}"


def _post(code: str) -> str:
    return zh("post.leader") if code == "leader" else code


def _at(at: datetime, about: Print) -> str:
    return f"{at.astimezone(about.zone):%m-%d %H:%M}"
