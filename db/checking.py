"""Has anything been changed by hand? Books against their heads, records and sheets against the books."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from db import books, records
from db.books import Fault, Walked
from db.chain import GENESIS, digest_of
from db.models.duty import Sheet, Signature

Newest = dict[tuple[str, str], bytes]
"""Table and key to the digest of the newest content a book has about that record."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: both books, how many records and sheets agree, and the first fault (None: all well)."""

    duty: Walked
    audit: Walked
    records: int
    sheets: int
    fault: Fault | None


@dataclass(slots=True)
class _Seen:
    """What is remembered on the walk: newest contents, and digests at the numbers sheets name."""

    newest: Newest = field(default_factory=dict)
    wanted: dict[int, bytes] = field(default_factory=dict)


def everything(connection: Connection) -> Checked:
    """Walk the books once and hold everything against them; stops at the first fault."""
    sheets = connection.execute(select(Sheet.number, Sheet.body, Sheet.digest)).all()
    seen = _Seen(wanted={int(json.loads(sheet.body)["cut_off"]["number"]): b"" for sheet in sheets})
    duty, fault = _walk(connection, books.DUTY, seen)
    audit = Walked(books.AUDIT, 0, GENESIS)
    if fault is None:
        audit, fault = _walk(connection, books.AUDIT, seen)
    count = 0
    if fault is None:
        count, fault = _records(connection, seen.newest)
    if fault is None:
        fault = _sheets(connection, list(sheets), seen.wanted)
    return Checked(duty, audit, count, len(sheets), fault)


def _walk(connection: Connection, book: str, seen: _Seen) -> tuple[Walked, Fault | None]:
    count, digest = 0, GENESIS
    for number, line, payload, wrong in books.walk(connection, book):
        if wrong:
            return Walked(book, count, digest), Fault(book, str(number), wrong)
        count, digest = number, line
        if book == books.DUTY and number in seen.wanted:
            seen.wanted[number] = line
        if payload != "{}":
            for record in json.loads(payload).get("records", ()):
                seen.newest[record["table"], record["key"]] = digest_of(record["content"])
    head_number, head_digest = books.head_of(connection, book)
    fault = None
    if (head_number, head_digest) != (count, digest):
        fault = Fault(book, str(min(count, head_number) + 1), "tail_cut")
    return Walked(book, count, digest), fault


def _records(connection: Connection, newest: Newest) -> tuple[int, Fault | None]:
    waiting = set(newest)
    count = 0
    for table in records.COVERED:
        for key, digest in records.rows(connection, table):
            if (table, key) not in newest:
                return count, Fault(table, key, "record_unknown")
            if newest[table, key] != digest:
                return count, Fault(table, key, "record_changed")
            waiting.discard((table, key))
            count += 1
    if waiting:
        table, key = min(waiting)
        return count, Fault(table, key, "record_missing")
    return count, None


def _sheets(connection: Connection, sheets: list[Any], heads: dict[int, bytes]) -> Fault | None:
    for sheet in sheets:
        number, body = str(sheet.number), json.loads(sheet.body)
        if digest_of(body) != bytes(sheet.digest):
            return Fault("sheet", number, "sheet_changed")
        cut_off = body["cut_off"]
        expected = heads[int(cut_off["number"])] if int(cut_off["number"]) else GENESIS
        if bytes.fromhex(cut_off["digest"]) != expected:
            return Fault("sheet", number, "sheet_head")
    for row in connection.execute(select(Signature.name, Signature.signed, Signature.digest)):
        if digest_of(json.loads(row.signed)) != bytes(row.digest):
            return Fault("signature", row.name, "sheet_changed")
    return None
