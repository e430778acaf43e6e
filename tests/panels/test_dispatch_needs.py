"""需求板: what incidents ask for is recorded once, seen by how much is met, changed, dropped, taken over by lines."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.assigning import NewAssignment
from console.domain.inbound import Intake
from console.domain.incident import ItemKind
from console.domain.needs import NeedKind, NeedRow, NeedSource, NeedState, NewNeed
from console.domain.people import Actor
from tests.kit import dispatch as kit
from tests.kit import dispatch_panel as setting
from tests.kit.dispatch import Ground
from tests.kit.dispatch_panel import ALL_NEWS, Opened, wait
from tests.kit.input_method import commit
from tests.kit.upward import ALT, CTRL, KEY, press
from ui.dialogs.need import DropDialog, NeedDialog
from ui.dialogs.need_package import PackageDialog
from ui.models.need_lines import Head, NeedLine

by, opened, ground = setting.by, setting.opened, kit.ground


def needed(desk: Desk, by: Actor, ground: Ground, **more: Any) -> NeedRow:
    values: dict[str, Any] = {"skill": "drainage", "place": "样例村东", "asked_by": "王例二", "phone": "0577-0000-0001"}
    return desk.needs.record(NewNeed(ground.incident, NeedKind.SKILL, Decimal(2), **(values | more)), by=by)


def asked(qtbot: QtBot, panel: Any, what: type) -> Any:
    wait(qtbot, lambda: isinstance(panel.needs.asking.asked.dialog, what))
    return panel.needs.asking.asked.dialog


def lines(panel: Any) -> list[Any]:
    return list(panel.needs.table.rows_model.rows())


def test_needs_stand_below_their_incident_urgent_first_with_how_much_is_met(
    opened: Opened, desk: Desk, by: Actor, ground: Ground, qtbot: QtBot, clock: Any
) -> None:
    ground.add_teams(desk, by, kit.team("D1", 8))
    quiet = ground.another(desk, by, "无事处")
    late = needed(desk, by, ground, due_at=clock.now() + timedelta(minutes=30), priority=1)
    part = needed(desk, by, ground, source=NeedSource.CALL, source_id=ground.call)
    desk.assignments.assign(NewAssignment(ground.teams["D1"], ground.incident, need_id=part.id), by=by)
    clock.advance(hours=1)
    panel = opened()
    board = panel.needs
    head, first, second, other = lines(panel)
    assert isinstance(head, Head) and (head.incident.id, head.needs, head.short, head.priority) == (
        ground.incident, 2, 2, 1
    )  # fmt: skip
    assert (first.row.id, first.tint(), second.row.id, second.tint()) == (late.id, "redtint", part.id, None)
    assert isinstance(other, Head) and other.incident.id == quiet
    assert "1/2 支 缺 1 支" in second.text() and "队伍D1" in second.text()
    assert first.below() == "0/2 支 · 紧急 · 要求 08:30 前"
    assert board.sources.text() == "人工记录 1 · 来电来文 1"
    wait(qtbot, lambda: panel.focusWidget() is board.table)
    assert board.table.chosen_key() == ("need", late.id) and panel.candidates.focus.need == late.id
    assert "王例二 0577-0000-0001" in board.about.text() and late.number in board.about.text()
    words.set_language("en")
    assert "Short 1" in second.text() and "Asked by" in board.about.text()
    # news come in: what is chosen stays, nothing is moved
    press(qtbot, board.table, KEY.Key_Down)
    needed(desk, by, ground, priority=1)
    with qtbot.waitSignal(board.presented, timeout=setting.PATIENCE):
        panel.note(ALL_NEWS)
    assert board.table.chosen_key() == ("need", part.id) and panel.focusWidget() is board.table
    assert panel.parts.buttons[0].text() == words.say("dispatch.part.needs_count", count=3)


def test_a_need_is_typed_once_by_keys_and_a_refused_one_keeps_its_words(
    opened: Opened, desk: Desk, by: Actor, ground: Ground, qtbot: QtBot
) -> None:
    panel = opened()
    press(qtbot, panel.needs.table, KEY.Key_N, CTRL)
    asks = asked(qtbot, panel, NeedDialog)
    assert asks.place.place_id() == ground.place, "the incident's place stands there"
    commit(asks.what, "排水泵")
    press(qtbot, asks.what, KEY.Key_Return)
    wait(qtbot, lambda: asks.focusWidget() is asks.quantity)
    assert (asks.unit.text(), asks.unit.isReadOnly()) == ("台", True)
    asks.quantity.setText("1.5")
    asks.due.setText("昨天")
    press(qtbot, asks, KEY.Key_Return, CTRL)
    assert asks.trouble.isVisible() and asks.focusWidget() is asks.quantity and desk.needs.rows() == []
    asks.quantity.setText("3")
    press(qtbot, asks, KEY.Key_Return, CTRL)
    assert asks.focusWidget() is asks.due and asks.what.text() == "排水泵"
    asks.due.setText("")
    asks.spot.setText("120.7 28.3")
    press(qtbot, asks, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: asks.trouble.isVisible() and asks.focusWidget() is asks.spot)
    assert desk.needs.rows() == [], "the wrong way round"
    asks.spot.setText("28.3, 120.7")
    press(qtbot, asks, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: panel.needs.asking.asked.dialog is None and panel.needs.need() is not None)
    (row,) = desk.needs.rows()
    assert (row.kind, row.item, row.quantity, row.place_id, row.latitude) == (
        NeedKind.ITEM, ground.pump, Decimal(3), ground.place, 28.3
    )  # fmt: skip
    assert row.place.endswith("样例村") and row.place.count("样例村") == 1
    press(qtbot, panel.needs.table, KEY.Key_E, CTRL)
    asks = asked(qtbot, panel, NeedDialog)
    assert (asks.what.text(), asks.quantity.text(), asks.spot.text()) == ("排水泵", "3", "28.3, 120.7")
    asks.quantity.setText("4")
    desk.needs.change(row.id, NewNeed(row.incident, row.kind, Decimal(9), item=row.item), seen=1, by=by)
    press(qtbot, asks, KEY.Key_Return, CTRL)
    wait(qtbot, asks.trouble.isVisible)
    assert asks.quantity.text() == "4" and desk.needs.one(row.id).quantity == 9


def test_words_that_name_nothing_known_stay_and_a_drop_asks_why(
    opened: Opened, desk: Desk, by: Actor, ground: Ground, qtbot: QtBot
) -> None:
    panel = opened()
    press(qtbot, panel.needs.table, KEY.Key_N, CTRL)
    asks = asked(qtbot, panel, NeedDialog)
    commit(asks.what, "编织袋若干")
    asks.unit.setText("批")
    press(qtbot, asks, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: panel.needs.asking.asked.dialog is None and panel.needs.need() is not None)
    (row,) = desk.needs.rows()
    assert (row.kind, row.what, row.unit) == (NeedKind.OTHER, "编织袋若干", "批")
    press(qtbot, panel.needs.table, KEY.Key_X, ALT)
    asks = asked(qtbot, panel, DropDialog)
    press(qtbot, asks, KEY.Key_Return, CTRL)
    assert asks.trouble.isVisible() and desk.needs.one(row.id).state is NeedState.OPEN
    commit(asks.reason, "水已退")
    press(qtbot, asks, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: panel.needs.asking.asked.dialog is None and desk.needs.one(row.id).dropped)
    wait(qtbot, lambda: not panel.needs.possible(panel.needs.drop))
    assert "水已退" in panel.needs.table.chosen_row().text()
    assert not panel.needs.drop.isEnabled() and not panel.needs.change.isEnabled()


def test_a_package_is_taken_over_by_two_keys_each_line_once(
    opened: Opened, desk: Desk, by: Actor, ground: Ground, qtbot: QtBot
) -> None:
    panel = opened()
    wait(qtbot, lambda: panel.needs.package.text() == words.say("need.packages_count", count=2))
    press(qtbot, panel.needs.table, KEY.Key_B, ALT)
    asks = asked(qtbot, panel, PackageDialog)
    press(qtbot, asks.table, KEY.Key_Space)
    press(qtbot, asks.table, KEY.Key_Return)
    wait(qtbot, lambda: panel.needs.asking.asked.dialog is None and len(desk.needs.rows()) == 1)
    wait(qtbot, lambda: panel.needs.package.text() == words.say("need.packages_count", count=1))
    press(qtbot, panel.needs.table, KEY.Key_B, ALT)
    asks = asked(qtbot, panel, PackageDialog)
    taken, free = sorted(asks.table.rows_model.rows(), key=lambda pick: pick.free)
    assert taken.suggested.taken == desk.needs.rows()[0].number and free.on and not taken.on
    press(qtbot, asks.table, KEY.Key_Return)
    wait(qtbot, lambda: panel.needs.asking.asked.dialog is None and len(desk.needs.rows()) == 2)
    wait(qtbot, lambda: panel.needs.package.text() == words.say("need.packages"))
    with qtbot.waitSignal(panel.saved, timeout=setting.PATIENCE) as said:
        press(qtbot, panel.needs.table, KEY.Key_B, ALT)
    assert said.args == [words.say("need.packages_taken", number=desk.incidents.one(ground.incident).number)]


def test_what_a_call_asks_for_stands_in_the_form(
    opened: Opened, desk: Desk, by: Actor, ground: Ground, qtbot: QtBot
) -> None:
    call = Intake(uuid4(), "村里进水", desk.clock.now(), caller_org="岩坦镇", caller_name="王例二",
                  caller_phone="0577-0000-0002", needs="请调排水泵 2 台", place_text="村东桥头")  # fmt: skip
    item = desk.intake.register(call, by=by).id
    desk.incident_items.join(ground.incident, item, ItemKind.MORE, by=by)
    panel = opened()
    panel.start_need(item)
    asks = asked(qtbot, panel, NeedDialog)
    said = (asks.what.key(), asks.quantity.text(), asks.asked_by.text(), asks.phone.text(), asks.place_text.text())
    assert said == ((NeedKind.ITEM, ground.pump), "2", "岩坦镇 王例二", "0577-0000-0002", "村东桥头")
    press(qtbot, asks, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: panel.needs.asking.asked.dialog is None and len(desk.needs.rows()) == 1)
    (row,) = desk.needs.rows()
    assert (row.source, row.source_id, row.incident) == (NeedSource.CALL, item, ground.incident)


def test_led_here_for_an_incident_its_most_urgent_need_is_chosen(
    opened: Opened, desk: Desk, by: Actor, ground: Ground, qtbot: QtBot
) -> None:
    other = ground.another(desk, by)
    needed(desk, by, ground)
    panel = opened()
    panel.open_item(other, follow=True)
    wait(qtbot, lambda: panel.needs.table.chosen_key() == ("incident", other))
    with qtbot.waitSignal(panel.item_asked, timeout=setting.PATIENCE) as led:
        press(qtbot, panel.needs.table, KEY.Key_I, ALT)
    assert led.args == ["incidents", other]
    with qtbot.waitSignal(panel.refused, timeout=setting.PATIENCE):
        panel.open_item(uuid4(), follow=True)
    assert panel.needs.table.chosen_key() == ("incident", other), "what is not there moves nothing"
    panel.open_item(ground.incident, follow=True)
    wait(qtbot, lambda: isinstance(panel.needs.table.chosen_row(), NeedLine))
    assert panel.focusWidget() is panel.needs.table
