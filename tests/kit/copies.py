"""Copies of the store for tests: rows as they lie at a place, good or with known faults; a store changed by hand."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.domain.copies import CopyRow, Manifest
from console.domain.faults import NO_FAULTS, Collecting, Fault, Faults
from db import schema, sqlite


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A stick copies are put on."""
    folder = tmp_path / "移动盘"
    folder.mkdir()
    return folder


def lying(hour: int, *, good: bool = True, store: str = "a") -> CopyRow:
    """A copy made at that hour, in the folder of that name; its one fault is line 2."""
    known = Faults((Fault("duty", "2", "line_changed"),), 1, "0" * 64)
    head, made_at = (1, "0" * 64), datetime(2030, 8, 12, hour, tzinfo=UTC)
    manifest = Manifest(
        made_at, "1", "0002", "例一县", "sample", store, head, head, 10, {}, faults=NO_FAULTS if good else known
    )
    return CopyRow(f"{hour:02}", manifest)


def by_hand(store: Path, *statements: str, guards: bool = True) -> None:
    """What somebody with an SQL shell does to a store; ``guards``: and puts the triggers back."""
    with closing(sqlite.library().connect(store, isolation_level=None)) as connection:
        for name in schema.triggers():
            connection.execute(f"DROP TRIGGER IF EXISTS {name}")
        for statement in statements:
            connection.execute(statement)
        if guards:
            schema.guard(connection.execute)


def known(*faults: Fault) -> Faults:
    """Faults as a check collects them."""
    found = Collecting()
    for fault in faults:
        found.add(fault.where, fault.at, fault.what)
    return found.all()
