"""候选: first to arrive first with whom to ring, Enter sends one; a warning asks why, goods ask how much, once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.assigning import NewAssignment
from console.domain.needs import NeedKind, NeedRow, NeedState, NewNeed
from console.domain.people import Actor
from console.domain.stock_document import NewLine
from tests.kit import dispatch as kit
from tests.kit import dispatch_panel as setting
from tests.kit.dispatch import Ground, team
from tests.kit.dispatch_panel import ALL_NEWS, PATIENCE, Opened, wait
from tests.kit.input_method import commit
from tests.kit.upward import CTRL, KEY, press
from ui import hiding
from ui.dialogs.need_assign import AssignDialog

by, opened, ground = setting.by, setting.opened, kit.ground


def needed(desk: Desk, by: Actor, ground: Ground, kind: NeedKind = NeedKind.SKILL, **more: Any) -> NeedRow:
    said = {"skill": "drainage"} if kind is NeedKind.SKILL else {"item": ground.water}
    values: dict[str, Any] = {"quantity": Decimal(2), "place": "样例村东"} | said | more
    return desk.needs.record(NewNeed(ground.incident, kind, **values), by=by)


def into_candidates(qtbot: QtBot, panel: Any) -> Any:
    """The candidates of the chosen need with the keyboard in them."""
    press(qtbot, panel.needs.table, KEY.Key_2, CTRL)
    wait(qtbot, lambda: panel.candidates.chosen() is not None)
    panel.show_part(1)
    return panel.candidates


def asked(qtbot: QtBot, part: Any) -> Any:
    wait(qtbot, lambda: isinstance(part.asked.dialog, AssignDialog))
    return part.asked.dialog


def agreed(qtbot: QtBot, part: Any) -> None:
    """The commander's word on the telephone, handed up."""
    dialog = asked(qtbot, part)
    commit(dialog.approval.words, "同意")
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: part.asked.dialog is None)


def cells(table: Any, row: int) -> list[str]:
    model = table.rows_model
    return [model.index(row, at).data() for at in range(model.columnCount())]


def test_the_first_to_arrive_is_sent_by_enter_and_only_its_approval_is_asked(
    opened: Opened, desk: Desk, by: Actor, ground: Ground, qtbot: QtBot
) -> None:
    ground.add_teams(
        desk, by, team("D1", 8), team("D2", 30), team("D3", None), team("D4", 1, readiness="unavailable"),
        team("W1", 1, skills="water"),
    )  # fmt: skip
    need = needed(desk, by, ground)
    panel = opened()
    part = into_candidates(qtbot, panel)
    assert [cells(part.table, row)[:2] for row in range(4)] == [
        ["28", "队伍D1"], ["78", "队伍D2"], ["?", "队伍D3"], ["13", "队伍D4"]
    ]  # fmt: skip
    assert cells(part.table, 0)[2:4] == ["12 人", "陈例一 100-0000-0001"]
    assert cells(part.table, 3)[4].startswith("不可派") and "60 分钟内" in part.why.text()
    assert part.card.title.text() == "候选 · 排涝抢险 2 支 → 样例村东"
    hiding.current().turn()
    assert "100-0000-0001" not in cells(part.table, 0)[3] and "100-0000-0001" not in part.name.text()
    hiding.current().turn()
    press(qtbot, part.table, KEY.Key_Return)
    dialog = asked(qtbot, part)
    assert dialog.approval.name.text() == setting.LEADER and dialog.focusWidget() is dialog.approval.words
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    wait(qtbot, dialog.trouble.isVisible)
    assert desk.dispatching.rows() == []
    commit(dialog.approval.words, "同意，立即出动")
    for _ in range(3):
        press(qtbot, dialog, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: part.asked.dialog is None)
    (order,) = desk.dispatching.rows()
    assert order.commander == setting.LEADER and desk.needs.one(need.id).met == 1
    (sent,) = desk.needs.one(need.id).by
    assert sent.who == "队伍D1"
    # sent for this incident it may not go twice: it stands last now, and Enter does nothing on it
    wait(qtbot, lambda: cells(part.table, 0)[1] == "队伍D2")
    part.table.choose(next(line.key for line in part.table.rows_model.rows() if line.name == "队伍D1"))
    assert not part.send.isEnabled() and part.send.toolTip() == words.say("dispatch.blocked")
    press(qtbot, part.table, KEY.Key_Return)
    assert part.asked.dialog is None


def test_a_team_promised_elsewhere_says_where_and_asks_why(
    opened: Opened, desk: Desk, by: Actor, ground: Ground, qtbot: QtBot
) -> None:
    ground.add_teams(desk, by, team("D1", 8), team("D2", 90))
    other = desk.incidents.one(ground.another(desk, by))
    desk.assignments.assign(NewAssignment(ground.teams["D1"], other.id), by=by)
    need = needed(desk, by, ground)
    part = into_candidates(qtbot, opened())
    assert part.chosen().promised() == f"{other.number} 指派"
    press(qtbot, part.table, KEY.Key_Return)
    dialog = asked(qtbot, part)
    assert dialog.focusWidget() is dialog.reason
    commit(dialog.approval.words, "同意")
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    assert dialog.trouble.isVisible() and dialog.focusWidget() is dialog.reason
    commit(dialog.reason, "那边已控制")
    # it is taken for a third meanwhile: nothing is sent, every word stays
    third = ground.another(desk, by, "第三处")
    desk.assignments.assign(NewAssignment(ground.teams["D1"], third, reason="急"), by=by)
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: "队伍D1" in dialog.trouble.text())
    assert dialog.reason.text() == "那边已控制" and desk.needs.one(need.id).met == 0
    press(qtbot, dialog, KEY.Key_Escape)
    wait(qtbot, lambda: part.asked.dialog is None)
    part.reload_now()
    wait(qtbot, lambda: "第三处" in "".join(one.incident_title for one in part.chosen().found.team.engaged))
    press(qtbot, part.table, KEY.Key_Return)
    assert asked(qtbot, part).reason.text() == "那边已控制"
    press(qtbot, part.asked.dialog, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: part.asked.dialog is None)
    assert desk.needs.one(need.id).met == 1


def test_goods_go_by_lots_first_expiring_first_and_the_reserve_is_told(
    opened: Opened, desk: Desk, by: Actor, ground: Ground, qtbot: QtBot
) -> None:
    ground.took_in(
        desk, by, ground.county, NewLine(ground.water, Decimal(20), lot_code="晚", expires_on=date(2031, 8, 1)),
        NewLine(ground.water, Decimal(10), lot_code="早", expires_on=date(2030, 12, 1)),
    )  # fmt: skip
    ground.quota(desk, by, ground.county, ground.water, 12)
    ground.vehicle(desk, by, ground.county, "示A·00001", 1_000)
    ground.agreement(desk, by, ground.water, 100, 90)
    need = needed(desk, by, ground, NeedKind.ITEM, quantity=Decimal(25))
    part = into_candidates(qtbot, opened())
    assert [(line.name, line.size(), line.state()) for line in part.table.rows_model.rows()] == [
        ("县库", "可调 18 箱", "2030-12-01"), ("例县超市（示例）", "可调用 100 箱", "协议储备")
    ]  # fmt: skip
    assert "还缺 7 箱" in part.aid.text() and "示A" not in part.aid.text()
    press(qtbot, part.table, KEY.Key_Return)
    dialog = asked(qtbot, part)
    assert dialog.quantity.text() == "18" and dialog.note.text() == "按效期先出：早 10、晚 8"
    commit(dialog.approval.words, "同意")
    for typed, code in (("31", "more_than_free"), ("2.5", "amount_fraction"), ("-1", "amount_negative")):
        dialog.quantity.setText(typed)
        press(qtbot, dialog, KEY.Key_Return, CTRL)
        assert dialog.trouble.isVisible() and dialog.focusWidget() is dialog.quantity, code
    dialog.quantity.setText("25")
    assert "最低留存 12" in dialog.note.text()
    words.set_language("en")
    assert "reserve of 12" in dialog.note.text() and "25" not in dialog.note.text()
    words.set_language("zh")
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: part.asked.dialog is None)
    assert desk.needs.one(need.id).state is NeedState.MET
    wait(qtbot, lambda: len(part.table.rows_model.rows()) == 2 and part.table.rows_model.rows()[0].found.free == 5)
    # an agreement is rung, not ordered
    part.table.choose(part.table.rows_model.rows()[1].key)
    assert not part.send.isEnabled() and part.send.toolTip() == words.say("dispatch.call_them")


def test_the_weather_is_one_for_all_parts_and_another_need_shows_its_own(
    opened: Opened, desk: Desk, by: Actor, ground: Ground, qtbot: QtBot
) -> None:
    ground.add_teams(desk, by, team("D1", 8))
    first = needed(desk, by, ground)
    in_words = needed(desk, by, ground, NeedKind.OTHER, item=None, what="编织袋", priority=3)
    panel = opened()
    part = into_candidates(qtbot, panel)
    assert part.chosen().minutes == 28
    part.weather.show_code("storm")
    part.weather.activated.emit(part.weather.currentIndex())
    wait(qtbot, lambda: part.chosen() is not None and part.chosen().minutes == 49)
    assert panel.proposal.focus.weather == panel.needs.focus.weather == "storm"
    panel.needs.table.choose(("need", in_words.id))
    wait(qtbot, part.empty.isVisible)
    assert part.empty.sentence.text() == words.say("dispatch.none_other", what="编织袋") and part.chosen() is None
    panel.needs.table.choose(("need", first.id))
    wait(qtbot, lambda: part.chosen() is not None)
    with qtbot.waitSignal(part.presented, timeout=PATIENCE):
        panel.note(ALL_NEWS)
    assert part.chosen().minutes == 49, "news keep the weather"


def test_who_may_only_look_on_sees_why_nothing_can_be_sent(
    opened: Opened, desk: Desk, by: Actor, ground: Ground, qtbot: QtBot, seat: Any, viewer: Actor
) -> None:
    ground.add_teams(desk, by, team("D1", 8))
    needed(desk, by, ground)
    panel = opened()
    part = into_candidates(qtbot, panel)
    seat.sit(viewer)
    assert not part.send.isEnabled() and part.send.toolTip()
    assert not panel.needs.add.isEnabled() and panel.needs.add.toolTip()
    press(qtbot, part.table, KEY.Key_Return)
    press(qtbot, panel.needs.table, KEY.Key_N, CTRL)
    assert part.asked.dialog is None and panel.needs.asking.asked.dialog is None
    assert part.table.rows_model.index(0, 1).data(Qt.ItemDataRole.DisplayRole) == "队伍D1"
