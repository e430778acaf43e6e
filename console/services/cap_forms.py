"""What a CAP message of somebody else says, as the form of a warning that passes it on: where it is clear, and no more.

What is not clear stays empty and is noted: the officer who goes on with the draft decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from console.cap.message import Area, Info, Message
from console.domain.cap_files import Note
from console.domain.drawing import LARGEST, MOST_CORNERS, SMALLEST
from console.domain.lists import ListItem
from console.domain.warning import LIMITS, Origin
from console.domain.warning_form import Drawn, WarningForm
from console.services.warning_cap import NATIONAL_CODE
from console.services.warning_ground import Book
from db.queries.places import PlaceNode

COLOURS = {
    "red": ("红色", "red"), "orange": ("橙色", "orange"), "yellow": ("黄色", "yellow"), "blue": ("蓝色", "blue"),
    "white": ("白色", "white"),
}  # fmt: skip
_PLACE_CODES = re.compile(r"gb[/_ -]?t?\s*(2260|10114)|行政区划|区划代码|adcode|cpeas", re.IGNORECASE)
"""Names of geocodes that are codes of Chinese places (CPEAS is the name in the nation's own feed); others (SAME, FIPS)
have as many digits and mean other places."""
_LEVEL_NAMES = re.compile(r"level|colou?r|awareness|等级|级别|颜色", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_DIGITS = (2, 4, 6, 9, 12)
"""Lengths of codes of provinces, cities, counties, towns, villages."""
CUT = "……"


@dataclass
class _Noted:
    """What was found while the message was read."""

    notes: list[Note] = field(default_factory=list)

    def say(self, code: str, **facts: object) -> None:
        self.notes.append(Note(code, facts))


def draft_of(
    message: Message, base: WarningForm, book: Book, nodes: Sequence[PlaceNode], *, mark: str = ""
) -> tuple[WarningForm, tuple[Note, ...]]:
    """``base`` with what the message says in its place. ``mark`` is put before the title (演练用).

    What the message does not say (no info, no area) stays as it is in ``base``.
    """
    noted = _Noted()
    info = _chosen(message.infos, noted)
    facts: dict[str, Any] = {"origin": Origin.FORWARDED, "source_at": message.sent}
    fits = len(message.identifier) <= LIMITS["source_number"]
    facts["source_number"] = message.identifier if fits else ""
    if not fits:
        noted.say("long_identifier", identifier=message.identifier)
    if info is not None:
        facts |= _words(info, message, mark, noted)
        facts |= _meaning(info, base, book, noted)
        if info.areas:
            facts |= _ground(info.areas, nodes, noted)
        facts |= {"onset": info.onset, "expires": info.expires}
        if info.expires is None:
            noted.say("no_expires")
    return replace(base, **facts), tuple(noted.notes)


def _chosen(infos: Sequence[Info], noted: _Noted) -> Info | None:
    """The Chinese one, else the first."""
    if not infos:
        noted.say("no_info")
        return None
    chosen = next((one for one in infos if one.language.lower().startswith("zh")), infos[0])
    same = [one for one in infos if one.language == chosen.language]
    if len(same) > 1:
        noted.say("several_infos", count=len(same))
    if not chosen.language.lower().startswith("zh"):
        noted.say("not_chinese", language=chosen.language)
    return chosen


def _words(info: Info, message: Message, mark: str, noted: _Noted) -> dict[str, str]:
    title = " ".join(_clean(info.headline or info.event).split())
    return {
        "title": _cut(mark + title, "title", noted),
        "issuer": _cut(" ".join(_clean(info.sender_name or message.sender).split()), "issuer", noted),
        "full": _cut(_clean(info.description), "full", noted),
        "guide": _cut(_clean(info.instruction), "guide", noted),
    }


def _cut(text: str, field_name: str, noted: _Noted) -> str:
    """The bytes are kept whole, so that what is left out can be read there."""
    most = LIMITS[field_name]
    if len(text) <= most:
        return text
    noted.say("cut", field=field_name, most=most)
    return text[: most - len(CUT)] + CUT


def _clean(text: str) -> str:
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


# what it is


def _meaning(info: Info, base: WarningForm, book: Book, noted: _Noted) -> dict[str, str]:
    signal = _signal(info, book)
    if signal is None and not base.signal:
        noted.say("no_signal", event=info.event)
    code = signal.code if signal is not None else base.signal
    known = book.signals.get(code)
    level = _level(info, book, known)
    if level is None:
        noted.say("no_level", severity=info.severity)
    scheme = known.get("scheme") if known is not None else level.get("scheme") if level is not None else base.scheme
    return {"signal": code, "level": level.code if level is not None else "", "scheme": scheme}


def _signal(info: Info, book: Book) -> ListItem | None:
    """By its national code, by its whole name, else by the one longest name that stands in the event."""
    codes = {value for name, value in info.event_codes if name == NATIONAL_CODE}
    by_code = [one for one in book.signals.values() if one.get("national") and one.get("national") in codes]
    if len(by_code) == 1:
        return by_code[0]
    event = info.event.strip().casefold()
    within = [(name, one) for one in book.signals.values() for name in _names(one) if name in event]
    whole = [one for name, one in within if name == event]
    longest = max((len(name) for name, _ in within), default=0)
    best = whole or [one for name, one in within if len(name) == longest]
    return best[0] if len({one.code for one in best}) == 1 else None


def _names(item: ListItem) -> Iterable[str]:
    return {item.name("zh").casefold(), item.get("name_en").casefold()} - {""}


def _level(info: Info, book: Book, signal: ListItem | None) -> ListItem | None:
    """Of the signal's levels the one of that colour; without a colour the one of that severity. Where the two speak
    against each other, or no signal is known and several schemes fit, none."""
    allowed = signal.items("levels") if signal is not None else tuple(book.levels)
    levels = [book.levels[code] for code in allowed if code in book.levels]
    colours = _colours(info)
    by_severity = {one.code for one in levels if one.get("severity") == info.severity}
    if colours:
        levels = [one for one in levels if one.get("colour") in colours]
        if len(levels) == 1 and by_severity and info.severity != "Unknown" and levels[0].code not in by_severity:
            return None
    else:
        levels = [one for one in levels if one.code in by_severity]
    return levels[0] if len(levels) == 1 else None


def _colours(info: Info) -> set[str]:
    """Colours that are named: in the parameters about a level, else in headline and event."""
    told = [value for name, value in info.parameters if _LEVEL_NAMES.search(name)]
    for texts in (told, [info.headline, info.event]):
        text = " ".join(texts).casefold()
        found = {code for code, (zh, en) in COLOURS.items() if zh in text or re.search(rf"\b{en}\b", text) is not None}
        if found:
            return found
    return set()


# where it is


def _ground(areas: Sequence[Area], nodes: Sequence[PlaceNode], noted: _Noted) -> dict[str, Any]:
    known = {node.code: node.id for node in nodes}
    places: dict[UUID, None] = {}
    strange: list[str] = []
    drawn: dict[Drawn, None] = {}
    for area in areas:
        for name, value in area.geocodes:
            if not _PLACE_CODES.search(name):
                continue
            found = _place(value, known)
            if found is None:
                strange.append(value)
            else:
                places[found] = None
        drawn |= dict.fromkeys(_drawn(area))
    if strange:
        noted.say("places_elsewhere", codes="、".join(strange[:20]))
    kept = _kept(list(drawn), noted)
    said = "、".join(dict.fromkeys(" ".join(_clean(area.words).split()) for area in areas))
    return {"places": tuple(places), "drawn": kept, "area_words": _cut(said, "area_words", noted)}


def _place(value: str, known: dict[str, UUID]) -> UUID | None:
    """The place of that code; the zeros some lists fill codes up with do not matter."""
    code = value.strip()
    if code in known:
        return known[code]
    for length in reversed(_DIGITS):
        if len(code) > length and code[:length] in known and not code[length:].strip("0"):
            return known[code[:length]]
    return None


def _drawn(area: Area) -> Iterable[Drawn]:
    yield from (Drawn(corners[:-1]) for corners in area.polygons if corners)
    yield from (Drawn((circle.centre,), circle.radius) for circle in area.circles)


def _kept(drawn: list[Drawn], noted: _Noted) -> tuple[Drawn, ...]:
    """What can be shown and judged here; the rest stays in the file."""
    kept, corners = [], 0
    for one in drawn:
        well = one.radius is None or SMALLEST <= one.radius <= LARGEST
        if well and corners + len(one.corners) <= MOST_CORNERS:
            kept.append(one)
            corners += len(one.corners)
    if len(kept) < len(drawn):
        noted.say("drawn_left_out", count=len(drawn) - len(kept), most=MOST_CORNERS)
    return tuple(kept)
