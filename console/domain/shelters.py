"""避灾安置场所 as they are kept: what is typed, when they are open, who is in them as of when, what runs short."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from console.domain.contacts import Card, Index, PersonHit
from console.domain.incident_figures import Amount
from console.domain.phones import digits_of
from console.domain.pinyin import columns
from console.domain.teams import cleaned_phone
from console.domain.text import free_text, one_line
from console.errors import Refused


class Tier(StrEnum):
    """县级, 乡级, 村级."""

    COUNTY = "county"
    TOWN = "town"
    VILLAGE = "village"


class ShelterState(StrEnum):
    """关闭, 准备, 开放, 满员, 停用."""

    CLOSED = "closed"
    PREPARED = "prepared"
    OPEN = "open"
    FULL = "full"
    DISUSED = "disused"


RUNNING = frozenset({ShelterState.OPEN, ShelterState.FULL})
"""States in which an opening runs; the others are told of a shelter nobody is in."""
SUITS = ("typhoon", "flood", "landslide", "earthquake", "snow", "heat", "fire")
"""What a shelter is fit for, in the order of forms."""
FACILITIES = ("water", "toilet", "power", "bedding", "kitchen", "medical", "stock", "barrier_free", "broadcast")
"""What is there, in the order of forms."""
LIMITS = {
    "code": 40, "name": 100, "address": 200, "managed_by": 100, "manager_a": 60, "manager_b": 60, "structure": 40,
    "remark": 500, "who": 60, "reason": 200,
}  # fmt: skip
"""Longest texts in characters."""
MOST_PEOPLE = 100_000
MOST_AREA = 10_000_000
MOST_DAYS = 1_000.0


@dataclass(frozen=True, slots=True)
class ShelterForm:
    """A shelter as it is typed. ``id`` is made by the client; an empty ``code`` is given by the program.

    ``suits`` and ``facilities`` are codes of ``SUITS`` and ``FACILITIES``; ``capacity`` is in people.
    """

    name: str
    capacity: int
    code: str = ""
    tier: Tier = Tier.VILLAGE
    place_id: UUID | None = None
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    area_m2: int | None = None
    managed_by: str = ""
    manager_a: str = ""
    phone_a: str = ""
    manager_b: str = ""
    phone_b: str = ""
    structure: str = ""
    built_in: int | None = None
    checked_on: date | None = None
    suits: tuple[str, ...] = ()
    facilities: tuple[str, ...] = ()
    camera: bool = False
    warehouse_id: UUID | None = None
    remark: str = ""
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """A time a shelter was open. ``incident`` may be missing: people are taken in before anything has happened."""

    id: UUID
    shelter_id: UUID
    incident_id: UUID | None
    incident: str
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    closed_by: str
    version: int


@dataclass(frozen=True, slots=True)
class CountRow:
    """Who was in a shelter at ``at`` (截至). A group nobody counted is None, which is not nought."""

    number: int
    opening_id: UUID
    at: datetime
    total: int
    men: int | None
    women: int | None
    children: int | None
    elderly: int | None
    outsiders: int | None
    water_days: float | None
    food_days: float | None
    who: str
    remark: str
    by_name: str

    def low(self, days: float) -> tuple[str, ...]:
        """What lasts for fewer days than that: ``water``, ``food``. What nobody told is not low."""
        told = (("water", self.water_days), ("food", self.food_days))
        return tuple(what for what, left in told if left is not None and left < days and self.total > 0)


GROUPS = ("men", "women", "children", "elderly", "outsiders")
"""男, 女, 儿童, 老人, 外来人员: three ways of dividing the same people, not five parts of them."""
DIVISIONS = (("men", "women"), ("children", "elderly"), ("outsiders",))
"""Groups that no one can be in twice: by sex, by age, by where from. Those of one division are at most the total."""


@dataclass(frozen=True, slots=True)
class NewCount:
    """A count as it is told. ``at`` None: now. Days are what water and food last for the people there."""

    total: int
    at: datetime | None = None
    men: int | None = None
    women: int | None = None
    children: int | None = None
    elderly: int | None = None
    outsiders: int | None = None
    water_days: float | None = None
    food_days: float | None = None
    who: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ShelterRow:
    """A shelter as lists show it. ``opening`` runs or is None; ``count`` is the newest of it, None where nobody told.

    ``moved``: people the relocation lists say were brought here and did not go back, whatever the count says.
    """

    form: ShelterForm
    state: ShelterState
    active: bool
    version: int
    place: str = ""
    town_id: UUID | None = None
    town: str = ""
    warehouse: str = ""
    opening: OpeningRow | None = None
    count: CountRow | None = None
    moved: int = 0

    @property
    def id(self) -> UUID:
        return self.form.id

    @property
    def name(self) -> str:
        return self.form.name

    @property
    def running(self) -> bool:
        return self.opening is not None

    @property
    def people(self) -> Amount:
        """Who is in it: nobody while it is closed, unknown while it is open and nobody counted."""
        if not self.running:
            return Amount(0)
        return Amount(self.count.total if self.count is not None else None)

    @property
    def over(self) -> int:
        """How many more people are in it than it has room for."""
        return max((self.people.value or 0) - self.form.capacity, 0)

    @property
    def differs(self) -> int | None:
        """Counted less brought here by the lists: people come on their own; None where nobody counted."""
        people = self.people.value
        return None if people is None or not self.running else people - self.moved


@dataclass(frozen=True, slots=True)
class CheckDue:
    """A shelter whose safety check is over its time; ``checked_on`` None: it was never checked as far as is known."""

    id: UUID
    code: str
    name: str
    town: str
    checked_on: date | None
    days_over: int | None


def checks_due(rows: Iterable[ShelterRow], today: date, days: int) -> list[CheckDue]:
    """Shelters in use that were never checked, then those checked longest ago; a check holds on its last day."""
    found = []
    for row in rows:
        if not row.active or row.state is ShelterState.DISUSED:
            continue
        seen = row.form.checked_on
        over = None if seen is None else (today - seen - timedelta(days=days)).days
        if over is None or over > 0:
            found.append(CheckDue(row.id, row.form.code, row.name, row.town, seen, over))
    return sorted(found, key=lambda one: (one.checked_on or date.min, one.code))


def checked(form: ShelterForm) -> ShelterForm:
    """Texts without needless blanks, numbers as they are dialled; refuses by field what means nothing.

    Refuses shelter_field_missing, shelter_number_bad, shelter_choice_bad, bad_phone, text_too_long.
    """
    kept: dict[str, Any] = {
        name: one_line(getattr(form, name), LIMITS[name])
        for name in ("code", "name", "address", "managed_by", "manager_a", "manager_b", "structure")
    }
    kept["remark"] = free_text(form.remark, LIMITS["remark"])
    if not kept["name"]:
        raise Refused("shelter_field_missing", field="name")
    kept |= {name: cleaned_phone(getattr(form, name), name) for name in ("phone_a", "phone_b")}
    _within("capacity", form.capacity, 0, MOST_PEOPLE)
    _within("area_m2", form.area_m2, 1, MOST_AREA)
    _within("built_in", form.built_in, 1800, 2200)
    kept["suits"] = _known("suits", form.suits, SUITS)
    kept["facilities"] = _known("facilities", form.facilities, FACILITIES)
    return replace(form, **kept)


def _within(name: str, value: int | None, least: int, most: int) -> None:
    if value is not None and not least <= value <= most:
        raise Refused("shelter_number_bad", field=name, least=least, most=most)


def _known(name: str, given: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    for one in given:
        if one not in known:
            raise Refused("shelter_choice_bad", field=name, value=one)
    return tuple(one for one in known if one in given)


def checked_count(count: NewCount) -> NewCount:
    """Refuses count_bad, count_groups (those of one division are more than all), days_bad, text_too_long."""
    for name in ("total", *GROUPS):
        value = getattr(count, name)
        if value is not None and not 0 <= value <= MOST_PEOPLE:
            raise Refused("count_bad", field=name, value=value)
    for division in DIVISIONS:
        known = [value for name in division if (value := getattr(count, name)) is not None]
        if sum(known) > count.total:
            raise Refused("count_groups", field=division[0], groups=sum(known), total=count.total)
    for name in ("water_days", "food_days"):
        days = getattr(count, name)
        if days is not None and not 0 <= days <= MOST_DAYS:
            raise Refused("days_bad", field=name)
    return replace(count, who=one_line(count.who, LIMITS["who"]), remark=free_text(count.remark, LIMITS["remark"]))


def require_state(row_state: ShelterState, after: ShelterState, name: str, *, running: bool) -> None:
    """开放 begins with ``open`` and ends with ``close``: 满员 and back while it runs, the others while it does not."""
    allowed = RUNNING if running else frozenset(ShelterState) - RUNNING
    if after not in allowed or after is row_state:
        raise Refused("shelter_state", name=name, state=row_state.value)


def differences(before: ShelterForm, after: ShelterForm, said: Callable[[str, Any], str]) -> list[tuple[str, str, str]]:
    """Fields in which two forms of one shelter differ, as text; ``said`` words the value of a field."""
    both = [(one.name, getattr(before, one.name), getattr(after, one.name)) for one in fields(before)]
    return [(name, said(name, was), said(name, now)) for name, was, now in both if was != now and name != "id"]


def named(rows: Iterable[ShelterRow], text: str, limit: int) -> list[ShelterRow]:
    """By characters of the name, pinyin, code, digits of a telephone, town, address or manager; the best first."""
    by_id = {row.id: row for row in rows}
    index = Index([_card(row) for row in by_id.values()])
    return [by_id[hit.id] for hit in index.find(text, limit)]


def _card(row: ShelterRow) -> Card:
    form = row.form
    numbers = tuple(number for number in (form.phone_a, form.phone_b) if number)
    hit = PersonHit(
        row.id, row.name, f"{row.town} {form.address}", f"{form.manager_a} {form.manager_b}".strip(), numbers
    )
    return Card(hit, columns(row.name)[0], tuple((digits_of(one), "") for one in numbers), (form.code.casefold(), ""))
