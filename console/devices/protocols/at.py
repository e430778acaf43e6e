"""What a modem says, line by line (ITU-T V.250, 3GPP TS 27.005 and 27.007).

Lines may come in any order: between a command and its result, and between two rings, stand lines nobody asked for. So
each is told by its own form, never by counting. ``+CMT``, ``+CDS``, ``+CMGR`` and ``+CMGL`` carry their message in the
line behind them; both are one here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from console.devices.protocols.scanning import Damaged
from console.devices.protocols.sms_pdu import from_hex

LINE_LIMIT = 2_048
"""Longer than any line a modem says; what is longer is given up up to its end."""

_ENDS = re.compile(rb"[\r\n]")
_RESULT = re.compile(r"OK|ERROR|\+CM[ES] ERROR: ?.*|COMMAND NOT SUPPORT")
_CARRIES = re.compile(r"\+(CMT|CDS|CBM|CMGR|CMGL):")
_UNASKED = re.compile(r"RING\b|NO CARRIER|BUSY|NO ANSWER|\^|\*|\+(CRING|CLIP|CMTI|CDSI|CMT|CDS|CBM|CPIN|CREG|CEREG):")
_CODE = re.compile(r"\+(CM[ES]) ERROR: ?(\d+)")
_FIELD = re.compile(r'"([^"]*)"|([^,]+)|(?<=,)(?=,|$)|^(?=,)')


class LineKind(StrEnum):
    """``result`` ends a command; ``unasked`` may come at any time (some are answers too); ``data`` answers.

    ``NO CARRIER`` is unasked: we never dial, so it only says that somebody who rang gave up.
    """

    RESULT = "result"
    UNASKED = "unasked"
    DATA = "data"
    ECHO = "echo"
    PROMPT = "prompt"


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its end. ``body`` are the octets of the message a line carried, ``raw`` all its bytes."""

    kind: LineKind
    text: str
    raw: bytes
    body: bytes = b""

    @property
    def name(self) -> str:
        """``+CMTI`` of ``+CMTI: "SM",3``; the whole line where it has no colon."""
        return self.text.partition(":")[0].strip()

    @property
    def fields(self) -> tuple[str, ...]:
        """What stands behind the colon, between commas, without quotes."""
        found = _FIELD.finditer(self.text.partition(":")[2].strip())
        return tuple((one[1] if one[1] is not None else one[2] or "").strip() for one in found)

    def number(self, at: int) -> int | None:
        """The ``at``-th field (-1: the last) as a figure; None if it is none."""
        fields = self.fields
        text = fields[at] if -len(fields) <= at < len(fields) else ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def error_code(result: str) -> int | None:
    """The number of ``+CMS ERROR: 38`` or ``+CME ERROR: 10``; None for any other result."""
    found = _CODE.fullmatch(result)
    return int(found[2]) if found and len(found[2]) < 6 else None


class AtReader:
    """Feed it bytes in any chunking: lines, prompts and damaged bytes come out, always the same ones."""

    def __init__(self) -> None:
        self._rest = b""
        self._head: Line | None = None
        self._skipping = False

    @property
    def waiting(self) -> int:
        """Bytes kept for a line that is not at its end."""
        return len(self._rest) + (len(self._head.raw) if self._head else 0)

    def feed(self, chunk: bytes) -> list[Line | Damaged]:
        """What is whole now."""
        self._rest += chunk
        found: list[Line | Damaged] = []
        while True:
            end = _ENDS.search(self._rest)
            if self._prompted():
                found += self._flush()
                found.append(Line(LineKind.PROMPT, ">", self._take(2)))
            elif end is not None and end.start() <= LINE_LIMIT:
                found += self._line(self._take(end.end())[:-1])
            elif len(self._rest) > LINE_LIMIT:
                found += self._too_long()
            else:
                return found

    def _prompted(self) -> bool:
        """``> `` at the beginning of a line; it has no end."""
        return not self._skipping and self._rest[:2] == b"> "

    def _take(self, size: int) -> bytes:
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken

    def _too_long(self) -> list[Line | Damaged]:
        raw = self._take(LINE_LIMIT)
        skipped, self._skipping = self._skipping, True
        return [*self._flush(), *([] if skipped else [Damaged(raw, "too_long")])]

    def _line(self, raw: bytes) -> list[Line | Damaged]:
        if self._skipping:
            self._skipping = False
            return []
        if not raw.strip():
            return []
        if self._head is not None:
            return self._behind(self._head, raw)
        return self._fresh(raw)

    def _behind(self, head: Line, raw: bytes) -> list[Line | Damaged]:
        """The line behind one that carries a message: its octets, or something else and the message is lost."""
        self._head = None
        body = from_hex(raw.decode("latin-1"))
        if body:
            return [Line(head.kind, head.text, head.raw + b"\r\n" + raw, body)]
        return [Damaged(head.raw, "cut"), *self._fresh(raw)]

    def _fresh(self, raw: bytes) -> list[Line | Damaged]:
        if any(octet < 0x20 or octet > 0x7E for octet in raw.strip(b"\0 \x1a\x1b")):
            return [Damaged(raw, "noise")]
        text = raw.decode("latin-1").strip("\0 \x1a\x1b")
        if not text:
            return []
        line = Line(_kind(text), text, raw)
        if _CARRIES.match(text):
            self._head = line
            return []
        return [line]

    def _flush(self) -> list[Line | Damaged]:
        head, self._head = self._head, None
        return [Damaged(head.raw, "cut")] if head else []


def _kind(text: str) -> LineKind:
    if _RESULT.fullmatch(text):
        return LineKind.RESULT
    if _UNASKED.match(text):
        return LineKind.UNASKED
    return LineKind.ECHO if text[:2].upper() == "AT" else LineKind.DATA
