"""What waits, as the alarm queue shows it: groups that fold, a storm under its cause, columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from console import words
from console.domain.alarm import AlarmKind, AlarmRow, AlarmState
from ui import text
from ui.models.table import Align, Column, RowTableModel
from ui.text import Times

if TYPE_CHECKING:
    from console.services.alarms import AlarmsService
    from console.services.devices import DevicesService
    from console.services.duplicates import DuplicatesService
    from console.services.incidents import IncidentsService
    from console.services.intake import IntakeService
    from console.services.places import PlacesService
    from console.services.settings import SettingsService


@dataclass(frozen=True, slots=True)
class AlarmServices:
    """The services the alarm queue asks."""

    alarms: AlarmsService
    incidents: IncidentsService
    duplicates: DuplicatesService
    intake: IntakeService
    places: PlacesService
    settings: SettingsService
    devices: DevicesService


class Shown(StrEnum):
    """Which alarms are looked at."""

    OPEN = "open"
    SHELVED = "shelved"
    TODAY = "today"


class Group(StrEnum):
    """Where an alarm stands, in the order the groups stand in the list."""

    UNSEEN = "unseen"
    STORM = "storm"
    SEEN = "seen"
    RESTORED = "restored"
    OVER = "over"
    SHELVED = "shelved"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """A line of the queue: an alarm, or the head of a group (``row`` None).

    ``brought`` counts the alarms a cause (or the storms of a head) brought with it; ``depth`` 1 is one of those.
    ``count`` is how many alarms (for storms: causes) a head stands for, ``unseen`` how many of them nobody has seen.
    """

    key: str | UUID
    group: Group
    row: AlarmRow | None = None
    count: int = 0
    brought: int = 0
    folded: bool = False
    depth: int = 0
    unseen: int = 0

    @property
    def folds(self) -> bool:
        return self.row is None or self.brought > 0


def lines_of(
    rows: Sequence[AlarmRow], shut: frozenset[Group] = frozenset(), opened: frozenset[UUID] = frozenset(),
    held: Any = None,
) -> tuple[AlarmLine, ...]:  # fmt: skip
    """The rows under the heads of their groups, in the order given; what a cause brought stands under it when opened.

    ``shut`` are groups that are folded, ``opened`` causes whose followers are shown. ``held`` is the chosen alarm: it
    stands there wherever it came to.
    """
    following = _following(rows)
    groups: dict[Group, list[AlarmRow]] = defaultdict(list)
    followers = {row.id for brought in following.values() for row in brought}
    for row in rows:
        if row.id not in followers:
            is_storm = row.id in following and row.state is AlarmState.OPEN
            groups[Group.STORM if is_storm else group_of(row)].append(row)
    made: list[AlarmLine] = []
    for group in sorted((each for each in Group if groups[each]), key=lambda each: _gravity(each, groups)):
        made += _group(group, groups[group], following, shut, opened, held)
    return tuple(made)


def _gravity(group: Group, groups: dict[Group, list[AlarmRow]]) -> tuple[bool, int]:
    """A storm nobody has seen goes before single alarms where its cause is graver than any of them."""
    order, storms = list(Group).index(group), [row.priority for row in groups[Group.STORM] if row.sounds]
    single = [row.priority for row in groups[Group.UNSEEN]]
    first = group is Group.STORM and bool(storms) and min(storms) < min(single, default=0)
    return not first, order


def group_of(row: AlarmRow) -> Group:
    """Where one alarm stands by itself."""
    if row.state is AlarmState.SHELVED:
        return Group.SHELVED
    if row.state is not AlarmState.OPEN:
        return Group.DONE
    if row.acknowledged_at is None:
        return Group.UNSEEN if row.restored_at is None else Group.RESTORED
    return Group.SEEN if row.restored_at is None else Group.OVER


def group_head(line: AlarmLine) -> str:
    """未确认 2; 告警风暴 1 组，未确认 1 组 · 归入首条 214 条，不另响铃"""
    code = f"alarms.group.{line.group.value}"
    return words.say(code, count=line.count, brought=line.brought, unseen=line.unseen)


def _following(rows: Sequence[AlarmRow]) -> dict[UUID, list[AlarmRow]]:
    """What each cause that is shown brought; a follower whose cause is gone stands by itself."""
    shown = {row.id for row in rows if row.cause_id is None}
    following: dict[UUID, list[AlarmRow]] = defaultdict(list)
    for row in rows:
        if row.cause_id is not None and row.cause_id in shown:
            following[row.cause_id].append(row)
    return dict(following)


def _group(
    group: Group, rows: list[AlarmRow], following: dict[UUID, list[AlarmRow]], shut: frozenset[Group],
    opened: frozenset[UUID], held: Any,
) -> Iterable[AlarmLine]:  # fmt: skip
    brought = sum(len(following.get(row.id, ())) for row in rows)
    loud = sum(row.sounds for row in rows)
    yield AlarmLine(group.value, group, count=len(rows), brought=brought, folded=group in shut, unseen=loud)
    for row in rows:
        own = following.get(row.id, [])
        below = [one for one in own if (row.id in opened and group not in shut) or one.id == held]
        if group not in shut or below or row.id == held:
            yield AlarmLine(row.id, group, row, brought=len(own), folded=bool(own) and row.id not in opened)
        for follower in below:
            yield AlarmLine(follower.id, group, follower, depth=1)


# what stands in the cells


def said(row: AlarmRow) -> str:
    """What happened, in the language in use: the words of the driver's table, or the message that was written."""
    if row.kind is AlarmKind.MESSAGE:
        return row.text or row.words
    return row.words_en if row.words_en and words.language() == "en" else row.words


def where(row: AlarmRow) -> str:
    """The point or the place it came from; of a message who wrote it, of a link or a fault the device itself."""
    if row.kind is AlarmKind.MESSAGE:
        return row.sender or row.device_name
    if row.kind in (AlarmKind.LINK, AlarmKind.FAULT) and not row.point_name:
        return row.device_name or row.place  # several devices stand in one street
    return row.point_name or row.place or row.device_name


def title(row: AlarmRow) -> str:
    """Where and what in one line."""
    return " ".join(f"{where(row)} {said(row)}".split())


def value_of(row: AlarmRow) -> str:
    """6.42 m, as the device measured it; empty where it measures nothing."""
    return "" if row.value is None else f"{number(row.value)} {row.unit}".strip()


def number(value: float) -> str:
    """A measured value without the noise of its binary form."""
    return f"{value:.6g}"


def lasts(row: AlarmRow, now: datetime) -> str:
    """How long it has lasted, or lasted until it was restored."""
    return text.span((row.restored_at or max(now, row.first_at)) - row.first_at)


def state_of(row: AlarmRow, times: Times) -> str:
    """未确认, 已确认 陈例一, 搁置至 05:00 …"""
    if row.state is AlarmState.SHELVED and row.shelved_until is not None:
        return words.say("alarms.state.shelved", until=times.near(row.shelved_until))
    if row.state is AlarmState.ACCEPTED and row.incident_number:
        return words.say("alarms.state.incident", number=row.incident_number)
    if row.state is not AlarmState.OPEN:
        return words.say(f"alarms.state.{row.state.value}")
    if row.acknowledged_at is None:
        return words.say("alarms.state.escalated" if row.escalated_at is not None else "alarms.state.unseen")
    return words.say("alarms.state.seen", name=row.acknowledged_by)


def alarm_model(times: Times) -> RowTableModel[AlarmLine]:
    """The columns of the queue; heads stand in the column of what happened and are painted over the whole line."""

    def cell(made: Any) -> Any:
        return lambda line: "" if line.row is None else made(line.row)

    def shown_title(line: AlarmLine) -> str:
        if line.row is None:
            return group_head(line)
        more = f" {words.say('alarms.brought', count=line.brought)}" if line.brought else ""
        return f"{'└ ' if line.depth else ''}{title(line.row)}{more}"

    def strong(line: AlarmLine) -> bool:
        return line.row is not None and unseen(line.row)

    columns: tuple[Column[AlarmLine], ...] = (
        Column("alarm_level", lambda _line: "", width=48, stays=True, tip=cell(priority_word)),
        Column("alarm", shown_title, stretch=True, strong=strong),
        Column("alarm_count", cell(lambda row: f"{row.count}"), align=Align.RIGHT, width=52),
        Column("alarm_first", cell(lambda row: times.near(row.first_at)), align=Align.RIGHT, width=62, stays=True),
        Column("alarm_lasts", cell(lambda row: lasts(row, times.now())), align=Align.RIGHT, width=76),
        Column("alarm_state", cell(lambda row: state_of(row, times)), width=128, stays=True, strong=strong),
    )
    return RowTableModel(columns, lambda line: line.key, tint=_tint)


def unseen(row: AlarmRow) -> bool:
    """Whether nobody has said to have seen it."""
    return row.state is AlarmState.OPEN and row.acknowledged_at is None


def priority_word(row: AlarmRow) -> str:
    return words.say(f"alarms.priority.{row.priority}")


def _tint(line: AlarmLine) -> str | None:
    if line.row is None or not line.row.sounds:
        return None
    return {1: "redtint", 2: "orangetint"}.get(line.row.priority)


def severest(rows: Iterable[AlarmRow]) -> list[AlarmRow]:
    """Those that want to be heard: the severest first, of the same priority the oldest."""
    return sorted((row for row in rows if row.sounds), key=lambda row: (row.priority, row.first_at, row.number))
