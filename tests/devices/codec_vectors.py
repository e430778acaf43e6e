"""Frames of every codec that cuts them out of a stream: published ones, with noise and bounds beside them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from console.devices.protocols import ademco685, alpha, at, beidou, caller_id, dc09, surgard
from console.devices.protocols.scanning import NOISE_LIMIT, Damaged

_GOLDEN = Path(__file__).parents[1] / "golden/frames"
CALLERS = tomllib.loads((_GOLDEN / "callers.toml").read_text("utf-8"))
RECEIVERS = tomllib.loads((_GOLDEN / "receivers.toml").read_text("utf-8"))

_SMS = CALLERS["sms"]
AT_LINES = [
    b"\r\nOK\r\n", b"\r\n+CMS ERROR: 38\r\n", b"RING\r\n", b'\r\n+CLIP: "10000000001",129,,,,0\r\n', b"\r\n> ",
    f"\r\n+CDS: {_SMS['report'][0]}\r\n{_SMS['report'][1]}\r\n".encode(), b'+CMTI: "SM",3\r\n', b"+CSQ: 20,99\r",
    f"+CMGL: 3,1,,{len(_SMS['deliver']) // 2 - 9}\r\n{_SMS['deliver']}\r\n".encode(), b"AT+CMGF=0\r",
]  # fmt: skip
CALLS = [bytes.fromhex(row[0]) for row in CALLERS["caller_id"]["good"]] + [
    b"DATE=1122 TIME=0930 NMBR=05770000001 NAME=CHEN\r\n", b"NMBR = O\r\n", b"RING\r\n", b"D05770000001C", b"B10C",
    b"MESG = 801601083033313731363536020A32313536343330313434BA\r\n",
]  # fmt: skip
SENTENCES = [text.encode() + b"\r\n" for text in CALLERS["beidou"]["good"]]
SURGARD = [text.encode() + surgard.DC4 for text in RECEIVERS["surgard"]["good"]]
DC09 = [b"\n" + text.encode() + b"\r" for text in RECEIVERS["dc09"]["good"]]
ADEMCO = [b"\n11 1234 18 E131 01 C015 \r", b"\n11 0123 A\r", b"\n11 1234 1555 5555 9\r", b"\n00 OKAY @\r"]
ALPHA = [
    bytes.fromhex(RECEIVERS["alpha"]["evacuate"])[5:],
    alpha.encode(alpha.priority_text("", alpha.Mode.HOLD, "0A"))[5:],
]

CODECS: list[tuple[str, Callable[[], Any], Sequence[bytes], bytes, int]] = [
    ("at", at.AtReader, AT_LINES, b"\xfe\x81\r\n", at.LINE_LIMIT + 64),
    ("caller_id", caller_id.CallerIdReader, CALLS, b"\xfe\x81\r\n", caller_id.LINE_LIMIT + 600),
    ("beidou", beidou.SentenceReader, SENTENCES, b"\xfe\x81\r\n", beidou.LONGEST + NOISE_LIMIT),
    ("surgard", surgard.Codec, SURGARD, b"\xff\x80\xfe", surgard.LIMIT + 1),
    ("ademco685", ademco685.Codec, ADEMCO, b"\xff\x80\xfe", ademco685.LIMIT + 1),
    ("alpha", alpha.Codec, ALPHA, b"\xff\x80\xfe\x04", alpha.LIMIT + 1),
    ("dc09", dc09.Codec, DC09, b"\xff\x80\xfe\r", dc09.LIMIT + 1),
]
"""Name, codec, frames it must read, noise that is no frame, bytes it may keep."""


def read(codec: Any, chunks: Iterable[bytes]) -> list[Any]:
    return [found for chunk in chunks for found in codec.feed(chunk)]


def good(found: Iterable[Any]) -> list[Any]:
    return [one for one in found if not isinstance(one, Damaged)]
