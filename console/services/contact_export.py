"""The contact book as a table: the heads the import reads, a row for each post somebody holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from console.domain import masking
from console.domain.contact_book import Held, NumberKind, NumberRow
from console.domain.contact_cells import label_of
from console.domain.people import Actor
from db.models.people import Person
from db.queries import contact_book as query

_NUMBERS = {
    "手机": NumberKind.MOBILE, "办公电话": NumberKind.OFFICE, "短号": NumberKind.SHORT,
    "卫星电话": NumberKind.SATELLITE, "呼号": NumberKind.RADIO, "住宅电话": NumberKind.HOME, "传真": NumberKind.FAX,
}  # fmt: skip
HEADS = ("人员编号", "姓名", "单位", "职务", "A/B岗", *_NUMBERS, "备注")


def rows(connection: Connection, today: date, *, to: Actor | None, mask: bool) -> Iterator[dict[str, Any]]:
    """Everybody who is here, in the order of the tree, then those who hold no post. Numbers as ``to`` may see them."""
    paths = {unit.id: "/".join(unit.path) for unit in query.units(connection)}
    here = list(connection.execute(select(Person.__table__).where(query.here_on(today)).order_by(Person.pinyin)))
    numbers = query.numbers_of(connection, [person.id for person in here], today)
    told = {
        person.id: {
            "人员编号": person.staff_number,
            "姓名": person.name,
            "备注": person.remark,
            **_columns([_as_shown(one, person.sensitive, to, mask) for one in numbers[person.id]]),
        }
        for person in here
    }
    holding = set()
    for one in query.held(connection):
        if one.counts(today) and one.person_id in told:
            holding.add(one.person_id)
            yield {**told[one.person_id], **_post(one, paths)}
    for person in here:
        if person.id not in holding:
            yield {**told[person.id], "单位": "", "职务": "", "A/B岗": ""}


def _post(one: Held, paths: dict[Any, str]) -> dict[str, str]:
    return {"单位": paths.get(one.unit_id, one.unit), "职务": one.post, "A/B岗": one.rank.value}


def _as_shown(one: NumberRow, sensitive: bool, to: Actor | None, mask: bool) -> NumberRow:
    return masking.shown_row(one, sensitive=sensitive, to=to, mask=mask)


def _columns(numbers: list[NumberRow]) -> dict[str, str]:
    """Numbers of each kind in dial order, with what they are called."""
    made = {head: [one for one in numbers if one.kind == kind.value] for head, kind in _NUMBERS.items()}
    return {
        head: "、".join(f"{one.shown}({label})" if (label := label_of(one.label)) else one.shown for one in found)
        for head, found in made.items()
    }
