"""指挥调度 in the window: led here from a call and back to its incident; wide screens show all parts and the map."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.bootstrap import Desk
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.map_marks import MarkKind
from console.domain.needs import NeedKind, NeedSource, NewNeed
from console.domain.people import Actor
from tests.kit import dispatch as kit
from tests.kit import dispatch_panel as setting
from tests.kit.dispatch import Ground, team
from tests.kit.dispatch_panel import Opened, wait
from tests.kit.typist import ALT, CTRL, SHIFT, Typist
from tests.kit.window import furnishing
from ui.dialogs.need import NeedDialog

by, opened_panel, ground = setting.by, setting.opened, kit.ground
Key = Qt.Key


@pytest.fixture
def store(new_store: DataDir, clock: StoppedClock) -> DataDir:
    """An open incident with the call it came from."""
    with furnishing(new_store, clock) as (desk, by):
        call = Intake(uuid4(), "车库进水", clock.now(), caller_org="岩坦镇", caller_phone="0577-0000-0001",
                      needs="排涝抢险 2 支")  # fmt: skip
        item = desk.intake.register(call, by=by).id
        desk.incidents.open(NewIncident(uuid4(), "街道内涝", "车库进水", "101", place_text="示例街道"), [item], by=by)
    return new_store


def test_what_a_call_asks_for_is_on_the_board_by_two_keys_nothing_typed_again(typist: Typist) -> None:
    desk: Desk = typist.app.shell.desk
    (item,) = desk.intake.newest()
    intake = typist.app.window.show_panel("intake")
    intake.open_item(item.id, follow=True)
    typist.until(lambda: intake.item.shown is not None and intake.item.shown.row.id == item.id, "the call")
    typist.press(Key.Key_N, ALT | SHIFT)
    dialog = typist.asked()
    assert isinstance(dialog, NeedDialog) and typist.panel().id == "dispatch"
    assert dialog.what.key() == (NeedKind.SKILL, "drainage") and dialog.quantity.text() == "2"
    typist.press(Key.Key_Return, CTRL)
    typist.answered()
    typist.until(desk.needs.rows, "the need")
    (row,) = desk.needs.rows()
    assert (row.source, row.phone, typist.keys["text"]) == (NeedSource.CALL, "0577-0000-0001", 0)
    board = typist.panel().needs
    typist.until(lambda: board.need() is not None and typist.at(board.table), "it is chosen")
    typist.press(Key.Key_I, ALT)
    typist.until(
        lambda: typist.panel().id == "incidents" and typist.panel().detail.head.row is not None, "its incident"
    )
    typist.press(Key.Key_D, ALT | SHIFT)
    typist.until(lambda: typist.panel().id == "dispatch", "back at the board")


def test_a_wide_screen_shows_all_parts_and_the_map_follows_the_chosen_line(
    by: Actor, ground: Ground, desk: Desk, opened_panel: Opened, qtbot: QtBot
) -> None:
    ground.add_teams(desk, by, team("D1", 8), team("D2", 30))
    need = desk.needs.record(NewNeed(ground.incident, NeedKind.SKILL, Decimal(1), skill="drainage"), by=by)
    panel = opened_panel()
    assert [page.isVisible() for page in panel.pages] == [True, True, False, False] and not panel.map.isVisible()
    panel.show_part(2)
    assert [page.isVisible() for page in panel.pages] == [True, False, True, False]
    panel.resize(1744, 900)
    wait(qtbot, lambda: all(page.isVisible() for page in (*panel.pages, panel.map)))
    canvas = panel.map.canvas
    wait(qtbot, lambda: panel.candidates.chosen() is not None and canvas.scene.marks)
    panel.candidates.table.choose(panel.candidates.table.rows_model.rows()[1].key)
    wait(qtbot, lambda: canvas.chosen_mark() is not None and canvas.chosen_mark().id == ground.teams["D2"])
    mark = next(one for one in canvas.scene.marks if one.id == ground.teams["D1"])
    canvas.chosen.emit(mark)
    assert panel.candidates.chosen().id == ground.teams["D1"] and mark.kind is MarkKind.TEAM
    assert canvas.shown().origin == (MarkKind.INCIDENT, ground.incident)
    panel.resize(1302, 658)
    wait(qtbot, lambda: not panel.map.isVisible() and panel.proposal.isVisible())
    assert panel.needs.need().id == need.id
