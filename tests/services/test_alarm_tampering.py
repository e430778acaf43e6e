"""Every column of devices, points, alarms and their steps, changed by hand, is found."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import UTC, datetime

import pytest

from console import bootstrap
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.signals import SignalKind
from tests.kit.tampering import require_found
from tests.kit.wire import device, hear, officer, point

TABLES = ("alarm", "alarm_step", "call_step", "device", "device_point")


@pytest.mark.long
def test_every_column_is_covered_by_a_book(tmp_path, empty_store):
    data = DataDir(tmp_path / "wire")
    shutil.copytree(empty_store.root, data.root)
    with closing(bootstrap.build(data, StoppedClock(datetime(2030, 8, 12, tzinfo=UTC)))) as desk:
        by = officer(desk)
        station = device(desk, "SW-03", "sl651", options={"centre": "7"})
        point(desk, station, "水位", above=12.5, below=1.0, unit="m")
        hear(desk, station, SignalKind.READING, value=13.25, device_at=desk.clock.now())
        (row,) = desk.alarms.queue().rows
        desk.alarms.accept(row.id, desk.alarms.draft(row.id)[1], None, by=by)
        modem = device(desk, "MD-01", "modem")
        hear(desk, modem, SignalKind.CALL, sender="0577-0000-0001")
        desk.ringing.take(desk.ringing.ringing()[0].id, row.id, by=by)
        assert desk.log.verify().fault is None
    require_found(data, TABLES)
