"""应急队伍一览表, 专家一览表, 证照保险到期一览表: the lists of the 队伍 panel on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from console.domain.experts import ExpertRow
from console.domain.realm import WATERMARK
from console.domain.teams import Expiring, TeamRow
from ui.printing.form import Column, Form, Row, Section
from ui.printing.parts import Print, content_digest, footer, zh

_TEAM = (("code", 17), ("name", 0), ("kind", 20), ("people", 14), ("skills", 0), ("heads", 40), ("state", 0))
_EXPERT = (("code", 17), ("name", 18), ("field", 28), ("unit", 0), ("phone", 36), ("tier", 14), ("hours", 34))
_PAPER = (("nearness", 24), ("expires_on", 26), ("left", 22), ("kind", 0), ("team", 0), ("holder", 22), ("number", 34))


def teams_form(teams: Sequence[TeamRow], kinds: Mapping[str, str], skills: Mapping[str, str], about: Print) -> Form:
    """Teams with both heads and all that each of them does now."""
    rows = [
        Row(
            (
                team.code, team.name, kinds.get(team.kind, team.kind), str(team.people),
                "、".join(skills.get(code, code) for code in team.skills), _heads(team), _state(team),
            ),
            strong=not team.free,
        )
        for team in teams
    ]  # fmt: skip
    return _form("teams", _TEAM, rows, about)


def experts_form(experts: Sequence[ExpertRow], about: Print) -> Form:
    """Experts with where they are and when they can be had."""
    rows = [
        Row(
            (
                one.code, one.name, one.field, " ".join(part for part in (one.unit, one.title) if part),
                "\n".join(part for part in (one.phone, one.phone_b) if part), zh(f"expert.tier.{one.tier.value}"),
                one.hours or zh("experts.any_hour"),
            )
        )
        for one in experts
    ]  # fmt: skip
    return _form("experts", _EXPERT, rows, about)


def papers_form(papers: Sequence[Expiring], about: Print) -> Form:
    """Papers that ended or end soon, what ended in bold."""
    rows = [
        Row(
            (
                zh(f"teams.nearness.{one.nearness.value}"), one.expires_on.isoformat(), str(one.days_left),
                one.kind or zh("teams.insurance"), one.team, one.holder, one.number,
            ),
            strong=one.days_left < 0,
        )
        for one in papers
    ]  # fmt: skip
    return _form("papers", _PAPER, rows, about)


def _form(name: str, columns: Sequence[tuple[str, int]], rows: Sequence[Row], about: Print) -> Form:
    heads = tuple(Column(zh(f"print.team_list.{name}.{one}"), width=width) for one, width in columns)
    table = Section("", "", heads, tuple(rows), zh("print.none"))
    counted = zh("print.team_list.count", count=len(rows))
    return Form(
        title=zh(f"print.team_list.{name}"),
        number="",
        subtitle=tuple(part for part in (about.site, counted) if part),
        blocks=(table,),
        footer=footer(about, "", content_digest("", (table,))),
        watermark=WATERMARK[about.realm],
    )


def _heads(team: TeamRow) -> str:
    pairs = ((team.head_a, team.phone_a), (team.head_b, team.phone_b))
    return "\n".join(" ".join(part for part in pair if part) for pair in pairs if any(pair))


def _state(team: TeamRow) -> str:
    """What it says of itself, and all it does."""
    ready = zh(f"team.readiness.{team.readiness.value}")
    doing = [f"{zh(f'team.state.{one.state.value}')} {one.incident_title}" for one in team.engaged]
    return "\n".join([f"{ready} {team.readiness_note}".rstrip(), *doing])
