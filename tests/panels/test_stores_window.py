"""物资 in the whole window: its key, and the ways that lead to a store and to a document from elsewhere."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.stock_document import NewLine
from db.models.stores import Item
from tests.kit import dispatch as kit
from tests.kit.stock import came_in
from tests.kit.typist import ALT, CTRL, Typist
from tests.kit.window import PATIENCE_MS, furnishing

KEY = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def store(new_store: DataDir, clock: StoppedClock) -> DataDir:
    """Two stores with coordinates, water in one of them."""
    with furnishing(new_store, clock) as (desk, by):
        stores = [
            kit.warehouse("K01", "县级防汛物资库", 0, latitude=28.1, longitude=120.6),
            kit.warehouse("K02", "例溪镇仓库", 0, tier="town", latitude=28.2, longitude=120.7),
        ]
        item = Item(id=uuid4(), code="W02", name="饮用水", unit="瓶", version=1)
        kit.add(desk, by, *stores, item)
        came_in(desk, by, stores[1].id, NewLine(item.id, Decimal(12), lot_code="L-1"))
    return new_store


def test_the_map_and_a_document_lead_into_the_stores_by_keys(typist: Typist, qtbot: QtBot) -> None:
    window: Any = typist.app.window
    typist.press(KEY.Key_6, CTRL)
    assert window.current_panel().id == "stores"
    stock = window.current_panel().by_name["stock"]
    qtbot.waitUntil(lambda: len(stock.stores.tree.tree_model.rows()) == 2, timeout=PATIENCE_MS)
    typist.press(KEY.Key_0, ALT)
    map_ = window.current_panel()
    assert map_.id == "map"
    qtbot.waitUntil(lambda: len(map_.canvas.scene.marks) == 2, timeout=PATIENCE_MS)
    mark = next(one for one in map_.canvas.scene.marks if one.name == "例溪镇仓库")
    map_.choose(mark.key)
    typist.press(KEY.Key_O, ALT)
    assert window.current_panel().id == "stores"
    qtbot.waitUntil(lambda: stock.stores.tree.chosen_id() == mark.id and stock.told is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: [line.name for line in stock.table.rows_model.rows()] == ["饮用水"], timeout=PATIENCE_MS)
    line = stock.told.card[0]
    stock.card.table.setFocus()
    stock.card.table.choose((line.number, True))
    typist.press(KEY.Key_Return)
    documents = window.current_panel().by_name["documents"]
    qtbot.waitUntil(lambda: window.current_panel().current_page() is documents, timeout=PATIENCE_MS)
    typist.press(KEY.Key_1, CTRL)
    assert window.current_panel().current_page() is stock
    window.current_panel().open_item(line.document, follow=True)
    qtbot.waitUntil(lambda: window.current_panel().current_page() is documents, timeout=PATIENCE_MS)
