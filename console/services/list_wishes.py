"""Wishes about duty as a list: who would like which days, or would rather not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from console import words
from console.domain.contact_cells import CellProblem, remark_of, text_of
from console.domain.duty_people import WishRow
from console.domain.importing import SILENT, Progress
from console.domain.list_cells import blank, days, each, one_of
from console.domain.list_table import Compared, ListChange, ListColumn, ListLine, ListTable, RowRefused, difference
from console.domain.lists import shifts_of
from console.domain.people import Action
from console.domain.roster_sheet import shift_of
from console.services.list_kinds import Ground, ListKind, Written
from console.services.list_people import WHO, Finder, Known
from console.services.lists import current_rows
from console.services.row_runs import Taken
from console.services.wishes import NewWish, made_wishes
from db.base import Base
from db.models.people import Person
from db.models.planning import DutyWish
from db.queries import duty_people as query
from db.store import Tx

NOTE = 200
_MEANT = {
    "avoid": re.compile("不|避|别|avoid", re.IGNORECASE),
    "want": re.compile("想|希望|愿|要|可|want", re.IGNORECASE),
}
Key = tuple[UUID, date, str]


class WishList(ListKind):
    """Key: who, which day, which shift. Another wish or note is a difference, kept as a wish of its own."""

    table = ListTable(
        "wishes",
        (
            *WHO,
            ListColumn("date", "日期 时间 起止日期 day", "2030-08-13至2030-08-14"),
            ListColumn("start", "开始日期 开始 起 起始日期 from"),
            ListColumn("end", "结束日期 结束 止 截止日期 to"),
            ListColumn("shift", "班次 班别 shift"),
            ListColumn("wish", "意愿 愿望 要求 wish", "希望不排"),
            ListColumn("note", "备注 说明 事由 原因 note"),
        ),
        tuple(frozenset({who, when, "wish"}) for who in ("name", "staff_number") for when in ("date", "start")),
    )
    action = Action.EDIT_ROSTER
    book = "值班意愿"
    models: ClassVar[Sequence[type[Base]]] = (DutyWish,)

    def compare(self, ground: Ground, lines: Sequence[ListLine], progress: Progress = SILENT) -> Compared:
        found, finder = Compared(), Finder(ground.connection)
        there = {_key(row): row for row in query.wishes(ground.connection, date.min, date.max)}
        seen: dict[Key, int] = {}
        codes = shift_codes(ground)
        for line in progress.over("compare", lines, len(lines)):
            try:
                person = finder.who(line)
                wanted = _wanted(line, person, codes, ground.today)
                keys = [(person.id, day, wanted.shift) for day in each(wanted.first, wanted.last)]
                before = next((seen[key] for key in keys if key in seen), None)
                if before is not None:
                    raise RowRefused(line.refused("name", "duplicate", name=person.name, first=before))
            except RowRefused as refused:
                found.refuse(refused.found)
                continue
            seen |= dict.fromkeys(keys, line.row)
            found.take(_change(line, person.name, wanted, [there.get(key) for key in keys]))
        return found

    def write(self, tx: Tx, change: ListChange, written: Written) -> None:
        wanted: NewWish = change.wanted
        kept = frozenset(change.known or ())
        for day in each(wanted.first, wanted.last):
            one = replace(wanted, first=day, last=day)
            if day in kept:
                continue
            old = self._there(tx, written).get((one.person_id, day, one.shift))
            if old is not None:
                row = written.was(tx.session.get_one(DutyWish, old))
                row.withdrawn_at, row.version = written.at, row.version + 1
            rows = made_wishes(one, written.at, tx.by.name)
            tx.session.add_all([written.made(row) for row in rows])

    def _there(self, tx: Tx, written: Written) -> Mapping[Key, UUID]:
        """The wishes that held before the import, looked up once."""
        if "there" not in written.seen:
            held = query.wishes(tx.connection, date.min, date.max)
            written.seen["there"] = {_key(one): one.id for one in held}
        there: Mapping[Key, UUID] = written.seen["there"]
        return there

    def rows(self, ground: Ground) -> Iterator[dict[str, str]]:
        """Wishes that hold, of days that are not over."""
        people = Finder(ground.connection).people
        for row in query.wishes(ground.connection, ground.today, date.max):
            known = people.get(row.person_id)
            if known is not None:
                yield {
                    **known.cells, "date": row.day.isoformat(), "shift": _shift_word(row.shift),
                    "wish": wish_word(row.wish), "note": row.note,
                }  # fmt: skip

    def end(self, row: Base, taken: Taken, by: str) -> None:  # noqa: ARG002
        assert isinstance(row, DutyWish)
        row.withdrawn_at, row.version = taken.at, row.version + 1

    def leans(self, tx: Tx, taken: Taken) -> list[Base]:
        """A wish that would hold again beside a newer one."""
        own = {getattr(row, "id", None) for row in taken.rows}
        held = {_key(one) for one in query.wishes(tx.connection, date.min, date.max) if one.id not in own}
        return [
            row for row, _, _ in taken.old if isinstance(row, DutyWish) and (row.person_id, row.day, row.shift) in held
        ]

    def name_of(self, tx: Tx, row: Base) -> str:
        assert isinstance(row, DutyWish)
        return f"{tx.session.get_one(Person, row.person_id).name} {row.day}"


def wish_word(code: str) -> str:
    """希望值班, 希望不排."""
    return words.say_in("zh", f"wish.kind.{code}")


def shift_codes(ground: Ground) -> Mapping[str, Any]:
    """Shifts of every template that holds, by their codes."""
    templates = [item for item in current_rows(ground.connection, "templates") if item.active]
    return {shift.code: shift for item in templates for shift in shifts_of(item.get("shifts"))}


def _wanted(line: ListLine, person: Known, shifts: Mapping[str, Any], today: date) -> NewWish:
    first, last = line.read("date", lambda _cell: days(line.cells, today.year))
    wish = line.read("wish", lambda cell: one_of(cell, _MEANT, "、".join(map(wish_word, _MEANT))))
    shift = line.read("shift", lambda cell: _shift(cell, shifts))
    note = line.read("note", lambda cell: remark_of(cell, NOTE))
    return NewWish(person.id, first, last, wish, shift, note)


def _shift(cell: Any, shifts: Mapping[str, Any]) -> str:
    if blank(cell):
        return ""
    text = text_of(cell)
    code = shift_of(text, list(shifts.values()))
    if code is None:
        raise CellProblem("no_such_shift", given=text[:40], shifts="、".join(map(_shift_word, shifts)))
    return "" if code == "whole" else code


def _shift_word(code: str) -> str:
    return words.say_in("zh", f"roster.shift.{code}") if code and words.has(f"roster.shift.{code}") else code


def _change(line: ListLine, name: str, wanted: NewWish, there: Sequence[WishRow | None]) -> ListChange:
    """``known`` names the days that say so already; the others are new or say something else."""
    note = wanted.note if "note" in line.cells else None
    same = [row.day for row in there if row is not None and _says(row, wanted.wish, note)]
    if all(row is None for row in there):
        return ListChange(line, name, wanted)
    told = [difference("wish", _told(row), _told(wanted)) for row in there if row is None or row.day not in same]
    if note is None:
        wanted = replace(wanted, note=next((row.note for row in there if row is not None), ""))
    return ListChange(line, name, wanted, tuple(one for part in told for one in part), tuple(same))


def _says(row: WishRow, wish: str, note: str | None) -> bool:
    return row.wish == wish and (note is None or row.note == note)


def _told(said: WishRow | NewWish | None) -> str:
    return "" if said is None else f"{wish_word(said.wish)} {said.note}".strip()


def _key(row: WishRow) -> Key:
    return row.person_id, row.day, row.shift
