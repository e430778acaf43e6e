"""The 设备 panel over a real store: one siren behind a simulated line, and something that is to sound."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.bootstrap import Desk
from console.domain.delivery import Order, Verb
from console.domain.outbox import Ask
from console.domain.wire import DeviceForm, DeviceRow
from tests.kit import panels
from ui.models.device_rows import DeviceServices
from ui.panels.devices import DevicesPanel
from ui.seat import Seat

Opened = Callable[[], DevicesPanel]
AREA = "样例村12 下游沿河农户"


@pytest.fixture
def siren(desk: Desk, seat: Seat) -> DeviceRow:
    form = DeviceForm(uuid4(), "SR-05", "警报器", "relay", "sim://relay/SR-05", name_en="Siren", place_text="样例村12")
    return desk.devices.add(form, by=seat.actor)


@pytest.fixture
def opened(qtbot: QtBot, app_theme: QApplication, desk: Desk, jobs: Any, seat: Seat, times: Any) -> Opened:
    def open_it() -> DevicesPanel:
        services = DeviceServices(
            desk.devices, desk.deliveries, desk.self_tests, desk.wire, desk.accounts, desk.places, desk.contacts,
            desk.plans, desk.event_types, desk.settings, desk.secrets, desk.realm, desk.listened,
            desk.list_imports, desk.list_runs, desk.training, desk.areas_in_question,
        )  # fmt: skip
        panel = DevicesPanel(jobs, seat, times, services=services, drafts=desk.drafts)
        return panels.shown(qtbot, panel, panel.links, (1264, 640))

    return open_it


def sound(desk: Desk, row: DeviceRow, seat: Seat) -> Any:
    (made,) = desk.deliveries.ask([Ask(row.id, Order(uuid4(), Verb.SOUND), area=AREA)], by=seat.actor)
    return made
