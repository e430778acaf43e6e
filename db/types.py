"""Column types: instants as integers, enumerations by value, documents as canonical JSON."""

from __future__ import annotations

import os
import time
from collections import deque
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_micros(at: datetime) -> int:
    """Microseconds since 1970 UTC, exact; refuses a naive time."""
    if at.tzinfo is None:
        raise ValueError("naive datetime where an aware one is needed")
    return (at - _EPOCH) // _MICROSECOND


def from_micros(value: int) -> datetime:
    """The aware UTC instant of a stored number of microseconds."""
    return _EPOCH + timedelta(microseconds=value)


_RANDOM, _SEVENTH = ~(0xFFFFFFFFFFFF << 80 | 0xF000 << 64 | 0xC000 << 48), 0x7000 << 64 | 0x8000 << 48
_KEYS: deque[str] = deque()
"""Keys nobody has yet. Taking one is a single step of the interpreter, so no two threads get the same."""
_KEYS_AT_ONCE = 128


def new_key() -> str:
    """A new id (RFC 9562, version 7: the machine's time, then random) as the store spells it.

    A burst makes two for each alarm: the system is asked for many at once. Those of one burst stand side by side in
    their index, so that a commit writes few of its pages; a clock that is wrong costs that and nothing else.
    """
    try:
        return _KEYS.popleft()
    except IndexError:
        drawn = os.urandom(16 * _KEYS_AT_ONCE)
        begun = (time.time_ns() // 1_000_000 & 0xFFFFFFFFFFFF) << 80 | _SEVENTH
        whole = (int.from_bytes(drawn[at : at + 16]) for at in range(0, len(drawn), 16))
        first, *rest = [f"{one & _RANDOM | begun:032x}" for one in whole]
        _KEYS.extend(rest)
        return first


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_KEYS.clear)


def to_thousandths(amount: Decimal) -> int:
    """Thousandths of a quantity, exact; refuses a fourth decimal."""
    scaled = amount.scaleb(3)
    if not scaled.is_finite() or scaled != scaled.to_integral_value():
        raise ValueError("a quantity has three decimals at most")
    return int(scaled)


def from_thousandths(value: int) -> Decimal:
    """The quantity of a stored number of thousandths, without needless zeros: 2, 2.5, 0.125."""
    amount = Decimal(value).scaleb(-3)
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount.normalize()


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, stored as microseconds since 1970 UTC: exact, sortable, the same on every dialect."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else to_micros(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else from_micros(int(value))


class Amount(TypeDecorator[Decimal]):
    """A quantity of goods, stored as thousandths in an integer: sums are exact, three decimals at most."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else to_thousandths(Decimal(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        return None if value is None else from_thousandths(int(value))
