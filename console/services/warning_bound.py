"""What of the station decides who is told what, beside the form: it is signed with the form, and held against it again
at the release."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.domain.lists import ListItem
from console.domain.realm import WATERMARK, Realm
from console.domain.warning_form import WarningForm, canonical_text
from console.services.warning_ground import Book, said_of
from console.services.warning_people import group_reach
from db.queries import contact_groups

_CARRIES = ("way", "text", "people", "play", "target", "drivers")
"""Of a channel of the county's list: what it carries, to whom and by what. Its name and its minutes change nothing."""
_MEANS = {"signal": ("scheme", "category", "national"), "level": ("scheme", "rank", "colour", "grade", "severity")}
"""Of signal and level: what the CAP file says of them."""


def bound(book: Book, form: WarningForm, realm: Realm) -> tuple[str, ...]:
    """A line for each, in a fixed order. Practice is never signed as the real thing."""
    return (f"realm {realm.value}", *_lines(book, form))


def _lines(book: Book, form: WarningForm) -> Iterator[str]:
    for name, item in (("signal", book.signals.get(form.signal)), ("level", book.levels.get(form.level))):
        yield _line(name, "", item, _MEANS[name])
    for code in dict.fromkeys(one.channel for one in form.channels):
        yield _line("carries", code, book.channels.get(code), _CARRIES)


def _line(name: str, code: str, item: ListItem | None, fields: tuple[str, ...]) -> str:
    facts = [f"{one}={item.get(one)!r}" for one in fields] if item is not None else ["-"]
    return " ".join(filter(None, (name, code, *facts)))


def groups_said(connection: Connection, form: WarningForm, today: date) -> str:
    """The groups with how many of the area they have: whoever signs reads how many are told."""
    known = {one.id for one in contact_groups.groups(connection)}
    reach = group_reach(connection, [one for one in form.groups if one in known], form.places, today)
    return "、".join(f"{name}（{count} 人）" for _, name, count, _ in reach)


def canonical(
    connection: Connection, book: Book, form: WarningForm, realm: Realm, now: datetime, zone: ZoneInfo
) -> str:  # fmt: skip
    """The text that is read and signed, as it would be now."""
    today = now.astimezone(zone).date()
    said = said_of(connection, book, form, zone)
    said |= {"realm": WATERMARK[realm], "groups": groups_said(connection, form, today)}
    return canonical_text(form, said, bound(book, form, realm))
