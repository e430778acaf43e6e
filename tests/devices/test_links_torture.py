"""Cable, process and disk at random moments, with a receiver that repeats until it is acknowledged."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.kit.wire_torture import WAYS, may_mount, torture


def test_each_event_is_stored_once_by_a_process_that_is_killed():
    told = torture("kill", 1, seed=1)

    assert told["acknowledged"] >= 1
    assert (told["lost"], told["doubled"], told["alarms_doubled"]) == (0, 0, 0)
    assert told["stop_s"] < 5


@pytest.mark.long
@pytest.mark.timeout(1_500)
@pytest.mark.parametrize("way", sorted(WAYS))
def test_each_event_is_stored_once_over_a_hundred_moments(way):
    if way == "disk" and not may_mount():
        pytest.skip("a small file system cannot be mounted here")
    arguments = [sys.executable, "-m", "tests.kit.wire_torture", "--rounds", "100", "--seed", "11", way]
    subprocess.run(arguments, check=True, env={**os.environ}, stdout=subprocess.DEVNULL)
