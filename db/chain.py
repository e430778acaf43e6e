"""The canonical form of a line and its digest (docs/decisions/0003): SHA-256 over RFC 8785 JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any

import rfc8785

from db.types import from_micros

GENESIS = bytes(32)
"""What the first line of a book follows."""


def instant(at: datetime) -> str:
    """An instant as the canonical form writes it: UTC, six digits of a second, ``Z``."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")[: -len("+00:00")] + "Z"


@lru_cache(1024)
def stored_instant(micros: int) -> str:
    """``instant`` of a stored number of microseconds: lines of one transaction, and what they are about, share them."""
    return instant(from_micros(micros))


def dashed(key: str) -> str:
    """A stored id as the world, and so the canonical form, writes it."""
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"


quoted = encode_basestring
"""A text as the canonical form writes it."""


def canonical(value: Any) -> bytes:
    """RFC 8785 bytes of a JSON value: by the standard encoder where it gives the library's bytes, which takes long."""
    if _is_plain(value):
        try:
            return _flat(value).encode("utf-8")
        except UnicodeEncodeError:
            pass  # half a character: the library says so
    return rfc8785.dumps(value)


def _is_plain(value: Any) -> bool:
    """Whether both encoders agree on a value: no huge numbers, no fractions but usual ones, ASCII keys."""
    kind = type(value)
    if kind is dict:
        return (value.keys() <= _NAMES or _are_names(value)) and _are_plain(value.values())
    if kind is list:
        return _are_plain(value)
    if kind is int:
        return bool(-_EXACT < value < _EXACT)
    if kind is float:
        return _USUAL <= abs(value) < _EXACT and not value.is_integer()
    return isinstance(value, str) or value is None or kind is bool


def _are_plain(values: Collection[Any]) -> bool:
    """Of many at once: nearly all are texts or nothing, which is seen without looking at each."""
    asked = set(map(type, values)) - _SURE
    return not asked or all(_is_plain(one) for one in values if type(one) in asked)


def _are_names(keys: dict[Any, Any]) -> bool:
    """Whether all keys are ASCII texts; those of tables come again with every line and are kept in mind."""
    if not all(isinstance(key, str) and key.isascii() for key in keys):
        return False
    if len(_NAMES) < _MOST_NAMES:
        _NAMES.update(keys)
    return True


_NAMES: set[str] = set()
_MOST_NAMES = 5_000
_SURE = frozenset({str, bool, type(None)})
_EXACT = 1 << 53
_USUAL = 1e-4
"""Smaller fractions are written with an exponent by one of the two."""


def digest_of(value: Any) -> bytes:
    """SHA-256 of the canonical form of a JSON value, e.g. a sheet's body."""
    return hashlib.sha256(canonical(value)).digest()


_flat = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False).encode

LINE = (
    "by_id", "by_kind", "by_name", "by_role", "corrects", "id", "kind", "number", "occurred_at", "payload", "person",
    "place", "recorded_at", "text",
)  # fmt: skip
"""What the digest of a line covers, in the order of the canonical form."""
_LINE = "{" + ",".join(f'"{name}":%s' for name in LINE) + "}"


def canonical_line(values: Sequence[str | int | None]) -> bytes:
    """RFC 8785 bytes of a line, its values in the order of ``LINE``: texts, whole numbers or nothing.

    A property test holds them together with the library's, which takes thirty times as long: a book of a million lines
    is verified in seconds, and a burst of alarms is mostly this.
    """
    return (_LINE % tuple([quoted(one) if type(one) is str else _unquoted(one) for one in values])).encode("utf-8")


def _unquoted(value: object) -> str:
    """Raises TypeError for what the program never wrote."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return quoted(value)
    if type(value) is not int:
        raise TypeError(f"{type(value).__name__} in a line")
    return str(value)


def line_digest(prev: bytes, values: Sequence[str | int | None]) -> bytes:
    """Digest of a line (see ``canonical_line``) that follows the line with digest ``prev``."""
    return hashlib.sha256(prev + canonical_line(values)).digest()
