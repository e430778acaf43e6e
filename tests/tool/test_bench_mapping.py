"""The measure of the map: what it tells, and of how much."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.tool.bench import mapping, panes


@pytest.mark.long
def test_its_figures_are_told(tmp_path: Path) -> None:
    figures = {figure.name: figure for figure in mapping.x7(tmp_path, 1)}
    assert figures["x7_marks"].value == panes.MARKS == 5_000
    assert figures["x7_moved"].limit == 16 and figures["x7_moved"].ours.n == 2 * panes.PAINTS
    assert figures["x7_zoomed"].ours.n == panes.PAINTS and figures["x7_first"].value > 0
