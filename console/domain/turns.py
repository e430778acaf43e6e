"""Who stood which post of a watch from when to when: as it was taken over, and who stood in from their hour on.

Computed from the posts as they were taken over and the substitutions as they were noted, whenever somebody asks:
nothing is written when a substitution begins or ends, and nobody has to be there for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from console.domain.posts import PostLine, Turn


@dataclass(frozen=True, slots=True)
class Stood:
    """A substitution as a watch needs it.

    ``exchanged``: an earlier program wrote it into this watch's posts. ``rostered``: who stands in is planned for the
    post of this watch in their own right.
    """

    post: str
    absent: str
    stands_in: str
    phone: str
    reason: str
    starts_at: datetime
    ends_at: datetime
    at: datetime
    withdrawn_at: datetime | None
    exchanged: bool
    rostered: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A watch in time; ``closed_at`` None while it runs."""

    taken_at: datetime
    planned_from: datetime
    planned_to: datetime
    closed_at: datetime | None


def turns_of(taken: Sequence[PostLine], span: Span, noted: Sequence[Stood]) -> tuple[Turn, ...]:
    """Every post's turns in the order of the posts. ``noted`` are the substitutions in the order they were made.

    One that reaches to the planned end lasts until the watch is handed over, however late that is; one of the next
    shift does not begin in a watch that runs over. Who took the watch although somebody was to stand in stands it.
    A watch that is over stays as both officers signed it, whatever is noted or taken back afterwards.
    """
    noted = [_while_it_ran(row, span) for row in noted if _counts(row, span)]
    made: list[Turn] = []
    for line in taken:
        others = {each.name for each in taken if each.post == line.post and each is not line}
        rows = [row for row in noted if row.post == line.post and row.stands_in not in others]
        made += _turns(line, others, span, rows)
    return tuple(made)


def _turns(line: PostLine, others: set[str], span: Span, rows: Sequence[Stood]) -> list[Turn]:
    first, behind = line.name, list[Stood]()
    for row in reversed(rows):
        if row.stands_in == first and row.absent not in others and _behind_taking(row, span):
            first = row.absent
            behind.append(row)
    holding = [(row, *_time(row, span, row in behind)) for row in rows if row in behind or _later(row, span)]
    edges = {edge for _, start, end in holding for edge in (start, end) if edge and edge > span.taken_at}
    if span.closed_at is not None:
        edges = {edge for edge in edges if edge < span.closed_at}
    made: list[Turn] = []
    for start, end in _pieces(span.taken_at, sorted(edges), span.closed_at):
        turn = _turn(line, first, [row for row, since, until in holding if _runs(since, until, start)], start, end)
        if made and made[-1].line == turn.line:
            turn = _joined(made.pop(), turn)
        made.append(turn)
    return made


def _counts(row: Stood, span: Span) -> bool:
    """Not what was noted after the watch, nor the rest of an earlier shift's where its substitute is planned now."""
    if span.closed_at is not None and row.at >= span.closed_at:
        return False
    return row.exchanged or not (row.rostered and row.starts_at < span.planned_from)


def _while_it_ran(row: Stood, span: Span) -> Stood:
    late = span.closed_at is not None and row.withdrawn_at is not None and row.withdrawn_at >= span.closed_at
    return replace(row, withdrawn_at=None) if late else row


def _behind_taking(row: Stood, span: Span) -> bool:
    """Whether the name the watch was taken over with is the one who stood in already."""
    if row.exchanged:
        return row.withdrawn_at is None
    ended = row.ends_at if row.withdrawn_at is None else min(row.ends_at, row.withdrawn_at)
    return row.at < span.taken_at < ended and row.starts_at <= max(span.taken_at, span.planned_from)


def _later(row: Stood, span: Span) -> bool:
    """Whether it begins within the watch, or was noted while the watch ran."""
    if row.starts_at >= span.planned_to and row.at < span.planned_to:
        return False
    return row.at >= span.taken_at or row.starts_at > max(span.taken_at, span.planned_from)


def _time(row: Stood, span: Span, behind: bool) -> tuple[datetime, datetime | None]:
    """From when to when it holds in this watch; None until the watch is handed over."""
    noted_late = row.starts_at <= span.taken_at <= row.at
    start = span.taken_at if behind and not row.exchanged else row.at if noted_late else row.starts_at
    end = None if row.starts_at < span.planned_to <= row.ends_at else row.ends_at
    if row.withdrawn_at is not None:
        end = row.withdrawn_at if end is None else min(end, row.withdrawn_at)
    return start, end


def _runs(since: datetime, until: datetime | None, at: datetime) -> bool:
    return since <= at and (until is None or at < until)


def _pieces(start: datetime, edges: Sequence[datetime], end: datetime | None) -> list[tuple[datetime, datetime | None]]:
    begins = [start, *edges]
    return list(zip(begins, [*edges, end], strict=True))


def _turn(line: PostLine, first: str, rows: Sequence[Stood], start: datetime, end: datetime | None) -> Turn:
    name, phone, by = first, line.phone if first == line.name else "", None
    for row in rows:
        if row.absent == name:
            name, phone, by = row.stands_in, row.phone, row
    if by is None:
        return Turn(PostLine(line.post, name, phone), start, end)
    return Turn(PostLine(line.post, name, phone or by.phone), start, end, first, by.reason)


def _joined(before: Turn, after: Turn) -> Turn:
    return Turn(before.line, before.from_at, after.until_at, before.instead_of, before.reason)
