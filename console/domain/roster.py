"""The shift table: which template holds on which day, when its shifts run, who is planned, what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from console.domain.lists import ListItem, shifts_of
from console.domain.posts import PostLine
from console.errors import Refused

LEADER = "leader"
"""The post of 带班领导 in every template that has one."""

EARLY = timedelta(hours=1)
"""Whoever takes the watch this short before a change takes the next shift: nobody stands a shift of ten minutes."""

LONGEST = timedelta(hours=24)
"""No person stands longer than this without a break."""

_NOTE = 200
"""Longest remark about somebody in a cell."""

_REACH = 3
"""Days a shift of 48 hours can reach into."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One shift of one day, by the template that holds on that day. ``shift`` is its code within the template.

    ``day`` is the day of duty it belongs to: a night that begins after midnight belongs to the day before.
    """

    template: str
    shift: str
    day: date
    starts_at: datetime
    ends_at: datetime

    @property
    def key(self) -> tuple[date, str]:
        return self.day, self.shift


@dataclass(frozen=True, slots=True)
class OnDuty:
    """A shift with the people planned for it, substitutions applied. ``title`` is the template's name."""

    template: str
    shift: str
    title: str
    starts_at: datetime
    ends_at: datetime
    posts: tuple[PostLine, ...]
    day: date
    title_en: str = ""

    @property
    def leader(self) -> PostLine | None:
        return next((line for line in self.posts if line.post == LEADER and line.name), None)


@dataclass(frozen=True, slots=True)
class RosterLineRow:
    """Somebody planned for a post of a shift."""

    id: UUID
    day: date
    template: str
    shift: str
    starts_at: datetime
    ends_at: datetime
    post: str
    name: str
    person_id: UUID | None
    phone: str
    note: str
    source: str

    @property
    def cell(self) -> tuple[date, str, str]:
        return self.day, self.shift, self.post


@dataclass(frozen=True, slots=True)
class Named:
    """A name as it is put into a cell of the shift table; an empty telephone is looked up."""

    name: str
    phone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SubstitutionRow:
    """Who stands a post instead of whom, from when to when and why."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    post: str
    absent: str
    stands_in: str
    phone: str
    reason: str
    at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class WhereaboutsRow:
    """Where a leader is, until when, how to reach them and who decides meanwhile."""

    id: UUID
    name: str
    place: str
    from_at: datetime
    until_at: datetime | None
    phone: str
    deputy: str
    at: datetime
    by_name: str
    version: int

    def covers(self, start: datetime, end: datetime) -> bool:
        """Whether they are there at some time of a span."""
        return self.from_at < end and (self.until_at is None or self.until_at > start)


@dataclass(frozen=True, slots=True)
class ShiftPlan:
    """A shift of the table with its lines, as planned, and who stands in."""

    slot: Slot
    template: ListItem
    lines: tuple[RosterLineRow, ...]
    substitutions: tuple[SubstitutionRow, ...] = ()

    def of(self, post: str) -> tuple[RosterLineRow, ...]:
        return tuple(line for line in self.lines if line.post == post)

    @property
    def posts(self) -> tuple[str, ...]:
        return posts_of(self.template)

    def manned(self, at: datetime) -> tuple[PostLine, ...]:
        """Every post in the template's order as it is manned at an instant; one nobody is planned for has no name."""
        made: list[PostLine] = []
        for post in self.posts:
            there = [self._stood(line, at) for line in self.of(post)]
            made += there or [PostLine(post, "")]
        return tuple(made)

    def _stood(self, line: RosterLineRow, at: datetime) -> PostLine:
        found = PostLine(line.post, line.name, line.phone)
        for row in self.substitutions:
            if row.starts_at <= at < row.ends_at and (row.post, row.absent) == (found.post, found.name):
                found = PostLine(line.post, row.stands_in, row.phone)
        return found


class Calendar:
    """Templates and special periods of a station, and the shifts they make.

    A special period with a template wins over the station's own; of several, the shortest one (国庆 within 汛期).
    ``fallback`` says that the station names a template nobody knows, so the first one holds.
    """

    def __init__(self, templates: Sequence[ListItem], periods: Sequence[ListItem], chosen: str, zone: ZoneInfo) -> None:
        self.zone = zone
        self._templates = {item.code: item for item in templates if item.active}
        usable = [p for p in periods if p.active and p.get("template") in self._templates]
        self._periods = sorted(usable, key=lambda period: _length(period.get("from"), period.get("to")))
        self.fallback = chosen not in self._templates
        self._chosen = next(iter(self._templates), "") if self.fallback else chosen
        if not self._templates:
            raise ValueError("a station without a shift template cannot tell who is on watch")

    def template(self, code: str) -> ListItem | None:
        """A template that holds, by its code."""
        return self._templates.get(code)

    def template_on(self, day: date) -> ListItem:
        """The template of the shifts that belong to a day."""
        for period in self._periods:
            if in_period(day, period.get("from"), period.get("to")):
                return self._templates[period.get("template")]
        return self._templates[self._chosen]

    def slots_on(self, day: date) -> list[Slot]:
        """The shifts of a day, in the template's order."""
        template = self.template_on(day)
        made: list[Slot] = []
        for shift in shifts_of(template.get("shifts")):
            starts = _local(day, shift.starts, self.zone)
            if made and starts < made[0].starts_at:
                starts = _local(day + timedelta(days=1), shift.starts, self.zone)
            ends = starts + timedelta(hours=shift.hours)
            made.append(Slot(template.code, shift.code, day, starts, ends))
        return made

    def fitting(self, day: date) -> frozenset[tuple[str, str]]:
        """Every shift of a day with every post it has."""
        posts = posts_of(self.template_on(day))
        return frozenset((slot.shift, post) for slot in self.slots_on(day) for post in posts)

    def slots(self, start: datetime, end: datetime) -> list[Slot]:
        """Every shift that runs within a span, by its beginning."""
        found = [slot for slot in self._around(start, end) if slot.ends_at > start and slot.starts_at < end]
        return sorted(found, key=lambda slot: slot.starts_at)

    def slot_at(self, at: datetime) -> Slot:
        """The shift that runs at an instant; between two templates the older one runs until the new one begins."""
        slots = sorted(self._around(at, at), key=lambda slot: slot.starts_at)
        running = [slot for slot in slots if slot.starts_at <= at]
        now, after = running[-1], next(slot for slot in slots if slot.starts_at > at)
        if now.ends_at <= at or after.starts_at < now.ends_at:
            return Slot(now.template, now.shift, now.day, now.starts_at, after.starts_at)
        return now

    def slot_after(self, at: datetime) -> Slot:
        """The next shift to begin."""
        return min((s for s in self._around(at, at) if s.starts_at > at), key=lambda slot: slot.starts_at)

    def slot_to_take(self, at: datetime) -> Slot:
        """The shift whoever takes the watch at an instant stands: shortly before a change, the next one."""
        now = self.slot_at(at)
        return self.slot_at(now.ends_at) if now.ends_at - at <= EARLY else now

    def _around(self, start: datetime, end: datetime) -> Iterator[Slot]:
        first, last = (instant.astimezone(self.zone).date() for instant in (start, end))
        for offset in range(-_REACH, (last - first).days + _REACH + 1):
            yield from self.slots_on(first + timedelta(days=offset))


def in_period(day: date, start: str, end: str) -> bool:
    """Whether a day is within ``from``…``to`` of a list: ``MM-DD`` (every year, also over New Year) or a full date."""
    if (len(start) > 5 and day.isoformat() < start) or (len(end) > 5 and day.isoformat() > end):
        return False
    if len(start) > 5 and len(end) > 5:
        return True
    first, last, this = start[-5:], end[-5:], f"{day:%m-%d}"
    return first <= this <= last if first <= last else this >= first or this <= last


def checked_named(named: Sequence[Named]) -> tuple[Named, ...]:
    """Names of a cell as they will be stored, none twice."""
    made = tuple(Named(checked_word(n.name), checked_phone(n.phone), _checked_note(n.note)) for n in named)
    names = [one.name for one in made]
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice:
        raise Refused("named_twice", name=twice)
    return made


def checked_word(name: str) -> str:
    """A person's name without outer spaces; Refused("bad_name")."""
    name = name.strip()
    if not name or len(name) > 60 or not name.isprintable():
        raise Refused("bad_name", name=name[:80])
    return name


def _checked_note(note: str) -> str:
    note = " ".join(note.split())
    if len(note) > _NOTE:
        raise Refused("text_too_long", length=len(note), limit=_NOTE)
    return note


def checked_phone(phone: str) -> str:
    """A telephone number as it was written; Refused("bad_phone") where it has no digit or is no line of text."""
    phone = phone.strip()
    if phone and (len(phone) > 40 or not phone.isprintable() or not any(char.isdigit() for char in phone)):
        raise Refused("bad_phone", phone=phone[:80])
    return phone


def posts_of(template: ListItem) -> tuple[str, ...]:
    """The posts a shift of a template has, 带班领导 first where it has one."""
    return ((LEADER,) if template.get("leader") == "yes" else ()) + template.items("posts")


def _length(start: str, end: str) -> int:
    first, last = (int(text[-5:-3]) * 31 + int(text[-2:]) for text in (start, end))
    if len(start) > 5 and len(end) > 5:
        return last - first + (int(end[:4]) - int(start[:4])) * 12 * 31
    return (last - first) % (12 * 31)


def _local(day: date, at: str, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.fromisoformat(at), zone)
