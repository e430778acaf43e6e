"""What several rows look for afterwards."""

from __future__ import annotations

from datetime import datetime

from console.tool.demo.reading import Reader


def micros(at: datetime) -> int:
    return round(at.timestamp() * 1_000_000)


def gapless(reader: Reader) -> bool:
    numbers = [int(number.rsplit("-", 1)[1]) for (number,) in reader.ask("SELECT number FROM inbound ORDER BY number")]
    return numbers == list(range(1, len(numbers) + 1))
