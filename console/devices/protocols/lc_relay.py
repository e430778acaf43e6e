"""Commands of LC USB relays (CH340, 9600 8N1): ``A0``, channel, 01 or 00, the low byte of their sum; no answer.

Whether a board answers the query ``FF``, and how (a byte for each relay, or text), differs from board to board.
"""

from __future__ import annotations

import re

QUERY = b"\xff"
CHANNELS = 16
_TEXT = re.compile(rb"CH(\d{1,2})\s*[:=]?\s*(ON|OFF)", re.IGNORECASE)


def command(channel: int, on: bool) -> bytes:
    """Switch a channel (1 is the first); ValueError for one that no board has."""
    if not 1 <= channel <= CHANNELS:
        raise ValueError(f"channel {channel}")
    body = bytes([0xA0, channel, on])
    return body + bytes([sum(body) & 0xFF])


def states(answer: bytes) -> dict[int, bool]:
    """What a query was answered: channels and whether they are on; empty for what cannot be read."""
    said = {int(channel): state.upper() == b"ON" for channel, state in _TEXT.findall(answer)}
    if said:
        return said
    if 1 <= len(answer) <= CHANNELS and set(answer) <= {0, 1}:
        return {number + 1: bool(byte) for number, byte in enumerate(answer)}
    return {}


def read(raw: bytes) -> tuple[int, bool] | None:
    """A command as the board sees it: channel and on; None for what is none."""
    if len(raw) == 4 and raw[0] == 0xA0 and raw[2] in (0, 1) and sum(raw[:3]) & 0xFF == raw[3]:
        return raw[1], bool(raw[2])
    return None
