"""What every test may ask for: an empty store of a realm, opened with a stopped clock."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import portalocker
import pytest
from argon2 import profiles
from openpyxl import Workbook
from pytestqt.qtbot import QtBot
from sqlalchemy import Engine, create_engine

from console import bootstrap, words
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.people import Actor
from console.domain.realm import Realm
from console.services import accounts
from db import sqlite, store

MEMORY = Path("/dev/shm")
ROOM = 4 << 30
"""Bytes that must be free there; a container often has 64 MB only."""
LONG = "LONG"
"""Set in the environment, tests marked ``long`` run too: for who changes what they are about, or before a release."""
PATIENCE_MS = 30_000
"""How long a test waits for what must come: only a bug waits that long, a busy machine often 5 s."""


def pytest_configure(config: pytest.Config) -> None:
    """Stores lie in memory where there is room for them: each of some ten thousand commits would wait for the disk.

    Tests that need a disk say so (``on_disk``). ``--basetemp`` or PYTEST_DEBUG_TEMPROOT put them elsewhere.
    """
    if config.option.basetemp is None and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    for waiting in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals, QtBot.waitExposed, QtBot.waitActive):
        waiting.__kwdefaults__["timeout"] = PATIENCE_MS  # the plugin has no setting for it


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest begin first (those with a limit of their own): else one worker waits for the other's last one."""
    for item in items:
        if item.get_closest_marker("long") is not None and not os.environ.get(LONG):
            item.add_marker(pytest.mark.skip(reason="minutes together: LONG=1 runs it"))
    items.sort(key=lambda item: item.get_closest_marker("timeout") is None)


@pytest.fixture
def on_disk() -> Iterator[Path]:
    """A folder on a disk, or wherever temporary files are kept for good."""
    with TemporaryDirectory(dir="/var/tmp" if os.access("/var/tmp", os.W_OK) else None) as made:
        yield Path(made)


@pytest.fixture(scope="session", autouse=True)
def _statements_compiled_once() -> Iterator[None]:
    """A thousand stores are opened here, in the product one: what is compiled for one of them serves all."""
    first: list[Engine] = []
    compiled: dict[Any, Any] = {}

    def made(*arguments: Any, **options: Any) -> Engine:
        engine = create_engine(*arguments, **options)
        first.append(engine)
        del first[1:]
        engine.dialect = first[0].dialect
        engine.dialect.server_version_info = sqlite.library().sqlite_version_info  # told by the first connection only
        engine.update_execution_options(compiled_cache=compiled)
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "create_engine", made)
        yield


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """Hundreds of accounts are made here: a guess may cost little. What it costs in the product has its own test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "COST", profiles.CHEAPEST)
        yield


@pytest.fixture(autouse=True)
def _speaking_chinese() -> Iterator[None]:
    """Whatever language a test or a window it left spoke, the next one begins in Chinese."""
    words.set_language("zh")
    yield
    words.set_language("zh")


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
def new_store(data: DataDir, empty_store: DataDir) -> DataDir:
    """The data directory of this test with an empty sample store in it."""
    shutil.copytree(empty_store.root, data.root, dirs_exist_ok=True)
    return data


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> DataDir:
    """A sample store with the sample county in it, made once for all workers; tests work on copies of it."""
    base = tmp_path_factory.getbasetemp()
    here = base if worker_id == "master" else base.parent
    with portalocker.Lock(here / "county.lock", timeout=300):
        made = DataDir(here / "county")
        if not made.root.exists():
            building = DataDir(here / "county.part")
            bootstrap.create_sample(building)
            building.root.rename(made.root)
    return made


@pytest.fixture
def county_store(data: DataDir, sample_store: DataDir) -> DataDir:
    """The data directory of this test with the sample county in it."""
    shutil.copytree(sample_store.root, data.root, dirs_exist_ok=True)
    return data


@pytest.fixture
def desk(new_store: DataDir, clock: StoppedClock) -> Iterator[Desk]:
    desk = bootstrap.build(new_store, clock)
    yield desk
    desk.close()


@dataclass(frozen=True)
class CountyFiles:
    """What a county brings along: its places, its people, its month sheet."""

    towns: Path
    villages: Path
    contacts: Path
    roster: Path


@pytest.fixture
def county_files(tmp_path: Path) -> CountyFiles:
    """Files as a county has them: real places, made-up people, a roster for the month of the stopped clock."""
    golden = Path(__file__).parent / "golden" / "places"
    people = [f"{family}例{digit}" for family in "陈林张王" for digit in "一二三四"]
    contacts, roster = tmp_path / "通讯录.xlsx", tmp_path / "值班表.xlsx"
    numbered = [("例一县应急管理局", "值班员", name, f"100-0000-{at:04d}") for at, name in enumerate(people, 1)]
    _workbook(contacts, [("单位", "职务", "姓名", "手机"), *numbered])
    watches = [people[at : at + 4] for at in range(0, 16, 4)]
    heading = ("日期", "带班领导", "主班", "副班", "通信保障岗")
    days = [(f"8月{day}日", *watches[day % 4]) for day in range(1, 32)]
    _workbook(roster, [("2030年8月值班表",), heading, *days])
    return CountyFiles(golden / "towns_330324.csv", golden / "villages_330324.csv", contacts, roster)


def _workbook(path: Path, rows: list[tuple[str, ...]]) -> None:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


@pytest.fixture
def by() -> Actor:
    return Actor.tool("tester")
