"""Records covered by the books: every act carries the record's whole new content, so a row changed by hand is found."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, LargeBinary, Table, inspect, select, text

from db import sqlite
from db.base import Base
from db.chain import digest_of, instant
from db.store import Tx
from db.types import Amount, UtcDateTime, from_thousandths, to_thousandths

BOOK = {
    "inbound": "duty",
    "inbound_action": "duty",
    "figure": "duty",
    "task": "duty",
    "shift": "duty",
    "shift_post": "duty",
    "sheet": "duty",
    "sheet_confirmation": "audit",
    "sheet_difference": "duty",
    "signature": "duty",
    "officer": "audit",
    "person": "audit",
    "organisation": "audit",
    "post": "audit",
    "post_holder": "audit",
    "phone_number": "audit",
    "place": "audit",
    "setting_value": "audit",
    "attachment": "duty",
    "list_row": "audit",
    "roster_line": "audit",
    "roster_change": "audit",
    "substitution": "duty",
    "whereabouts": "duty",
    "routine_tick": "duty",
    "check_mark": "duty",
    "notice": "duty",
    "zero_report": "duty",
    "outbound": "duty",
    "inbound_clock": "duty",
    "attachment_link": "duty",
    "brief": "duty",
    "reading": "duty",
    "report": "duty",
    "form_file": "audit",
    "print_copy": "audit",
    "incident": "duty",
    "incident_item": "duty",
    "incident_state": "duty",
    "incident_grade": "duty",
    "incident_figure": "duty",
    "incident_command": "duty",
    "incident_clock": "duty",
    "incident_report": "duty",
    "report_recipient": "duty",
    "approval": "duty",
    "returns_round": "duty",
    "town_return": "duty",
    "instruction": "duty",
    "task_step": "duty",
    "consultation": "duty",
    "roll_call": "duty",
    "roll_call_answer": "duty",
    "contact_group": "audit",
    "contact_group_member": "audit",
    "number_change": "audit",
    "call_list": "duty",
    "call_attempt": "duty",
    "import_run": "audit",
    "duty_staff": "audit",
    "leave": "audit",
    "duty_wish": "audit",
    "roster_plan": "audit",
    "roster_swap": "audit",
    "plan": "audit",
    "plan_level": "audit",
    "plan_task": "audit",
    "response": "duty",
    "response_step": "duty",
    "response_task": "duty",
    "warehouse": "audit",
    "item": "audit",
    "lot": "duty",
    "quota": "audit",
    "agreement": "audit",
    "vehicle": "audit",
    "team": "audit",
    "team_certificate": "audit",
    "expert": "audit",
    "shelter": "audit",
    "map_outline": "audit",
    "stock_document": "duty",
    "stock_line": "duty",
    "stock_step": "duty",
    "stock_movement": "duty",
    "stock_balance": "duty",
    "stock_reservation": "duty",
    "need": "duty",
    "dispatch": "duty",
    "assignment": "duty",
    "assignment_step": "duty",
    "shelter_opening": "duty",
    "shelter_count": "duty",
    "relocation": "duty",
    "relocation_step": "duty",
    "device": "audit",
    "device_point": "audit",
    "alarm": "duty",
    "alarm_step": "duty",
    "call_step": "duty",
    "delivery_batch": "duty",
    "delivery": "duty",
    "delivery_attempt": "duty",
    "self_test": "duty",
    "warning": "duty",
    "warning_step": "duty",
    "warning_send": "duty",
    "warning_person": "duty",
    "callout": "duty",
    "callout_row": "duty",
    "callout_try": "duty",
    "cap_file": "duty",
    "store_info": "audit",
}
"""The book that carries a table's records: one book only, for between two books there is no order."""

COVERED = tuple(BOOK)
"""Tables whose every row must agree with the newest line about it."""

_SECRET = {("officer", "password")}
_AS_THEY_ARE = frozenset({str, int, float, bool})


def key_of(table: Table, values: dict[str, Any]) -> str:
    """Name of a row in the books: its primary key as text."""
    return ":".join(str(_plain(values[column.name])) for column in table.primary_key.columns)


def content(table: Table, values: dict[str, Any]) -> dict[str, Any]:
    """A row as JSON: every column, secrets by digest only.

    A column added by a later schema is left out while it is empty: lines written before it was there still agree
    with their rows, and one that is filled by hand does not.
    """
    made: dict[str, Any] = {}
    for name, amount, later, secret in _columns(table):
        value = _plain(values[name])
        if amount and value is not None:
            value = to_thousandths(Decimal(value))
        if later and value in (None, ""):
            continue
        if secret and value is not None:
            value = "sha256:" + hashlib.sha256(str(value).encode()).hexdigest()
        made[name] = value
    return made


@cache
def _columns(table: Table) -> tuple[tuple[str, bool, bool, bool], ...]:
    """Each column's name, whether it is an amount, came later, is a secret."""
    return tuple(
        (column.name, isinstance(column.type, Amount), bool(column.info.get("later")), _is_secret(column))
        for column in table.columns
    )


def _is_secret(column: Column[Any]) -> bool:
    return (column.table.name, column.name) in _SECRET


def _plain(value: Any) -> Any:
    if value is None or type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return value


def payload(tx: Tx, book: str, rows: Iterable[Base], **more: Any) -> dict[str, Any]:
    """Payload of a line in a book about these rows as they stand after this transaction's changes."""
    tx.flush()
    made = [_record(row) for row in rows]
    strange = [record["table"] for record in made if BOOK[record["table"]] != book]
    if strange:
        raise ValueError(f"{strange} belong to the other book")
    return {**more, "records": made} if made else more


def row_content(row: Base) -> dict[str, Any]:
    """What a line about this row would carry of it."""
    found: dict[str, Any] = _record(row)["content"]
    return found


def value_of(column: Column[Any], said: Any) -> Any:
    """A value of ``row_content`` as the column takes it back; what was left out is empty."""
    if said is None:
        return None if column.nullable else ""
    if isinstance(column.type, Amount):
        return from_thousandths(said)
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(said)
    kind = column.type.python_type
    if kind is UUID:
        return UUID(said)
    return date.fromisoformat(said) if kind is date else said


def _record(row: Base) -> dict[str, Any]:
    table = row.__table__
    assert isinstance(table, Table)
    values = {name: getattr(row, attribute) for name, attribute in _attributes(type(row))}
    return {"table": table.name, "key": key_of(table, values), "content": content(table, values)}


@cache
def _attributes(kind: type[Base]) -> tuple[tuple[str, str], ...]:
    """Each column of a class's table with the attribute that holds it."""
    mapper = inspect(kind)
    return tuple((column.name, mapper.get_property_by_column(column).key) for column in mapper.local_table.columns)


def rows(connection: Connection, name: str) -> Iterator[tuple[str, bytes]]:
    """Key and content digest of every row of a covered table; no digest (``b""``) for one that cannot be read."""
    table = Base.metadata.tables[name]
    try:
        read = [_told(table, row) for row in connection.execute(select(table)).mappings()]
    except Exception as error:
        if not sqlite.unreadable(error):
            raise
        read = [_singly(connection, table, at) for at in _places(connection, table)]
    yield from read


def _told(table: Table, row: Mapping[Any, Any]) -> tuple[str, bytes]:
    values = {column.name: row[column] for column in table.columns}
    return key_of(table, values), digest_of(content(table, values))


def _places(connection: Connection, table: Table) -> list[int]:
    return [int(at) for (at,) in connection.exec_driver_sql(f"SELECT rowid FROM {table.name} ORDER BY rowid")]


def _singly(connection: Connection, table: Table, at: int) -> tuple[str, bytes]:
    """One row by its place; only its key, as far as there is one, where it holds what the program never writes."""
    try:
        statement = select(table).where(text("rowid = :at"))
        return _told(table, connection.execute(statement, {"at": at}).mappings().one())
    except Exception as error:
        if not sqlite.unreadable(error):
            raise
    columns = list(table.primary_key.columns)
    named = ", ".join(f"CAST({column.name} AS BLOB)" for column in columns)
    key = connection.exec_driver_sql(f"SELECT {named} FROM {table.name} WHERE rowid = ?", (at,)).one()
    return ":".join(_as_text(column, part) for column, part in zip(columns, key, strict=True)), b""


def _as_text(column: Column[Any], stored: bytes | None) -> str:
    """A stored key as the books name it: 32 hexadecimal digits are an id."""
    if isinstance(column.type, LargeBinary):
        return (stored or b"").hex()
    shown = (stored or b"?").decode(errors="replace")
    return str(UUID(shown)) if _HEX.fullmatch(shown) else shown


_HEX = re.compile(r"[0-9a-f]{32}")
