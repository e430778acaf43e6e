"""The data block of SIA DC-03 as receivers (Sur-Gard ``S``) and DC-09 diallers pass it on: ``Nri1/BA015``.

Letters of modifiers and events are those of SIA DC-03; a text in ``^…^`` or after ``*'…'`` is a name given on the
panel, data and never trusted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class SiaEvent:
    """Two letters with the number beside them. ``when``/``day`` are the panel's own time and date, as text."""

    code: str
    zone: str = ""
    area: str = ""
    user: str = ""
    text: str = ""
    when: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class SiaBlock:
    """``new`` is False for an event the panel had already reported (O). ``rest`` are parts nobody read."""

    events: tuple[SiaEvent, ...]
    new: bool = True
    rest: tuple[str, ...] = field(default=())


_FUNCTION = re.compile(r"[NOE](?=[a-z]{2}|[A-Z]{2}(?![A-Z]))")
_MODIFIER = re.compile(r"(ti|da|id|ri|pi|ai|ph|lv|va|pt|sb)(.*)", re.DOTALL)
_EVENT = re.compile(
    r"([A-Z]{2})(?![A-Za-z_])\s?((?:\d[0-9A-F]{0,5})?)\s*(?:[*]?'([^']*)'?(?:NM)?|\^([^^]*)\^?|\|?A?([^|]*))", re.DOTALL
)
_FIELDS = {"ti": "when", "da": "day", "id": "user", "ri": "area"}


def read_block(text: str, most: int = 64) -> SiaBlock:
    """Modifiers hold for the events after them; at most ``most`` events are read, the rest stands in ``rest``."""
    marked = _FUNCTION.match(text) is not None
    new = not (marked and text[0] == "O")
    parts = (text[1:] if marked else text).split("/")
    now, events, rest = SiaEvent(""), list[SiaEvent](), list[str]()
    for part in parts:
        if (modifier := _MODIFIER.fullmatch(part)) is not None:
            if (name := _FIELDS.get(modifier[1])) is not None:
                now = replace(now, **{name: modifier[2]})
        elif (found := _EVENT.fullmatch(part)) is not None and len(events) < most:
            words = found[3] or found[4] or found[5] or ""
            events.append(replace(now, code=found[1], zone=found[2], text=words.strip()))
        elif part:
            rest.append(part)
    return SiaBlock(tuple(events), new, tuple(rest))


def write_block(events: Sequence[SiaEvent]) -> str:
    """A block of new events, each with its area and user before it."""
    parts = []
    for event in events:
        parts += [f"{name}{value}" for name, value in (("id", event.user), ("ri", event.area)) if value]
        parts.append(f"{event.code}{event.zone}" + (f"*'{event.text}'NM" if event.text else ""))
    return "N" + "/".join(parts)
