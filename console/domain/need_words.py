"""What a plan's card says it needs, read into lines: the parts of its sentence, how many, of which skill or item."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from console.domain.needs import NeedKind

_PARTS = re.compile(r"[、，,；;。\n]+")
_COUNT = re.compile(r"(\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Known:
    """A skill or an item by its code and name; ``unit`` is the item's."""

    kind: NeedKind
    code: str
    name: str
    unit: str = ""
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Read:
    """A part of the sentence: what it names (None where nothing known), how many, the words themselves."""

    known: Known | None
    quantity: Decimal
    text: str


def read(sentence: str, known: Sequence[Known]) -> list[Read]:
    """排水泵 2 台、排涝抢险队伍 1 支: one line a part; a part without a number asks for one.

    The longest name that stands in a part is what it means. A number the unit does not allow is read as words only.
    """
    by_length = sorted(known, key=lambda one: -len(one.name))
    return [_part(part.strip(), by_length) for part in _PARTS.split(sentence) if part.strip()]


def _part(text: str, known: Iterable[Known]) -> Read:
    named = next((one for one in known if one.name and one.name in text), None)
    rest = text if named is None else text.replace(named.name, " ", 1)
    number = _COUNT.search(rest)
    quantity = Decimal(number[1]) if number and Decimal(number[1]) > 0 else Decimal(1)
    if named is not None and quantity != quantity.quantize(Decimal(1).scaleb(-named.decimals)):
        return Read(None, Decimal(1), text)
    return Read(named, quantity, text)
