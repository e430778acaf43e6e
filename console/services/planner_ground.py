"""What a roster is planned from, read out of the store: seats, staff, leave, wishes, pairs, table, the year so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import count, groupby, pairwise
from uuid import NAMESPACE_OID, UUID, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.domain.duty_people import LeaveState, StaffRow
from console.domain.fairness import counted
from console.domain.holidays import Days
from console.domain.planning import Assignment, Leave, Pair, Rules, Seat, Staff, Task, Weights, Wish
from console.domain.roster import LEADER, Calendar, RosterLineRow, Slot, SubstitutionRow, posts_of
from console.services import holidays, shift_plans
from console.services.settings import current
from db.queries import duty_people
from db.queries import planning as query
from db.queries import roster as roster_query

_LEADS = "带班领导"
"""How the contacts name whoever leads a watch."""

_BESIDE = timedelta(days=31)
"""Rows of days may be as long as a month where the county says so."""

_DAY = timedelta(days=1)

_Held = tuple[UUID, str, date, date]
"""Who holds a post as A or B, from which day to which."""

_KNOWN_FOR = timedelta(days=400)
"""Where nobody is entered as duty staff: whoever stood a post within this time stands it."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A task, years without holidays, and whether the staff was taken from contacts and table for want of a list."""

    task: Task
    missing_years: tuple[int, ...]
    staff_guessed: bool


def ground(connection: Connection, at: datetime, first: date, last: date) -> Ground:
    """All that planning these days of duty (both included) needs."""
    days = shift_plans.calendar(connection, at)
    asked = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    kinds = holidays.days(connection, _year_of(first, asked))
    seats = tuple(seat for day in asked for seat in _seats(days, day))
    staff, guessed = _staff(connection, days.zone, seats, first, last)
    lines = _lines(connection, days.zone, min(date(first.year, 1, 1), first - _BESIDE), last + _BESIDE, staff)
    rules = rules_at(connection, at)
    task = Task(
        seats=seats,
        staff=staff,
        leave=_leave(connection, days.zone, first, last),
        wishes=_wishes(connection, first, last),
        pairs=_pairs(connection, seats, staff, first, last),
        around=_around(lines, seats, first, last),
        published=_in_seats(seats, lines),
        days=kinds.kinds,
        so_far=counted(_so_far(lines, first), kinds.kinds, rules),
        rules=rules,
        weights=weights_at(connection, at),
    )
    return Ground(task, _missing(kinds, first), guessed)


def within(task: Task, first: date, last: date) -> tuple[Assignment, ...]:
    """The published table of a task's days, with people beside the seats."""
    return (*task.published, *(one for one in task.around if first <= one.seat.slot.day <= last))


def rules_at(connection: Connection, at: datetime) -> Rules:
    """The county's limits as they count at an instant."""

    def whole(name: str) -> int:
        return int(current(connection, f"planning.{name}", at))

    def clock(name: str) -> time:
        return time.fromisoformat(current(connection, f"planning.{name}", at))

    return Rules(
        whole("long_hours"), whole("rest_long"), whole("rest_short"), whole("rest_leader"), whole("most_consecutive"),
        whole("most_consecutive_leader"), clock("night_from"), clock("night_to"), whole("night_hours"),
    )  # fmt: skip


def weights_at(connection: Connection, at: datetime) -> Weights:
    """What the soft rules weigh at an instant."""

    def whole(name: str) -> int:
        return int(current(connection, f"planning.{name}", at))

    return Weights(
        whole("weight_weekday"), whole("weight_weekend"), whole("weight_holiday"), whole("weight_night"),
        whole("weight_spacing"), whole("spacing_days"), whole("weight_wish"), whole("weight_keep"), whole("effort"),
    )  # fmt: skip


def stood(connection: Connection, zone: ZoneInfo, first: date, last: date) -> list[Assignment]:
    """The published table of these days as it was stood: where somebody stands in for a part, a shift is two pieces.

    Pieces of one shift have the key of their seat in common.
    """
    lines = roster_query.lines_of_days(connection, first, last)
    if not lines:
        return []
    known, there = query.persons_named(connection), Counter[tuple[date, str, str]]()
    start, end = min(line.starts_at for line in lines), max(line.ends_at for line in lines)
    running = roster_query.substitutions(connection, start, end)
    made: list[Assignment] = []
    for line in lines:
        there[line.cell] += 1
        for name, since, until in _pieces(line, running):
            piece = replace(line, starts_at=since, ends_at=until)
            person = line.person_id if name == line.name else None
            seat = _seat(piece, zone, there[line.cell])
            made.append(Assignment(seat, person or _by_name(name, {}, known), name, True))
    return made


def _pieces(line: RosterLineRow, running: Sequence[SubstitutionRow]) -> Iterator[tuple[str, datetime, datetime]]:
    """Who stood a line from when to when."""
    inside = [at for row in running for at in (row.starts_at, row.ends_at) if line.starts_at < at < line.ends_at]
    names = [
        (_stands_in(replace(line, starts_at=since, ends_at=until), running), since, until)
        for since, until in pairwise(sorted({line.starts_at, *inside, line.ends_at}))
    ]
    for name, pieces in groupby(names, key=lambda piece: piece[0]):
        those = list(pieces)
        yield name, those[0][1], those[-1][2]


def _seats(days: Calendar, day: date) -> list[Seat]:
    """Every post of every shift of a day; a post named twice is two seats."""
    made: list[Seat] = []
    posts = posts_of(days.template_on(day))
    for slot in days.slots_on(day):
        there: Counter[str] = Counter()
        for post in posts:
            there[post] += 1
            made.append(Seat(slot, post, there[post]))
    return made


def _staff(
    connection: Connection, zone: ZoneInfo, seats: Sequence[Seat], first: date, last: date
) -> tuple[tuple[Staff, ...], bool]:
    """The duty staff of the period; where the county has entered nobody, whoever contacts and table name for a post."""
    rows = [row for row in duty_people.staff(connection) if _within(row, first, last)]
    if not rows and not duty_people.staff(connection):
        return _guessed(connection, zone, seats, first, last), True
    left, posts = query.left(connection), tuple(dict.fromkeys(seat.post for seat in seats))
    made: dict[UUID, Staff] = {}
    for row in rows:
        one = _as_staff(row, left.get(row.person_id), posts)
        made[row.person_id] = _joined(made[row.person_id], one) if row.person_id in made else one
    return tuple(made.values()), False


def _joined(one: Staff, other: Staff) -> Staff:
    """Somebody entered twice, one time after the other: one person with a gap between, at each time at its posts.

    Limits of their own and the turn are those of the earlier time.
    """
    first, second = sorted((one, other), key=lambda each: each.valid_from or date.min)
    gaps = first.gaps
    if first.valid_to is not None and second.valid_from is not None:
        gap = (first.valid_to + timedelta(days=1), second.valid_from - timedelta(days=1))
        gaps += (gap,) if gap[0] <= gap[1] else ()
    posts = tuple(dict.fromkeys((*first.posts, *second.posts)))
    terms = (*_terms(first), *_terms(second))
    return replace(
        first, posts=posts, leader=first.leader or second.leader, valid_to=second.valid_to, gaps=gaps, terms=terms
    )


def _terms(one: Staff) -> tuple[tuple[date, date, tuple[str, ...]], ...]:
    return one.terms or ((one.valid_from or date.min, one.valid_to or date.max, one.posts),)


def _within(row: StaffRow, first: date, last: date) -> bool:
    return (row.valid_from is None or row.valid_from <= last) and (row.valid_to is None or row.valid_to >= first)


def _as_staff(row: StaffRow, left: date | None, posts: tuple[str, ...]) -> Staff:
    """``left`` is the first day somebody is gone; no posts means every post but the other sort's."""
    ends = [day for day in (row.valid_to, left - timedelta(days=1) if left else None) if day is not None]
    every = tuple(post for post in posts if (post == LEADER) == row.leader)
    return Staff(
        row.person_id, row.name, row.posts or every, row.turn, row.leader, row.rest_hours, row.most_consecutive,
        row.valid_from, min(ends) if ends else None,
    )  # fmt: skip


def _guessed(
    connection: Connection, zone: ZoneInfo, seats: Sequence[Seat], first: date, last: date
) -> tuple[Staff, ...]:
    """Holders of posts called like a post of the roster, and whoever the table has on it around the period."""
    words = {post: _LEADS if post == LEADER else post for post in dict.fromkeys(seat.post for seat in seats)}
    found: dict[UUID, tuple[str, list[str]]] = {}
    for _, called, person, name, _ in query.holders(connection, first, last):
        for post, word in words.items():
            if word in called:
                found.setdefault(person, (name, []))[1].append(post)
    for one in _lines(connection, zone, first - _KNOWN_FOR, last + _KNOWN_FOR, ()):
        if one.person_id is not None and one.seat.post in words and one.person_id != _nobody(one.name):
            found.setdefault(one.person_id, (one.name, []))[1].append(one.seat.post)
    left, turn = query.left(connection), count(1)
    return tuple(
        Staff(
            person, name, tuple(dict.fromkeys(posts)), next(turn), LEADER in posts,
            valid_to=left[person] - timedelta(days=1) if person in left else None,
        )
        for person, (name, posts) in found.items()
    )  # fmt: skip


def _lines(connection: Connection, zone: ZoneInfo, first: date, last: date, staff: Iterable[Staff]) -> list[Assignment]:
    """Lines of the table as assignments; a bare name is the one of staff, else of the contacts, who is called so."""
    lines = roster_query.lines_of_days(connection, first, last)
    if not lines:
        return []
    known = query.persons_named(connection)
    named = {one.name: one.person_id for one in staff}
    start, end = min(line.starts_at for line in lines), max(line.ends_at for line in lines)
    running = roster_query.substitutions(connection, start, end)
    made: list[Assignment] = []
    there: Counter[tuple[date, str, str]] = Counter()
    for line in lines:
        there[line.cell] += 1
        name = _stands_in(line, running)
        person = line.person_id if name == line.name else None
        made.append(Assignment(_seat(line, zone, there[line.cell]), person or _by_name(name, named, known), name, True))
    return made


def _stands_in(line: RosterLineRow, running: Iterable[SubstitutionRow]) -> str:
    """Who stands the whole shift of a line; whoever stands in may be stood in for in their turn."""
    name = line.name
    for row in running:
        whole = row.starts_at <= line.starts_at and row.ends_at >= line.ends_at
        if whole and (row.post, row.absent) == (line.post, name):
            name = row.stands_in
    return name


def _seat(line: RosterLineRow, zone: ZoneInfo, ordinal: int) -> Seat:
    start, end = line.starts_at.astimezone(zone), line.ends_at.astimezone(zone)
    return Seat(Slot(line.template, line.shift, line.day, start, end), line.post, ordinal)


def _by_name(name: str, staff: Mapping[str, UUID], known: Mapping[str, Sequence[UUID]]) -> UUID:
    if name in staff:
        return staff[name]
    persons = known.get(name, ())
    return persons[0] if len(persons) == 1 else _nobody(name)


def is_stranger(one: UUID | None, name: str) -> bool:
    """Whether an id only stands for a name the contacts do not have."""
    return one == _nobody(name)


def _nobody(name: str) -> UUID:
    """Stands for a name the contacts do not have, or have twice: the same name is the same one."""
    return uuid5(NAMESPACE_OID, name)


def _around(lines: Sequence[Assignment], seats: Sequence[Seat], first: date, last: date) -> tuple[Assignment, ...]:
    """Lines outside the period, and within it people on posts of its shifts that have no seat left for them.

    Lines of shifts or posts the template of their day no longer has are planned anew.
    """
    keys = {seat.key for seat in seats}
    posts = {key[:3] for key in keys}
    made = []
    for one in lines:
        day, key = one.seat.slot.day, one.seat.key
        outside = first - _BESIDE <= day < first or last < day <= last + _BESIDE
        if outside or (key[:3] in posts and key not in keys):
            made.append(one)
    return tuple(made)


def _in_seats(seats: Sequence[Seat], lines: Sequence[Assignment]) -> tuple[Assignment, ...]:
    by_key = {seat.key: seat for seat in seats}
    return tuple(replace(one, seat=by_key[one.seat.key]) for one in lines if one.seat.key in by_key)


def _so_far(lines: Sequence[Assignment], first: date) -> list[Assignment]:
    return [one for one in lines if one.seat.slot.day < first and one.seat.slot.day.year == first.year]


def _leave(connection: Connection, zone: ZoneInfo, first: date, last: date) -> tuple[Leave, ...]:
    start = datetime.combine(first - timedelta(days=1), time(), zone)
    end = datetime.combine(last + timedelta(days=4), time(), zone)
    rows = duty_people.leaves(connection, start, end, states=(LeaveState.GRANTED,))
    return tuple(Leave(row.person_id, row.starts_at, row.ends_at, row.kind) for row in rows)


def _wishes(connection: Connection, first: date, last: date) -> tuple[Wish, ...]:
    rows = duty_people.wishes(connection, first, last)
    return tuple(Wish(row.person_id, row.day, row.wish == "want", row.shift) for row in rows)


def _pairs(
    connection: Connection, seats: Sequence[Seat], staff: Sequence[Staff], first: date, last: date
) -> tuple[Pair, ...]:
    """The one A and the one B of a post of the contacts, where both stand duty, as long as they hold it.

    Standing the roster's post of that name is no absence; where several share a post as A or B, it is no pair.
    """
    stands = {one.person_id for one in staff}
    words = {_LEADS if seat.post == LEADER else seat.post: seat.post for seat in seats}
    posts: dict[UUID, tuple[str, list[_Held]]] = {}
    for post, called, person, rank, start, end in query.held(connection, first, last):
        if person in stands:
            until = end - _DAY if end else last
            posts.setdefault(post, (called, []))[1].append((person, rank, max(start or first, first), min(until, last)))
    made = []
    for called, held in posts.values():
        duty = next((post for word, post in words.items() if word in called), "")
        made += [replace(one, post=called, duty=duty) for one in _pairs_of(held, first, last)]
    return tuple(made)


def _pairs_of(held: Sequence[_Held], first: date, last: date) -> Iterator[Pair]:
    """A and B of one post from change to change of its holders; days are told where it is not the whole period."""
    begins = {day for _, _, start, end in held for day in (start, end + _DAY)}
    edges = sorted({first, last + _DAY, *(day for day in begins if first < day <= last)})
    for start, after in pairwise(edges):
        there = [(person, rank) for person, rank, since, until in held if since <= start and after - _DAY <= until]
        ranks = [sorted({person for person, one in there if one == rank}, key=str) for rank in "AB"]
        if len(ranks[0]) == len(ranks[1]) == 1 and ranks[0] != ranks[1]:
            yield Pair(
                "", ranks[0][0], ranks[1][0],
                valid_from=start if start > first else None, valid_to=after - _DAY if after <= last else None,
            )  # fmt: skip


def _year_of(first: date, asked: Sequence[date]) -> list[date]:
    """The days asked for and those of the year before them, for the counts so far."""
    start = min(date(first.year, 1, 1), first - _BESIDE)
    return [start + timedelta(days=n) for n in range((first - start).days)] + list(asked)


def _missing(kinds: Days, first: date) -> tuple[int, ...]:
    return tuple(year for year in kinds.missing if year >= first.year)
