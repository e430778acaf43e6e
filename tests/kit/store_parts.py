"""The parts 定额效期 and 台账 of the 物资 panel on a small county: opened alone, news reach them; keys and dialogs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.stores import ItemForm, WarehouseForm
from ui.jobs import Jobs
from ui.models.kept_words import KeptWords
from ui.models.store_rows import StoreServices
from ui.seat import Seat
from ui.text import Times

PUMP = ItemForm("W01", "排水泵（大流量）", "台", returnable=True, key_item=True)
WATER = ItemForm("W02", "饮用水", "箱", rotate_days=100)


@pytest.fixture
def county(desk: Desk, seat: Seat, tmp_path: Any) -> dict[str, UUID]:
    """A county with a town and two villages, a store in each but one, two kinds of goods."""
    by, file = seat.actor, tmp_path / "places.csv"
    file.write_text("代码,名称,上级\n99,示例省,\n9901,示例市,99\n990101,例县,9901\n990101003,例溪镇,990101\n"
                    "990101003001,样例村07,990101003\n990101003002,样例村08,990101003\n", encoding="utf-8")  # fmt: skip
    desk.places.import_file(file, by=by)
    made = {place.name: place.id for place in desk.places.everything()}
    for code, name, tier, place in (
        ("K01", "县库", "county", "例县"),
        ("K02", "例溪镇库", "town", "例溪镇"),
        ("K03", "村点", "village", "样例村07"),
    ):
        made[code] = uuid4()
        form = WarehouseForm(code, name, tier, place_id=made[place], id=made[code], parent_id=made.get("K01"))
        desk.stores.keep(form if code != "K01" else WarehouseForm(code, name, tier, id=made[code]), by=by)
    for item in (PUMP, WATER):
        desk.stores.keep(item, by=by)
    return made


def services(desk: Desk) -> StoreServices:
    """Everything the panel asks."""
    return StoreServices(
        desk.stores, desk.stock, desk.stock_overview, desk.stock_scans, desk.stock_documents, desk.stock_papers,
        desk.quotas, desk.agreements, desk.expiry, desk.stock_files, desk.stock_runs, desk.incidents, desk.accounts,
        desk.approvals, desk.settings, desk.places, desk.contacts, desk.stock_scenes, desk.duty,
    )  # fmt: skip


@pytest.fixture
def part(app_theme: QApplication, qtbot: QtBot, desk: Desk, jobs: Jobs, seat: Seat, times: Times) -> Iterator[Any]:
    """Opens a part by its class; what it said and refused stands in ``heard`` and ``errors``."""
    left: list[Callable[[], None]] = []

    def opened(of: Any) -> Any:
        book = KeptWords(jobs, seat, times, desk.drafts, None)  # type: ignore[arg-type]
        made = of(jobs, seat, times, services(desk), book)
        book.setParent(made)
        made.heard, made.errors = [], []
        made.saved.connect(made.heard.append)
        for signal in (made.refused, made.failed):
            signal.connect(made.errors.append)
        left.append(desk.feed.subscribe(lambda news: jobs.read(lambda: news, made.note, lambda _error: None)))
        qtbot.addWidget(made)
        made.resize(1290, 600)
        with qtbot.waitSignal(made.presented):
            made.show()
        made.activateWindow()
        made.first_focus().setFocus()
        return made

    yield opened
    for unsubscribe in left:
        unsubscribe()
    words.set_language("zh")
