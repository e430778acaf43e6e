"""Column types: instants as integers, enumerations by value, documents as canonical JSON."""

from __future__ import annotations

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
