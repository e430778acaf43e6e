"""Whom a row of a list means: by personnel number, else by name, else by name and unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, select

from console.domain.contact_cells import CellProblem, folded, name_of, words_of
from console.domain.list_table import ListColumn, ListLine, RowRefused
from db.models.people import Person
from db.queries import contact_book

NUMBER_LIMIT, UNIT_LIMIT = 40, 100
WHO = (
    ListColumn("name", "姓名 人员 人员姓名 值班人员 成员 name", "陈例一"),
    ListColumn("staff_number", "编号 人员编号 工号 警号", "001"),
    ListColumn("unit", "单位 部门 科室 所在单位", "例县应急管理局（示例）"),
)
"""Columns that say who is meant; a unit is only needed for namesakes."""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the contact book who has not left."""

    id: UUID
    name: str
    staff_number: str
    units: tuple[str, ...]

    @property
    def cells(self) -> dict[str, str]:
        """The columns that name them again."""
        return {"name": self.name, "staff_number": self.staff_number, "unit": self.units[0] if self.units else ""}


class Finder:
    """Everybody who is in the contact book and has not left."""

    def __init__(self, connection: Connection) -> None:
        units: dict[UUID, list[str]] = {}
        for one in contact_book.held(connection):
            units.setdefault(one.person_id, []).append(one.unit)
        asked = select(Person.id, Person.name, Person.staff_number).where(Person.left_on.is_(None))
        self.people: Mapping[UUID, Known] = {
            row[0]: Known(row[0], row[1], row[2], tuple(units.get(row[0], ()))) for row in connection.execute(asked)
        }
        self._named: dict[str, list[Known]] = {}
        self._numbered: dict[str, list[Known]] = {}
        for known in self.people.values():
            self._named.setdefault(folded(known.name), []).append(known)
            if known.staff_number:
                self._numbered.setdefault(folded(known.staff_number), []).append(known)

    def named(self, name: str) -> list[Known]:
        """Everybody of that name."""
        return list(self._named.get(folded(name), ()))

    def who(self, line: ListLine) -> Known:
        """Raises RowRefused: missing_name, nobody, ambiguous, other_name."""
        name = line.read("name", name_of)
        number = line.read("staff_number", lambda cell: words_of(cell, NUMBER_LIMIT))
        unit = folded(line.read("unit", lambda cell: words_of(cell, UNIT_LIMIT)))
        if not name and not number:
            line.read("name", _missing)
        if number:
            found = self._numbered.get(folded(number), [])
            if found and name and folded(found[0].name) != folded(name):
                raise RowRefused(line.refused("name", "other_name", number=number, name=found[0].name))
        else:
            found = self._named.get(folded(name), [])
        if len(found) > 1 and unit:
            found = [one for one in found if any(unit in folded(held) for held in one.units)]
        if len(found) != 1:
            code = "ambiguous" if found else "nobody"
            raise RowRefused(line.refused("name", code, name=name or number, count=len(found)))
        return found[0]


def _missing(_cell: object) -> None:
    raise CellProblem("missing_name")
