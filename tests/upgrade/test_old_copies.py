"""Copies of stores of earlier schemas: looked into once they are upgraded; what proves wrong is not left there."""

from __future__ import annotations

import zipfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console import bootstrap
from console.config import DataDir
from console.domain import copies
from console.domain.faults import NO_FAULTS, Collecting, Faults
from console.domain.people import Actor
from console.errors import Unavailable
from db import copying, opening, schema, sqlite

GUARD = "log_entry_no_update"
LINE = "UPDATE log_entry SET text = '改' WHERE number = 2"


def known(*faults: tuple[str, str, str]) -> Faults:
    found = Collecting()
    for fault in faults:
        found.add(*fault)
    return found.all()


def copy_of(folder: Path, *statements: str, faults: Faults = NO_FAULTS) -> Path:
    """As a program of that schema would have left it, had it known of faults."""
    folder.mkdir()
    with zipfile.ZipFile(Path(__file__).parent / "store-0001.zip") as packed:
        packed.extract("duty.sqlite3", folder)
    store = folder / "duty.sqlite3"
    with closing(sqlite.library().connect(store, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        for statement in statements:
            connection.execute(statement)
    heads, (identity, realm) = copying.heads_of(store), copying.identity(store)
    files = {"duty.sqlite3": copying.digest_of(store)}
    at, size = datetime(2030, 8, 12, tzinfo=UTC), store.stat().st_size
    manifest = copies.Manifest(
        at, "0.1", "0001", "例一县", realm, identity, heads.duty, heads.audit, size, files, faults=faults
    )
    (folder / copies.MANIFEST).write_text(copies.written(manifest), "utf-8")
    return folder


def test_a_good_one_is_upgraded_and_goes_on(tmp_path: Path, by: Actor) -> None:
    spare = DataDir(tmp_path / "备用机")
    bootstrap.restore(spare, copy_of(tmp_path / "copy"), by=by)
    assert opening.schema_version(spare.store) == opening.head()


def test_one_that_was_changed_is_refused_and_nothing_of_it_stays(tmp_path: Path, by: Actor) -> None:
    spare = DataDir(tmp_path / "备用机")
    changed = copy_of(tmp_path / "copy", f"DROP TRIGGER {GUARD}", LINE)
    for _ in range(2):
        with pytest.raises(Unavailable) as trouble:
            bootstrap.restore(spare, changed, by=by)
        assert (trouble.value.what, trouble.value.facts["at"]) == ("copy_chain", "2")
    left = [path for path in spare.root.rglob("*") if path.is_file() and "locks" not in path.parts]
    assert left == [], "tried twice: the directory stays empty"


def test_known_faults_stay_but_for_guards_an_upgrade_puts_back(tmp_path: Path, by: Actor) -> None:
    assert GUARD in schema.triggers()
    spare = DataDir(tmp_path / "备用机")
    faults = known(("duty", "2", "line_changed"), ("duty", GUARD, "guard_missing"))
    bootstrap.restore(
        spare, copy_of(tmp_path / "copy", f"DROP TRIGGER {GUARD}", LINE, faults=faults), by=by, known_faults=True
    )
    again = bootstrap.build(spare, read_only=True)
    assert [fault.at for fault in again.log.verify().faults.named if fault.what == "line_changed"] == ["2"]
    again.close()
