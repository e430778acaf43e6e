"""Scripts of the simulator: what happens when, one line each.

::

    # time after the start (seconds, mm:ss or h:mm:ss), what happens, account, code, zone; then name=value
    00:05 alarm 1234 131 015
    00:10 restore 1234 131 015
    00:12 reading code=39 value=3.42
    00:15 message sender=10000000001 text="桥下水位上涨"
    00:20 storm 1000         # so many different alarms at once
    00:30 silence 15         # seconds in which the device says nothing
    00:50 power 10           # seconds without power: the line closes
    01:00 noise 40           # so many bytes of noise
    01:05 raw 40 40 00 01    # these bytes, as they are
    01:10 faults half:0.2    # other faults from here on
    01:20 again              # from the beginning

Nothing here is Python, and a script can do nothing but these things.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from console.devices.simulator import Happening
from console.errors import Refused

HAPPEN = frozenset({"alarm", "restore", "fault", "status", "reading", "call", "message", "receipt"})
TROUBLE = frozenset({"storm", "silence", "power", "noise"})
_TIME = re.compile(r"(?:(\d{1,3}):)?(?:(\d{1,3}):)?(\d{1,6}(?:\.\d{1,6})?)")
_PLACES = ("account", "code", "zone")
_NAMES = {*_PLACES, "text", "sender", "value"}


@dataclass(frozen=True, slots=True)
class Item:
    """One line: ``at`` seconds after the start, a happening or a trouble with its amount."""

    at: float
    verb: str
    event: Happening | None = None
    amount: float = 0.0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """Lines in the order of their times; ``every`` so many seconds a sample of the device's beside, ``count`` times."""

    items: tuple[Item, ...] = ()
    every: float | None = None
    count: int | None = None

    def and_every(self, seconds: float, count: int | None) -> Script:
        """The same with samples beside it."""
        return replace(self, every=seconds, count=count)

    def times(self) -> Iterator[Item]:
        """Everything in its order, as far as it goes: ``again`` begins anew, later."""
        begun = 0.0
        while True:
            for item in self.items:
                if item.verb == "again":
                    break
                yield replace(item, at=begun + item.at)
            else:
                return
            begun += max(item.at, 0.05)


def read_script(text: str) -> Script:
    """A script; Refused("bad_sim_script") with the number of the line that cannot be read."""
    items = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            words = shlex.split(line, comments=True)
            items += [read_item(words)] if words else []
        except ValueError:
            raise Refused("bad_sim_script", line=number, text=line.strip()[:80]) from None
    return Script(tuple(sorted(items, key=lambda item: item.at)))


def read_item(words: list[str]) -> Item:
    """One line in words; ValueError, IndexError or Refused for what is none."""
    at, verb, rest = _seconds(words[0]), words[1] if len(words) > 1 else "", words[2:]
    if verb in HAPPEN:
        return Item(at, verb, _event(verb, rest))
    if verb == "raw":
        return Item(at, verb, Happening("raw", facts={"bytes": bytes.fromhex("".join(rest))}))
    if verb in TROUBLE:
        (amount,) = rest
        return Item(at, verb, amount=_seconds(amount))
    if verb == "faults":
        return Item(at, verb, text=",".join(rest))
    if verb == "again" and not rest:
        return Item(at, verb)
    raise ValueError(verb)


def _event(verb: str, words: list[str]) -> Happening:
    told: dict[str, Any] = {}
    places = iter(_PLACES)
    for word in words:
        name, named, value = word.partition("=")
        if not named:
            name, value = next(places, ""), word
        if name not in _NAMES:
            raise ValueError(name)
        told[name] = value
    if "value" in told:
        told["value"] = float(told["value"])
    return Happening(verb, **told)


def _seconds(text: str) -> float:
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError(text)
    first, second, last = found.groups()
    hours, minutes = (first or 0, second) if second else (0, first or 0)
    return int(hours) * 3600 + int(minutes) * 60 + float(last)
