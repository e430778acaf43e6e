"""全停发声 from anywhere: over the gate, over a dialog, over the command line; one key, nothing else moves."""

from __future__ import annotations

from contextlib import closing
from typing import Any
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from console.bootstrap import Desk
from console.domain.delivery import SendState, Verb
from console.domain.log import NewEntry
from console.domain.wire import DeviceForm
from db import sqlite
from tests.kit.typist import CTRL, Typist

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
KEY = Qt.Key


def stopped(desk: Desk) -> int:
    """Stops that were asked for and not sent yet are taken back, so that the next key is seen again."""
    rows = [row for row in desk.deliveries.rows(states=[SendState.QUEUED]) if row.verb is Verb.STOP]
    for row in rows:
        desk.deliveries.begin(row.id)
    return len(rows)


def test_one_key_stops_from_anywhere(typist: Typist) -> None:
    app: Any = typist.app
    desk, window, by = app.shell.desk, app.window, app.seat.actor
    desk.devices.add(DeviceForm(uuid4(), "SR-05", "警报器", "relay", "sim://relay/SR-05"), by=by)

    def stops(where: str) -> None:
        before = len([row for row in desk.deliveries.rows() if row.verb is Verb.STOP])
        typist.press(KEY.Key_F12, CTRL)
        typist.until(
            lambda: len([row for row in desk.deliveries.rows() if row.verb is Verb.STOP]) > before, f"stopped {where}"
        )
        stopped(desk)

    stops("on a page")
    window.show_panel("devices")
    typist.panel().show_part(1)
    typist.until(lambda: typist.panel().ledger._has_result, "the ledger")
    typist.panel().ledger.table.setFocus()
    typist.press(KEY.Key_N, CTRL)
    dialog = typist.asked()
    stops("over a dialog")
    assert dialog.isVisible() and typist.at(dialog.driver)
    typist.press(KEY.Key_Escape)
    typist.answered()
    typist.press(KEY.Key_K, CTRL)
    typist.asked()
    stops("over the command line")
    typist.press(KEY.Key_Escape)
    typist.press(KEY.Key_L, CTRL)
    typist.until(lambda: window.covered, "locked")
    stops("over a locked page")
    typist.until(lambda: not app.jobs.busy, "nothing is under way")

    key = desk.devices.rows()[0].key
    desk.wire.start(only={key})
    typist.until(lambda: [one.state.value for one in desk.wire.status()] == ["online"], "the line is open")
    with closing(sqlite.library().connect(desk.data.store, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # an import in another program; what the officer saves waits for it
        saving = app.jobs.write(lambda: desk.log.add(NewEntry(uuid4(), "雨停"), by=by), lambda _: None, lambda _: None)
        typist.press(KEY.Key_F12, CTRL)
        typist.until(lambda: desk.wire._stop_now.under_way() != set(), "told the device meanwhile")
        assert not saving.done()
    typist.until(saving.done, "saved")
    desk.wire.stop()
