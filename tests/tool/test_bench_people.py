"""``bench --only X3``: every kind of question is asked and told; whether it is fast is for a quiet machine to say."""

from __future__ import annotations

import random

import pytest

from console import bootstrap
from console.config import DataDir
from console.tool.bench import people


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(people, "PEOPLE", 60)
    monkeypatch.setattr(people, "ROUNDS", 5)


@pytest.mark.long
def test_people_are_brought_in_once_and_every_question_is_told(few, tmp_path):
    told = people.x3(tmp_path, 1)
    again = people.x3(tmp_path, 1)

    assert [one.name for one in told] == [*people._QUESTIONS, "x3_import"]
    assert all(one.ours is not None and one.ours.n == 5 and one.limit == 20.0 for one in told[:-1])
    assert told[-1].value > 0 and again[-1].value == 0
    desk = bootstrap.build(DataDir(tmp_path / "people"))
    try:
        assert desk.contacts.summary().persons == 60
        assert desk.contacts.find(people._QUESTIONS["x3_nobody"](random.Random(1))) == []
    finally:
        desk.close()
