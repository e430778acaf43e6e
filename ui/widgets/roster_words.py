"""The roster in words: shifts, findings, people on posts, where leaders are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from console import words
from console.domain.duty import PostLine
from console.domain.roster import OnDuty, ShiftPlan, WhereaboutsRow
from console.domain.roster_findings import Finding
from ui import text
from ui.text import Times

if TYPE_CHECKING:
    from console.services.roster_files import SheetProblem


def shift_word(code: str) -> str:
    """A shift's word; one a county made itself is shown by its code."""
    return words.say(f"roster.shift.{code}") if words.has(f"roster.shift.{code}") else code


def template_word(on_duty: OnDuty) -> str:
    """The template's name, with the shift where a template has several."""
    name = on_duty.title_en if words.language() == "en" else on_duty.title
    return name if on_duty.shift == "whole" else f"{name}　{shift_word(on_duty.shift)}"


def day_word(day: date) -> str:
    """08-12 周一"""
    return f"{day:%m-%d} {words.say(f'weekday.{day.isoweekday()}')}"


def away_span(starts_at: datetime, ends_at: datetime, times: Times) -> str:
    """When somebody is away: whole days as days, the last one included; 08-12 – 08-14, 08-12 09:00 – 08-12 18:00."""
    begins, ends = times.local(starts_at), times.local(ends_at)
    if begins.time() != time() or ends.time() != time():
        return f"{begins:%m-%d %H:%M} – {ends:%m-%d %H:%M}"
    last = ends - timedelta(days=1)
    return f"{begins:%m-%d}" if last.date() <= begins.date() else f"{begins:%m-%d} – {last:%m-%d}"


def finding_word(row: Finding) -> str:
    """A finding as a sentence."""
    more = text.post(row.more) if row.kind == "two_posts" else row.more
    shift = "" if row.shift in {"", "whole"} else shift_word(row.shift)
    said = words.say(
        f"roster.finding.{row.kind.value}", shift=shift, post=text.post(row.post), name=row.name, more=more
    )
    return said.removeprefix(": ").strip()


def problem_word(found: SheetProblem) -> str:
    """What an import tells about a cell or the sheet; posts by their words."""
    facts = dict(found.facts)
    if "posts" in facts:
        leader = words.say_in("zh", "post.leader")
        posts = ["leader" if post == leader else post for post in str(facts["posts"]).split("、")]
        facts["posts"] = words.say("list.join").join(text.post(post) for post in posts)
    return words.say(f"roster.problem.{found.code}", **facts)


def names(posts: Sequence[PostLine]) -> str:
    """主班 陈例一、副班 曾例三; nobody is said as a word."""
    said = [f"{text.post(line.post)} {line.name}" for line in posts if line.name]
    return words.say("list.join").join(said) or words.say("roster.unplanned")


def where_word(row: WhereaboutsRow, times: Times) -> str:
    """林例十：例山镇，至 18:00（陈例一 代）"""
    until = times.near(row.until_at) if row.until_at else ""
    ends = words.say("roster.where_until", at=until) if until else words.say("roster.where_open")
    place = row.place
    if row.from_at > times.now():
        place = words.say("roster.where_coming", at=times.near(row.from_at), place=row.place)
    said = words.say("roster.where_row", name=row.name, place=place, until=ends)
    return said + (words.say("roster.where_deputy", deputy=row.deputy) if row.deputy else "")


def cell_word(plan: ShiftPlan, post: str) -> str:
    """The names of a cell, with whoever stands in for them."""
    said = []
    for line in plan.of(post):
        row = next((r for r in reversed(plan.substitutions) if (r.post, r.absent) == (post, line.name)), None)
        said.append(words.say("roster.stood", name=row.stands_in, absent=line.name) if row else line.name)
    return words.say("list.join").join(said)
