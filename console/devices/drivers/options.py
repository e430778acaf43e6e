"""A driver's options as its session reads them: what is not told is as the driver usually is."""

from __future__ import annotations

from collections.abc import Mapping

from console.domain.drivers import known
from console.errors import Refused


class Options:
    """Options of one driver. Refused("bad_option") for a text that says nothing to it."""

    def __init__(self, driver: str, told: Mapping[str, str]) -> None:
        self._told = {spec.name: spec.default for spec in known(driver).options} | dict(told)

    def text(self, name: str) -> str:
        return self._told[name].strip()

    def flag(self, name: str) -> bool:
        """Whether a choice of no and yes is yes."""
        return self.text(name) == "yes"

    def number(self, name: str, least: int, most: int) -> int:
        text = self.text(name)
        if not _plain(text) or not least <= int(text) <= most:
            raise self.bad(name)
        return int(text)

    def numbers(self, name: str, least: int, most: int) -> tuple[int, ...]:
        """``0-3,7`` in order; nothing where nothing is told."""
        found: set[int] = set()
        for part in self.listed(name):
            first, dash, last = (end.strip() for end in part.partition("-"))
            if not _plain(first) or (dash and not _plain(last)):
                raise self.bad(name)
            low, high = int(first), int(last or first)
            if not least <= low <= high <= most:
                raise self.bad(name)
            found |= set(range(low, high + 1))
        return tuple(sorted(found))

    def named(self, name: str) -> dict[str, str]:
        """``0=手报按钮,1=水浸`` as a table."""
        pairs = [part.partition("=") for part in self.listed(name)]
        if not all(equals and key.strip() for key, equals, _ in pairs):
            raise self.bad(name)
        return {key.strip(): value.strip() for key, _, value in pairs}

    def listed(self, name: str) -> list[str]:
        """What stands between commas."""
        return [part.strip() for part in self.text(name).replace("，", ",").split(",") if part.strip()]

    def bad(self, name: str) -> Refused:
        """What is said about a text that says nothing to the driver."""
        return Refused("bad_option", option=name, value=self.text(name)[:40], field="options")


def _plain(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9
