"""The carrier's result file: read against the list that went out, taken as what the channel did, and who is left to be
called by name. The file is kept as it came; everything said about it is read from it again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console import words
from console.domain.callout_rows import Planned
from console.domain.carrier_result import CarrierReading, heads_of, lines_of, matched
from console.domain.clock import Clock
from console.domain.people import Action, Actor
from console.domain.warning_rows import SendRow, Way
from console.errors import Refused
from console.services import warning_steps as steps
from console.services.callout_plan import planned_people
from console.services.files import FilesService
from console.services.warning_sends import WarningSends
from console.services.workbooks import read_book
from db.queries import files as kept_files
from db.queries import warnings as query
from db.store import Store

SUBJECT = "warning_send"
"""Of the attachments."""


class CarrierResults:
    """Use cases of result files."""

    def __init__(
        self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo], files: FilesService, sends: WarningSends
    ) -> None:  # fmt: skip
        self._store = store
        self._clock = clock
        self._zone = zone
        self._files = files
        self._sends = sends

    def read(self, send_id: UUID, path: Path) -> CarrierReading:
        """The file held against the list of that channel; nothing is stored.

        Refuses no_such_send, channel_without_people, no_result_heads (another table) and other_result_file (not one
        of its numbers was on the list), and what is no table, too big or damaged.
        """
        with self._store.reading() as connection:
            return self._read(connection, _send(connection, send_id), path, path.name)

    def take(self, send_id: UUID, path: Path, *, seen: int, by: Actor) -> tuple[SendRow, CarrierReading]:
        """The channel has done what the file says: so many reached. The file is kept; a later one of the same run
        takes its place. Refuses as ``read`` does, send_settled of a channel that failed or is not used."""
        self._store.require(by, Action.RELEASE_WARNING)
        try:
            whole = path.read_bytes()
        except OSError:
            whole = b""  # the reading says in words why it cannot be read
        reading = self.read(send_id, path)
        kept = self._files.keep_bytes(whole, path.name)
        with self._store.writing(by=by, action=Action.RELEASE_WARNING) as tx:
            if not kept_files.linked(tx.connection, kept[0], send_id):
                self._files.join(tx, kept, path.name, SUBJECT, send_id)
            proof = f"回执 {path.name[:80]}：{len(reading.heard)} 个号码，接通 {len(reading.reached)}"
            self._sends.put_result(tx, send_id, len(reading.reached), proof, seen)
        with self._store.reading() as connection:
            return _send(connection, send_id), reading

    def of(self, send_id: UUID) -> CarrierReading | None:
        """What the newest result file of a channel says; None before one came."""
        with self._store.reading() as connection:
            send, found = _send(connection, send_id), kept_files.of(connection, send_id)
            if not found:
                return None
            newest = found[-1]
            return self._read(connection, send, self._files.open_path(newest.digest), newest.name)

    def to_call(self, reading: CarrierReading) -> list[Planned]:
        """未接通名单 as a calling by name begins with it: each of them, then who stands behind the post."""
        today = self._clock.now().astimezone(self._zone()).date()
        people = [one.person for one in reading.unreached]
        with self._store.reading() as connection:
            return planned_people(connection, people, today)

    def _read(self, connection: Connection, send: SendRow, path: Path, name: str) -> CarrierReading:
        if send.way is not Way.MANUAL:
            raise Refused("not_manual", name=send.name)
        people = [steps.person_of(one) for one in query.people(connection, send.warning_id)]
        if not send.people or not any(one.phone for one in people):
            raise Refused("channel_without_people", name=send.name)
        rows = _table(path, name)
        reading = matched(name, people, list(lines_of(rows, self._zone())))
        if all(one.line is None for one in reading.heard):
            raise Refused("other_result_file", name=name, count=reading.lines)
        return reading


def _table(path: Path, name: str) -> list[list[Any]]:
    """The first sheet that has heads for number and result."""
    for sheet in read_book(path).sheets:
        if heads_of(sheet.rows) is not None:
            return sheet.rows
    raise Refused("no_result_heads", name=name)


def _send(connection: Connection, send_id: UUID) -> SendRow:
    found = query.send(connection, send_id)
    if found is None:
        raise Refused("no_such_send")
    return steps.send_of(found)


def said(reading: CarrierReading) -> list[str]:
    """What a file says, and what whoever takes it should know, in the language of the screen; the figures first."""
    every, reached = len(reading.heard), len(reading.reached)
    figures = words.say("carrier.sum", all=every, reached=reached, open=every - reached)
    return [figures, *(words.say(f"carrier.found.{code}", **facts) for code, facts in reading.findings())]
