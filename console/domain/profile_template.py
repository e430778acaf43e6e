"""Commands as they are written in a profile: ``hex = "FF 55 {length} {zone:2}"`` or ``text = "PLAY {zone:03}"``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from console.domain.profile import SLOTS, Slot, Template
from console.domain.profile_table import Table
from console.errors import Refused

_PART = re.compile(r"\{(\w+)(?::(\d{1,2})(le)?)?\}")


def read_template(row: Table, coding: str, extra: tuple[str, ...] = ()) -> Template:
    """The key ``hex`` or ``text`` of a row, one of them."""
    if row.has("hex") == row.has("text"):
        raise row.bad("hex", "hex_or_text")
    key = "hex" if row.has("hex") else "text"
    binary, text = key == "hex", row.text(key)
    parts: list[bytes | Slot] = []
    for number, piece in enumerate(_PART.split(text)):
        at = number % 4
        if at == 0 and piece:
            parts.append(_literal(row, key, piece, binary, coding))
        elif at == 1 and piece not in {*SLOTS, *extra}:
            raise row.bad(key, "slot", piece)
        elif at == 1:
            parts.append(Slot(piece))
        elif at == 2 and piece:
            parts[-1] = Slot(parts[-1].name, int(piece))  # type: ignore[union-attr]
        elif at == 3 and piece:
            slot = parts[-1]
            parts[-1] = Slot(slot.name, slot.size, little=True)  # type: ignore[union-attr]
    return Template(tuple(parts), binary)


def _literal(row: Table, key: str, text: str, binary: bool, coding: str) -> bytes:
    if "{" in text or "}" in text:
        raise row.bad(key, "braces", text)
    if binary:
        try:
            return bytes.fromhex(text)
        except ValueError:
            raise row.bad(key, "hex", text) from None
    try:
        return text.encode(coding)
    except UnicodeEncodeError:
        raise row.bad(key, "encoding", text) from None


def fill(template: Template, values: Mapping[str, str], coding: str) -> bytes:
    """The bytes; Refused("profile_no_value", slot) where one is missing or does not fit its place."""
    made = [part if isinstance(part, bytes) else _value(part, template, values, coding) for part in template.parts]
    for number, part in enumerate(template.parts):
        if isinstance(part, Slot) and part.name == "length":
            after = sum(len(piece) for piece in made[number + 1 :])
            made[number] = _bytes(part, str(after)) if template.binary else _digits(part, str(after))
    return b"".join(made)


def shape(template: Template) -> bytes:
    """An expression for what a filled template looks like, with a group for each place."""
    return b"".join(_shape(part, template.binary) for part in template.parts)


def _shape(part: bytes | Slot, binary: bool) -> bytes:
    if isinstance(part, bytes):
        return re.escape(part)
    size = b"{%d}" % (part.size or 1) if binary else b"{%d}" % part.size if part.size else b"*?"
    return b"(?P<%s>.%s)" % (part.name.encode(), size)


def _value(slot: Slot, template: Template, values: Mapping[str, str], coding: str) -> bytes:
    if slot.name == "length":
        return b""
    value = values.get(slot.name, "")
    if slot.name == "text":
        return _encoded(slot, value, coding)
    if not value:
        raise Refused("profile_no_value", slot=slot.name)
    if template.binary:
        return _bytes(slot, value)
    return _digits(slot, value) if slot.size else _encoded(slot, value, coding)


def _encoded(slot: Slot, value: str, coding: str) -> bytes:
    try:
        made = value.encode(coding)
    except UnicodeEncodeError:
        raise Refused("profile_no_value", slot=slot.name) from None
    if any(byte < 0x20 for byte in made):
        raise Refused("profile_no_value", slot=slot.name)
    return made


def _bytes(slot: Slot, value: str) -> bytes:
    """A number as bytes; ``0x`` may stand before it."""
    try:
        number = int(value, 16 if value.casefold().startswith("0x") else 10)
        return number.to_bytes(slot.size or 1, "little" if slot.little else "big")
    except (ValueError, OverflowError):
        raise Refused("profile_no_value", slot=slot.name) from None


def _digits(slot: Slot, value: str) -> bytes:
    if not value.isascii() or len(value) > slot.size > 0:
        raise Refused("profile_no_value", slot=slot.name)
    return value.rjust(slot.size, "0").encode("ascii")
