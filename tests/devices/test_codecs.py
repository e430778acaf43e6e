"""What all codecs have in common: any cut, glued frames, noise, and any bytes at all in little memory."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.devices.protocols.scanning import Damaged
from tests.devices.codec_vectors import CODECS, good, read

EACH = pytest.mark.parametrize(
    ("make", "frames", "noise", "bound"), [row[1:] for row in CODECS], ids=[row[0] for row in CODECS]
)


@EACH
def test_every_vector_is_one_frame_wherever_it_is_cut(make, frames, noise, bound):
    for frame in frames:
        (whole,) = read(make(), [frame])
        assert not isinstance(whole, Damaged), frame
        for at in range(1, len(frame)):
            assert read(make(), [frame[:at], frame[at:]]) == [whole], (frame, at)


@EACH
def test_glued_frames_come_apart_and_noise_between_them_is_kept(make, frames, noise, bound):
    """Noise that comes to an end takes no frame away; other noise at most the one before which it stands."""
    alone = [read(make(), [frame])[0] for frame in frames]

    assert read(make(), [b"".join(frames)]) == alone
    heard = read(make(), [noise + frames[0] + noise, *frames])
    ends = noise[-1:] in (b"\r", b"\n", b"\x04")
    assert good(heard)[-len(frames) :] == alone if ends else good(heard)[1 - len(frames) :] == alone[1:]
    assert not ends or good(heard)[0] == alone[0]
    assert any(noise.strip(b"\r\n") in one.raw for one in heard if isinstance(one, Damaged))


@EACH
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_bytes_in_any_chunks_are_the_same_frames_and_little_is_kept(make, frames, noise, bound, data):
    long = st.sampled_from([b"A" * 700, b"> \r\n", b"5011 18" * 100])
    piece = st.one_of(st.sampled_from(list(frames)), st.binary(max_size=40), long)
    stream = b"".join(data.draw(st.lists(piece, max_size=8)))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=12)))
    chunks = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    whole, cut = make(), make()

    assert read(cut, chunks) == read(whole, [stream])
    assert cut.waiting == whole.waiting <= bound
