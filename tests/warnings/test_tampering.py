"""Whoever can write to the file of a store: signed text never changes, and every change by hand is found."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from console import bootstrap
from console.config import DataDir
from console.domain.callout import Contact, Outcome, Stage
from console.domain.callout_rows import Planned
from console.domain.clock import StoppedClock
from db import schema, sqlite
from db.base import Base
from db.models import warnings as models
from tests.cap.files import FORWARDED
from tests.kit.tampering import opened, require_found
from tests.kit.warning import WORD, small_county, walked

TABLES = tuple(
    sorted(
        model.__tablename__
        for model in vars(models).values()
        if isinstance(model, type) and issubclass(model, Base) and model.__module__ == models.__name__
    )
)
Wrong = sqlite.library().IntegrityError


@pytest.fixture(scope="module")
def night(tmp_path_factory, empty_store) -> DataDir:
    """A store with a released warning, a signed one, a draft and a calling."""
    data = DataDir(tmp_path_factory.mktemp("warned") / "store")
    shutil.copytree(empty_store.root, data.root)
    desk = bootstrap.build(data, StoppedClock(datetime(2030, 8, 12, tzinfo=UTC)))
    with closing(desk):
        ground = small_county(desk)
        first = ground.actor("甲例")
        chain = (Contact(Stage.A, "辛例一", "村主任", ("100-0000-0001",)),)
        look = desk.callouts.start(uuid4(), "叫应", [Planned("岩头镇", "岩头镇", "村主任", chain)], 5, by=first)
        called = desk.callouts.calls(look.id)[0]
        desk.callouts.record(called.id, Outcome.NO_ANSWER, by=first, act_id=uuid4())
        desk.warnings.draft(ground.form(), by=first)
        row = desk.warnings.draft(ground.form(), by=first)
        row = desk.warnings.submit(row.id, seen=row.version, by=first)
        row = desk.warnings.endorse(row.id, "乙例", WORD, digest=row.digest)
        desk.warnings.sign(row.id, "丙例", WORD, digest=row.digest)
        walked(desk.warnings, desk.warnings.draft(ground.form(), by=first), first)
        desk.cap_files.take(FORWARDED.encode(), "省.xml", by=first)
        assert desk.log.verify().fault is None
    return data


@pytest.fixture
def copy(night, tmp_path) -> DataDir:
    data = DataDir(tmp_path / "copy")
    shutil.copytree(night.root, data.root)
    return data


def test_a_column_changed_or_a_row_vanished_by_hand_is_found(copy):
    require_found(copy, TABLES)


def test_sql_changes_nothing_that_was_signed_or_released(copy):
    fixed, sealed = schema.FIXED["warning"][1], schema.SEALED["warning"][1]
    with closing(opened(copy)) as connection:
        for where, columns in (("state = 'release'", fixed), ("state = 'releasing'", (*fixed, *sealed))):
            for column in columns:
                with pytest.raises(Wrong, match="is fixed"):
                    connection.execute(f"UPDATE warning SET {column} = x'00' WHERE {where}")


def test_sql_cannot_put_other_words_under_a_name_in_two_steps(copy):
    """Without its digest it would be free to be rewritten: it loses every name first."""
    signed = "WHERE state = 'release'"
    bare = "digest = NULL, state = 'draft'"
    with closing(opened(copy)) as connection:
        for step in ("digest = NULL", bare, f"{bare}, reviewer = ''", f"{bare}, signer = ''", f"{bare}, form = 'x'"):
            with pytest.raises(Wrong, match="is fixed"):
                connection.execute(f"UPDATE warning SET {step} {signed}")


def test_sql_deletes_no_row_and_changes_no_step(copy):
    with closing(opened(copy)) as connection:
        for table in TABLES:
            with pytest.raises(Wrong, match="append-only"):
                connection.execute(f"DELETE FROM {table}")
        for table in sorted(set(TABLES) & set(schema.APPEND_ONLY)):
            with pytest.raises(Wrong, match="append-only"):
                connection.execute(f"UPDATE {table} SET rowid = rowid")
