"""A roster before it holds: its seats, the table it was made over, and what differs between two states of a table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from console.domain.pinyin import BETWEEN
from console.domain.planning import Assignment, Seat, Task, Weights
from console.domain.swaps import Key, Who


@dataclass(frozen=True, slots=True)
class Cell:
    """Who stands a seat; nobody where there is no name."""

    day: date
    shift: str
    post: str
    ordinal: int
    person_id: UUID | None = None
    name: str = ""

    @property
    def key(self) -> Key:
        return self.day, self.shift, self.post, self.ordinal

    @property
    def who(self) -> Who:
        return self.person_id, self.name


@dataclass(frozen=True, slots=True)
class Draft:
    """The seats of a draft and, to find what changed meanwhile, the lines of the table it was made over."""

    cells: tuple[Cell, ...]
    base: tuple[Cell, ...]

    def with_cells(self, given: Mapping[Key, Who]) -> Draft:
        """The draft with these seats stood by others, or by nobody."""
        return replace(self, cells=tuple(_given(cell, given.get(cell.key, cell.who)) for cell in self.cells))


@dataclass(frozen=True, slots=True)
class Difference:
    """A post of a shift with the names it had and has."""

    day: date
    shift: str
    post: str
    was: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Soft:
    """Something allowed that somebody may want otherwise; its sentence is ``planning.soft.<kind>``."""

    kind: str
    seat: Seat
    name: str
    days: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be put on posts, with what is typed for their name."""

    person_id: UUID
    name: str
    pinyin: str
    initials: str
    posts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A draft or a published plan as lists show it; both days are within it."""

    id: UUID
    number: str
    from_day: date
    to_day: date
    method: str
    seed: int
    state: str
    made_at: datetime
    made_by: str
    published_at: datetime | None
    published_by: str
    version: int


def differences(before: Iterable[Cell], after: Iterable[Cell]) -> list[Difference]:
    """Posts of shifts that other people stand, by time; the order of names on a post does not matter."""
    was, now = _posts(before), _posts(after)
    keys = sorted({*was, *now})
    made = [Difference(*key, was.get(key, ()), now.get(key, ())) for key in keys]
    return [one for one in made if sorted(one.was) != sorted(one.now)]


def soft_findings(task: Task, assignments: Iterable[Assignment]) -> list[Soft]:
    """Days somebody asked not to have, and duty closer together than the county likes; by time."""
    made: list[Soft] = []
    last: dict[UUID, Seat] = {}
    stood = sorted((*task.around, *assignments), key=lambda one: one.seat.slot.starts_at)
    wanted = {seat.key for seat in task.seats}
    for one in stood:
        if one.person_id is None:
            continue
        mine = one.seat.key in wanted
        if mine and any(w.person_id == one.person_id and not w.wanted and w.about(one.seat.slot) for w in task.wishes):
            made.append(Soft("wish", one.seat, one.name))
        before = last.get(one.person_id)
        apart = (one.seat.slot.day - before.slot.day).days if before else 0
        if mine and 0 < apart < spacing(task.weights):
            made.append(Soft("spacing", one.seat, one.name, apart))
        last[one.person_id] = one.seat
    return made


def spacing(weights: Weights) -> int:
    """Days duty should lie apart; none where the county gives that no weight."""
    return weights.spacing_days if weights.spacing else 0


def base_text(base: Iterable[Cell]) -> str:
    """The table a draft was made over, as JSON."""
    return json.dumps([_plain(cell) for cell in base], ensure_ascii=False)


def cells_of(text: str) -> tuple[Cell, ...]:
    """Cells of JSON lines: those of a draft (``plan_text.lines_text``) or of the table it was made over."""
    return tuple(_cell(one) for one in json.loads(text))


def begins(text: str) -> list[tuple[Cell, datetime]]:
    """The cells of a draft's JSON lines with the beginning of their shift."""
    return [(_cell(one), datetime.fromisoformat(one["start"])) for one in json.loads(text)]


def edited(text: str, cells: Iterable[Cell]) -> str:
    """The JSON lines of a draft with these people on their seats; what else stands there stays."""
    rows, now = json.loads(text), {cell.key: cell for cell in cells}
    for row in rows:
        cell = now[_cell(row).key]
        row |= {"person_id": str(cell.person_id) if cell.person_id else None, "person": cell.name}
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _given(cell: Cell, who: Who) -> Cell:
    return replace(cell, person_id=who[0], name=who[1])


def _posts(cells: Iterable[Cell]) -> dict[tuple[date, str, str], tuple[str, ...]]:
    made: dict[tuple[date, str, str], tuple[str, ...]] = {}
    for cell in cells:
        if cell.name:
            key = (cell.day, cell.shift, cell.post)
            made[key] = (*made.get(key, ()), cell.name)
    return made


def _plain(cell: Cell) -> dict[str, Any]:
    return {
        "date": cell.day.isoformat(), "shift": cell.shift, "post": cell.post, "ordinal": cell.ordinal,
        "person_id": str(cell.person_id) if cell.person_id else None, "person": cell.name,
    }  # fmt: skip


def _cell(said: Mapping[str, Any]) -> Cell:
    person_id = UUID(said["person_id"]) if said["person_id"] else None
    return Cell(
        date.fromisoformat(said["date"]), said["shift"], said["post"], said["ordinal"], person_id, said["person"]
    )


def matching(candidates: Iterable[Candidate], typed: str, post: str) -> list[Candidate]:
    """Who is meant by characters, sound or initials; who stands the post first, then the closest, in their order."""
    wanted = "".join(typed.split()).lower()
    ranked = [(rank, at, one) for at, one in enumerate(candidates) if (rank := _closeness(one, wanted)) is not None]
    return [one for _, _, one in sorted(ranked, key=lambda row: (post not in row[2].posts, row[0], row[1]))]


def _closeness(one: Candidate, wanted: str) -> int | None:
    """0 the whole name, 1 its beginning, 2 initials, 3 sound, 4 within the name; None: not meant."""
    initials, sounds = one.initials.lower().split(BETWEEN), one.pinyin.lower().split(BETWEEN)
    if one.name == wanted:
        return 0
    if one.name.startswith(wanted):
        return 1
    if any("".join(each.split()).startswith(wanted) for each in initials):
        return 2
    if any("".join(each.split()).startswith(wanted) for each in sounds):
        return 3
    return 4 if wanted in one.name else None
