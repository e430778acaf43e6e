"""Experts: how they are kept, when they can be had, whom to ring first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, time
from enum import StrEnum
from uuid import UUID

from console.domain.call_lists import CallOutcome
from console.domain.contacts import Card, Index, PersonHit
from console.domain.phones import digits_of
from console.domain.pinyin import columns
from console.domain.teams import cleaned_phone
from console.domain.text import free_text, one_line
from console.errors import Refused


class Tier(StrEnum):
    """Whose expert it is: the county's, the city's, the province's, the state's, a town's."""

    TOWN = "town"
    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"
    STATE = "state"


LIMITS = {"code": 40, "name": 60, "field": 100, "unit": 100, "title": 60, "address": 200, "hours": 100, "remark": 2000}
"""Longest texts in characters."""


@dataclass(frozen=True, slots=True)
class NewExpert:
    """An expert as typed. An empty ``code`` is given by the program; ``hours``: what ``spans`` reads."""

    name: str
    field: str
    code: str = ""
    person_id: UUID | None = None
    event_types: tuple[str, ...] = ()
    unit: str = ""
    title: str = ""
    phone: str = ""
    phone_b: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    tier: Tier = Tier.COUNTY
    hours: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ExpertRow:
    """An expert as lists show it; ``last_outcome`` is what came of the last call, None: never rung."""

    id: UUID
    code: str
    name: str
    person_id: UUID | None
    field: str
    event_types: tuple[str, ...]
    unit: str
    title: str
    phone: str
    phone_b: str
    address: str
    latitude: float | None
    longitude: float | None
    tier: Tier
    hours: str
    last_called_at: datetime | None
    last_outcome: CallOutcome | None
    remark: str
    active: bool
    version: int

    def typed(self) -> NewExpert:
        """What a form shows to be changed."""
        return NewExpert(**{one.name: getattr(self, one.name) for one in fields(NewExpert)})


@dataclass(frozen=True, slots=True)
class OnCall:
    """Somebody to ring, in the order of a list; ``available`` by the hours they gave."""

    expert: ExpertRow
    available: bool


@dataclass(frozen=True, slots=True)
class Span:
    """Days of the week (Monday is 0) and a time of the day; one that ends before it begins goes past midnight."""

    days: frozenset[int]
    start: time = time(0)
    end: time = time(0)

    def holds(self, at: datetime) -> bool:
        """``at`` is local. The hours after midnight belong to the day on which they began."""
        now = at.time()
        if self.start < self.end:
            return at.weekday() in self.days and self.start <= now < self.end
        return (at.weekday() in self.days and now >= self.start) or (
            (at.weekday() - 1) % 7 in self.days and now < self.end
        )


EVERY_DAY = frozenset(range(7))
_NAMED = {
    "": EVERY_DAY, "全天": EVERY_DAY, "每天": EVERY_DAY, "每日": EVERY_DAY, "工作日": frozenset(range(5)),
    "周末": frozenset({5, 6}), "休息日": frozenset({5, 6}),
}  # fmt: skip
_DAY = {**{char: at for at, char in enumerate("一二三四五六日")}, "天": 6, **{str(at + 1): at for at in range(7)}}
_TIME = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)[-至到~]([01]?\d|2[0-4]):([0-5]\d)$")
_DAYS = re.compile(
    r"(?:(?:周|星期|礼拜)?([一二三四五六日天1-7])(?:[-至到~](?:周|星期|礼拜)?([一二三四五六日天1-7]))?)$"
)


def spans(hours: str) -> tuple[Span, ...]:
    """``工作日 08:00-18:00；周六、周日 09:00-12:00``, ``20:00-08:00``, ``1-5 08:00-18:00``; nothing is always.

    Parts are told apart by semicolons, days by commas. Refuses hours_bad.
    """
    plain = re.sub(r"[‐‑‒–—―−－ー~～]+", "-", unicodedata.normalize("NFKC", hours))
    parts = [part.strip() for part in re.split(r"[;\n]", plain) if part.strip()]
    return tuple(_span(part, hours) for part in parts) or (Span(EVERY_DAY),)


def available(hours: str, at: datetime) -> bool:
    """Whether somebody with these hours can be had at that local time."""
    return any(span.holds(at) for span in spans(hours))


def _span(part: str, hours: str) -> Span:
    said = "".join(part.split())
    timed = _TIME.search(said)
    days = _days(said[: timed.start()] if timed else said)
    if days is None:
        raise Refused("hours_bad", field="hours", hours=hours[:40])
    if timed is None:
        return Span(days)
    start, end = (_clock(timed[at], timed[at + 1]) for at in (1, 3))
    if start is None or end is None or (start == end and start != time(0)):
        raise Refused("hours_bad", field="hours", hours=hours[:40])
    return Span(days, start, end)


def _clock(hour: str, minute: str) -> time | None:
    """24:00 is the midnight at the end of the day."""
    if int(hour) == 24:
        return time(0) if minute == "00" else None
    return time(int(hour), int(minute))


def _days(said: str) -> frozenset[int] | None:
    if said in _NAMED:
        return _NAMED[said]
    found: set[int] = set()
    for one in re.split(r"[,、和]", said):
        if one in _NAMED and one:
            found |= _NAMED[one]
            continue
        day = _DAYS.match(one)
        if day is None:
            return None
        first, last = _DAY[day[1]], _DAY[day[2] or day[1]]
        found |= {at % 7 for at in range(first, last + 1 if last >= first else last + 8)}
    return frozenset(found)


def first_to_ring(
    experts: Iterable[ExpertRow], types: Sequence[str], field: str, at: datetime
) -> list[OnCall]:  # fmt: skip
    """Whom to ring, in that order: who can be had now, then who was rung longest ago or never, then the nearest field.

    ``types`` are the event type and those above it, its own first (empty: any); ``field`` words of the field, unit or
    title; ``at`` is local.
    """
    fitting = [one for one in experts if _meets(one, types, field)]
    told = [OnCall(one, available(one.hours, at)) for one in fitting]
    return sorted(told, key=lambda one: (not one.available, *_turn(one.expert, types)))


def _turn(expert: ExpertRow, types: Sequence[str]) -> tuple[datetime, int, str]:
    nearness = next((at for at, code in enumerate(types) if code in expert.event_types), len(types))
    return expert.last_called_at or datetime.min.replace(tzinfo=UTC), nearness, expert.code


def _meets(expert: ExpertRow, types: Collection[str], field: str) -> bool:
    where = f"{expert.field} {expert.unit} {expert.title}".casefold()
    return (not types or bool(set(types) & set(expert.event_types))) and all(
        word in where for word in field.casefold().split()
    )


def checked(expert: NewExpert) -> NewExpert:
    """Texts without needless blanks, numbers as they are dialled; refuses by field what means nothing."""
    kept = {name: one_line(getattr(expert, name), LIMITS[name]) for name in LIMITS if name != "remark"}
    for name, missing in (("name", "expert_name_missing"), ("field", "expert_field_missing")):
        if not kept[name]:
            raise Refused(missing, field=name)
    spans(kept["hours"])
    phones = {name: cleaned_phone(getattr(expert, name), name) for name in ("phone", "phone_b")}
    types = tuple(dict.fromkeys(expert.event_types))
    more = {**kept, **phones, "remark": free_text(expert.remark, LIMITS["remark"]), "event_types": types}
    return replace(expert, **more)  # type: ignore[arg-type]


def found(experts: Iterable[ExpertRow], text: str, limit: int) -> list[ExpertRow]:
    """By characters of the name, pinyin, initials, number, digits of a telephone, unit or field; the best first."""
    by_id = {one.id: one for one in experts}
    index = Index([_card(one) for one in by_id.values()])
    return [by_id[hit.id] for hit in index.find(text, limit)]


def _card(expert: ExpertRow) -> Card:
    numbers = tuple(number for number in (expert.phone, expert.phone_b) if number)
    hit = PersonHit(expert.id, expert.name, expert.unit, f"{expert.field} {expert.title}".strip(), numbers)
    digits = tuple((digits_of(number), "") for number in numbers)
    return Card(hit, columns(expert.name)[0], digits, (expert.code.casefold(),))
