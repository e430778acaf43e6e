"""Makes the sounds of the console, each in three loudnesses, and a silence that proves a player.

What is due has two tones three times; an alarm of priority 1 a quick high warble, one of priority 2 a slower pair.

Run after a change: ``python -m resources.sounds.make``. A test compares the files with what this makes.
"""

from __future__ import annotations

import math
import struct
import wave
from io import BytesIO
from pathlib import Path

HERE = Path(__file__).parent
RATE = 16_000
TONES = {
    "alert": ((880.0, 0.18), (660.0, 0.18), (0.0, 0.09)) * 3,
    "alarm1": (*((1320.0, 0.08), (990.0, 0.08)) * 5, (0.0, 0.12), *((1320.0, 0.08), (990.0, 0.08)) * 5),
    "alarm2": ((1040.0, 0.30), (0.0, 0.06), (1040.0, 0.30), (780.0, 0.40), (0.0, 0.10)),
}
"""Hertz and seconds of each sound; nought is a pause. An alarm of priority 3 sounds as what is due does."""

PEAK = {"quiet": 0.12, "normal": 0.4, "loud": 0.9}
"""Loudness as a part of full scale."""

EDGE = 0.01
"""Seconds each tone takes to come and go, so that it does not click."""


def files() -> dict[str, bytes]:
    """Name and content of every file."""
    made = {
        f"{sound}-{name}.wav": wav([part for tone in tones for part in _tone(*tone, peak)])
        for sound, tones in TONES.items()
        for name, peak in PEAK.items()
    }
    return {**made, "proof.wav": wav([0.0] * (RATE // 10))}


def wav(samples: list[float]) -> bytes:
    """16-bit mono."""
    file = BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(struct.pack(f"<{len(samples)}h", *(round(32_767 * sample) for sample in samples)))
    return file.getvalue()


def _tone(hertz: float, seconds: float, peak: float) -> list[float]:
    count, edge = round(RATE * seconds), RATE * EDGE
    return [
        peak * min(1.0, at / edge, (count - at) / edge) * math.sin(2 * math.pi * hertz * at / RATE)
        for at in range(count)
    ]


if __name__ == "__main__":
    for name, content in files().items():
        (HERE / name).write_bytes(content)
