"""What a manual channel is handed: the text as it is to be read or pasted, and the numbers it is for, as a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection

from console import words
from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.phones import digits_of
from console.domain.realm import WATERMARK, Realm
from console.domain.text import one_line
from console.domain.warning import Kind, State, may_be_told
from console.domain.warning_rows import PersonRow, SendRow
from console.errors import Refused
from console.services import lines
from console.services import warning_steps as steps
from console.services.exporting import Row, write_beside, writer_for
from db import books
from db.queries import warnings as query
from db.store import Store

HEADS = ("序号", "姓名", "单位", "职务", "区域", "号码", "备注")
"""A carrier's platform reads Chinese heads; files are Chinese whatever the screen speaks."""
TEXT = ".txt"


class WarningListsOut:
    """Use cases of texts and lists for channels that people see to."""

    def __init__(self, store: Store, clock: Clock, realm: Realm) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm

    def text(self, send_id: UUID) -> str:
        """The channel's text alone, to be pasted; practice says so before it."""
        with self._store.reading() as connection:
            return _send(connection, send_id).text

    def rows(self, send_id: UUID) -> list[PersonRow]:
        """Whom the channel is for: each number once, with all who have it; nobody without a number."""
        with self._store.reading() as connection:
            return _listed(connection, _send(connection, send_id))

    def clip(self, send_id: UUID) -> str:
        """The text, and below it the numbers, one a line. Refuses warning_over."""
        with self._store.reading() as connection:
            send = self._told(connection, send_id)
            numbers = [digits_of(one.phone) for one in _listed(connection, send)]
        return "\n".join((send.text, *(("", *numbers) if numbers else ())))

    def write(self, send_id: UUID, target: Path, *, by: Actor) -> int:
        """The list as .xlsx or .csv, a row each, or text and numbers as .txt; how many numbers that are.

        Refuses warning_over of what nobody is told of any more, channel_without_people of a channel that has no list
        (but as .txt), bad_export_ending and who may not release or export; raises Unavailable("cannot_write_file").
        Written into the audit book.
        """
        self._store.require(by, Action.RELEASE_WARNING)
        self._store.require(by, Action.EXPORT)
        with self._store.reading() as connection:
            send = self._told(connection, send_id)
            found = _listed(connection, send)
            number = query.one(connection, send.warning_id)
        count = self._write(send, found, target)
        with self._store.writing(by=by, action=Action.EXPORT) as tx:
            named = number["number"] if number is not None else ""
            text = f"导出预警 {named} {send.name} 名单：{count} 个号码，{target.name}"
            lines.write(tx, books.AUDIT, ActKind.EXPORT, text, at=self._clock.now())
        return count

    def _told(self, connection: Connection, send_id: UUID) -> SendRow:
        """A channel of a message that may still be said to somebody."""
        send = _send(connection, send_id)
        row = query.one(connection, send.warning_id)
        if row is None:
            raise Refused("no_such_warning")
        if not may_be_told(Kind(row["kind"]), State(row["state"]), row["expires_at"], self._clock.now()):
            raise Refused("warning_over", number=row["number"])
        return send

    def _write(self, send: SendRow, found: list[PersonRow], target: Path) -> int:
        if target.suffix.lower() == TEXT:
            text = "\r\n".join((*send.text.splitlines(), "", *(digits_of(one.phone) for one in found)))
            write_beside(target, (), lambda beside, _rows: beside.write_bytes(text.strip().encode("utf-8-sig")))
            return len(found)
        writer = writer_for(target, HEADS, title=words.say_in("zh", "warning.list_sheet"), besides=(TEXT,))
        if not found:
            raise Refused("channel_without_people", name=send.name)
        mark = WATERMARK[self._realm]
        return write_beside(target, [_row(nth, one, mark) for nth, one in enumerate(found, 1)], writer)


def _row(nth: int, one: PersonRow, mark: str) -> Row:
    told = (str(nth), one.name, one.unit, one.post, one.place, digits_of(one.phone), mark)
    return dict(zip(HEADS, (one_line(text, 400) for text in told), strict=True))


def _listed(connection: Connection, send: SendRow) -> list[PersonRow]:
    if not send.people:
        return []
    made: dict[str, PersonRow] = {}
    for value in query.people(connection, send.warning_id):
        one = steps.person_of(value)
        if not one.phone:
            continue
        digits = digits_of(one.phone)
        before = made.get(digits)
        if before is None:
            made[digits] = one
        elif one.name not in before.name.split("、"):
            made[digits] = replace(before, name=f"{before.name}、{one.name}")
    return list(made.values())


def _send(connection: Connection, send_id: UUID) -> SendRow:
    found = query.send(connection, send_id)
    if found is None:
        raise Refused("no_such_send")
    return steps.send_of(found)
