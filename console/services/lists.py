"""The county's lists: the program's proposals until the first change, from then on the county's own rows."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from functools import cache
from uuid import uuid4

from sqlalchemy import Connection, select

import resources
from console import words
from console.domain.clock import Clock
from console.domain.incident_list_sense import require_sense
from console.domain.lists import LISTS, ListItem, ListSpec, checked_values
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.errors import Refused
from console.services import lines
from db import books
from db.chain import canonical
from db.models.inbound import EventType
from db.models.lists import ListRow
from db.queries import lists as query
from db.store import Store, Tx


class ListsService:
    """Use cases of the lists a county edits."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def rows(self, key: str, *, retired: bool = False) -> list[ListItem]:
        """The list as it counts now, in order; with ``retired`` also the rows that no longer hold."""
        with self._store.reading() as connection:
            return [item for item in current_rows(connection, key) if item.active or retired]

    def unconfirmed(self) -> list[str]:
        """Lists of which the county has not yet said that they hold here."""
        with self._store.reading() as connection:
            return [key for key in LISTS if not all(item.confirmed for item in current_rows(connection, key))]

    def add(self, key: str, values: Mapping[str, str], *, by: Actor) -> ListItem:
        """A new row at the end; its code is made here and stays. Refuses what ``require_sense`` does."""
        return self._put(key, uuid4().hex[:12], values, None, by)

    def change(self, key: str, code: str, values: Mapping[str, str], *, seen: int, by: Actor) -> ListItem:
        """New values of a row; ``seen`` is the version that was on the screen (0 for a shipped row)."""
        return self._put(key, code, values, seen, by)

    def retire(self, key: str, code: str, *, seen: int, by: Actor) -> None:
        """The row no longer holds; records made under it keep its words."""
        self._switch(key, code, active=False, seen=seen, by=by)

    def restore(self, key: str, code: str, *, seen: int, by: Actor) -> None:
        self._switch(key, code, active=True, seen=seen, by=by)

    def order(self, key: str, codes: Sequence[str], *, by: Actor) -> None:
        """Put the rows into this order; rows not named follow in theirs."""
        spec = _spec(key)
        with self._store.writing(by=by, action=Action.EDIT_LISTS) as tx:
            rows = adopted(tx, spec)
            rank = {code: at for at, code in enumerate(codes)}
            ordered = sorted(rows.values(), key=lambda row: (rank.get(row.code, len(rank)), row.ordinal))
            for ordinal, row in enumerate(ordered, 1):
                if row.ordinal != ordinal:
                    row.ordinal, row.version = ordinal, row.version + 1
            self._line(tx, spec, "列表排序", rows.values())

    def confirm(self, key: str, *, by: Actor) -> None:
        """The county says that the list as it stands holds here."""
        spec = _spec(key)
        with self._store.writing(by=by, action=Action.EDIT_LISTS) as tx:
            rows = adopted(tx, spec)
            for row in rows.values():
                if not row.confirmed:
                    row.confirmed, row.version = True, row.version + 1
            self._line(tx, spec, "列表已本地确认", rows.values())

    def _put(self, key: str, code: str, values: Mapping[str, str], seen: int | None, by: Actor) -> ListItem:
        spec = _spec(key)
        checked = checked_values(spec, values)
        with self._store.writing(by=by, action=Action.EDIT_LISTS) as tx:
            require_sense(key, checked, set(tx.connection.execute(select(EventType.code)).scalars()))
            shipped = not query.rows(tx.connection, key)
            rows = adopted(tx, spec)
            row = rows.get(code)
            if seen is None:
                row = made_row(key, code, len(rows) + 1, checked, confirmed=True)
                row.since = self._clock.now()
                tx.session.add(row)
                rows[code] = row
            else:
                row = _seen(row, spec, 1 if shipped and not seen else seen)
                _keep_hidden(row, checked)
                row.content, row.confirmed, row.version = canonical(checked).decode(), True, row.version + 1
            about = rows.values() if shipped else [row]
            self._line(tx, spec, checked[spec.fields[0].name], about)
        return next(item for item in self.rows(key, retired=True) if item.code == code)

    def _switch(self, key: str, code: str, *, active: bool, seen: int, by: Actor) -> None:
        spec = _spec(key)
        with self._store.writing(by=by, action=Action.EDIT_LISTS) as tx:
            shipped = not query.rows(tx.connection, key)
            rows = adopted(tx, spec)
            row = _seen(rows.get(code), spec, 1 if shipped and not seen else seen)
            row.active, row.version = active, row.version + 1
            row.since = self._clock.now() if active else row.since
            word = "启用" if active else "停用"
            name = json.loads(row.content)[spec.fields[0].name]
            self._line(tx, spec, f"{word} {name}", rows.values() if shipped else [row])

    def _line(self, tx: Tx, spec: ListSpec, text: str, rows: object) -> None:
        title = words.say_in("zh", f"list.{spec.key}")
        lines.write(tx, books.AUDIT, ActKind.LIST, f"{title}：{text}", at=self._clock.now(), about=list(rows))  # type: ignore[call-overload]


def current_rows(connection: Connection, key: str) -> list[ListItem]:
    """Shared step of every reader: a list as it counts now, retired rows too."""
    found = query.rows(connection, key)
    if not found:
        return list(shipped_rows(key))
    return [
        ListItem(key, code, _completed(key, code, json.loads(content)), active, confirmed, False, version)
        for code, content, active, confirmed, version in found
    ]


def _completed(key: str, code: str, values: dict[str, str]) -> dict[str, str]:
    """A field this program has and the county's older row does not: as the proposal of that code says."""
    later = [field.name for field in _spec(key).fields if field.name not in values]
    if not later:
        return values
    proposed = next((item.values for item in shipped_rows(key) if item.code == code), {})
    return {**values, **{name: proposed.get(name, "") for name in later}}


@cache
def shipped_rows(key: str) -> tuple[ListItem, ...]:
    """What the program proposes for a list; its codes stay the same in every version of the program."""
    spec = _spec(key)
    shipped = io.StringIO(resources.path(f"lists/{key}.csv").read_text(encoding="utf-8"), newline="")
    made = []
    for row in csv.DictReader(shipped):
        code = row.pop("code")
        made.append(ListItem(key, code, checked_values(spec, row), True, False, True, 0))
    return tuple(made)


def _spec(key: str) -> ListSpec:
    spec = LISTS.get(key)
    if spec is None:
        raise Refused("no_such_list", key=key)
    return spec


def adopted(tx: Tx, spec: ListSpec) -> dict[str, ListRow]:
    """Shared step: the list's rows by code; at the first change the program's proposals become the county's rows."""
    found = {row.code: row for row in tx.session.scalars(select(ListRow).where(ListRow.list == spec.key))}
    if found:
        return found
    for ordinal, item in enumerate(shipped_rows(spec.key), 1):
        found[item.code] = made_row(spec.key, item.code, ordinal, dict(item.values), confirmed=False)
    tx.session.add_all(found.values())
    tx.flush()
    return found


def made_row(key: str, code: str, ordinal: int, values: dict[str, str], *, confirmed: bool) -> ListRow:
    """Shared step: a row that is not written yet."""
    return ListRow(
        id=uuid4(), list=key, code=code, ordinal=ordinal, content=canonical(values).decode(), active=True,
        confirmed=confirmed, version=1,
    )  # fmt: skip


def _keep_hidden(row: ListRow, values: Mapping[str, str]) -> None:
    """Callers who rang a channel that hides them stay hidden: what comes in openly wants a channel of its own."""
    if row.list == "channels" and json.loads(row.content)["hides_caller"] == "yes" != values["hides_caller"]:
        raise Refused("channel_hides", name=values["name"])


def _seen(row: ListRow | None, spec: ListSpec, seen: int) -> ListRow:
    if row is None:
        raise Refused("no_such_row")
    if row.version != seen:
        raise Refused("changed_meanwhile", number=words.say_in("zh", f"list.{spec.key}"))
    return row
