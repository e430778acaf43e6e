"""Reads of people: what the index of contacts is made of, and whether it is still true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from console.domain.expected import DUTY, Watcher
from db.store import driver
from db.types import from_micros

_CURRENT = "(valid_to IS NULL OR valid_to > ?)"
_STATE = (
    "SELECT (SELECT count(*) || '.' || coalesce(sum(version), 0) FROM person), "
    "(SELECT count(*) || '.' || coalesce(sum(version), 0) FROM organisation), "
    "(SELECT count(*) || '.' || coalesce(sum(version), 0) FROM post), "
    "(SELECT count(*) || '.' || count(valid_to) FROM post_holder), "
    "(SELECT count(*) || '.' || count(valid_to) FROM phone_number)"
)
_HERE = "(left_on IS NULL OR left_on > ?)"
_PEOPLE = f"SELECT id, name, pinyin, staff_number, sensitive FROM person WHERE {_HERE}"
_HELD = (
    "SELECT h.person_id, o.name, p.name, h.rank FROM post_holder h JOIN post p ON p.id = h.post_id "
    f"JOIN organisation o ON o.id = p.organisation_id WHERE {_CURRENT} "
    "AND (h.valid_from IS NULL OR h.valid_from <= ?) ORDER BY h.rank, o.ordinal, p.ordinal, h.rowid"
)
_NUMBERS = (
    "SELECT person_id, kind, number, digits, extension FROM phone_number "
    f"WHERE person_id IS NOT NULL AND {_CURRENT} ORDER BY dial_order"
)
_SENSITIVE = (
    f"SELECT digits FROM phone_number WHERE digits <> '' AND {_CURRENT} "
    "AND person_id IN (SELECT id FROM person WHERE sensitive)"
)
_WATCHERS = (
    "SELECT w.name, o.name, p.name, o.short_name, coalesce(u.name, '') FROM post_holder h "
    "JOIN post p ON p.id = h.post_id JOIN organisation o ON o.id = p.organisation_id "
    "JOIN person w ON w.id = h.person_id LEFT JOIN organisation u ON u.id = o.parent_id "
    f"WHERE {_CURRENT} AND (h.valid_from IS NULL OR h.valid_from <= ?) AND {_HERE} "
    "AND (instr(p.name, ?) OR instr(o.name, ?)) ORDER BY h.rank, o.ordinal, p.ordinal, h.rowid"
)
_KNOWN = "SELECT id, name, staff_number, remark, coalesce(left_on <= ?, 0) FROM person ORDER BY rowid"
_KNOWN_POSTS = (
    "SELECT h.person_id, h.id, p.organisation_id, p.name, h.rank, o.name FROM post_holder h "
    "JOIN post p ON p.id = h.post_id JOIN organisation o ON o.id = p.organisation_id "
    f"WHERE {_CURRENT} ORDER BY h.rowid"
)
_KNOWN_NUMBERS = (
    "SELECT person_id, id, kind, number, digits, extension, label, dial_order FROM phone_number "
    f"WHERE person_id IS NOT NULL AND {_CURRENT} ORDER BY dial_order, rowid"
)
_UNITS = "SELECT id, parent_id, name FROM organisation WHERE retired_on IS NULL ORDER BY rowid"
_PLACES = "SELECT id, name FROM place WHERE name <> '' AND level IN ('town', 'village')"
_COUNTS = (
    f"SELECT (SELECT count(*) FROM person WHERE {_HERE}), "
    "(SELECT count(*) FROM organisation WHERE retired_on IS NULL), "
    f"(SELECT count(DISTINCT digits) FROM phone_number WHERE {_CURRENT})"
)
_NEWEST_IMPORT = (
    "SELECT recorded_at, by_name, text FROM audit_entry "
    "WHERE kind = 'import' AND substr(text, 1, length(?)) = ? ORDER BY number DESC LIMIT 1"
)
_AUDIT = "SELECT number FROM book_head WHERE book = 'audit'"


@dataclass(frozen=True, slots=True)
class People:
    """Rows as the driver gives them; ids are the 32 digits of the UUID."""

    persons: list[tuple[str, str, str, str, int]]
    """id, name, pinyin, personnel number, whether sensitive"""
    held: list[tuple[str, str, str, str]]
    """person, organisation, post, rank: the post to be shown first"""
    numbers: list[tuple[str, str, str, str, str]]
    """person, kind, number, digits, extension: in the order of dialling"""


def audit_head(connection: Connection) -> int:
    """Number of the newest line of the audit book: no contact changes without one."""
    found = driver(connection).execute(_AUDIT).fetchone()
    return int(found[0]) if found else 0


def state(connection: Connection) -> tuple[Any, ...]:
    """Differs whenever persons, posts, organisations or numbers do: who changes a number counts up its person."""
    return tuple(driver(connection).execute(_STATE).fetchone())


def people(connection: Connection, today: date) -> People:
    """Everybody with what holds on that day."""
    ask, day = driver(connection).execute, today.isoformat()
    return People(
        ask(_PEOPLE, (day,)).fetchall(),
        ask(_HELD, (day, day)).fetchall(),
        ask(_NUMBERS, (day,)).fetchall(),
    )


def sensitive_digits(connection: Connection, today: date) -> list[str]:
    """Digits of every number of the sensitive."""
    return [row[0] for row in driver(connection).execute(_SENSITIVE, (today.isoformat(),))]


def watchers(connection: Connection, today: date) -> list[Watcher]:
    """Who holds a duty post or a post of a duty room on that day, A before B."""
    day = today.isoformat()
    return [Watcher(*row) for row in driver(connection).execute(_WATCHERS, (day, day, day, DUTY, DUTY))]


@dataclass(frozen=True, slots=True)
class Known:
    """What an import compares with, as the driver gives it."""

    persons: list[tuple[str, str, str, str, int]]
    """id, name, personnel number, remark, whether they have left"""
    held: list[tuple[str, str, str, str, str, str]]
    """person, id of the holding, organisation, post, rank, name of the organisation"""
    numbers: list[tuple[Any, ...]]
    """person, id, kind, number, digits, extension, label, dial order"""


def known(connection: Connection, today: date) -> Known:
    """Everybody with the posts and numbers that count on that day."""
    ask, day = driver(connection).execute, (today.isoformat(),)
    return Known(ask(_KNOWN, day).fetchall(), ask(_KNOWN_POSTS, day).fetchall(), ask(_KNOWN_NUMBERS, day).fetchall())


def units(connection: Connection) -> list[tuple[str, str | None, str]]:
    """Id, parent and name of every organisation."""
    return list(driver(connection).execute(_UNITS).fetchall())


def places_named(connection: Connection) -> dict[str, UUID]:
    """Towns and villages by name, of a name borne by several places none."""
    found: dict[str, list[str]] = {}
    for key, name in driver(connection).execute(_PLACES):
        found.setdefault(name, []).append(key)
    return {name: UUID(keys[0]) for name, keys in found.items() if len(keys) == 1}


def counts(connection: Connection, today: date) -> tuple[int, int, int]:
    """Persons, organisations, and numbers that count on that day."""
    found = driver(connection).execute(_COUNTS, (today.isoformat(),) * 2).fetchone()
    return int(found[0]), int(found[1]), int(found[2])


def newest_import(connection: Connection, beginning: str) -> tuple[datetime, str, str] | None:
    """When, by whom and what: the newest line of the audit book about an import whose text begins so."""
    found = driver(connection).execute(_NEWEST_IMPORT, (beginning, beginning)).fetchone()
    return (from_micros(found[0]), found[1], found[2]) if found else None
