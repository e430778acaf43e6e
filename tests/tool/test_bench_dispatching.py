"""The measure of proposals: a small run of the same steps."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.domain.proposal import Worth
from console.tool.bench import dispatch_store, dispatching


@pytest.mark.long
def test_its_figures_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = dispatching.county
    monkeypatch.setattr(dispatching, "CASES", 5)
    monkeypatch.setattr(dispatching, "county", lambda chance: whole(chance, incidents=2, teams=6, lots=60))
    big = dispatch_store.county
    monkeypatch.setattr(dispatch_store, "county", lambda place: big(place, dispatch_store.Size(2, 6, 3, 10, 60)))
    figures = {figure.name: figure for figure in dispatching.x5(tmp_path, 1)}
    assert figures["x5_worst"].value == figures["x5_median"].value == 1 and figures["x5_wrong"].value == 0
    assert 0 < figures["x5_candidates"].value <= figures["x5_candidates_wall"].value
    assert figures["x5_whole"].value > 0
    assert figures["x5_seconds"].ours is not None and figures["x5_proven"].value == 3


def test_what_is_worse_has_a_ratio_above_one() -> None:
    assert dispatching.Tried(Worth(3, 10), Worth(2, 20)).ratio == 1.5, "what is left short counts first"
    assert dispatching.Tried(Worth(2, 30), Worth(2, 20)).ratio == 1.5
    assert dispatching.Tried(Worth(2, 20), Worth(2, 20)).ratio == 1
    assert dispatching.Tried(Worth(1, 0), Worth(0, 0)).ratio == float("inf")
