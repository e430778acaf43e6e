"""Programs that have a practice store open tell one time."""

from __future__ import annotations

import shutil
from contextlib import closing

import pytest

from console import bootstrap


def apart(one, other):
    """Seconds between what two clocks show; the least of some looks, since a look takes time itself."""
    return min(abs((one.clock.now() - other.clock.now()).total_seconds()) for _ in range(20))


@pytest.mark.parametrize("told", [None, "spoiled", "9" * 40 + " 1", "1 nan"])
def test_a_second_program_s_clock_does_not_lag(county_store, told):
    with closing(bootstrap.build(county_store)) as first:
        began = first.clock.now()
        if told is not None:
            (county_store.locks / "practice-clock").write_text(told)
        with closing(bootstrap.build(county_store)) as second:
            passed = (first.clock.now() - began).total_seconds()
            assert told is not None or apart(first, second) < passed / 10
            assert abs((second.clock.now() - began).total_seconds()) < 60, "whatever stands there"
    with closing(bootstrap.build(county_store)) as again:
        assert again.clock.now() < first.clock.now(), "nobody had it open meanwhile: it resumes where the record ends"


def test_a_folder_that_takes_no_lock_has_a_clock_all_the_same(county_store):
    (county_store.locks / "practice").mkdir()
    with closing(bootstrap.build(county_store)) as desk:
        assert desk.opened.practice is None and desk.clock.now().year == 2030
    shutil.rmtree(county_store.locks / "practice")
