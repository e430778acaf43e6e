"""Codecs of fire panels, telemetry and printers: the same frames however the bytes are cut, and never an exception."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.devices.protocols import gb26875, printer, sl651
from console.devices.protocols.scanning import Damaged
from tests.kit.frames import frames


@dataclass(frozen=True)
class Codec:
    """``most`` bytes it may keep; ``noise`` are bytes that cannot begin a frame; ``marks`` are what makes one."""

    framer: Callable[[], Any]
    encode: Callable[[Any], bytes]
    valid: dict[str, bytes]
    invalid: dict[str, bytes]
    noise: bytes
    marks: tuple[bytes, ...]
    most: int


CODECS = {
    "gb26875": Codec(
        gb26875.Framer,
        gb26875.encode,
        frames("gb26875_valid"),
        frames("gb26875_invalid"),
        b"\x00#A\xff@",
        (b"@@", b"##", b"@", b"\x01\x01", bytes(6)),
        3_000,
    ),
    "sl651": Codec(
        sl651.Framer,
        sl651.encode,
        frames("sl651_valid"),
        frames("sl651_invalid"),
        b"\x00\x01\x02~\xff\x01",
        (b"~~", b"~", b"\x01", b"01001234567812342F0008", b"\x02", b"\x16"),
        9_000,
    ),
    "printer": Codec(
        printer.Framer,
        printer.encode,
        frames("printer_valid"),
        {},
        b"",
        (b"\x1b6", b"\n\n", b"\x1b9", b"\n \r\n", "火警\n".encode("gb18030")),
        printer.LONGEST,
    ),
}
ALL = pytest.mark.parametrize("codec", CODECS.values(), ids=CODECS)


def all_of(codec: Codec, *chunks: bytes) -> list[Any]:
    framer = codec.framer()
    found = [item for chunk in chunks for item in framer.feed(chunk)]
    return [*found, *framer.idle()]


@ALL
def test_published_frames_are_read_and_written_again(codec: Codec) -> None:
    assert len(codec.valid) >= 5
    for name, raw in codec.valid.items():
        (frame,) = codec.framer().feed(raw)

        assert not isinstance(frame, Damaged), name
        assert codec.encode(frame) == raw, name


@ALL
def test_damaged_frames_are_kept_whole_and_never_believed(codec: Codec) -> None:
    for name, raw in codec.invalid.items():
        found = all_of(codec, raw)

        assert all(isinstance(item, Damaged) for item in found), name
        assert b"".join(item.raw for item in found) == raw, name


@ALL
def test_every_split_of_glued_frames_gives_the_same(codec: Codec) -> None:
    glued = b"".join(list(codec.valid.values())[:6])
    whole = all_of(codec, glued)

    assert len(whole) == 6
    for at in range(len(glued)):
        assert all_of(codec, glued[:at], glued[at:]) == whole


@pytest.mark.parametrize("codec", [codec for codec in CODECS.values() if codec.noise])
def test_noise_before_between_and_after_takes_no_frame_away(codec: Codec) -> None:
    first, second = list(codec.valid.values())[:2]
    found = all_of(codec, codec.noise + first + codec.noise + second + codec.noise)

    assert [codec.encode(item) for item in found if not isinstance(item, Damaged)] == [first, second]
    assert b"".join(item.raw for item in found if isinstance(item, Damaged)) == codec.noise * 3


@ALL
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_bytes_in_any_chunks(codec: Codec, data: st.DataObject) -> None:
    known = [*codec.marks, *codec.valid.values()]
    pieces = data.draw(st.lists(st.one_of(st.binary(max_size=40), st.sampled_from(known)), max_size=12))
    stream = b"".join(pieces)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
    framer = codec.framer()
    found = []
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        found += framer.feed(stream[start:end])
        assert framer.waiting <= codec.most

    assert [*found, *framer.idle()] == all_of(codec, stream)
    assert framer.waiting == 0


@settings(max_examples=60, deadline=None)
@given(
    numbers=st.tuples(*[st.integers(0, (1 << bits) - 1) for bits in (16, 8, 48, 48, 8, 8)]),
    data=st.binary(max_size=1_024),
    time=st.binary(min_size=6, max_size=6),
)
def test_any_frame_of_a_panel_is_read_as_it_was_written(numbers: tuple[int, ...], data: bytes, time: bytes) -> None:
    serial, command, source, destination, *version = numbers
    frame = gb26875.Frame(serial, command, source, destination, data, time, (version[0], version[1]))

    assert gb26875.Framer().feed(gb26875.encode(frame)) == [frame]


@settings(max_examples=60, deadline=None)
@given(
    station=st.text("0123456789ABCDEF", min_size=10, max_size=10),
    numbers=st.tuples(*[st.integers(0, (1 << bits) - 1) for bits in (8, 8, 16)]),
    packet=st.none() | st.tuples(st.integers(1, 4_095), st.integers(1, 4_095)),
    body=st.binary(min_size=1, max_size=200),
    letters=st.booleans(),
    end=st.sampled_from(sl651.End),
)
def test_any_frame_of_a_station_is_read_as_it_was_written(
    station: str, numbers: tuple[int, ...], packet: tuple[int, int] | None, body: bytes, letters: bool, end: sl651.End
) -> None:
    up = end in (sl651.End.ETX, sl651.End.ETB)
    frame = sl651.Frame(station, numbers[0], body, numbers[1], numbers[2], up, end, packet, letters)

    assert sl651.Framer().feed(sl651.encode(frame)) == [frame]


@ALL
def test_endless_starts_without_an_end_keep_little(codec: Codec) -> None:
    framer = codec.framer()
    for _ in range(300):
        framer.feed(codec.marks[0] * 60)

        assert framer.waiting <= codec.most
