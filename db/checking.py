"""Has anything been changed by hand? Books against their heads, records and sheets against the books."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Executable, select

from console.domain.faults import Collecting, Fault, Faults
from db import attachments, books, numbers, records, schema, sqlite
from db.books import Walked
from db.chain import GENESIS, digest_of
from db.models.duty import Sheet, Shift, Signature
from db.queries import emergencies

Newest = dict[tuple[str, str], bytes]
"""Table and key to the digest of the newest content a book has about that record."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: both books, how many records, sheets and files agree, and everything that is wrong."""

    duty: Walked
    audit: Walked
    records: int
    sheets: int
    attachments: int
    faults: Faults

    @property
    def fault(self) -> Fault | None:
        """The first fault; None: all well."""
        return self.faults.first


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


def everything(connection: Connection, files: Path, absent: frozenset[bytes] = frozenset()) -> Checked:
    """Walk the books once and hold everything against them; tells all that is wrong. ``files``: attachments.

    ``absent``: contents of attachments that are known not to lie there.
    """
    found = Collecting()
    sheets = [_SheetRow(*row) for row in connection.exec_driver_sql(_SHEETS)]
    seen = _Seen(wanted={_cut_off(sheet.body): b"" for sheet in sheets})
    duty = _walk(connection, books.DUTY, seen, found)
    audit = _walk(connection, books.AUDIT, seen, found)
    count = _records(connection, seen.newest, found)
    _series(connection, seen.last, found)
    _sheets(sheets, seen.wanted, found)
    _signatures(connection, found)
    _emergencies(connection, found)
    attached = attachments.check(connection, files, found, absent)
    # last of all: what somebody changed behind a missing trigger says more than the trigger
    _guards(connection, found)
    return Checked(duty, audit, count, len(sheets), attached, found.all())


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


@dataclass(frozen=True, slots=True)
class _SheetRow:
    """A sheet as bytes, whatever somebody wrote there."""

    number: bytes
    body: bytes
    digest: bytes


_SHEETS = "SELECT CAST(number AS BLOB), CAST(body AS BLOB), CAST(digest AS BLOB) FROM sheet ORDER BY rowid"

_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"

_NUMBERED = (
    "inbound", "task", "sheet", "outbound", "report", "incident", "instruction", "consultation", "roll_call",
    "returns_round", "call_list", "roster_plan", "roster_swap", "response", "stock_document", "need", "dispatch",
    "assignment", "alarm", "delivery", "warning", "callout",
)  # fmt: skip
_NUMBERS = " UNION ALL ".join(f"SELECT CAST(number AS BLOB) FROM {table}" for table in _NUMBERED)
"""Every number given out to a record; the records themselves are held against the books before."""

_STRANGE = (ValueError, TypeError, LookupError, AttributeError, OverflowError)
"""What reading JSON that somebody else wrote there comes to."""

_SIGNED = select(Signature.name, Signature.signed, Signature.digest, Sheet.digest.label("body")).join_from(
    Signature, Sheet, Signature.sheet_id == Sheet.id
)

_CONFIRMED = select(
    Shift.__table__, Signature.name.label("signer"), Signature.signed, Signature.digest.label("signature")
).join_from(Signature, Shift, Signature.shift_id == Shift.id)


def _cut_off(body: bytes) -> int:
    """The log number a sheet names; 0 for a body that says none, which is found when the sheet itself is looked at."""
    try:
        return int(json.loads(body)["cut_off"]["number"])
    except _STRANGE:
        return 0


def _walk(connection: Connection, book: str, seen: _Seen, found: Collecting) -> Walked:
    count, digest = 0, GENESIS
    for number, line, payload, wrong in books.walk(connection, book):
        if wrong:
            found.add(book, number, wrong)
        count, digest = number, line
        if book == books.DUTY and number in seen.wanted:
            seen.wanted[number] = line
        if payload != "{}":
            _remember(payload, seen, trusted=not wrong)
    head_number, head_digest = books.head_of(connection, book)
    if (head_number, head_digest) != (count, digest):
        found.add(book, min(count, head_number) + 1, "tail_cut")
    return Walked(book, count, digest)


def _remember(payload: str, seen: _Seen, *, trusted: bool) -> None:
    """A line that was changed by hand may say anything; what it still says of records counts."""
    try:
        told = json.loads(payload)
        for record in told.get("records", ()):
            seen.newest[record["table"], record["key"]] = digest_of(record["content"])
        if "start" in told:
            series, year, first = told["start"]
            seen.last[series, year] = first - 1
    except _STRANGE:
        if trusted:
            raise


def _series(connection: Connection, last: dict[tuple[str, int], int], found: Collecting) -> None:
    """Each series stands at the highest number its records have, or behind the start that was set for it."""
    for (number,) in connection.exec_driver_sql(_NUMBERS):
        shown = numbers.read(bytes(number or b"").decode(errors="replace"))
        if shown is not None:
            last[shown[:2]] = max(last.get(shown[:2], 0), shown[2])
    given = numbers.given(connection)
    for series, year in sorted((key for key in last.keys() | given.keys() if last.get(key) != given.get(key)), key=str):
        found.add("number_series", f"{series}{year}", "series_wrong")


def _records(connection: Connection, newest: Newest, found: Collecting) -> int:
    waiting = set(newest)
    count = 0
    for table in records.COVERED:
        for key, digest in records.rows(connection, table):
            waiting.discard((table, key))
            if digest and newest.get((table, key)) == digest:
                count += 1
            else:
                unknown = digest and (table, key) not in newest
                found.add(table, key, "record_unknown" if unknown else "record_changed")
    for table, key in sorted(waiting, key=str):
        found.add(table, key, "record_missing")
    return count


def _guards(connection: Connection, found: Collecting) -> None:
    for name in unguarded(connection):
        table = name.rsplit("_no_", 1)[0]
        found.add({"log_entry": books.DUTY, "audit_entry": books.AUDIT}.get(table, table), name, "guard_missing")


def _sheets(sheets: list[_SheetRow], heads: dict[int, bytes], found: Collecting) -> None:
    """Each body by its digest, and the head it prints by the log."""
    for sheet in sheets:
        number = sheet.number.decode(errors="replace")
        try:
            body = json.loads(sheet.body)
            cut_off = int(body["cut_off"]["number"])
            head, agrees = bytes.fromhex(body["cut_off"]["digest"]), digest_of(body) == sheet.digest
        except _STRANGE:
            found.add("sheet", number, "sheet_changed")
            continue
        if not agrees:
            found.add("sheet", number, "sheet_changed")
        if head != (heads[cut_off] if cut_off else GENESIS):
            found.add("sheet", number, "sheet_head")


def _signatures(connection: Connection, found: Collecting) -> None:
    for row in _held(connection, _SIGNED, "sheet_changed", found):
        try:
            signed = json.loads(row["signed"])
            agrees = digest_of(signed) == bytes(row["digest"])
            agrees = agrees and signed.get("body", row["body"].hex()) == row["body"].hex()
        except _STRANGE:
            agrees = False
        if not agrees:
            found.add("signature", row["name"], "sheet_changed")


def _emergencies(connection: Connection, found: Collecting) -> None:
    """Confirmations of emergency take-overs: what was signed, held against the shift."""
    for row in _held(connection, _CONFIRMED, "emergency_changed", found):
        try:
            signed = json.loads(row["signed"])
            agrees = digest_of(signed) == bytes(row["signature"])
            agrees = agrees and signed.get("shift") == emergencies.signed_text(row)
        except _STRANGE:
            agrees = False
        if not agrees:
            found.add("signature", row["signer"], "emergency_changed")


def _held(connection: Connection, statement: Executable, what: str, found: Collecting) -> Sequence[Any]:
    """Rows about signatures; where one of them cannot be read at all, none is looked at and that is a fault."""
    try:
        return connection.execute(statement).mappings().all()
    except Exception as error:
        if not sqlite.unreadable(error):
            raise
        found.add("signature", "?", what)
        return ()
