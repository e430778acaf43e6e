"""What every test may ask for: an empty store of a realm, opened with a stopped clock."""

from __future__ import annotations

import shutil
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


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    """An empty sample store, made once by migrating; tests work on copies of it."""
    made = DataDir(tmp_path_factory.mktemp("empty") / "store")
    bootstrap.create(made, Realm.SAMPLE)
    return made


@pytest.fixture
def desk(data: DataDir, clock: StoppedClock, empty_store: DataDir) -> Iterator[Desk]:
    shutil.copytree(empty_store.root, data.root, dirs_exist_ok=True)
    desk = bootstrap.build(data, clock)
    yield desk
    desk.close()


@pytest.fixture
def by() -> Actor:
    return Actor.tool("tester")
