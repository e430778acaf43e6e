"""What every test may ask for: an empty store of a realm, opened with a stopped clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.people import Actor
from console.domain.realm import Realm


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(datetime(2030, 8, 12, 0, 0, tzinfo=UTC))


@pytest.fixture
def data(tmp_path: Path) -> DataDir:
    return DataDir(tmp_path / "数据 目录")


@pytest.fixture
def desk(data: DataDir, clock: StoppedClock) -> Iterator[Desk]:
    bootstrap.create(data, Realm.SAMPLE)
    desk = bootstrap.build(data, clock)
    yield desk
    desk.close()


@pytest.fixture
def by() -> Actor:
    return Actor.tool("tester")
