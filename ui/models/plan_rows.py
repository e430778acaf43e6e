"""What the 预案 panel asks, and how its lists say plans, task cards, responses and what became of their tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from console import words
from console.domain.due import state_of
from console.domain.incident import Grade, IncidentKind, IncidentRow, Standing
from console.domain.plan_findings import Stale, StalePlan
from console.domain.plans import START, Card, PlanRow, shown
from console.domain.responses import Assignment, BoardCard, CardState, Difference, ResponseRow
from console.errors import Refused
from ui import text
from ui.models.table import Align, Column, RowTableModel
from ui.text import Times
from ui.widgets.due import TEXT, TINT, DueState
from ui.widgets.due_cell import SIDE, fraction
from ui.widgets.response_level import SIDE as HEXAGON
from ui.widgets.response_level import level_text

if TYPE_CHECKING:
    from console.services.accounts import AccountsService
    from console.services.duty import DutyService
    from console.services.event_types import EventTypesService
    from console.services.files import FilesService
    from console.services.incidents import IncidentsService
    from console.services.plan_checks import PlanChecks
    from console.services.plan_import import PlanFiles
    from console.services.plans import PlansService
    from console.services.responses import ResponsesService
    from console.services.settings import SettingsService

Soon = Callable[[], timedelta]


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


class Sieve(StrEnum):
    """Which plans are listed: all, review overdue, not filed, without steps, with something stale in them."""

    ALL = "all"
    REVIEW = "review"
    FILING = "filing"
    UNSTRUCTURED = "unstructured"
    STALE = "stale"


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
        if sieve is Sieve.REVIEW:
            return self.review_over
        if sieve is Sieve.FILING:
            return self.row.filing_due() is not None
        if sieve is Sieve.UNSTRUCTURED:
            return not self.row.structured
        return bool(self.stale) if sieve is Sieve.STALE else True


@dataclass(frozen=True, slots=True)
class ResponseLine:
    """A response in the list, with the incident it was started for."""

    row: ResponseRow
    approved_by: str = ""
    incident: IncidentRow | None = None

    @property
    def id(self) -> UUID:
        return self.row.id

    @property
    def kind(self) -> IncidentKind:
        return self.incident.kind if self.incident is not None else IncidentKind.EVENT

    @property
    def grade(self) -> Grade:
        return self.incident.grade if self.incident is not None else Grade.NONE

    @property
    def standing(self) -> Standing:
        return self.incident.standing if self.incident is not None else Standing.NONE

    @property
    def warning(self) -> str:
        return self.row.cause if self.row.incident_id is None else ""


@dataclass(frozen=True, slots=True)
class Change:
    """A line of a difference between two levels."""

    what: str
    code: str
    who: str
    action: str
    note: str


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
            Column("plans.card.action", _action, stretch=True, tip=lambda card: card.action),
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
    checked: bool = True


def stale_lines(stale: StalePlan | None) -> tuple[StaleLine, ...]:
    """What is stale in sentences; what was not looked at stands behind and is no finding."""
    if stale is None:
        return ()
    told = [StaleLine(at, _stale_text(one), _levels_said(one.cards)) for at, one in enumerate(stale.found)]
    left = [words.say(f"plan.stale.{kind.value}") for kind in stale.not_checked]
    return (*told, *(StaleLine(len(told) + at, text, "", checked=False) for at, text in enumerate(left)))


def _stale_text(one: Stale) -> str:
    return " ".join(words.say(one.code, **one.facts).split())


def _levels_said(cards: tuple[str, ...]) -> str:
    """Ⅲ A1、Ⅱ A1, of ``III A1`` and ``II A1``."""
    parts = [card.partition(" ") for card in cards]
    return words.say("list.join").join(f"{shown(level)} {code}" for level, _, code in parts)


def stale_model() -> RowTableModel[StaleLine]:
    """The sentence, and the task cards it is about."""
    return RowTableModel(
        (
            Column(
                "plans.stale", lambda line: line.text, stretch=True, tip=lambda line: line.text,
                ink=lambda line: "orangetext" if line.checked else "text3",
            ),
            Column("plans.stale_cards", lambda line: line.cards, width=150, tip=lambda line: line.cards),
        ),
        key=lambda line: line.at,
    )  # fmt: skip


def response_model(times: Times) -> RowTableModel[ResponseLine]:
    """Number, plan, response level, the incident and its grade, the warning, since, who approved it, tasks."""

    def incident(line: ResponseLine) -> str:
        return f"{line.incident.title} {line.incident.number}" if line.incident is not None else ""

    def tasks(line: ResponseLine) -> str:
        return words.say("responses.tasks_done", done=line.row.done, cards=line.row.cards)

    def over(line: ResponseLine) -> str:
        return str(line.row.over) if line.row.over else ""

    return RowTableModel(
        (
            Column("number", lambda line: line.row.number, width=132),
            Column("plans.title", lambda line: line.row.title, stretch=True, tip=lambda line: line.row.title),
            Column(
                "responses.level", lambda line: level_text(line.row.level), width=104, picture=HEXAGON,
                strong=lambda line: line.row.running, stays=True,
            ),
            Column("responses.incident", incident, width=150, tip=incident),
            Column("responses.grade", lambda line: "　" if line.incident is not None else "", width=96),
            Column("responses.warning", lambda line: line.warning, width=110, tip=lambda line: line.warning),
            Column("responses.since", lambda line: _since(line, times), width=96, stays=True),
            Column("responses.approved_by", lambda line: line.approved_by, width=80),
            Column("responses.tasks", tasks, width=64, align=Align.RIGHT),
            Column(
                "responses.over", over, width=48, align=Align.RIGHT, ink=lambda _line: "redtext",
                strong=lambda _line: True, stays=True,
            ),
        ),
        key=lambda line: line.id,
        tint=lambda line: "redtint" if line.row.running and line.row.over else None,
    )  # fmt: skip


def board_model(times: Times, soon: Soon) -> RowTableModel[BoardCard]:
    """Post, who, telephone, what is to be done, how far it is, what is left of the time."""

    def who(one: BoardCard) -> str:
        rank = words.say("responses.rank", rank=one.rank) if one.rank else ""
        return f"{one.person} {rank}".strip() if one.person else words.say("responses.nobody")

    def left(one: BoardCard) -> str:
        if one.due_at is None or not is_open(one):
            return words.say("responses.waits_milestone") if is_open(one) else ""
        return text.left(one.due_at, times.now())

    return RowTableModel(
        (
            Column("plans.card.post", lambda one: whose(one.card), width=128, tip=lambda one: whose(one.card)),
            Column(
                "responses.who", who, width=104, ink=lambda one: None if one.person else "redtext",
                strong=lambda one: not one.person,
            ),
            Column("responses.phone", lambda one: one.phone, width=116),
            Column("plans.card.action", lambda one: _action(one.card), stretch=True, tip=_board_tip),
            Column("responses.task", lambda one: one.task_number, width=120),
            Column("responses.state", card_text, width=76, stays=True),
            Column(
                "orders.due", left, width=112, picture=SIDE, stays=True,
                ink=lambda one: TEXT[card_due(one, times, soon)],
                strong=lambda one: card_due(one, times, soon) is not DueState.LATER,
                tip=lambda one: times.minute(one.due_at) if one.due_at else "",
            ),
        ),
        key=lambda one: one.id,
        tint=lambda one: TINT[card_due(one, times, soon)],
    )  # fmt: skip


def preview_model(times: Times, names: Callable[[], Mapping[str, str]]) -> RowTableModel[Assignment]:
    """Post, who is told and by which number, what he is told, until when; gaps in red."""

    def who(one: Assignment) -> str:
        return f"{one.told.person} {rank_text(one)}".strip()

    def phone(one: Assignment) -> str:
        return one.told.phone if one.told.gap is None else words.say(f"response.gap.{one.told.gap.value}")

    def due(one: Assignment) -> str:
        said = due_words(one.card, names())
        return f"{said} {times.near(one.due_at)}" if one.due_at is not None else said

    return RowTableModel(
        (
            Column("plans.card.post", lambda one: whose(one.card), width=140, tip=lambda one: whose(one.card)),
            Column("responses.who", who, width=110, tip=instead_text),
            Column(
                "responses.phone", phone, width=170, ink=lambda one: "redtext" if one.told.gap is not None else None,
                strong=lambda one: one.told.gap is not None, stays=True, tip=phone,
            ),
            Column("plans.card.action", lambda one: _action(one.card), stretch=True, tip=lambda one: one.card.action),
            Column("plans.card.due", due, width=176),
        ),
        key=lambda one: one.card.code,
        tint=lambda one: "redtint" if one.told.gap is not None else None,
    )  # fmt: skip


def change_model() -> RowTableModel[Change]:
    """New, kept or cancelled; card, who, what; what is said otherwise."""
    return RowTableModel(
        (
            Column(
                "responses.what", lambda one: words.say(f"responses.what.{one.what}"), width=64,
                strong=lambda one: one.what != "kept", ink=lambda one: _WHAT.get(one.what), stays=True,
            ),
            Column("plans.card.code", lambda one: one.code, width=70),
            Column("responses.who", lambda one: one.who, width=190, tip=lambda one: one.who),
            Column("plans.card.action", lambda one: one.action, stretch=True, tip=lambda one: one.action),
            Column("responses.note", lambda one: one.note, width=200, tip=lambda one: one.note),
        ),
        key=lambda one: (one.what, one.code),
    )  # fmt: skip


_WHAT = {"new": "oktext", "cancelled": "redtext"}


def changes_of(found: Difference) -> tuple[Change, ...]:
    """The lines of a difference: new ones first, then cancelled ones, then those that go on."""
    new = [Change("new", one.card.code, told_text(one), one.card.action, gap_text(one)) for one in found.new]
    gone = [
        Change("cancelled", one.code, one.task_number, one.action, words.say("responses.was_open") if one.open else "")
        for one in found.cancelled
    ]
    kept = [Change("kept", one.code, one.task_number, one.action, _differs(one.differs)) for one in found.kept]
    return (*new, *gone, *kept)


def told_text(one: Assignment) -> str:
    """Post, person and number in one line."""
    return " ".join(part for part in (whose(one.card), one.told.person, one.told.phone) if part)


def gap_text(one: Assignment) -> str:
    return words.say(f"response.gap.{one.told.gap.value}") if one.told.gap is not None else ""


def rank_text(one: Assignment) -> str:
    if one.told.by_roster:
        return words.say("responses.on_duty")
    return words.say("responses.rank", rank=one.told.rank) if one.told.rank else ""


def instead_text(one: Assignment) -> str:
    return words.say("responses.instead_of", name=one.told.instead_of) if one.told.instead_of else ""


def due_words(card: Card, names: Mapping[str, str]) -> str:
    """启动后 60 分钟内: hours and days where they are whole."""
    after = words.say("plans.after.start") if card.after == START else names.get(card.after, card.after)
    for size, unit in ((1_440, "days"), (60, "hours")):
        if card.due_minutes % size == 0:
            return words.say(f"plans.due.{unit}", after=after, count=card.due_minutes // size)
    return words.say("plans.due.minutes", after=after, count=card.due_minutes)


def whose(card: Card) -> str:
    return f"{card.unit} {card.post}".strip()


def is_open(one: BoardCard) -> bool:
    return one.state is not CardState.CANCELLED and one.task_state in ("", "open")


def card_text(one: BoardCard) -> str:
    """待签收 … of its task; before it has one, how far handing out is."""
    if one.state is not CardState.GIVEN:
        return words.say(f"responses.card.{one.state.value}")
    if one.task_state == "open" and one.stage:
        return words.say(f"order.stage.{one.stage}")
    return words.say(f"orders.state.{one.task_state}")


def card_due(one: BoardCard, times: Times, soon: Soon) -> DueState:
    """How near its limit is."""
    if one.due_at is None or not is_open(one):
        return DueState.LATER
    return DueState(state_of(one.due_at, times.now(), soon()).value)


def card_mark(one: BoardCard, times: Times, soon: Soon) -> tuple[float, DueState] | None:
    """The pie of a limit that runs."""
    if one.due_at is None or not is_open(one):
        return None
    began: datetime = one.due_at - timedelta(minutes=one.card.due_minutes)
    return fraction(began, one.due_at, times.now()), card_due(one, times, soon)


def said_day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def read_day(typed: str, field: str) -> date | None:
    """A day as typed, None for nothing; refuses bad_day with the field."""
    plain = typed.strip().replace("/", "-").replace(".", "-")
    if not plain:
        return None
    try:
        return date.fromisoformat(plain)
    except ValueError:
        raise Refused("bad_day", text=typed, field=field) from None


def _since(line: ResponseLine, times: Times) -> str:
    return times.near(line.row.started_at)


def _action(card: Card) -> str:
    return " ".join(card.action.split())


def _board_tip(one: BoardCard) -> str:
    return "\n".join(part for part in (one.card.action, one.card.standard, one.result) if part)


def _differs(fields: tuple[tuple[str, str, str], ...]) -> str:
    """时限：60 → 30."""
    said = []
    for name, before, after in fields:
        facts = {"field": words.say(f"plan.field.{name}"), "before": before, "after": after}
        said.append(words.say("responses.differs", **facts))
    return words.say("list.join").join(said)
