"""What was noted of the last look at a whole store: damaged it means nothing; no clock decides which look counts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from console.bootstrap import Desk
from console.domain.health import FindingState, LampState
from console.services import copy_note
from console.services.health import HealthService
from console.services.verified import NAME, Verified


@pytest.mark.parametrize(
    "changed",
    [
        {"full_at": "2030-08-1"},
        {"full_at": "2030-08-12T08:00:00"},
        {"full_at": "9999-12-31T23:59:59Z"},
        {"full_at": 5},
        {"full_at": None},
        {"full_number": "neun"},
        {"full_count": None},
        {"full_number": float("inf")},
        {"reached": []},
    ],
)
def test_a_note_nobody_understands_means_nothing_was_noted(desk: Desk, changed: dict[str, Any]) -> None:
    desk.health.verify()
    path = desk.data.logs / NAME
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | changed), "utf-8")
    assert Verified.load(desk.data.logs) == Verified()
    fresh = HealthService(desk.data, desk.opened.store, desk.clock)
    assert next(lamp for lamp in fresh.lamps() if lamp.id == "chain").state is LampState.OK
    row = next(row for row in desk.ready.check().rows if row.id == "chain")
    assert (row.state, row.code) == (FindingState.NOTE, "chain_never")


@pytest.mark.parametrize("made_at", ["2030-08-1", "2030-08-12T08:00:00", "9999-12-31T23:59:59Z", None, 5])
def test_nor_does_a_note_of_a_copy_stop_the_lamps(desk: Desk, made_at: Any) -> None:
    path = desk.data.logs / copy_note.NAME
    path.write_text(json.dumps({"place": "/p", "made_at": made_at, "folder": "f", "number": 1, "fault": ""}), "utf-8")
    assert desk.copies.last() == copy_note.CopyNote()
    assert next(lamp for lamp in desk.health.lamps() if lamp.id == "backup").code == "lamp.backup.never"
