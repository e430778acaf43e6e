"""``bench --only X9``: a few people are warned and every figure told; how fast is for a quiet machine to say."""

from __future__ import annotations

import pytest

from console.tool.bench import warnings


@pytest.mark.long
def test_a_release_is_held_against_a_plain_insert_of_its_rows(monkeypatch, tmp_path):
    monkeypatch.setattr(warnings, "ROUNDS", 3)
    told = {one.name: one for one in warnings.x9(tmp_path, 1)}
    assert list(told) == [
        "x9_times", "x9_queued", "x9_first", "x9_queued_wait", "x9_first_wait", "x9_size", "x9_plain_size",
    ]  # fmt: skip
    assert all(one.value > 0 for one in told.values())
    assert told["x9_times"].ours.n == 2 and told["x9_first_wait"].value >= told["x9_queued_wait"].value
