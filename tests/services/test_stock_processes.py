"""Real processes: killed at named points inside an act nothing is half; of two for the last piece one gets it."""

from __future__ import annotations

import os
import signal
from decimal import Decimal
from pathlib import Path

import pytest

from tests.kit import stock_processes as kit


@pytest.fixture
def here(tmp_path: Path) -> kit.Ground:
    return kit.ground(tmp_path)


@pytest.mark.long
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is a thing of POSIX")
def test_nothing_is_half_wherever_a_process_is_killed(here: kit.Ground, tmp_path: Path) -> None:
    plain = here.copy(tmp_path / "plain")
    passed = kit.points(plain)
    with plain.open() as desk:
        wanted, documents = kit.stands(desk), desk.stock_documents.count()
        assert not kit.faults(desk)
    assert wanted["县库", "甲", "usable"] == (Decimal(7), Decimal(0))
    assert wanted["岩坦镇库", "甲", "repair"] == (Decimal(1), Decimal(0))
    for number, point in enumerate(kit.POINTS if os.environ.get("LONG") else kit.POINTS[1:3]):
        one = here.copy(tmp_path / point)
        at = passed[point] * (number + 1) // (len(kit.POINTS) + 1)
        assert kit.killed_at(one, point, at) == -signal.SIGKILL
        assert kit.judged(one, wanted, documents) == []


@pytest.mark.long
def test_one_of_two_gets_the_last_piece(here: kit.Ground) -> None:
    told, wrong = kit.competed(here, rounds=1)
    assert not wrong
    assert told["done"] == 5 and sum(told.values()) == 10
