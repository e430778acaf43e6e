"""Shared step of books and prints: who stood a post when, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from console import words
from console.domain.duty import ShiftRow
from console.domain.posts import Turn


def changed_posts(shift: ShiftRow, until: datetime) -> dict[str, tuple[Turn, ...]]:
    """The posts somebody stood in on before an instant, with all their turns begun by then."""
    begun = [turn for turn in shift.turns if turn.from_at < until]
    posts = dict.fromkeys(turn.line.post for turn in begun if turn.instead_of)
    return {post: tuple(turn for turn in begun if turn.line.post == post) for post in posts}


def said(turns: Sequence[Turn], zone: tzinfo, until: datetime) -> str:
    """陈例一 08-12 08:00 至 14:00；林例二 14:00 起（代 陈例一：发热）: a day is named where it changes."""
    made, day = [], ""

    def clock(at: datetime) -> str:
        nonlocal day
        local, before = at.astimezone(zone), day
        day = f"{local:%m-%d}"
        return f"{local:%H:%M}" if day == before else f"{local:%m-%d %H:%M}"

    for turn in turns:
        facts = {"name": turn.line.name, "start": clock(turn.from_at)}
        ended = turn.until_at is not None and turn.until_at <= until
        text = words.say_in("zh", "turn.ended", **facts, end=clock(turn.until_at)) if ended and turn.until_at else ""
        text = text or words.say_in("zh", "turn.on", **facts)
        if turn.instead_of:
            text += words.say_in("zh", "turn.instead", name=turn.instead_of, reason=turn.reason)
        made.append(text)
    return "；".join(made)
