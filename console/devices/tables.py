"""Tables of what devices say (``resources/wire/*.csv``): codes with their Chinese and English names."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import resources


@dataclass(frozen=True, slots=True)
class Named:
    """A row's names in Chinese and English."""

    zh: str
    en: str


@cache
def rows(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of ``resources/wire/<name>.csv``."""
    text = resources.path(f"wire/{name}.csv").read_text(encoding="utf-8")
    return tuple(MappingProxyType(row) for row in csv.DictReader(text.splitlines()))


@cache
def names(name: str) -> Mapping[str, Named]:
    """The names of a table by the code in its first column."""
    return MappingProxyType({row["code"]: Named(row["name"], row["name_en"]) for row in rows(name)})
