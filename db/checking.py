"""Has anything been changed by hand? Books against their heads, records and sheets against the books."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, union_all

from db import attachments, books, numbers, records, schema
from db.books import Fault, Walked
from db.chain import GENESIS, digest_of
from db.models.duty import Sheet, Shift, Signature
from db.models.inbound import Inbound, Task
from db.models.outbound import Outbound
from db.models.reports import Report
from db.queries import emergencies

Newest = dict[tuple[str, str], bytes]
"""Table and key to the digest of the newest content a book has about that record."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: both books, how many records, sheets and files agree, the first fault (None: all well)."""

    duty: Walked
    audit: Walked
    records: int
    sheets: int
    attachments: int
    fault: Fault | None


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a book has been walked: the newest line seen to be right, whether it is the head, or the fault."""

    number: int
    digest: bytes
    at_head: bool
    fault: Fault | None


@dataclass(slots=True)
class _Seen:
    """What is remembered on the walk: newest contents, digests at the numbers sheets name, starts of number series."""

    newest: Newest = field(default_factory=dict)
    wanted: dict[int, bytes] = field(default_factory=dict)
    last: dict[tuple[str, int], int] = field(default_factory=dict)


def everything(connection: Connection, files: Path) -> Checked:
    """Walk the books once and hold everything against them; stops at the first fault. ``files``: attachments."""
    sheets = connection.execute(select(Sheet.number, Sheet.body, Sheet.digest)).all()
    seen = _Seen(wanted={_cut_off(sheet.body): b"" for sheet in sheets})
    duty, fault = _walk(connection, books.DUTY, seen)
    audit = Walked(books.AUDIT, 0, GENESIS)
    if fault is None:
        audit, fault = _walk(connection, books.AUDIT, seen)
    count = 0
    if fault is None:
        count, fault = _records(connection, seen.newest)
    if fault is None:
        fault = _series(connection, seen.last)
    if fault is None:
        fault = _sheets(connection, list(sheets), seen.wanted)
    attached = 0
    if fault is None:
        attached, fault = attachments.check(connection, files)
    if fault is None:
        fault = _guards(connection)
    return Checked(duty, audit, count, len(sheets), attached, fault)


def unguarded(connection: Connection) -> list[str]:
    """Names of triggers a store must have that this one lacks, or has saying something else."""
    found = {str(row.name): row.sql for row in connection.exec_driver_sql(_TRIGGERS)}
    return [name for name, statement in schema.triggers().items() if found.get(name) != statement]


def onward(connection: Connection, book: str, number: int, digest: bytes, limit: int) -> Reached:
    """Walk a book on from a line seen earlier, at most ``limit`` lines; records and sheets are not looked at."""
    if number and books.digest_at(connection, book, number) != digest:
        return Reached(number, digest, False, Fault(book, str(number), "line_changed"))
    for found, line, _, wrong in books.walk(connection, book, number, digest, limit):
        if wrong:
            return Reached(number, digest, False, Fault(book, str(found), wrong))
        number, digest = found, line
    head = books.head_of(connection, book)
    if head == (number, digest):
        return Reached(number, digest, True, None)
    more = books.digest_at(connection, book, number + 1) is not None
    return Reached(number, digest, False, None if more else Fault(book, str(min(number, head[0]) + 1), "tail_cut"))


def _cut_off(body: str) -> int:
    """The log number a sheet names; 0 for a body that says none, which is found when the sheet itself is looked at."""
    try:
        return int(json.loads(body)["cut_off"]["number"])
    except (ValueError, TypeError, KeyError):
        return 0


def _walk(connection: Connection, book: str, seen: _Seen) -> tuple[Walked, Fault | None]:
    count, digest = 0, GENESIS
    for number, line, payload, wrong in books.walk(connection, book):
        if wrong:
            return Walked(book, count, digest), Fault(book, str(number), wrong)
        count, digest = number, line
        if book == books.DUTY and number in seen.wanted:
            seen.wanted[number] = line
        if payload != "{}":
            _remember(json.loads(payload), seen)
    head_number, head_digest = books.head_of(connection, book)
    fault = None
    if (head_number, head_digest) != (count, digest):
        fault = Fault(book, str(min(count, head_number) + 1), "tail_cut")
    return Walked(book, count, digest), fault


def _remember(payload: dict[str, Any], seen: _Seen) -> None:
    for record in payload.get("records", ()):
        seen.newest[record["table"], record["key"]] = digest_of(record["content"])
    if "start" in payload:
        series, year, first = payload["start"]
        seen.last[series, year] = first - 1


def _series(connection: Connection, last: dict[tuple[str, int], int]) -> Fault | None:
    """Each series stands at the highest number its records have, or behind the start that was set for it."""
    for number in connection.execute(_NUMBERS).scalars():
        found = numbers.read(number)
        if found is not None:
            key = found[:2]
            last[key] = max(last.get(key, 0), found[2])
    given = numbers.given(connection)
    wrong = sorted((key for key in last.keys() | given.keys() if last.get(key) != given.get(key)), key=str)
    return Fault("number_series", f"{wrong[0][0]}{wrong[0][1]}", "series_wrong") if wrong else None


def _records(connection: Connection, newest: Newest) -> tuple[int, Fault | None]:
    waiting = set(newest)
    count = 0
    for table in records.COVERED:
        for key, digest in _readable(connection, table):
            if (table, key) not in newest and key != "?":
                return count, Fault(table, key, "record_unknown")
            if newest.get((table, key)) != digest:
                return count, Fault(table, key, "record_changed")
            waiting.discard((table, key))
            count += 1
    if waiting:
        table, key = min(waiting)
        return count, Fault(table, key, "record_missing")
    return count, None


def _readable(connection: Connection, table: str) -> Iterator[tuple[str, bytes]]:
    """The rows of a table; one that cannot be read as the program writes it counts as changed, key unknown."""
    try:
        yield from records.rows(connection, table)
    except (ValueError, TypeError, OverflowError):
        yield "?", b""


def _guards(connection: Connection) -> Fault | None:
    """Last of all: what somebody changed behind a missing trigger says more than the trigger."""
    for name in unguarded(connection):
        table = name.rsplit("_no_", 1)[0]
        return Fault({"log_entry": books.DUTY, "audit_entry": books.AUDIT}.get(table, table), name, "guard_missing")
    return None


_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"

_NUMBERS = union_all(
    select(Inbound.number), select(Task.number), select(Sheet.number), select(Outbound.number), select(Report.number)
)  # fmt: skip
"""Every number given out to a record; the records themselves are held against the books before."""

_SIGNED = select(Signature.name, Signature.signed, Signature.digest, Sheet.digest.label("body")).join_from(
    Signature, Sheet, Signature.sheet_id == Sheet.id
)

_CONFIRMED = select(
    Shift.__table__, Signature.name.label("signer"), Signature.signed, Signature.digest.label("signature")
).join_from(Signature, Shift, Signature.shift_id == Shift.id)


def _sheets(connection: Connection, sheets: list[Any], heads: dict[int, bytes]) -> Fault | None:
    for sheet in sheets:
        number, body = str(sheet.number), json.loads(sheet.body)
        if digest_of(body) != bytes(sheet.digest):
            return Fault("sheet", number, "sheet_changed")
        cut_off = body["cut_off"]
        expected = heads[int(cut_off["number"])] if int(cut_off["number"]) else GENESIS
        if bytes.fromhex(cut_off["digest"]) != expected:
            return Fault("sheet", number, "sheet_head")
    for row in connection.execute(_SIGNED):
        signed = json.loads(row.signed)
        if digest_of(signed) != bytes(row.digest) or signed.get("body", row.body.hex()) != row.body.hex():
            return Fault("signature", row.name, "sheet_changed")
    return _emergencies(connection)


def _emergencies(connection: Connection) -> Fault | None:
    """Confirmations of emergency take-overs: what was signed, held against the shift."""
    for row in connection.execute(_CONFIRMED).mappings():
        signed = json.loads(row["signed"])
        if digest_of(signed) != bytes(row["signature"]) or signed.get("shift") != emergencies.signed_text(row):
            return Fault("signature", row["signer"], "emergency_changed")
    return None
