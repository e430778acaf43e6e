"""Fixed groups as a list: each row is somebody of a group. Members the file does not name stay where they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import Connection, select

from console.domain.contact_book import LIMITS
from console.domain.contact_cells import CellProblem, folded, remark_of, words_of
from console.domain.importing import SILENT, Progress
from console.domain.list_cells import count_or_none
from console.domain.list_table import Compared, ListChange, ListColumn, ListLine, ListTable, RowRefused, difference
from console.domain.people import Action
from console.services.list_kinds import Ground, ListKind, Written
from console.services.list_people import WHO, Finder
from console.services.row_runs import Taken
from db.base import Base
from db.models.contacts import ContactGroup, ContactGroupMember
from db.models.people import Person
from db.queries import contact_groups as query
from db.queries.contact_groups import Stored
from db.store import Tx

MOST = 9999


@dataclass(frozen=True, slots=True)
class _Wanted:
    """``note`` None where the file does not say one; ``ordinal`` None behind the last."""

    group: str
    person_id: UUID
    ordinal: int | None
    note: str | None


@dataclass(frozen=True, slots=True)
class _Member:
    id: UUID
    ordinal: int


@dataclass(slots=True)
class _People:
    """Who is in a group while it is written, and the place of the last."""

    rows: dict[UUID, ContactGroupMember]
    last: int


class GroupList(ListKind):
    """Key: group and person. A group the contacts do not have is made; one by rule takes nobody by name."""

    table = ListTable(
        "groups",
        (
            ListColumn("group", "分组 分组名称 组名 组 小组 名单 group", "防汛抢险队（示例）"),
            *WHO,
            ListColumn("order", "组内顺序 顺序 拨打顺序 次序 order", "1"),
            ListColumn("note", "分组说明 说明 用途 note"),
        ),
        (frozenset({"group", "name"}), frozenset({"group", "staff_number"})),
        carried=frozenset({"group", "note"}),
    )
    action = Action.EDIT_CONTACTS
    book = "通讯录分组"
    models: ClassVar[Sequence[type[Base]]] = (ContactGroup, ContactGroupMember)

    def compare(self, ground: Ground, lines: Sequence[ListLine], progress: Progress = SILENT) -> Compared:
        found, finder = Compared(), Finder(ground.connection)
        groups = {folded(one.name): one for one in query.groups(ground.connection)}
        members = _members(ground.connection)
        seen: dict[tuple[str, UUID], int] = {}
        for line in progress.over("compare", lines, len(lines)):
            try:
                wanted = _wanted(line, finder, groups)
                key = (folded(wanted.group), wanted.person_id)
                name = finder.people[wanted.person_id].name
                if key in seen:
                    raise RowRefused(line.refused("name", "duplicate", name=name, first=seen[key]))
            except RowRefused as refused:
                found.refuse(refused.found)
                continue
            seen[key] = line.row
            group = groups.get(key[0])
            there = members.get((group.id, wanted.person_id)) if group is not None else None
            found.take(_change(line, f"{wanted.group} {name}", wanted, group, there))
        _tell_absent(found, lines, groups.values(), members, seen)
        return found

    def write(self, tx: Tx, change: ListChange, written: Written) -> None:
        wanted: _Wanted = change.wanted
        group = self._group(tx, wanted, written)
        if wanted.note is not None and group.note != wanted.note:
            written.was(group).note = wanted.note
        there = self._people(tx, group, written)
        row = there.rows.get(wanted.person_id)
        if row is None:
            ordinal = wanted.ordinal or there.last + 1
            there.last = max(there.last, ordinal)
            made = ContactGroupMember(
                id=uuid4(), group_id=group.id, person_id=wanted.person_id, ordinal=ordinal, version=1
            )
            there.rows[wanted.person_id] = made
            tx.session.add(written.made(made))
        elif wanted.ordinal is not None and row.ordinal != wanted.ordinal:
            written.was(row).ordinal = wanted.ordinal
            row.version += 1

    def _group(self, tx: Tx, wanted: _Wanted, written: Written) -> ContactGroup:
        """The group, made or taken up again where an import of it was undone; once further, for who has it open."""
        if "groups" not in written.seen:
            written.seen["groups"] = {folded(row.name): row for row in tx.session.scalars(select(ContactGroup))}
        groups: dict[str, ContactGroup] = written.seen["groups"]
        group = groups.get(folded(wanted.group))
        if group is None:
            group = ContactGroup(id=uuid4(), name=wanted.group, kind="fixed", rule="", note="", active=True, version=1)
            groups[folded(wanted.group)] = group
            tx.session.add(written.made(group))
            tx.flush()
        elif not group.active:
            written.was(group).active = True
        if written.further(group):
            group.version += 1
        return group

    def _people(self, tx: Tx, group: ContactGroup, written: Written) -> _People:
        """Who is in a group, looked up once and kept up."""
        if group.id not in written.seen:
            asked = select(ContactGroupMember).where(
                ContactGroupMember.group_id == group.id, ContactGroupMember.removed_at.is_(None)
            )
            rows = {row.person_id: row for row in tx.session.scalars(asked)}
            written.seen[group.id] = _People(rows, max((row.ordinal for row in rows.values()), default=0))
        there: _People = written.seen[group.id]
        return there

    def rows(self, ground: Ground) -> Iterator[dict[str, str]]:
        finder = Finder(ground.connection)
        members = _members(ground.connection)
        for group in query.groups(ground.connection):
            own = {person: one for (group_id, person), one in members.items() if group_id == group.id}
            for person_id, one in sorted(own.items(), key=lambda pair: pair[1].ordinal):
                known = finder.people.get(person_id)
                if known is not None and group.active:
                    yield {"group": group.name, **known.cells, "order": str(one.ordinal), "note": group.note}

    def end(self, row: Base, taken: Taken, by: str) -> None:  # noqa: ARG002
        if isinstance(row, ContactGroup):
            row.active, row.version = False, row.version + 1
        elif isinstance(row, ContactGroupMember):
            row.removed_at, row.version = taken.at, row.version + 1

    def leans(self, tx: Tx, taken: Taken) -> list[Base]:
        """A group that was new and has members since whom the import did not bring."""
        made = {getattr(row, "id", None) for row in taken.rows}
        beside = {group_id for (group_id, _), one in _members(tx.connection).items() if one.id not in made}
        return [row for row, _ in taken.new if isinstance(row, ContactGroup) and row.id in beside]

    def beside(self, tx: Tx, taken: Taken) -> Iterable[Base]:
        own = {row for row in taken.rows if isinstance(row, ContactGroup)}
        keys = {row.group_id for row in taken.rows if isinstance(row, ContactGroupMember)}
        for key in sorted(keys, key=str):
            group = tx.session.get_one(ContactGroup, key)
            if group not in own:
                group.version += 1
                yield group

    def name_of(self, tx: Tx, row: Base) -> str:
        if isinstance(row, ContactGroupMember):
            return tx.session.get_one(Person, row.person_id).name
        return str(getattr(row, "name", ""))


def _wanted(line: ListLine, finder: Finder, groups: dict[str, Stored]) -> _Wanted:
    name = line.read("group", _group_name)
    group = groups.get(folded(name))
    if group is not None and group.kind == "rule":
        raise RowRefused(line.refused("group", "group_by_rule", name=group.name))
    if group is not None and not group.active and group.members:
        raise RowRefused(line.refused("group", "group_retired", name=group.name))
    person = finder.who(line)
    order = line.read("order", lambda cell: count_or_none(cell, 1, MOST))
    note = line.read("note", lambda cell: remark_of(cell, LIMITS["remark"])) if "note" in line.cells else None
    return _Wanted(group.name if group is not None else name, person.id, order, note or None)


def _group_name(cell: object) -> str:
    name = words_of(cell, LIMITS["unit"])
    if not name:
        raise CellProblem("group_missing")
    return name


def _change(
    line: ListLine, name: str, wanted: _Wanted, group: Stored | None, there: _Member | None
) -> ListChange:  # fmt: skip
    if there is None or group is None:
        return ListChange(line, name, wanted)
    told = difference("order", there.ordinal, wanted.ordinal if wanted.ordinal is not None else there.ordinal)
    if wanted.note is not None:
        told += difference("note", group.note, wanted.note)
    return ListChange(line, name, wanted, told, there.id)


def _members(connection: Connection) -> dict[tuple[UUID, UUID], _Member]:
    """Everybody of every fixed group, by group and person."""
    asked = select(
        ContactGroupMember.group_id, ContactGroupMember.person_id, ContactGroupMember.id, ContactGroupMember.ordinal
    ).where(ContactGroupMember.removed_at.is_(None))
    return {(row[0], row[1]): _Member(row[2], row[3]) for row in connection.execute(asked)}


def _tell_absent(
    found: Compared, lines: Sequence[ListLine], groups: Iterable[Stored],
    members: dict[tuple[UUID, UUID], _Member], seen: dict[tuple[str, UUID], int],
) -> None:  # fmt: skip
    """Who is in a group the file speaks of and is not named: they stay, and it is said once a group."""
    spoken = {name for name, _ in seen}
    for group in groups:
        own = [person for group_id, person in members if group_id == group.id]
        absent = [person for person in own if (folded(group.name), person) not in seen]
        if folded(group.name) in spoken and absent:
            first = min(row for (name, _), row in seen.items() if name == folded(group.name))
            line = next(line for line in lines if line.row == first)
            found.findings.append(line.warned("group", "members_stay", name=group.name, count=len(absent)))
