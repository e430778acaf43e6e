"""Scripts for a whole duty room: what happens when at which of its simulated devices.

::

    # time after the start, driver and code of the device, then as in a script of one device
    00:05 sl651:YL-01 reading code=1A value=12.5
    00:20 surgard:JB-01 alarm 1234 110 001

A room has its own codes: where no device has that one, the first simulated device of that driver takes its part.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import resources
from console.devices.sim_scripts import Item, read_item
from console.devices.simulator import NAMES
from console.errors import Refused

MOST_LINES = 5_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``item.at`` seconds after the start; ``text`` as it stands there."""

    number: int
    driver: str
    code: str
    item: Item
    text: str


def read_play(text: str) -> tuple[Line, ...]:
    """In the order of their times; Refused("bad_sim_script") with the number of the line that cannot be read."""
    made = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            words = shlex.split(line, comments=True)
            if words:
                made.append(_line(number, words, line.strip()))
        except (ValueError, IndexError, Refused):
            raise Refused("bad_sim_script", line=number, text=line.strip()[:80]) from None
        if len(made) > MOST_LINES:
            raise Refused("bad_sim_script", line=number, text=line.strip()[:80])
    return tuple(sorted(made, key=lambda one: one.item.at))


def shipped(name: str) -> tuple[Line, ...]:
    """One of ``console.domain.training.SCRIPTS``."""
    return read_play(resources.path(f"wire/scripts/{name}.txt").read_text(encoding="utf-8"))


def parts(lines: Iterable[Line], devices: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Who plays which part: places in ``devices`` (driver, code) by driver and code of the script.

    What no device of the driver can play is left out.
    """
    made: dict[tuple[str, str], int] = {}
    for line in lines:
        asked = (line.driver, line.code)
        if asked in devices:
            made[asked] = devices.index(asked)
            continue
        other = next((at for at, (driver, _code) in enumerate(devices) if driver == line.driver), None)
        if other is not None:
            made[asked] = other
    return made


def _line(number: int, words: list[str], text: str) -> Line:
    driver, mark, code = words[1].partition(":")
    item = read_item([words[0], *words[2:]])
    if not mark or driver not in NAMES or item.verb == "again":
        raise ValueError(words[1])
    return Line(number, driver, code, item, text)
