"""The order people expect of names with numbers: 2 号 before 10 号."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"(\d{1,18})")


def natural(*names: str) -> list[list[str | int]]:
    """A key to sort by: words as they are written, numbers in them by their value; the second name where the first is
    the same."""
    return [[int(part) if at % 2 else part for at, part in enumerate(_NUMBER.split(name))] for name in names]
