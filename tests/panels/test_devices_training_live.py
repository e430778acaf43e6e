"""模拟 in a live store: not there, and why; no way of the window leads to it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from console import bootstrap, words
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.realm import Realm
from console.domain.wire import DeviceForm
from tests.kit import devices_panel, geometry
from tests.kit.devices_panel import Opened
from tests.kit.teams_panel import part, wait
from tests.kit.upward import ALT, KEY, press
from ui.panels.devices import LINKS, TRAINING
from ui.seat import Seat

opened = devices_panel.opened


@pytest.fixture
def desk(data: DataDir) -> Iterator[Desk]:
    bootstrap.create(data, Realm.LIVE)
    made = bootstrap.build(data)
    yield made
    made.close()


def test_a_live_store_says_why_and_offers_nothing(opened: Opened, desk: Desk, seat: Seat, qtbot: QtBot) -> None:
    desk.devices.add(DeviceForm(uuid4(), "JB-01", "接收机", "surgard", "sim://surgard/L1?every=0.1"), by=seat.actor)
    panel = opened()
    page = part(qtbot, panel, TRAINING)
    for language in words.LANGUAGES:
        words.set_language(language)
        assert page.empty.sentence.text() == words.say("training.live")
        wait(qtbot, lambda: geometry.cut(panel) == [])
    assert not [one.text() for one in page.findChildren(QPushButton) if one.isVisible() and one.isEnabled()]
    for key in (KEY.Key_A, KEY.Key_J, KEY.Key_Y, KEY.Key_Q):
        press(qtbot, page.empty, key, ALT)
    assert page.asked.dialog is None
    links = part(qtbot, panel, LINKS)
    assert not links.replay.isEnabled() and links.replay.toolTip() == words.say("training.why.live")
    panel._replay(__file__, uuid4())  # as if the key were there all the same
    wait(qtbot, lambda: "training_live" in [one.code for one in panel.errors])
    assert page.asked.dialog is None
    assert desk.training.runs() == () and [one for one in desk.log.newest(20) if "演练" in one.text] == []
