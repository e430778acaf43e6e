"""Writes and reads frames of Alpha signs with a library nobody here wrote: a JSON object a line in, one a line out."""

from __future__ import annotations

import json
import sys
from typing import Any

from alphasign import Packet
from alphasign.commands import WriteText
from alphasign.commands.text import parse_read_text_response
from alphasign.protocol import DELAY, DisplayMode, DisplayPosition

FILL = DisplayPosition(b"0")
"""30H: the maker's paper and three other libraries call it *fill*; this one calls 26H (their bottom line) so."""
MODES = {"b": DisplayMode.HOLD, "a": DisplayMode.ROTATE, "c": DisplayMode.FLASH}


def asked(wish: dict[str, Any]) -> dict[str, Any]:
    if wish["do"] == "write":
        packet = Packet(type_code=wish["sign"].encode(), address=wish["address"])
        packet.add(
            WriteText(wish["text"], label="0", position=FILL, mode=MODES[wish["mode"]]), checksum=wish["checked"]
        )
        return {"frame": packet.to_bytes().replace(DELAY, b"").hex()}
    frame = bytes.fromhex(wish["frame"])
    label, position, mode, message = parse_read_text_response(frame)
    told = frame[frame.index(b"\x03") + 1 : frame.index(b"\x03") + 5].decode()
    summed = Packet._checksum(b"A", frame[frame.index(b"\x02") + 2 : frame.index(b"\x03")]).decode()
    return {
        "label": label, "position": position.value.decode(), "mode": mode.value.decode(),
        "text": message.decode(), "checksum": told, "summed": summed,
    }  # fmt: skip


for line in sys.stdin:
    print(json.dumps(asked(json.loads(line))), flush=True)
