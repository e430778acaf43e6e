"""How often a leader's words ask for a report."""

from __future__ import annotations

import pytest

from console.domain.stated_rhythm import minutes_in


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("全力搜救，每小时一报", 60), ("每半小时报告一次", 30), ("每半个小时", 30), ("每30分钟一报", 30),
        ("每两小时续报", 120), ("每隔 2 个小时报一次", 120), ("密切监视，随时报告", None), ("一小时内报告", None),
        ("每0分钟", None), ("", None),
    ],
)  # fmt: skip
def test_words_that_name_a_rhythm(words, minutes):
    assert minutes_in(words) == minutes
