"""Who stands duty as a list: posts, turn, limits of their own, from when to when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import uuid4

from sqlalchemy import Connection, func, select

from console import words
from console.domain.contact_cells import CellProblem, remark_of, text_of
from console.domain.duty_people import StaffRow
from console.domain.importing import SILENT, Progress
from console.domain.list_cells import blank, count_or_none, day_or_none
from console.domain.list_table import Compared, ListChange, ListColumn, ListLine, ListTable, RowRefused, difference
from console.domain.people import Action
from console.domain.roster import LEADER, posts_of
from console.domain.roster_sheet import post_of
from console.errors import Refused
from console.services.duty_staff import REST_MOST, NewStaff, checked_staff, meets, put_staff
from console.services.list_kinds import Ground, ListKind, Written
from console.services.list_people import WHO, Finder
from console.services.lists import current_rows
from console.services.row_runs import Taken
from db.base import Base
from db.models.people import Person
from db.models.planning import DutyStaff, RosterPlan
from db.queries import duty_people as query
from db.store import Tx

NOTE = 200
_BETWEEN = re.compile(r"[、,，;；/\n]+")
_COLUMNS = {"posts": "posts", "turn": "turn", "rest": "rest_hours", "most": "most_consecutive", "from": "valid_from",
            "to": "valid_to", "note": "note"}  # fmt: skip
"""What a column says of somebody."""


class StaffList(ListKind):
    """Key: who, of those whose days meet. A column the file does not have leaves what it would say as it is."""

    table = ListTable(
        "staff",
        (
            *WHO,
            ListColumn("posts", "可值岗位 岗位 值班岗位 值班岗 posts", "主班、副班"),
            ListColumn("turn", "轮值顺序 顺序 轮次 值班顺序 turn", "1"),
            ListColumn("rest", "值班后休息小时数 休息小时数 休息小时 值班后休息 休息", "24"),
            ListColumn("most", "最多连续天数 连续天数 最多连续"),
            ListColumn("from", "从哪天起 开始日期 开始 起 起始日期 from"),
            ListColumn("to", "到哪天止 结束日期 结束 止 截止日期 to"),
            ListColumn("note", "备注 说明 note"),
        ),
        (frozenset({"name", "posts"}), frozenset({"staff_number", "posts"})),
    )
    action = Action.EDIT_ROSTER
    book = "值班人员"
    models: ClassVar[Sequence[type[Base]]] = (DutyStaff,)

    def compare(self, ground: Ground, lines: Sequence[ListLine], progress: Progress = SILENT) -> Compared:
        found, finder, posts = Compared(), Finder(ground.connection), known_posts(ground.connection)
        there: dict[Any, list[StaffRow]] = {}
        for row in query.staff(ground.connection):
            there.setdefault(row.person_id, []).append(row)
        seen: dict[Any, list[tuple[int, NewStaff]]] = {}
        for line in progress.over("compare", lines, len(lines)):
            try:
                person = finder.who(line)
                change = _change(line, person.id, person.name, there.get(person.id, []), posts, ground.today)
                before = next((row for row, one in seen.get(person.id, ()) if _share(one, change.wanted[1])), None)
                if before is not None:
                    raise RowRefused(line.refused("name", "duplicate", name=person.name, first=before))
            except RowRefused as refused:
                found.refuse(refused.found)
                continue
            seen.setdefault(person.id, []).append((line.row, change.wanted[1]))
            found.take(change)
        return found

    def write(self, tx: Tx, change: ListChange, written: Written) -> None:
        person_id, wanted = change.wanted
        if change.known is not None:
            row = written.was(tx.session.get_one(DutyStaff, change.known))
            put_staff(row, wanted, row.turn)
            row.version += 1
            return
        if "turn" not in written.seen:
            written.seen["turn"] = tx.session.execute(select(func.max(DutyStaff.turn))).scalar() or 0
        last = written.seen["turn"]
        row = written.made(DutyStaff(id=uuid4(), person_id=person_id, version=1, turn=0, posts="[]"))
        put_staff(row, wanted, last + 1)
        written.seen["turn"] = max(last, row.turn)
        tx.session.add(row)

    def rows(self, ground: Ground) -> Iterator[dict[str, str]]:
        people = Finder(ground.connection).people
        for row in query.staff(ground.connection):
            known = people.get(row.person_id)
            if known is not None:
                yield {**known.cells, **{column: said_of(row, column) for column in _COLUMNS}}

    def end(self, row: Base, taken: Taken, by: str) -> None:  # noqa: ARG002
        """Their time never was: it ends before it begins."""
        assert isinstance(row, DutyStaff)
        first = row.valid_from or taken.at.date()
        row.valid_from, row.valid_to, row.version = first, first - timedelta(days=1), row.version + 1

    def leans(self, tx: Tx, taken: Taken) -> list[Base]:
        """Who was planned for duty since: a roster names them."""
        asked = select(RosterPlan.lines).where(RosterPlan.made_at >= taken.run.at, RosterPlan.state != "given_up")
        plans = list(tx.connection.execute(asked).scalars())
        return [row for row, _ in taken.new if any(str(row.person_id) in lines for lines in plans)]  # type: ignore[attr-defined]

    def name_of(self, tx: Tx, row: Base) -> str:
        assert isinstance(row, DutyStaff)
        return tx.session.get_one(Person, row.person_id).name


def known_posts(connection: Connection) -> tuple[str, ...]:
    """Posts of every template that holds, and those somebody stands already."""
    templates = [item for item in current_rows(connection, "templates") if item.active]
    posts = [post for item in templates for post in posts_of(item)]
    return tuple(dict.fromkeys([*posts, *(post for row in query.staff(connection) for post in row.posts)]))


def said_of(row: StaffRow | NewStaff, column: str) -> str:
    """What a column says of somebody, as the export writes it."""
    value = getattr(row, _COLUMNS[column])
    if column == "posts":
        return "、".join(words.say_in("zh", "post.leader") if post == LEADER else post for post in value)
    return "" if value is None else str(value)


def _change(
    line: ListLine, person_id: Any, name: str, there: Sequence[StaffRow], posts: Sequence[str], today: date
) -> ListChange:  # fmt: skip
    said = _said(line, posts, today)
    span = replace(NewStaff(()), **{key: said[key] for key in ("valid_from", "valid_to") if key in said})
    met = [row for row in there if meets(row, span)] if {"valid_from", "valid_to"} & said.keys() else there
    known = met[-1] if met else None
    if len(met) > 1:
        raise RowRefused(line.refused("from", "which_stretch", name=name, count=len(met)))
    names = _COLUMNS.values()
    before = {key: getattr(known, key) for key in (*names, "leader")} if known else {}
    try:
        wanted = checked_staff(replace(NewStaff(()), **{**before, **said}))
    except Refused as refused:
        found = line.refused("row", "row_refused")
        raise RowRefused(replace(found, code=f"refused.{refused.code}", facts=refused.facts)) from refused
    if known is None:
        return ListChange(line, name, (person_id, wanted))
    told = [difference(column, said_of(known, column), said_of(wanted, column)) for column in _COLUMNS]
    return ListChange(line, name, (person_id, wanted), tuple(one for part in told for one in part), known.id)


def _said(line: ListLine, posts: Sequence[str], today: date) -> Mapping[str, Any]:
    """What the columns that are there say; a turn left blank stays as it is."""
    reads: dict[str, Any] = {
        "posts": lambda cell: _posts(cell, posts), "turn": lambda cell: count_or_none(cell, 1, 9999),
        "rest": lambda cell: count_or_none(cell, 0, REST_MOST), "most": lambda cell: count_or_none(cell, 1, 31),
        "from": lambda cell: day_or_none(cell, today.year), "to": lambda cell: day_or_none(cell, today.year),
        "note": lambda cell: remark_of(cell, NOTE),
    }  # fmt: skip
    said = {_COLUMNS[column]: line.read(column, how) for column, how in reads.items() if column in line.cells}
    if said.get("turn", 0) is None:
        del said["turn"]
    return said


def _posts(cell: Any, posts: Sequence[str]) -> tuple[str, ...]:
    if blank(cell):
        raise CellProblem("posts_missing")
    made = []
    for part in _BETWEEN.split(text_of(cell)):
        if part.strip():
            post = post_of(part, posts)
            if post is None:
                raise CellProblem("no_such_post", post=part.strip()[:40], posts="、".join(_named(posts)))
            made.append(post)
    return tuple(dict.fromkeys(made))


def _named(posts: Sequence[str]) -> list[str]:
    return [words.say_in("zh", "post.leader") if post == LEADER else post for post in posts]


def _share(one: NewStaff, other: NewStaff) -> bool:
    """Whether two rows of a file speak of the same days."""
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    return first <= min(one.valid_to or date.max, other.valid_to or date.max)
