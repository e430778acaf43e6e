"""Writes and hears caller-ID signals with spandsp, a library by others: a JSON object a line in, one a line out.

Takes the library's name. Only the public functions of spandsp/adsi.h are called; sound goes through files of 8 000
samples a second, sixteen bits.
"""

from __future__ import annotations

import ctypes
import json
import sys
import wave
from typing import Any

RATE = 8_000
QUIET = bytes(2 * RATE // 5)
FRAME = 160

library = ctypes.CDLL(sys.argv[1])
state, samples, number, octets_of = ctypes.c_void_p, ctypes.POINTER(ctypes.c_int16), ctypes.c_int, ctypes.c_char_p
heard_message = ctypes.CFUNCTYPE(None, state, ctypes.POINTER(ctypes.c_ubyte), number)
for name, result, arguments in (
    ("adsi_tx_init", state, [state, number]),
    ("adsi_add_field", number, [state, octets_of, number, ctypes.c_ubyte, octets_of, number]),
    ("adsi_tx_put_message", number, [state, octets_of, number]),
    ("adsi_tx", number, [state, samples, number]),
    ("adsi_rx_init", state, [state, number, heard_message, state]),
    ("adsi_rx", number, [state, samples, number]),
):  # fmt: skip
    function = getattr(library, name)
    function.restype, function.argtypes = result, arguments


def write(wish: dict[str, Any]) -> dict[str, Any]:
    """A message of that standard: its octets, and its sound in a file."""
    sender = library.adsi_tx_init(None, wish["standard"])
    message = ctypes.create_string_buffer(300)
    size = library.adsi_add_field(sender, message, -1, wish["type"], None, 0)
    for kind, text in wish["fields"]:
        size = library.adsi_add_field(sender, message, size, kind, text.encode(), len(text))
    octets = message.raw[:size]
    library.adsi_tx_put_message(sender, message, size)
    frame, sound = (ctypes.c_int16 * FRAME)(), QUIET
    while (count := library.adsi_tx(sender, frame, FRAME)) > 0 and len(sound) < 40 * RATE:
        sound += bytes(frame)[: 2 * count]
    with wave.open(wish["path"], "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(sound + QUIET)
    return {"octets": octets.hex()}


def hear(wish: dict[str, Any]) -> dict[str, Any]:
    """The messages of that standard in a file."""
    found: list[str] = []
    told = heard_message(lambda _user, message, size: found.append(bytes(message[:size]).hex()))
    listener = library.adsi_rx_init(None, wish["standard"], told, None)
    with wave.open(wish["path"], "rb") as file:
        sound = file.readframes(file.getnframes()) + QUIET
    library.adsi_rx(listener, (ctypes.c_int16 * (len(sound) // 2)).from_buffer_copy(sound), len(sound) // 2)
    return {"messages": found}


for line in sys.stdin:
    wish = json.loads(line)
    print(json.dumps(write(wish) if wish["do"] == "write" else hear(wish)), flush=True)
