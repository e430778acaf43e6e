"""What may stand in a recorded text: stored as given, refused by name, never cut."""

from __future__ import annotations

import re
import unicodedata
from typing import NoReturn

from console.errors import Refused

TEXT_LIMIT = 20_000
"""Longest text of one entry in characters (issue text, not a rule of the field)."""

_NEVER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters but line feed and tab, and lone surrogates."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def checked_text(text: str, *, limit: int = TEXT_LIMIT) -> str:
    """The text with CRLF as LF; refuses emptiness, length, control characters and lone surrogates.

    Bidi controls are kept: they are format characters (Cf), shown by the screens.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Refused("text_empty")
    if len(text) > limit:
        raise Refused("text_too_long", length=len(text), limit=limit)
    found = _NEVER.search(text)
    if found:
        _refuse_char(found.group(), found.start())
    return text


def one_line(text: str, limit: int) -> str:
    """Words of one line, with single spaces; nothing stays nothing, else refused as ``checked_text`` does."""
    return " ".join(checked_text(text, limit=limit).split()) if text.strip() else ""


def free_text(text: str, limit: int) -> str:
    """Words of any lines without what is blank around them; nothing stays nothing."""
    return checked_text(text, limit=limit).strip() if text.strip() else ""


def require_whole(text: str) -> None:
    """Refuse lone surrogates: what came in as bytes that are no text, in a name, a password or a question."""
    found = _SURROGATE.search(text)
    if found:
        _refuse_char(found.group(), found.start())


def _refuse_char(char: str, position: int) -> NoReturn:
    code = f"U+{ord(char):04X}"
    if "\ud800" <= char <= "\udfff":
        raise Refused("text_surrogate", char=code, position=position + 1)
    name = "NUL" if char == "\0" else unicodedata.name(char, code)
    raise Refused("text_control", char=code if name == code else f"{code} {name}", position=position + 1)
