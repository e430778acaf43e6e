"""A transfer drafted from a candidate: what the need said stands in it, and it is approved later by who may."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.needs import NeedKind, NewNeed
from console.domain.stock import DocumentState
from console.domain.stock_document import NewLine
from db.models.stores import Item, Quota
from tests.kit import dispatch as kit
from tests.kit.stock import came_in
from tests.kit.typist import ALT, CTRL, Typist
from tests.kit.window import PATIENCE_MS, furnishing

KEY = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def store(new_store: DataDir, clock: StoppedClock) -> DataDir:
    """Thirty boxes of which twelve stay, and a call for twenty-five."""
    with furnishing(new_store, clock) as (desk, by):
        county = kit.warehouse("K01", "县库", 0, latitude=28.1, longitude=120.6)
        item = Item(id=uuid4(), code="W02", name="饮用水", unit="箱", version=1)
        kit.add(desk, by, county, item)
        came_in(
            desk, by, county.id, NewLine(item.id, Decimal(20), lot_code="晚", expires_on=date(2031, 8, 1)),
            NewLine(item.id, Decimal(10), lot_code="早", expires_on=date(2030, 12, 1)),
        )  # fmt: skip
        kit.add(desk, by, Quota(id=uuid4(), warehouse_id=county.id, item_id=item.id, minimum=12, target=12, version=1))
        told = desk.intake.register(Intake(uuid4(), "村里进水", clock.now()), by=by).id
        incident = desk.incidents.open(NewIncident(uuid4(), "内涝", "村里进水", "101"), [told], by=by)
        desk.needs.record(
            NewNeed(incident.id, NeedKind.ITEM, Decimal(25), item=item.id, place="样例村东", asked_by="章例五",
                    phone="100-0000-0105"), by=by,
        )  # fmt: skip
    return new_store


def test_what_the_need_said_stands_in_a_draft_that_keeps_the_reserve(typist: Typist, qtbot: QtBot) -> None:
    desk, window = typist.app.shell.desk, typist.app.window
    typist.press(KEY.Key_7, CTRL)
    panel: Any = window.current_panel()
    qtbot.waitUntil(lambda: panel.candidates.chosen() is not None, timeout=PATIENCE_MS)
    typist.press(KEY.Key_2, CTRL)
    assert panel.candidates.transfer.isVisible() and panel.candidates.transfer.hint() == "[Alt+R]"
    typist.press(KEY.Key_R, ALT)
    stores: Any = window.current_panel()
    page = stores.by_name["documents"]
    qtbot.waitUntil(lambda: page.asked.dialog is not None, timeout=PATIENCE_MS)
    typist.press(KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.asked.dialog is None and page.look is not None, timeout=PATIENCE_MS)
    (need,) = desk.needs.rows()
    row, lines = page.look.row, page.look.document.lines
    assert (row.state, row.need, row.incident, row.destination) == (
        DocumentState.DRAFT, need.id, need.incident, "样例村东"
    )  # fmt: skip
    assert (row.from_name, row.keeper, row.text) == ("县库", "吴例三", need.number)
    assert (row.receiver, row.receiver_phone) == ("章例五", "100-0000-0105")
    assert [(one.lot_code, int(one.asked), one.need) for one in lines] == [("早", 10, need.id), ("晚", 8, need.id)]
    assert need.met == 0 and all(one.reserved == 0 for one in desk.stock.on_hand()), "a draft promises nothing"
