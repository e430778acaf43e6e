"""The canonical form of a line and its digest (docs/decisions/0003): SHA-256 over RFC 8785 JSON."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import rfc8785

GENESIS = bytes(32)
"""What the first line of a book follows."""


def instant(at: datetime) -> str:
    """An instant as the canonical form writes it: UTC, six digits of a second, ``Z``."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")[: -len("+00:00")] + "Z"


def canonical(value: Any) -> bytes:
    """RFC 8785 bytes of a JSON value."""
    return rfc8785.dumps(value)


def digest_of(value: Any) -> bytes:
    """SHA-256 of the canonical form of a JSON value, e.g. a sheet's body."""
    return hashlib.sha256(canonical(value)).digest()


_flat = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False).encode


def canonical_line(line: dict[str, Any]) -> bytes:
    """RFC 8785 bytes of a line: ASCII keys, values text, whole number or null.

    For such objects the standard encoder gives the library's bytes (a property test holds them together) in a
    fifteenth of the time: a book of a million lines is verified in seconds.
    """
    return _flat(line).encode("utf-8")


def line_digest(prev: bytes, line: dict[str, Any]) -> bytes:
    """Digest of a line that follows the line with digest ``prev``."""
    return hashlib.sha256(prev + canonical_line(line)).digest()
