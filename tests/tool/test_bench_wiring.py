"""G10: what is counted as lost and doubled, and a small run of the same steps."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from console.tool.bench import wiring
from console.tool.bench.wire_readers import Cut, Seen
from console.tool.bench.wire_sender import FRAME, frame, read_frame


def test_frames_are_counted_by_port_and_number() -> None:
    sent = [frame(port, number, 0) for port in range(2) for number in range(3)]
    assert {len(one) for one in sent} == {FRAME}
    assert read_frame(sent[-1]) == (1, 2, 0)
    cut, seen = Cut(), Seen()
    for chunk in (b"".join(sent[:2])[:70], b"".join(sent[:2])[70:], *sent[2:5], sent[4]):  # the last is missing
        for raw in cut.feed(chunk):
            seen(read_frame(raw))
    assert seen.lost_and_doubled(2, 3) == (1, 1)
    seen(read_frame(sent[5][:-1] + b"x"))
    assert (seen.damaged, seen.count) == (1, 6)


@pytest.mark.long
@pytest.mark.skipif(os.name != "posix", reason="pseudo terminals")
def test_its_figures_are_told(tmp_path: Path) -> None:
    figures = {figure.name: figure for figure in wiring.g10(tmp_path, 1)}
    whole = ("read_lost", "read_doubled", "stored_lost", "stored_doubled", "flood_lost", "flood_doubled")
    assert [figures[f"g10_{name}"].value for name in whole] == [0] * 6
    assert figures["g10_slot_p50"].value > 0 and figures["g10_cpu"].value > 0
    assert figures["g10_ack"].ours is not None
