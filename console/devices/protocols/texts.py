"""Texts from the wire: never trusted, readable whatever they hold."""

from __future__ import annotations

import unicodedata

TEXT_LIMIT = 120
"""Characters of any text that are kept."""


def decoded(raw: bytes) -> str:
    """Words where a protocol names no character set: UTF-8 where they are that, else GB 18030; never raises."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


def clean(raw: bytes, encoding: str = "gb18030", limit: int = TEXT_LIMIT) -> str:
    """Text from the wire: what cannot be read is replaced, what controls is taken out, blanks are single."""
    read = raw.decode(encoding, errors="replace").replace("\0", " ")
    seen = "".join(char for char in read if char.isspace() or unicodedata.category(char)[0] != "C")
    return " ".join(seen.split())[:limit]
