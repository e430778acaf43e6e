"""What a check found wrong, as sentences: on the screen, in the tool, in the log."""

from __future__ import annotations

import re

from console import words
from console.domain.faults import Fault, Faults

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}")

_SPOKEN_OF = 8
"""Faults one line of the log names; a manifest has a hundred."""


def sentence(fault: Fault, *, language: str | None = None) -> str:
    """Where and what, e.g. 值班日志第 3 条被改动过。 A kind this program does not know is told by its place."""
    using = language or words.language()
    code = f"verify.{fault.what}" if words.has(f"verify.{fault.what}") else "verify.other"
    return words.say_in(using, code, book=book(fault.where, language=using), number=fault.at)


def book(where: str, *, language: str | None = None) -> str:
    """A book or a table by the name people know."""
    code = f"book.{where}"
    return words.say_in(language or words.language(), code) if words.has(code) else where


def brief(at: str) -> str:
    """A number or key where there is little room: of an id or a digest its beginning."""
    return f"{at[:8]}…" if _ID.fullmatch(at) else at


def line(faults: Faults) -> str:
    """All of them in one line of a book (Chinese): the first by name, the rest by number."""
    named = "".join(sentence(fault, language=words.PRINTED) for fault in faults.named[:_SPOKEN_OF])
    more = faults.count - min(_SPOKEN_OF, len(faults.named))
    return f"{named}另有 {more} 处。" if more else named
