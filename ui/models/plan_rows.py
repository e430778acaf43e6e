"""What the 预案 panel asks, and how its lists say plans, task cards, responses and what became of their tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from console import words
from console.domain.plan_findings import Stale, StalePlan
from console.domain.plans import START, Card, PlanRow, shown
from ui.models.table import Column, RowTableModel
from ui.text import Times

if TYPE_CHECKING:
    from console.services.accounts import AccountsService
    from console.services.duty import DutyService
    from console.services.event_types import EventTypesService
    from console.services.files import FilesService
    from console.services.incidents import IncidentsService
    from console.services.plan_checks import PlanChecks
    from console.services.plan_import import PlanFiles
    from console.services.plan_runs import PlanRuns
    from console.services.plans import PlansService
    from console.services.responses import ResponsesService
    from console.services.settings import SettingsService


@dataclass(frozen=True, slots=True)
class PlanServices:
    """Everything the panel asks."""

    plans: PlansService
    responses: ResponsesService
    incidents: IncidentsService
    accounts: AccountsService
    event_types: EventTypesService
    files: FilesService
    settings: SettingsService
    duty: DutyService
    plan_checks: PlanChecks
    plan_files: PlanFiles
    plan_runs: PlanRuns


class Sieve(StrEnum):
    """Which plans are listed: all, review overdue, not filed, without steps, something stale in them, withdrawn."""

    ALL = "all"
    REVIEW = "review"
    FILING = "filing"
    UNSTRUCTURED = "unstructured"
    STALE = "stale"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in the list; ``stale`` counts what is no longer true in it."""

    row: PlanRow
    today: date
    stale: int = 0

    @property
    def id(self) -> UUID:
        return self.row.id

    @property
    def review_over(self) -> bool:
        return self.row.review_on is not None and self.row.review_on < self.today

    def let_through(self, sieve: Sieve) -> bool:
        if sieve is Sieve.RETIRED:
            return not self.row.active
        if sieve is Sieve.REVIEW:
            return self.review_over
        if sieve is Sieve.FILING:
            return self.row.file_by is not None
        if sieve is Sieve.UNSTRUCTURED:
            return not self.row.structured
        return bool(self.stale) if sieve is Sieve.STALE else True


def plan_model() -> RowTableModel[PlanLine]:
    """Code, title, kind, levels, cards, review day, what is stale."""

    def state(line: PlanLine) -> str:
        if not line.row.active:
            return words.say("plans.retired")
        return words.say("plans.stale_count", count=line.stale) if line.stale else ""

    return RowTableModel(
        (
            Column("plans.code", lambda line: line.row.code, width=86, tip=lambda line: line.row.code),
            Column("plans.title", lambda line: line.row.title, stretch=True, tip=lambda line: line.row.title),
            Column("plans.kind", lambda line: words.say(f"plan.kind.{line.row.kind.value}"), width=104),
            Column("plans.levels", lambda line: " ".join(map(shown, line.row.levels)), width=76),
            Column(
                "plans.review_on", lambda line: said_day(line.row.review_on), width=92,
                ink=lambda line: "redtext" if line.review_over else None, strong=lambda line: line.review_over,
                stays=True,
            ),
            Column("plans.state", state, width=76, ink=lambda _line: "orangetext", stays=True),
        ),
        key=lambda line: line.id,
    )  # fmt: skip


def card_model(names: Callable[[], Mapping[str, str]]) -> RowTableModel[Card]:
    """Code, post, action, standard, due, evidence of the task cards of a level."""
    return RowTableModel(
        (
            Column("plans.card.code", lambda card: card.code, width=60, tip=lambda card: card.code),
            Column("plans.card.post", whose, width=120, tip=whose),
            Column("plans.card.action", action_line, stretch=True, tip=lambda card: card.action),
            Column("plans.card.due", lambda card: due_words(card, names()), width=128, stays=True),
            Column("plans.card.standard", lambda card: card.standard, width=110, tip=lambda card: card.standard),
            Column("plans.card.evidence", lambda card: card.evidence, width=80, tip=lambda card: card.evidence),
        ),
        key=lambda card: card.code,
    )


@dataclass(frozen=True, slots=True)
class StaleLine:
    """One thing that is stale in a plan, or that nobody looked at."""

    at: int
    text: str
    cards: str
    mend: str = ""
    stale: Stale | None = None

    @property
    def checked(self) -> bool:
        return self.stale is not None


def stale_lines(stale: StalePlan | None) -> tuple[StaleLine, ...]:
    """What is stale in sentences; what was not looked at stands behind and is no finding."""
    if stale is None:
        return ()
    told = [
        StaleLine(at, _stale_text(one), _levels_said(one.cards), words.say(one.mend), one)
        for at, one in enumerate(stale.found)
    ]
    left = [words.say(f"plan.stale.{kind.value}") for kind in stale.not_checked]
    return (*told, *(StaleLine(len(told) + at, text, "") for at, text in enumerate(left)))


def _stale_text(one: Stale) -> str:
    return " ".join(words.say(one.code, **one.facts).split())


def _levels_said(cards: tuple[str, ...]) -> str:
    """Ⅲ A1、Ⅱ A1, of ``III A1`` and ``II A1``."""
    parts = [card.partition(" ") for card in cards]
    return words.say("list.join").join(f"{shown(level)} {code}" for level, _, code in parts)


def stale_model() -> RowTableModel[StaleLine]:
    """The sentence, how it is mended, and the task cards it is about."""
    return RowTableModel(
        (
            Column(
                "plans.stale", lambda line: line.text, stretch=True, tip=lambda line: line.text,
                ink=lambda line: "orangetext" if line.checked else "text3",
            ),
            Column("plans.mend_how", lambda line: line.mend, width=150, tip=lambda line: line.mend),
            Column("plans.stale_cards", lambda line: line.cards, width=110, tip=lambda line: line.cards),
        ),
        key=lambda line: line.at,
    )  # fmt: skip


def due_words(card: Card, names: Mapping[str, str]) -> str:
    """启动后 60 分钟内: hours and days where they are whole."""
    after = words.say("plans.after.start") if card.after == START else names.get(card.after, card.after)
    for size, unit in ((1_440, "days"), (60, "hours")):
        if card.due_minutes % size == 0:
            return words.say(f"plans.due.{unit}", after=after, count=card.due_minutes // size)
    return words.say("plans.due.minutes", after=after, count=card.due_minutes)


def whose(card: Card) -> str:
    return f"{card.unit} {card.post}".strip()


def said_day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def read_day(typed: str, field: str, times: Times) -> date | None:
    """A day as typed, None for nothing; refuses bad_day with the field."""
    return times.read_day(typed, field) if typed.strip() else None


def action_line(card: Card) -> str:
    """What is to be done, in one line."""
    return " ".join(card.action.split())
