"""How lists of the 预案 panel say responses, their boards and steps, what a start and a change of level would do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from console import words
from console.domain.due import state_of
from console.domain.incident import Grade, IncidentKind, IncidentRow, Standing
from console.domain.responses import Assignment, BoardCard, CardState, Difference, ResponseRow, StepRow
from ui import text
from ui.models.plan_rows import action_line, due_words, whose
from ui.models.table import Align, Column, RowTableModel
from ui.text import Times
from ui.widgets.due import TEXT, TINT, DueState
from ui.widgets.due_cell import fraction
from ui.widgets.marked_cell import SIDE
from ui.widgets.response_level import SIDE as HEXAGON
from ui.widgets.response_level import level_text

Soon = Callable[[], timedelta]


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
            Column("responses.phone", lambda one: one.phone, width=116, numbers=True),
            Column("plans.card.action", lambda one: action_line(one.card), stretch=True, tip=_board_tip),
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
            Column("plans.card.action", lambda one: action_line(one.card), stretch=True, tip=_whole),
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


def _since(line: ResponseLine, times: Times) -> str:
    return times.near(line.row.started_at)


def _whole(one: Assignment) -> str:
    return one.card.action


def _board_tip(one: BoardCard) -> str:
    return "\n".join(part for part in (one.card.action, one.card.standard, one.result) if part)


def _differs(fields: tuple[tuple[str, str, str], ...]) -> str:
    """时限：60 → 30."""
    said = []
    for name, before, after in fields:
        facts = {"field": words.say(f"plan.field.{name}"), "before": before, "after": after}
        said.append(words.say("responses.differs", **facts))
    return words.say("list.join").join(said)


def by_post(cards: list[BoardCard]) -> tuple[BoardCard, ...]:
    """Posts in the order of their first card, cancelled cards behind all."""
    order: dict[str, int] = {}
    for one in cards:
        order.setdefault(whose(one.card), len(order))
    return tuple(sorted(cards, key=lambda one: (one.state is CardState.CANCELLED, order[whose(one.card)])))


def step_model(times: Times) -> RowTableModel[StepRow]:
    """When, what, at which level, who approved it and how, in which words, who took it down."""

    def what(step: StepRow) -> str:
        return words.say(f"response.step.{step.kind.value}")

    def approved(step: StepRow) -> str:
        if not step.approved_by:
            return ""
        return f"{step.approved_by} {words.say(f'responses.way.{step.way}')}"

    return RowTableModel(
        (
            Column("at", lambda step: times.near(step.at), width=112),
            Column("responses.step", what, width=80),
            Column("responses.level", lambda step: level_text(step.level), width=84),
            Column("responses.approved_by", approved, width=190, tip=approved),
            Column("text", lambda step: " ".join(step.text.split()), stretch=True, tip=lambda step: step.text),
            Column("by", lambda step: step.by_name, width=96),
        ),
        key=lambda step: step.number,
    )
