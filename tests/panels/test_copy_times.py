"""Copies to begin again from are shown in the time of the station they were made of, whatever the machine's zone is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.bootstrap import Desk
from console.domain import copies
from console.domain.copies import CopyRow, Manifest
from console.domain.people import Actor
from console.services import copies_there
from console.services.copies_there import Found
from tests.kit import copies as kit
from tests.kit.copies import lying
from ui.dialogs.known_faults import KnownFaultsDialog
from ui.widgets.copy_list import CopyList
from ui.widgets.spoken import Word

place = kit.place


@pytest.fixture(params=["UTC", "America/New_York"])
def elsewhere(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine set up with another zone than the station's."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def shown(manifest: Manifest, qtbot: QtBot) -> list[str]:
    """The times a list, the sentence below it and the question show of that copy."""
    row = CopyRow("例一县-20310405-075107", manifest)
    listed = CopyList(lambda: datetime(2031, 4, 5, tzinfo=UTC))
    dialog = KnownFaultsDialog(manifest)
    for widget in (listed, dialog):
        qtbot.addWidget(widget)
    listed.show_rows([row])
    listed.show_found(Found(Path("/p"), manifest, None))
    said = next(word.text() for word in dialog.findChildren(Word) if "2031-" in word.text())
    return [listed.table.rows_model.index(0, 0).data(), listed.found.text(), said]


@pytest.mark.parametrize(
    ("zone", "expected"),
    [("", "2031-04-05 07:51"), ("Asia/Shanghai", "2031-04-05 07:51"), ("Asia/Kathmandu", "2031-04-05 05:36"),
     ("../Mars", "2031-04-05 07:51"), ("Mars/Olympus", "2031-04-05 07:51")],
)  # fmt: skip
def test_the_time_is_that_of_the_folders_name(
    qtbot: QtBot, app_theme: QApplication, elsewhere: None, zone: str, expected: str
) -> None:
    made_at = datetime(2031, 4, 4, 23, 51, 7, tzinfo=UTC)
    manifest = replace(lying(1, good=False).manifest, made_at=made_at, zone=zone)
    assert all(expected in text for text in shown(manifest, qtbot))


def test_a_copy_knows_its_stations_zone(desk: Desk, place: Path, by: Actor) -> None:
    made = desk.copies.make(place, by=by)
    manifest = copies_there.read_manifest(made.folder)
    assert manifest.zone == "Asia/Shanghai" and made.folder.name.endswith(f"{manifest.made_local:%Y%m%d-%H%M%S}")
    assert copies.read(copies.written(manifest), "/") == manifest
