"""The contact book as it is kept: units in a tree, posts and their holders, persons and numbers in dial order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from console.domain import phones
from console.errors import Refused

LIMITS = {"name": 60, "unit": 100, "short_name": 50, "post": 100, "staff_number": 40, "remark": 500, "why": 200}
"""Longest texts in characters."""


class UnitKind(StrEnum):
    """What a unit is: the county, its departments, towns, villages, teams; the rest have none."""

    COUNTY = "county"
    DEPARTMENT = "department"
    TOWN = "town"
    VILLAGE = "village"
    TEAM = "team"
    OTHER = "other"
    NONE = ""


class NumberKind(StrEnum):
    """What a number is of, in the order in which numbers are dialled unless somebody says otherwise."""

    MOBILE = "mobile"
    OFFICE = "office"
    SHORT = "short"
    SATELLITE = "satellite"
    RADIO = "radio"
    HOME = "home"
    FAX = "fax"


class VerifiedHow(StrEnum):
    """How a number was found to hold: they answered it, said so themselves, wrote back, or their unit says so."""

    CALL = "call"
    TOLD = "told"
    MESSAGE = "message"
    UNIT = "unit"


class Rank(StrEnum):
    A = "A"
    B = "B"


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A node of the tree; ``path`` are the names from the top, its own last."""

    id: UUID
    parent_id: UUID | None
    place_id: UUID | None
    name: str
    short_name: str
    kind: UnitKind
    ordinal: int
    version: int
    retired_on: date | None
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PostRow:
    id: UUID
    unit_id: UUID
    name: str
    ordinal: int
    version: int
    retired_on: date | None


@dataclass(frozen=True, slots=True)
class PostUse:
    """What names a post by its words: ``what`` is card, level, group or shift, ``name`` which one."""

    what: str
    name: str


@dataclass(frozen=True, slots=True)
class PostLook:
    """A post of a unit with who holds it today, A and B, and what names it."""

    row: PostRow
    holders: tuple[Held, ...]
    uses: tuple[PostUse, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A post somebody holds, or held; ``valid_to`` is the first day on which it no longer counts."""

    id: UUID
    post_id: UUID
    person_id: UUID
    person: str
    unit_id: UUID
    unit: str
    post: str
    rank: Rank
    valid_from: date | None
    valid_to: date | None

    def counts(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or self.valid_to > day)


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A number; ``order`` 1 is dialled first. ``shown`` is what may be seen of it, with its extension."""

    id: UUID
    kind: str
    number: str
    digits: str
    extension: str
    label: str
    order: int
    verified_on: date | None
    valid_to: date | None
    shown: str
    verified_by: str = ""
    verified_how: str = ""


@dataclass(frozen=True, slots=True)
class NumberChangeRow:
    """A change of a number; empty ``before``: it is new, empty ``after``: it holds no longer."""

    phone_id: UUID
    before: str
    after: str
    why: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class PersonCard:
    """Somebody with all that counts today."""

    id: UUID
    name: str
    staff_number: str
    remark: str
    sensitive: bool
    left_on: date | None
    version: int
    posts: tuple[Held, ...]
    numbers: tuple[NumberRow, ...]
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StillHeld:
    """What somebody who goes still has: the names of posts, groups, accounts, and days they are on the roster."""

    posts: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    duties: tuple[date, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.posts or self.groups or self.accounts or self.duties)


@dataclass(frozen=True, slots=True)
class Unverified:
    """A number nobody has tried for longer than the county wants; ``verified_on`` None: never.

    ``unit`` and ``unit_id`` are where they hold their first post, none for who holds none.
    """

    phone_id: UUID
    person_id: UUID
    person: str
    unit: str
    kind: str
    shown: str
    verified_on: date | None
    unit_id: UUID | None = None
    post: str = ""


_KINDS = (
    (UnitKind.VILLAGE, re.compile(r"(?:村|社区|居)(?:民?委员?会|委会|委|党支部|党总支)?$")),
    (UnitKind.TOWN, re.compile(r"(?:镇|乡|街道)(?:人民政府|政府|办事处|党委)?$")),
    (UnitKind.TEAM, re.compile(r"(?:救援队|突击队|大队|支队|中队|队伍|救援站)$")),
    (UnitKind.COUNTY, re.compile(r"(?:县|市|区)(?:委|人民政府|政府)$")),
    (UnitKind.DEPARTMENT, re.compile(r"(?:局|委员会|委|办|办公室|部|中心|院|台|司|公司|集团|分局|所|站|会)$")),
)
_OFFICE = re.compile(r"(?:人民政府|政府|办事处|[村居]民?委员?会|党委|党支部)$")
_REMARK = re.compile(r"[（(][^（()）]*[）)]$")


def place_called(name: str) -> str:
    """The place a unit is called after: 例溪镇 of 例溪镇人民政府（示例）, 样例村07 of 样例村07村委会."""
    return _OFFICE.sub("", _REMARK.sub("", name.strip()))


def kind_of(name: str) -> UnitKind:
    """What a unit is by its name; the county may say otherwise."""
    plain = _REMARK.sub("", name.strip())
    return next((kind for kind, pattern in _KINDS if pattern.search(plain)), UnitKind.NONE)


def paths(units: Iterable[tuple[UUID, UUID | None, str]]) -> dict[UUID, tuple[str, ...]]:
    """Names from the top for every unit; a circle somebody made by hand ends where it closes."""
    known = {key: (parent, name) for key, parent, name in units}
    made: dict[UUID, tuple[str, ...]] = {}
    for key in known:
        names: list[str] = []
        seen: set[UUID] = set()
        at: UUID | None = key
        while at is not None and at in known and at not in seen:
            seen.add(at)
            at, name = known[at]
            names.append(name)
        made[key] = tuple(reversed(names))
    return made


def require_no_circle(unit: UUID, parent: UUID | None, parents: Mapping[UUID, UUID | None]) -> None:
    """Refuse unit_circle: a unit under itself, or under one that is beneath it."""
    at, seen = parent, set[UUID]()
    while at is not None and at not in seen:
        if at == unit:
            raise Refused("unit_circle")
        seen.add(at)
        at = parents.get(at)


def below(unit: UUID, parents: Mapping[UUID, UUID | None]) -> frozenset[UUID]:
    """The unit and all beneath it."""
    found = {unit}
    children: dict[UUID, list[UUID]] = {}
    for key, parent in parents.items():
        if parent is not None:
            children.setdefault(parent, []).append(key)
    open_ = [unit]
    while open_:
        for child in children.get(open_.pop(), ()):
            if child not in found:
                found.add(child)
                open_.append(child)
    return frozenset(found)


def written(number: str, extension: str) -> str:
    """A number as it is read out and dialled."""
    return f"{number}转{extension}" if extension else number


def checked_number(kind: NumberKind, number: str, extension: str = "") -> tuple[str, str, str]:
    """Number, digits and extension; a call sign has no digits to dial. Refuses bad_phone.

    Full-width digits are taken; an extension may stand behind the number.
    """
    text = " ".join(phones.plain(number).split())[:60]
    if kind is NumberKind.RADIO:
        if not text or len(text) > 40:
            raise Refused("bad_phone", phone=text)
        return text, "", ""
    line, behind = phones.without_extension(text)
    digits = phones.digits_of(line)
    extension = phones.plain(extension).strip() or behind
    wanted = 11 if kind is NumberKind.MOBILE else 3
    if (
        not re.fullmatch(r"[+()\d\- ]+", line)
        or not wanted <= len(digits) <= 15
        or not re.fullmatch(r"[0-9]{0,6}", extension)
    ):
        raise Refused("bad_phone", phone=text)
    return line, digits, extension


def dial_rank(kind: str) -> int:
    """Where a new number goes among those of other kinds."""
    order = [one.value for one in NumberKind]
    return order.index(kind) if kind in order else len(order)
