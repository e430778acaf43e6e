"""Officers act at random, clocks jump, and nothing is ever released without the names the rule asks for."""

from __future__ import annotations

import shutil

import pytest

from console.config import DataDir
from tests.kit import warning_walk as kit


@pytest.mark.parametrize("seed", [4, pytest.param(1, marks=pytest.mark.long), pytest.param(5, marks=pytest.mark.long)])
def test_no_walk_finds_a_way_round_the_signatures(seed, empty_store, tmp_path):
    data = DataDir(tmp_path / "walk")
    shutil.copytree(empty_store.root, data.root)
    told = kit.walked(data, seed, 260)
    assert told["release"] >= 3, told
    assert told["refused own_signature"] + told["refused own_review"] > 0, told
