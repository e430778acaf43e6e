"""叫应 as the screen shows it: what is read at once, the order of the list, marks and words of each row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from console import words
from console.domain.callout import DECIDED, LEASE, REACHED, Caller, Contact, RowState, Stage, held_now
from console.domain.callout_rows import CalloutLook, CallRow, Planned, TryRow
from console.domain.lists import ListItem
from console.domain.warning import OUT
from console.domain.warning_rows import WarningRow
from ui import text
from ui.models.table import Align, Column, RowTableModel
from ui.text import Times
from ui.widgets.place_tree import choices
from ui.widgets.suggest import Choice, ChoiceList

if TYPE_CHECKING:
    from console.services.callout_callers import CalloutCallers
    from console.services.callout_lists import CalloutLists
    from console.services.callouts import CalloutsService
    from console.services.lists import ListsService
    from console.services.places import PlacesService
    from console.services.warnings import WarningsService

FAILED, OPEN, ANSWERED = "■", "○", "●"
"""A try that reached nobody, the one that comes next, the one that reached somebody."""


@dataclass(frozen=True, slots=True)
class CalloutServices:
    """Everything the panel asks."""

    callouts: CalloutsService
    warnings: WarningsService
    places: PlacesService
    lists: ListsService
    callers: CalloutCallers
    members: CalloutLists


class Shown(StrEnum):
    """全部, 未应, 我的 (of the caller in use), 按乡镇."""

    ALL = "all"
    OPEN = "open"
    MINE = "mine"
    TOWN = "town"


@dataclass(frozen=True, slots=True)
class Called:
    """The callings there are, and the one that is shown with its rows."""

    callings: tuple[CalloutLook, ...]
    shown: CalloutLook | None
    rows: tuple[CallRow, ...]
    warning: WarningRow | None
    levels: Mapping[str, ListItem]
    stages: Mapping[str, ListItem]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a calling may be begun from: warnings that are out, each with minutes and posts; places of the county,
    everybody of the book, and who telephoned the last time."""

    warnings: tuple[WarningRow, ...]
    targets: Mapping[UUID | None, tuple[int, tuple[str, ...]]]
    places: ChoiceList
    people: ChoiceList = field(default_factory=ChoiceList)
    callers: tuple[Caller, ...] = ()


def load(ask: CalloutServices, wanted: UUID | None) -> Called:
    """On a worker: the wanted calling, else the newest that runs, else the newest."""
    callings = tuple(ask.callouts.rows())
    running = [one for one in callings if one.ended_at is None]
    shown = next((one for one in callings if one.id == wanted), next(iter((*running, *callings)), None))
    rows = tuple(ask.callouts.calls(shown.id)) if shown is not None else ()
    warning = ask.warnings.one(shown.warning_id) if shown is not None and shown.warning_id is not None else None

    def by_code(name: str) -> dict[str, ListItem]:
        return {item.code: item for item in ask.lists.rows(name, retired=True)}

    stages = {item.get("stage"): item for item in by_code("callout_stages").values()}
    return Called(callings, shown, rows, warning, by_code("warning_levels"), stages)


def load_ground(ask: CalloutServices) -> Ground:
    """On a worker."""
    warnings = tuple(ask.warnings.rows(sorted(OUT), ""))
    targets: dict[UUID | None, tuple[int, tuple[str, ...]]] = {None: ask.callouts.target("", None)}
    targets |= {row.id: ask.callouts.target(row.scheme, row.rank) for row in warnings}
    places = [Choice(str(one.key), one.name, one.path, one.code, one.depth) for one in choices(ask.places.everything())]
    return Ground(warnings, targets, ChoiceList(places), load_people(ask), ask.callers.last())


def load_people(ask: CalloutServices) -> ChoiceList:
    """On a worker: everybody who may be put on a list, found by name, post and place."""
    return ChoiceList([
        Choice(str(one.person_id), one.name, " ".join(filter(None, (one.name, one.place, one.post))))
        for one in ask.callouts.known()
    ])  # fmt: skip


# where a row stands


def answered(row: CallRow) -> bool:
    return row.progress.state is RowState.REACHED


def held_tries(row: CallRow) -> list[TryRow]:
    return [one for one in row.tries if not one.undone]


def silent(row: CallRow) -> bool:
    """Tried, and nobody has answered yet."""
    return not answered(row) and bool(held_tries(row))


def in_order(rows: Iterable[CallRow]) -> list[CallRow]:
    """Who was rung and did not answer stands on top, who is not called at the end; all others in the order of
    calling."""
    return sorted(rows, key=lambda row: (row.dropped != "", not silent(row), row.ordinal))


def narrowed(rows: Iterable[CallRow], shown: Shown, caller: str, town: str, now: datetime) -> list[CallRow]:
    """The part of the list that was asked for."""
    if shown is Shown.OPEN:
        return [row for row in rows if not answered(row) and not row.dropped]
    if shown is Shown.MINE:
        return [row for row in rows if caller in (holder(row, now), last_caller(row))]
    if shown is Shown.TOWN:
        return [row for row in rows if row.town == town]
    return list(rows)


def holder(row: CallRow, now: datetime) -> str:
    """The caller who has it in hand now; empty where nobody has."""
    return row.claimed_by if held_now(row.claimed_until, now) else ""


def rung_since(row: CallRow, now: datetime) -> datetime | None:
    """Since when it rings, as whoever claimed it said."""
    return row.claimed_until - LEASE if row.claimed_until is not None and holder(row, now) else None


def last_caller(row: CallRow) -> str:
    held = held_tries(row)
    return held[-1].caller if held else ""


def next_to_call(
    rows: Sequence[CallRow], after: int, taken: Callable[[CallRow], bool], now: datetime
) -> CallRow | None:
    """Whom to ring next: who was never rung first, below the row of ``after`` before those above it; then whoever is
    due again longest; then who will be due soonest. None where everybody is in hand or has answered."""

    def order(row: CallRow) -> tuple[Any, ...]:
        again = row.progress.next_at
        if not held_tries(row):
            return 0, row.ordinal <= after, row.ordinal, now
        return (1 if again is None or again <= now else 2), False, 0, again or now

    free = [row for row in rows if row.progress.state is RowState.WAITING and not taken(row)]
    return min(free, key=order, default=None)


@dataclass(frozen=True, slots=True)
class Count:
    """Of a town or of all: how many are reached."""

    reached: int
    rows: int


def by_town(rows: Iterable[CallRow]) -> dict[str, Count]:
    """In the order of calling."""
    made: dict[str, Count] = {}
    for row in rows:
        was = made.setdefault(row.town, Count(0, 0))
        if row.dropped:
            continue
        made[row.town] = Count(was.reached + answered(row), was.rows + 1)
    return made


def by_caller(rows: Iterable[CallRow]) -> dict[str, int]:
    """How many each caller reached; who only tried stands there with none."""
    made: dict[str, int] = {}
    for row in rows:
        for one in held_tries(row):
            made[one.caller] = made.get(one.caller, 0) + (one.outcome in REACHED)
    return made


def still_open(rows: Iterable[CallRow]) -> dict[Stage, int]:
    """How many of the unanswered stand at which stage, those who wait for nobody any more left out."""
    made: dict[Stage, int] = {}
    for row in rows:
        stage = row.progress.stage
        if silent(row) and stage is not None:
            made[stage] = made.get(stage, 0) + 1
    return made


# what stands in the cells


def stage_word(stages: Mapping[str, ListItem], stage: Stage) -> str:
    """As the county's list calls it: A岗, 乡镇值班 …"""
    item = stages.get(stage.value)
    return item.name(words.language()) if item is not None else stage.value


def marks(row: CallRow) -> str:
    """■■○: one for each call, and the one that comes next."""
    made = [ANSWERED if one.outcome in REACHED else FAILED for one in held_tries(row) if one.outcome not in DECIDED]
    return "".join(made) + (OPEN if row.progress.state is RowState.WAITING else "")


def post_of(row: CallRow) -> str:
    return " ".join(part for part in (row.place if row.place != row.town else "", row.post) if part)


def name_of(row: CallRow) -> str:
    """Who is to be rung, or who has answered; who is not called is named all the same."""
    if row.dropped:
        return row.chain[0].name if row.chain else ""
    if row.progress.reached is not None:
        return row.progress.reached.name
    return row.progress.contact.name if row.progress.contact is not None else ""


def phone_of(row: CallRow) -> str:
    return row.progress.phone


def result_of(row: CallRow) -> str:
    held = held_tries(row)
    if row.dropped:
        return words.say("callout.state.dropped")
    if row.progress.state is RowState.GIVEN_UP:
        return words.say("callout.given_up")
    return words.say(f"callout.outcome.{held[-1].outcome.value}") if held else ""


def next_of(row: CallRow, stages: Mapping[str, ListItem], now: datetime) -> str:
    """The reply of who has answered; else what comes next and when."""
    at = row.progress
    if row.dropped or at.state is RowState.REACHED:
        return row.dropped or row.reply
    if at.state is RowState.VISITING:
        return words.say("callout.next.visit")
    held, stage = held_tries(row), at.stage
    if stage is None or not held:
        return ""
    if at.next_at is not None and at.next_at > now:
        return words.say("callout.next.again", left=text.span(at.next_at - now))
    name = at.contact.name if at.contact is not None else ""
    if held[-1].stage is not stage:
        return words.say("callout.next.stage", stage=stage_word(stages, stage), name=name)
    return words.say("callout.next.now")


def named(one: Contact) -> str:
    """With what kind of leave he is on."""
    return words.say("callout.away", name=one.name, away=one.away) if one.away else one.name


def label_of(one: Caller) -> str:
    """Who telephones, by which line."""
    return f"{one.name} {one.line}".strip()


def chain_lines(row: CallRow, look: CalloutLook, stages: Mapping[str, ListItem]) -> list[tuple[str, bool]]:
    """Each stage with how often it is rung and what came of it, and whether it is the one in turn."""
    made = []
    for step in look.steps:
        people = [one for one in row.chain if one.stage is step.stage and (one.phones or one.stage is Stage.VISIT)]
        if not people and step.stage is not Stage.VISIT:
            continue
        tried = [one for one in held_tries(row) if one.stage is step.stage and one.outcome not in DECIDED]
        done = "".join(ANSWERED if one.outcome in REACHED else FAILED for one in tried)
        names = "、".join(dict.fromkeys(named(one) for one in people if one.name))
        often = f"×{step.tries}" if step.tries > 1 else ""
        line = " ".join(part for part in (stage_word(stages, step.stage) + often, names, done) if part)
        made.append((line, row.progress.stage is step.stage and not answered(row)))
    return made


def call_model(
    times: Times, stages: Callable[[], Mapping[str, ListItem]], holding: Callable[[CallRow], str]
) -> RowTableModel[CallRow]:
    """Whom is called where, by which number, how often, with what outcome, what comes next, who calls."""

    def caller(row: CallRow) -> str:
        return holding(row) or last_caller(row)

    def hot(row: CallRow) -> str | None:
        return "redtext" if silent(row) else None

    columns: tuple[Column[CallRow], ...] = (
        Column("callout_no", lambda row: str(row.ordinal), align=Align.RIGHT, width=32, stays=True),
        Column("callout_town", lambda row: row.town, width=72),
        Column("callout_post", post_of, stretch=True),
        Column("callout_name", name_of, width=76, stays=True, strong=silent),
        Column("callout_phone", phone_of, width=118, stays=True, numbers=True),
        Column("callout_tries", marks, width=56, ink=hot),
        Column("callout_result", result_of, width=88, stays=True, ink=hot),
        Column("callout_next", lambda row: next_of(row, stages(), times.now()), width=140),
        Column("callout_caller", caller, width=64, strong=lambda row: bool(holding(row))),
    )
    return RowTableModel(columns, lambda row: row.id, tint=lambda row: "redtint" if silent(row) else None)


def planned_model() -> RowTableModel[tuple[int, Planned]]:
    """The list before it is begun; who has no number at all is red, who is not called says why."""

    def first(row: tuple[int, Planned]) -> str:
        return next((named(one) for one in row[1].chain if one.phones), "")

    def numbers(row: tuple[int, Planned]) -> str:
        if row[1].dropped:
            return words.say("callout.not_called", reason=row[1].dropped)
        return str(row[1].phones) if row[1].phones else words.say("callout.no_number")

    columns: tuple[Column[tuple[int, Planned]], ...] = (
        Column("callout_no", lambda row: str(row[0]), align=Align.RIGHT, width=36),
        Column("callout_town", lambda row: row[1].town, width=90),
        Column("callout_post", lambda row: f"{row[1].place} {row[1].post}", stretch=True),
        Column("callout_first", first, width=130),
        Column("callout_numbers", numbers, width=150, ink=lambda row: None if row[1].phones else "redtext"),
    )
    return RowTableModel(
        columns, lambda row: row[0], tint=lambda row: None if row[1].phones or row[1].dropped else "redtint"
    )


def elapsed(look: CalloutLook, now: datetime) -> timedelta:
    """Since it began, until it ended."""
    return max(timedelta(), (look.ended_at or now) - look.tally.started_at)
