"""Who and what could serve a need, as one list: teams, stores and agreements with when they come and whom to ring."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from console import words
from console.domain.assignments import Verdict
from console.domain.candidates import AgreementCandidate, Person, StoreCandidate, TeamCandidate
from console.domain.needs import NeedRow
from console.domain.stock import in_order, shown
from console.services import candidate_words
from console.services.candidates import Candidates
from ui import text
from ui.models.table import Align, Column, RowTableModel

Found = TeamCandidate | StoreCandidate | AgreementCandidate


class Kind(StrEnum):
    """What could be sent: a team, goods of a store, goods a supplier delivers when it is called."""

    TEAM = "team"
    STORE = "store"
    AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """One of them. Words are made when they are shown: the language may be another by then."""

    kind: Kind
    found: Found
    need: NeedRow
    today: date

    @property
    def key(self) -> tuple[Kind, UUID]:
        return self.kind, self.id

    @property
    def id(self) -> UUID:
        found = self.found
        if isinstance(found, TeamCandidate):
            return found.team.id
        return found.store.id if isinstance(found, StoreCandidate) else found.id

    @property
    def name(self) -> str:
        found = self.found
        if isinstance(found, TeamCandidate):
            return found.team.name
        return found.store.name if isinstance(found, StoreCandidate) else found.supplier

    @property
    def minutes(self) -> int | None:
        return self.found.minutes

    @property
    def verdict(self) -> Verdict:
        return self.found.verdict if isinstance(self.found, TeamCandidate) else Verdict.ALLOW

    @property
    def late(self) -> bool:
        return isinstance(self.found, TeamCandidate) and self.found.late

    @property
    def people(self) -> tuple[Person, ...]:
        found = self.found
        if isinstance(found, TeamCandidate):
            return found.team.base.people
        return found.store.base.people if isinstance(found, StoreCandidate) else found.people

    @property
    def most(self) -> Decimal:
        """What it can give beyond what shall stay: one team, so much of the goods."""
        found = self.found
        if isinstance(found, TeamCandidate):
            return Decimal(found.verdict is not Verdict.BLOCK)
        return found.spare if isinstance(found, StoreCandidate) else found.left

    def size(self) -> str:
        """12 人, 可调 18 箱."""
        found, unit = self.found, self.need.unit
        if isinstance(found, TeamCandidate):
            return words.say("dispatch.people", count=found.team.people)
        if isinstance(found, StoreCandidate):
            return words.say("dispatch.spare", amount=shown(found.spare), unit=unit)
        return words.say("dispatch.callable", amount=shown(found.left), unit=found.unit)

    def state(self) -> str:
        """How ready a team is, when the first lot of a store ends, what kind of agreement it is."""
        found = self.found
        if isinstance(found, TeamCandidate):
            return words.say(f"team.readiness.{found.team.readiness}")
        if isinstance(found, AgreementCandidate):
            return words.say(f"candidate.mode.{found.mode}")
        ends = [one.expires_on for one in in_order(found.holding.lots) if one.free > 0 and not one.expired(self.today)]
        first = next((day for day in ends if day is not None), None)
        return first.isoformat() if first is not None else ""

    def head(self) -> str:
        """Whom to ring first."""
        first = next(iter(self.people), None)
        return "" if first is None else " ".join(part for part in (first.name, first.phone) if part)

    def promised(self) -> str:
        """SJ2030-0002 到场: what a team does elsewhere; how many vehicles stand at a store."""
        found = self.found
        if isinstance(found, TeamCandidate):
            told = (f"{one.incident_number} {words.say(f'team.state.{one.state.value}')}" for one in found.team.engaged)
            return words.say("list.join").join(told)
        if isinstance(found, StoreCandidate) and found.vehicles:
            return words.say("dispatch.vehicles", count=len(found.vehicles))
        return ""

    def reasons(self) -> list[str]:
        """Why it stands where it stands; what stands against it first."""
        found = self.found
        if isinstance(found, StoreCandidate):
            return candidate_words.store(found, self.need.unit, self.today)
        if isinstance(found, AgreementCandidate):
            return candidate_words.agreement(found)
        told = candidate_words.team(found)
        against = len(found.reasons)
        return [*told[len(told) - against :], *told[: len(told) - against]]


def lines_of(found: Candidates | None, today: date) -> list[CandidateLine]:
    """In the order they were found: teams, or stores and then agreements."""
    if found is None:
        return []
    return list(_lines(found, today))


def enough(found: Candidates, today: date) -> tuple[Decimal, Decimal, Decimal]:
    """What all of them together can give, what of the need is missing then, and what suppliers could bring of that."""
    lines = lines_of(found, today)
    able = sum((line.most for line in lines if line.kind is not Kind.AGREEMENT), Decimal(0))
    called = sum((line.most for line in lines if line.kind is Kind.AGREEMENT), Decimal(0))
    return able, found.need.open - able, called


def _lines(found: Candidates, today: date) -> Iterator[CandidateLine]:
    for team in found.teams:
        yield CandidateLine(Kind.TEAM, team, found.need, today)
    for store in found.stores:
        yield CandidateLine(Kind.STORE, store, found.need, today)
    for agreement in found.agreements:
        yield CandidateLine(Kind.AGREEMENT, agreement, found.need, today)


def candidate_model() -> RowTableModel[CandidateLine]:
    """Arrival, who with how many, how ready, whom to ring, where promised, why."""
    return RowTableModel(
        (
            Column(
                "dispatch.arrival", _arrival, Align.RIGHT, width=64, ink=_arrival_ink,
                strong=lambda line: line.minutes is not None and line.verdict is not Verdict.BLOCK, stays=True,
            ),
            Column("dispatch.who", lambda line: line.name, stretch=True, tip=_tip, ink=_ink),
            Column("dispatch.size", lambda line: line.size(), width=76, ink=_ink, stays=True),
            Column("dispatch.head", lambda line: line.head(), width=168, ink=_ink, tip=_people, stays=True),
            Column("dispatch.why", _why, stretch=True, tip=_why, ink=_why_ink),
            Column("dispatch.promised", lambda line: line.promised(), width=132, tip=_promised, ink=_busy_ink),
            Column("dispatch.ready", lambda line: line.state(), width=72, ink=_ready_ink),
        ),
        key=lambda line: line.key,
    )  # fmt: skip


def _arrival(line: CandidateLine) -> str:
    return "?" if line.minutes is None else text.number(line.minutes)


def _arrival_ink(line: CandidateLine) -> str | None:
    if line.verdict is Verdict.BLOCK or line.minutes is None:
        return "text3"
    return "redtext" if line.late else None


def _ink(line: CandidateLine) -> str | None:
    return "text3" if line.verdict is Verdict.BLOCK or line.most <= 0 else None


def _why(line: CandidateLine) -> str:
    return "；".join(line.reasons())


def _why_ink(line: CandidateLine) -> str | None:
    if line.verdict is Verdict.ALLOW:
        return "text2"
    return "orangetext" if line.verdict is Verdict.WARN else "redtext"


def _busy_ink(line: CandidateLine) -> str | None:
    return "orangetext" if line.kind is Kind.TEAM else "text2"


def _ready_ink(line: CandidateLine) -> str | None:
    ready = not isinstance(line.found, TeamCandidate) or line.found.team.readiness == "ready"
    return _ink(line) if ready else "orangetext"


def _tip(line: CandidateLine) -> str:
    return "\n".join((line.name, *line.reasons()))


def _people(line: CandidateLine) -> str:
    return candidate_words.people(line.people)


def _promised(line: CandidateLine) -> str:
    if not isinstance(line.found, TeamCandidate):
        return line.promised()
    return "\n".join(f"{one.incident_number} {one.incident_title} {one.place}" for one in line.found.team.engaged)
