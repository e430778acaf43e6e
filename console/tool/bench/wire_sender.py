"""The far side of G10: ports at line rate, played by a child process so that its work is not counted as ours."""

from __future__ import annotations

import json
import os
import struct
import sys
import time
import zlib
from collections.abc import Iterator

FRAME = 64
"""Bytes of a frame: mark, port, number, when it was written (monotonic, ns), filling, CRC-32."""
MARK = 0xA5
LINE_RATE = 115_200 / 10 / FRAME
"""Frames a second of one port at 115200 8N1: 180."""
_HEAD = struct.Struct(">BBIQ")
_FILLING = b"\x55" * (FRAME - _HEAD.size - 4)


def frame(port: int, number: int, at: int) -> bytes:
    """One frame."""
    body = _HEAD.pack(MARK, port, number, at) + _FILLING
    return body + zlib.crc32(body).to_bytes(4, "big")


def read_frame(data: bytes) -> tuple[int, int, int] | None:
    """Port, number and time of a whole frame; None for damage."""
    if zlib.crc32(data[:-4]) != int.from_bytes(data[-4:], "big"):
        return None
    _mark, port, number, at = _HEAD.unpack_from(data)
    return port, number, at


def send() -> None:
    """Make as many terminals as the first line of the input says, print their names, then send as each line says.

    ``SECONDS``: so long every port sends at its line rate; printed is how many frames each port was given. Ends with
    its input.
    """
    masters = list(_terminals(int(sys.stdin.readline())))
    for line in sys.stdin:
        print(_paced([master for master, _ in masters], float(line)), flush=True)


def _terminals(count: int) -> Iterator[tuple[int, int]]:
    import tty

    made = [os.openpty() for _ in range(count)]
    for _, far in made:
        tty.setraw(far)
    print(json.dumps([os.ttyname(far) for _, far in made]), flush=True)
    yield from made


def _paced(masters: list[int], seconds: float) -> int:
    """A frame at every port each 5.6 ms, all at once, as a serial card with many ports is emptied; what is late is made
    good, as a UART sends on."""
    count = int(seconds * LINE_RATE)
    begun = time.monotonic()
    for number in range(count):
        pause = begun + number / LINE_RATE - time.monotonic()
        if pause > 0:
            time.sleep(pause)
        for port, master in enumerate(masters):
            os.write(master, frame(port, number, time.monotonic_ns()))
    return count
