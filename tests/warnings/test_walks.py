"""Officers act at random, clocks jump, and nothing is ever released without the names the rule asks for."""

from __future__ import annotations

import shutil

import pytest

from console.config import DataDir
from tests.kit import warning_walk as kit


@pytest.mark.parametrize(
    ("seed", "steps"), [(4, 260), *(pytest.param(seed, 800, marks=pytest.mark.long) for seed in (1, 5, 9))]
)
def test_no_walk_finds_a_way_round_the_signatures(seed, steps, empty_store, tmp_path):
    """As many steps as bring a walk to some releases, however often it was refused before."""
    data = DataDir(tmp_path / "walk")
    shutil.copytree(empty_store.root, data.root)
    told = kit.walked(data, seed, steps)
    assert told["release"] >= 3, told
    assert told["refused own_signature"] + told["refused own_review"] > 0, told
