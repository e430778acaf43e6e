"""Breaks a long text of the wall into lines: between its parts, within a part only where that alone has no room."""

from __future__ import annotations

import re

from PySide6.QtGui import QFont, QFontMetricsF

_PARTS = re.compile(r"[^、，,→ ]+[、，,→ ]*")


def broken(text: str, font: QFont, first: float, rest: float, most: int) -> list[str]:
    """At most so many lines, the first with its own room; what has none even so stands whole in the last, to be cut."""
    measure = QFontMetricsF(font)
    lines, waiting = [""], _PARTS.findall(text)
    while waiting:
        part, room = waiting.pop(0), first if len(lines) == 1 else rest
        if len(lines) == most or measure.horizontalAdvance((lines[-1] + part).rstrip()) <= room:
            lines[-1] += part
        elif lines[-1]:
            lines.append("")
            waiting.insert(0, part)
        else:
            fits = max(_fitting(part, measure, room), 1)
            lines[-1] = part[:fits]
            lines.append("")
            waiting.insert(0, part[fits:])
    return [line.rstrip() for line in lines if line]


def _fitting(part: str, measure: QFontMetricsF, room: float) -> int:
    """How many of its characters have room."""
    return next((at - 1 for at in range(1, len(part) + 1) if measure.horizontalAdvance(part[:at]) > room), len(part))
