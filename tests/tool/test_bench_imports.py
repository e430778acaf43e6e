"""``bench --only X4``: a file is taken in at the real window; whether it is fast is for a quiet machine to say."""

from __future__ import annotations

import pytest

from console.tool.bench import imports


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(imports, "PEOPLE", 60)
    monkeypatch.setattr(imports, "SPOILT", 20)


@pytest.mark.long
def test_every_act_at_the_window_is_told(few, tmp_path):
    told = {one.name: one for one in imports.x4(tmp_path, 1)}

    assert set(imports.ACTS) < told.keys()
    assert all(told[act].ours.n > 5 and told[act].limit == 50.0 for act in imports.ACTS)
    assert told["x4_worst"].value >= told["x4_take"].value > 0 and told["x4_take_s"].value > 0
