"""Ways to a warning and from it, in the real window: due strip, board, palette, the plan it speaks for, its calling."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt

from console.domain.warning_form import Chosen
from tests.kit import plans
from tests.kit.typist import ALT, CTRL, SHIFT, Typist
from tests.kit.warning import small_county, walked
from tests.kit.window import furnishing

Key = Qt.Key
YELLOW = {
    "level": "weather_yellow", "title": "例县气象台发布暴雨黄色预警", "sms": "暴雨黄色预警。", "voice": "",
    "listened": "",
}  # fmt: skip


@pytest.fixture
def store(new_store: Any, clock: Any, tmp_path: Any) -> Iterator[Any]:
    """A yellow warning is out by television, and a plan of its kind of event has the level it speaks for."""
    with furnishing(new_store, clock) as (desk, by):
        people = small_county(desk)
        plans.people(desk, tmp_path, by)
        desk.plans.add(replace(plans.plan(), event_type="102"), by=by)
        officer = people.actor("甲例")
        row = desk.warnings.draft(people.form(channels=(Chosen("tv"),), **YELLOW), by=officer)
        walked(desk.warnings, row, officer)
    yield new_store


def test_every_way_leads_to_the_warning_and_from_it_onward(typist: Typist) -> None:
    shell = typist.app.shell
    desk = shell.desk
    (row,) = desk.warnings.rows()

    def page() -> Any:
        return typist.panel().page

    def stands_there() -> bool:
        panel = typist.panel()
        return panel.id == "warnings" and panel.page.look is not None and panel.page.look.id == row.id

    typist.until(lambda: any(one.record_id == row.id for one in shell.station.due), "a channel is to be reported")
    due = next(one for one in shell.station.due if one.record_id == row.id)
    shell._go_to_due(due.id)
    typist.until(stands_there, "the due strip leads to it")
    typist.until(lambda: typist.at(page().record.table), "where the channel is reported")
    assert page().record.table.chosen_row().row.channel == "tv"
    typist.press(Key.Key_Escape)
    typist.until(typist.panel().list.isVisible, "back on the list")

    typist.press(Key.Key_1, ALT)
    board = typist.panel()
    typist.until(lambda: board.id == "board" and board.waiting.warnings.isVisible(), "the board counts it")
    assert "1" in board.waiting.warnings.text()
    board.waiting.warnings.click()
    typist.until(lambda: typist.panel().id == "warnings" and typist.panel().list.isVisible(), "the board leads there")

    typist.press(Key.Key_K, CTRL)
    typist.until(lambda: typist.dialog() is not None, "the palette")
    typist.write("暴雨黄色")
    palette = typist.dialog()
    typist.until(lambda: any(row.number in text for text in _texts(palette)), "found by its words")
    typist.press(Key.Key_Escape)
    typist.until(lambda: typist.dialog() is None, "the palette is gone")

    shell._go_to_item("warnings", row.id)
    typist.until(lambda: stands_there() and page().news.start.isVisible(), "a response is proposed")
    assert page().foot.isVisible()
    typist.press(Key.Key_F3, SHIFT)
    typist.until(lambda: typist.panel().id == "plans" and typist.dialog() is not None, "its dialog")
    dialog: Any = typist.dialog()
    assert dialog.level.value() == "III" and row.number in dialog.warning.text()
    typist.press(Key.Key_Escape)
    typist.until(lambda: typist.dialog() is None, "nothing was started")
    assert desk.responses.rows() == []

    shell._go_to_item("warnings", row.id)
    typist.until(stands_there, "the warning")
    typist.press(Key.Key_M, ALT)
    typist.until(lambda: typist.panel().id == "callouts" and typist.dialog() is not None, "its calling")


def _texts(dialog: Any) -> list[str]:
    from PySide6.QtWidgets import QAbstractItemView

    made = []
    for view in dialog.findChildren(QAbstractItemView):
        model = view.model()
        made += [
            str(model.index(at, column).data() or "")
            for at in range(model.rowCount()) for column in range(max(1, model.columnCount()))
        ]  # fmt: skip
    return made
