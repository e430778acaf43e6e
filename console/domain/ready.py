"""Is a county ready to stand a watch here? Rows red, amber or green, each with a sentence and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from console.domain.health import FindingState

OK, NOTE, WRONG = FindingState.OK, FindingState.NOTE, FindingState.WRONG

FIRST_YEAR = 2025
"""A machine that believes to live before the program was written has lost its clock."""

VERIFIED_WITHIN = timedelta(days=31)
"""How old the last full check of the books may be."""

ROSTER_DAYS = 7
"""How far ahead the roster is looked at."""

ZERO_DAYS = 30
"""How far ahead periods with zero reports are looked at."""


@dataclass(frozen=True, slots=True)
class ReadyRow:
    """One thing that was looked at. ``ready.row.<id>`` names it, ``ready.<code>`` is the sentence, and unless all is
    well ``ready.do.<id>`` says what to do. ``jump``: the page of the settings, or ``panel:<id>``, where it is done."""

    id: str
    state: FindingState
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    jump: str = ""


@dataclass(frozen=True, slots=True)
class Machine:
    """What only the window can see of the machine; None where nobody could look."""

    printers: tuple[str, ...] | None = None
    print_font: str | None = None
    sound: str | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """All rows, and the worst of their states."""

    rows: tuple[ReadyRow, ...]
    at: datetime

    def count(self, state: FindingState) -> int:
        return sum(row.state is state for row in self.rows)

    @property
    def may_start(self) -> bool:
        """Whether nothing is red."""
        return not self.count(WRONG)


def clock_row(now: datetime, zone: ZoneInfo, local: datetime, back: timedelta | None) -> ReadyRow:
    """``local``: the machine's own idea of now; ``back``: by how much the clock stands before the newest record."""
    if back is not None or now.year < FIRST_YEAR:
        return ReadyRow("clock", WRONG, "clock_wrong", {"now": f"{now.astimezone(zone):%Y-%m-%d %H:%M}"})
    facts = {"now": f"{now.astimezone(zone):%Y-%m-%d %H:%M}", "zone": zone.key, "machine": f"{local:%z}"}
    if local.utcoffset() != local.astimezone(zone).utcoffset():
        return ReadyRow("clock", NOTE, "clock_zone", facts)
    return ReadyRow("clock", OK, "clock", facts)


def officers_row(admins: int, watchers: int, published: int) -> ReadyRow:
    """``watchers``: active accounts that may hand a watch over; ``published``: passwords anybody can read."""
    facts = {"admins": admins, "count": watchers, "published": published}
    if not admins:
        return ReadyRow("officers", WRONG, "officers_no_admin", facts, "officers")
    if published:
        return ReadyRow("officers", WRONG, "officers_published", facts, "officers")
    if watchers < 2:
        return ReadyRow("officers", WRONG, "officers_few", facts, "officers")
    return ReadyRow("officers", OK, "officers", facts, "officers")


def places_row(towns: int, villages: int) -> ReadyRow:
    facts = {"towns": towns, "villages": villages}
    if not towns:
        return ReadyRow("places", WRONG, "places_none", facts, "places")
    return ReadyRow("places", OK if villages else NOTE, "places" if villages else "places_no_villages", facts, "places")


def contacts_row(people: int, without: int) -> ReadyRow:
    """``people``: who stand in an organisation; ``without``: those of them nobody has a mobile number of."""
    facts = {"count": people, "without": without}
    if not people:
        return ReadyRow("contacts", WRONG, "contacts_none", facts, "contacts")
    code = "contacts_no_mobile" if without else "contacts"
    return ReadyRow("contacts", NOTE if without else OK, code, facts, "contacts")


def roster_row(planned: int, serious: int, others: int) -> ReadyRow:
    """``planned``: shifts of the next days with anybody in them; ``serious``: posts nobody stands."""
    facts = {"days": ROSTER_DAYS, "count": serious, "others": others}
    if not planned:
        return ReadyRow("roster", WRONG, "roster_none", facts, "panel:roster")
    if serious:
        return ReadyRow("roster", WRONG, "roster_gaps", facts, "panel:roster")
    code = "roster_notes" if others else "roster"
    return ReadyRow("roster", NOTE if others else OK, code, facts, "panel:roster")


def confirmed_rows(settings: int, lists: int) -> list[ReadyRow]:
    """What a county has not yet said that it holds here; never red: defaults work."""
    return [
        ReadyRow(
            "settings", NOTE if settings else OK, "settings_open" if settings else "settings",
            {"count": settings}, "site",
        ),
        ReadyRow("lists", NOTE if lists else OK, "lists_open" if lists else "lists", {"count": lists}, "lists"),
    ]  # fmt: skip


def machine_rows(machine: Machine) -> list[ReadyRow]:
    """Printer, print font and sound, as far as anybody could look."""
    printers, font, sound = machine.printers, machine.print_font, machine.sound
    return [
        _seen("printer", printers, bool(printers), {"name": printers[0] if printers else ""}, "seat"),
        _seen("font", font, bool(font), {"name": font or ""}, ""),
        _seen("sound", sound, sound == "proven", {}, "seat"),
    ]


def _seen(row: str, looked: object, good: bool, facts: Mapping[str, Any], jump: str) -> ReadyRow:
    missing, unknown, state = _NOT_SEEN[row]
    if looked is None:
        return ReadyRow(row, NOTE, unknown, facts, jump)
    return ReadyRow(row, OK if good else state, row if good else missing, facts, jump)


_NOT_SEEN = {
    "printer": ("printer_missing", "printer_unknown", NOTE),
    "font": ("font_missing", "font_unknown", WRONG),
    "sound": ("sound_missing", "sound_unknown", WRONG),
}
"""Codes for what is not there and for where nobody could look. A watch can be stood with PDF alone, but not with prints
without signs or with alarms nobody hears."""
