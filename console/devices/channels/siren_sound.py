"""The sound of a siren, made by code: patterns of civil air defence, as a WAV of one channel.

预先警报 36 s on, 24 s off; 空袭警报 6 s on, 6 s off; 解除警报 3 min without a break (人民防空警报音响信号规定, as
cities publish it before their yearly trial; to be confirmed locally).
"""

from __future__ import annotations

import array
import io
import math
import sys
import wave
from collections.abc import Mapping
from itertools import cycle

RATE = 16_000
LOW, HIGH = 320.0, 520.0
"""Hertz between which a motor siren rises and falls."""

RISE = 2.0
"""Seconds it takes to come up, and to run down."""

PEAK = 0.9

PATTERNS: Mapping[str, tuple[float, float]] = {
    "warning": (36.0, 24.0), "raid": (6.0, 6.0), "clear": (180.0, 0.0), "short": (3.0, 1.0),
}  # fmt: skip
"""Seconds on and off."""

USUAL = "warning"


def siren(pattern: str, seconds: int) -> bytes:
    """So many seconds of a pattern as a WAV file; an unknown pattern is the usual one."""
    on, off = PATTERNS.get(pattern, PATTERNS[USUAL])
    samples = array.array("h")
    wanted = RATE * seconds
    parts = cycle((_blown(min(on, float(seconds))), array.array("h", bytes(2 * round(RATE * off)))))
    while len(samples) < wanted:
        samples.extend(next(parts))
    return _wav(samples[:wanted])


def _blown(seconds: float) -> array.array[int]:
    """One blowing: up, held, down; the phase runs on, so that nothing clicks."""
    count, rise = round(RATE * seconds), min(RISE, seconds / 2) * RATE
    made, phase = array.array("h"), 0.0
    for at in range(count):
        level = min(1.0, at / rise, (count - at) / rise)
        phase += 2 * math.pi * (LOW + (HIGH - LOW) * level) / RATE
        made.append(round(32_767 * PEAK * level * math.sin(phase)))
    return made


def _wav(samples: array.array[int]) -> bytes:
    if sys.byteorder == "big":
        samples.byteswap()
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.tobytes())
    return file.getvalue()
