"""Teams as they are kept: what is typed, what is shown, how ready they say they are, papers that end, who is asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from console.domain.assigning import Engaged
from console.domain.contact_book import NumberKind, checked_number, written
from console.domain.contacts import Card, Index, PersonHit
from console.domain.phones import digits_of
from console.domain.pinyin import columns
from console.domain.text import free_text, one_line
from console.errors import Refused


class Readiness(StrEnum):
    """What a team says of itself: 待命, 部分待命, 休整, 不可用. What it is doing its assignments say."""

    READY = "ready"
    LIMITED = "limited"
    RESTING = "resting"
    UNAVAILABLE = "unavailable"


LIMITS = {
    "code": 40, "name": 100, "head_a": 60, "head_b": 60, "call_sign": 40, "equipment": 2000, "base": 200,
    "agreement": 200, "remark": 2000, "note": 200,
}  # fmt: skip
"""Longest texts in characters."""
MOST_PEOPLE = 100_000
MOST_MINUTES = 10_080
"""A week: whoever needs longer to get ready is no team for tonight."""


@dataclass(frozen=True, slots=True)
class NewTeam:
    """A team as it is typed. An empty ``code`` is given by the program; skills and event types are codes."""

    name: str
    kind: str
    code: str = ""
    skills: tuple[str, ...] = ()
    event_types: tuple[str, ...] = ()
    organisation_id: UUID | None = None
    head_a: str = ""
    phone_a: str = ""
    head_b: str = ""
    phone_b: str = ""
    call_sign: str = ""
    people: int = 0
    people_ready: int | None = None
    equipment: str = ""
    base: str = ""
    place_id: UUID | None = None
    latitude: float | None = None
    longitude: float | None = None
    prepare_minutes: int = 0
    registered: bool = True
    insurance_until: date | None = None
    last_drill_on: date | None = None
    agreement: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class NewCertificate:
    """A certificate of a team, or of one of its members (``holder``)."""

    kind: str
    holder: str = ""
    number: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class CertificateRow:
    id: UUID
    team_id: UUID
    kind: str
    holder: str
    number: str
    expires_on: date | None
    active: bool
    version: int


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team as lists show it, with its papers and with everything it is promised to or doing now."""

    id: UUID
    code: str
    name: str
    kind: str
    skills: tuple[str, ...]
    event_types: tuple[str, ...]
    organisation_id: UUID | None
    head_a: str
    phone_a: str
    head_b: str
    phone_b: str
    call_sign: str
    people: int
    people_ready: int | None
    equipment: str
    base: str
    place_id: UUID | None
    place_name: str | None
    latitude: float | None
    longitude: float | None
    prepare_minutes: int
    readiness: Readiness
    readiness_note: str
    readiness_at: datetime | None
    registered: bool
    insurance_until: date | None
    last_drill_on: date | None
    agreement: str
    remark: str
    active: bool
    version: int
    certificates: tuple[CertificateRow, ...] = ()
    engaged: tuple[Engaged, ...] = ()

    @property
    def free(self) -> bool:
        """Promised to nothing and at work nowhere."""
        return not self.engaged

    def typed(self) -> NewTeam:
        """What a form shows to be changed."""
        return NewTeam(**{one.name: getattr(self, one.name) for one in fields(NewTeam)})


@dataclass(frozen=True, slots=True)
class TeamFilter:
    """Which teams are wanted; what is empty or None does not narrow. ``event_type`` is a code.

    ``undrilled_since``: those whose last drill was before that day, or that have none.
    """

    kind: str = ""
    skill: str = ""
    event_type: str = ""
    readiness: frozenset[Readiness] = field(default_factory=frozenset)
    free: bool | None = None
    undrilled_since: date | None = None
    asked: str = ""
    retired: bool = False


class Nearness(StrEnum):
    """How near the end of a paper is, by the county's far, near and last days."""

    OVER = "over"
    LAST = "last"
    NEAR = "near"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class Expiring:
    """A paper that ends soon or has ended: a certificate, or with an empty ``kind`` the insurance of a team."""

    team_id: UUID
    team: str
    kind: str
    holder: str
    number: str
    expires_on: date
    days_left: int
    nearness: Nearness


def expiring(teams: Iterable[TeamRow], today: date, far: int, near: int, last: int) -> list[Expiring]:
    """Papers of these teams that have ended or end within ``far`` days, the soonest first. They hold on their day."""
    found = []
    for team in teams:
        papers = [(one.kind, one.holder, one.number, one.expires_on) for one in team.certificates if one.active]
        for kind, holder, number, day in (*papers, ("", "", "", team.insurance_until)):
            left = (day - today).days if day is not None else None
            if day is not None and left is not None and left <= far:
                nearness = _nearness(left, near, last)
                found.append(Expiring(team.id, team.name, kind, holder, number, day, left, nearness))
    return sorted(found, key=lambda one: (one.expires_on, one.team, one.kind, one.holder, one.number))


def _nearness(left: int, near: int, last: int) -> Nearness:
    if left < 0:
        return Nearness.OVER
    return Nearness.LAST if left <= last else Nearness.NEAR if left <= near else Nearness.FAR


def suits(
    team: TeamRow, types: Collection[str], by_skill: Mapping[str, Collection[str]], asked: str = "",
    chains: Mapping[str, Collection[str]] | None = None,
) -> bool:  # fmt: skip
    """Whether a team is for an event of that type: it, or a skill of it, names the type or one above it.

    ``types`` are the type and those above it; with ``chains`` (the same of every type) a team of a narrower type
    than ``asked`` suits too: who looks for floods finds the team for embankments.
    """
    own = {*team.event_types, *(code for skill in team.skills for code in by_skill.get(skill, ()))}
    return bool(own & set(types)) or (bool(asked) and any(asked in (chains or {}).get(code, ()) for code in own))


def checked(team: NewTeam) -> NewTeam:
    """Texts without needless blanks, numbers as they are dialled; refuses by field what means nothing."""
    kept = {name: one_line(getattr(team, name), LIMITS[name]) for name in _LINES}
    kept |= {name: free_text(getattr(team, name), LIMITS[name]) for name in ("equipment", "remark")}
    if not kept["name"]:
        raise Refused("team_name_missing", field="name")
    if not team.kind:
        raise Refused("team_kind_unknown", field="kind", value="")
    kept |= {name: cleaned_phone(getattr(team, name), name) for name in ("phone_a", "phone_b")}
    ready = team.people_ready
    for name, number, most in (
        ("people", team.people, MOST_PEOPLE), ("people_ready", 0 if ready is None else ready, MOST_PEOPLE),
    ):  # fmt: skip
        if not 0 <= number <= most:
            raise Refused("people_bad", field=name, people=number)
    if not 0 <= team.prepare_minutes <= MOST_MINUTES:
        raise Refused("prepare_bad", field="prepare_minutes", minutes=team.prepare_minutes)
    if ready is not None and ready > team.people:
        raise Refused("people_ready_more", field="people_ready", ready=ready, people=team.people)
    lists = {"skills": tuple(dict.fromkeys(team.skills)), "event_types": tuple(dict.fromkeys(team.event_types))}
    return replace(team, **kept, **lists)  # type: ignore[arg-type]


def checked_certificate(paper: NewCertificate) -> NewCertificate:
    """Refuses certificate_kind_missing and texts that may not be recorded."""
    kind, holder, number = one_line(paper.kind, 60), one_line(paper.holder, 60), one_line(paper.number, 60)
    if not kind:
        raise Refused("certificate_kind_missing", field="kind")
    return NewCertificate(kind, holder, number, paper.expires_on)


def cleaned_phone(said: str, field: str = "phone") -> str:
    """A number as it is dialled, nothing for nothing; refuses bad_phone, naming the field it was typed into."""
    if not said.strip():
        return ""
    try:
        number, _, extension = checked_number(NumberKind.OFFICE, said)
    except Refused as bad:
        raise Refused(bad.code, **{**bad.facts, "field": field}) from None
    return written(number, extension)


def found(teams: Iterable[TeamRow], text: str, limit: int) -> list[TeamRow]:
    """By characters of the name, pinyin, initials, number, digits of a telephone, base or head; the best first."""
    by_id = {team.id: team for team in teams}
    index = Index([_card(team) for team in by_id.values()])
    return [by_id[hit.id] for hit in index.find(text, limit)]


def _card(team: TeamRow) -> Card:
    numbers = tuple(number for number in (team.phone_a, team.phone_b) if number)
    hit = PersonHit(team.id, team.name, team.base, f"{team.head_a} {team.head_b}".strip(), numbers)
    digits = tuple((digits_of(number), "") for number in numbers)
    return Card(hit, columns(team.name)[0], digits, (team.code.casefold(), team.call_sign.casefold()))


_LINES = ("code", "name", "head_a", "head_b", "call_sign", "base", "agreement")
