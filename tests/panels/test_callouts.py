"""叫应 by keys alone: claimed, written down, passed on, taken back; nothing moves the line but a key."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.changes import Changes, Topic
from console.domain.callout import Outcome, RowState, Stage
from console.domain.clock import StoppedClock
from tests.kit import callouts_panel as kit
from tests.kit.callouts_panel import Opened, begun, hit, settled, wait
from tests.kit.input_method import commit
from tests.kit.upward import ALT, CTRL, KEY
from tests.kit.warning import County
from ui.panels.callouts import CalloutsPanel
from ui.panels.callouts_page import CalloutPage

desk, seat, people, opened = kit.desk, kit.seat, kit.people, kit.opened


def chosen(page: CalloutPage) -> Any:
    return page.table.chosen_row()


def news(qtbot: QtBot, panel: CalloutsPanel) -> None:
    """Another seat wrote something."""
    with qtbot.waitSignal(panel.page.presented, timeout=30_000):
        panel.note(Changes(frozenset({Topic.WARNINGS})))


def test_from_nothing_to_the_end_by_keys(
    opened: Opened, desk: Desk, people: County, clock: StoppedClock, qtbot: QtBot
) -> None:
    panel = opened()
    page = panel.page
    assert page.empty.isVisible() and not page.band.isVisible()
    hit(qtbot, panel, KEY.Key_N, ALT)
    wait(qtbot, lambda: page.asked.dialog is not None)
    dialog = page.asked.dialog
    dialog.name.setFocus()
    commit(dialog.name, "台风红色 叫应")
    town = next(one for one in desk.places.everything() if one.id == people.town)
    dialog.places.line.setFocus()
    commit(dialog.places.line, town.name)
    hit(qtbot, panel, KEY.Key_Return)  # the place is taken; the keyboard stays for another one
    assert dialog.places.value() == str(people.town) and dialog.places.line.hasFocus()
    wait(qtbot, lambda: dialog.table.rows_model.rowCount() > 5)
    dialog.callers.setText("")
    commit(dialog.callers, "乙例 丁例")
    for _ in range(4):
        hit(qtbot, panel, KEY.Key_Return)
    wait(
        qtbot,
        lambda: page.asked.dialog is None and page.look is not None and panel.window().focusWidget() is page.table,
    )
    settled(qtbot, panel)
    look = page.look
    assert page.names == ["乙例", "丁例"] and page.band.reached.text == f"0 / {look.tally.rows}"
    assert chosen(page).ordinal == 1

    first, second = page.rows[0], page.rows[1]
    hit(qtbot, panel, KEY.Key_Space)
    hit(qtbot, panel, KEY.Key_2, CTRL)  # the other caller: whom to ring next, not what is in hand
    assert (page.caller, chosen(page).id) == ("丁例", second.id)
    hit(qtbot, panel, KEY.Key_Space)
    settled(qtbot, panel)
    wait(qtbot, lambda: [row.claimed_by for row in page.rows[:2]] == ["乙例", "丁例"])
    clock.advance(seconds=20)
    page.beat()
    assert "0:00:20" in page.call_card.ring.text()
    hit(qtbot, panel, KEY.Key_1, CTRL)
    assert chosen(page).id == first.id  # what 乙例 has in hand
    hit(qtbot, panel, KEY.Key_A)
    hit(qtbot, panel, KEY.Key_M)
    assert panel.window().focusWidget() is page.call_card.reply and page.call_card.reply.text() == "已到岗，已转移人"
    commit(page.call_card.reply, "12")
    hit(qtbot, panel, KEY.Key_Return)
    assert panel.window().focusWidget() is page.table
    hit(qtbot, panel, KEY.Key_1)
    settled(qtbot, panel)
    wait(qtbot, lambda: page.rows[0].progress.state is RowState.REACHED)
    made = page.rows[0].tries[-1]
    assert (made.caller, made.seconds, made.reply) == ("乙例", 20, "已到岗，已转移12人")
    assert chosen(page).ordinal == 3 and page.band.reached.text == f"1 / {look.tally.rows}"

    hit(qtbot, panel, KEY.Key_2, CTRL)
    hit(qtbot, panel, KEY.Key_2)  # 无人接: it goes to the top, the line does not go with it
    settled(qtbot, panel)
    wait(qtbot, lambda: page.table.rows_model.rows()[0].id == second.id)
    assert chosen(page).ordinal == 3
    hit(qtbot, panel, KEY.Key_Z)  # that was a slip
    settled(qtbot, panel)
    wait(qtbot, lambda: chosen(page).id == second.id and page.rows[1].tries[-1:][0].undone is not False)
    assert page.rows[1].progress.tries == 0 and [row.ordinal for row in page.table.rows_model.rows()][:2] == [1, 2]

    hit(qtbot, panel, KEY.Key_U)
    settled(qtbot, panel)
    wait(qtbot, lambda: page.rows[1].progress.stage is not Stage.A)
    page.table.choose(second.id)
    hit(qtbot, panel, KEY.Key_D)
    settled(qtbot, panel)
    wait(qtbot, lambda: page.rows[1].progress.state is RowState.VISITING)
    page.table.choose(second.id)
    hit(qtbot, panel, KEY.Key_1)
    assert panel.errors.pop().code == "not_visiting"
    hit(qtbot, panel, KEY.Key_9)
    wait(qtbot, lambda: page.asked.dialog is not None)
    hit(qtbot, panel, KEY.Key_Return, CTRL)
    assert page.asked.dialog.trouble.text() == words.say("refused.visitor_missing")
    commit(page.asked.dialog.visitor, "网格员 张例二")
    hit(qtbot, panel, KEY.Key_Return)
    hit(qtbot, panel, KEY.Key_Return)  # the time: now
    commit(page.asked.dialog.reply, "人已转移")
    hit(qtbot, panel, KEY.Key_Return)
    wait(qtbot, lambda: page.rows[1].progress.state is RowState.REACHED)
    settled(qtbot, panel)
    assert (page.rows[1].tries[-1].name, page.rows[1].reply) == ("网格员 张例二", "人已转移")

    hit(qtbot, panel, KEY.Key_W, ALT)
    assert all(row.progress.state is not RowState.REACHED for row in page.table.rows_model.rows())
    hit(qtbot, panel, KEY.Key_X, ALT)
    wait(qtbot, lambda: page.asked.dialog is not None)
    hit(qtbot, panel, KEY.Key_Return, CTRL)
    assert page.asked.dialog.trouble.text() == words.say("refused.reason_missing")
    commit(page.asked.dialog.reason, "其余由乡镇入户")
    hit(qtbot, panel, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: page.look is not None and page.look.ended_at is not None)
    settled(qtbot, panel)
    hit(qtbot, panel, KEY.Key_2)
    assert panel.errors.pop().code == "callout_ended" and panel.errors == []


def test_another_seat_moves_neither_line_nor_words(opened: Opened, desk: Desk, people: County, qtbot: QtBot) -> None:
    look, by = begun(desk, people), people.actor("乙例")
    panel = opened()
    page = panel.page
    settled(qtbot, panel)
    page.table.choose(page.rows[2].id)
    hit(qtbot, panel, KEY.Key_Return)
    commit(page.call_card.reply, "正在")
    rows = desk.callouts.calls(look.id)
    desk.callouts.claim(rows[0].id, "己例", by=by)
    desk.callouts.record(rows[3].id, Outcome.NO_ANSWER, by=by, act_id=uuid4(), caller="乙例")
    news(qtbot, panel)
    assert [row.ordinal for row in page.table.rows_model.rows()] == [4, 1, 2, 3, 5, 6]
    assert (
        chosen(page).ordinal == 3
        and panel.window().focusWidget() is page.call_card.reply
        and page.call_card.reply.text() == "正在"
    )
    assert page.keys.holder(page.rows[0]) == "己例" and "己例" in page.band.callers.text()

    page.table.setFocus()
    page.table.choose(page.rows[0].id)
    hit(qtbot, panel, KEY.Key_Space)
    assert panel.errors.pop().code == "row_claimed"
    page.table.choose(page.rows[2].id)
    assert page.call_card.reply.text() == "正在"  # it waited there
    desk.callouts.record(rows[2].id, Outcome.BUSY, by=by, act_id=uuid4())
    hit(qtbot, panel, KEY.Key_1)  # what is seen is not what stands there any more
    wait(qtbot, lambda: bool(panel.errors))
    assert panel.errors.pop().code == "changed_meanwhile"
    settled(qtbot, panel)

    hit(qtbot, panel, KEY.Key_W, ALT)
    page.table.choose(page.rows[4].id)
    desk.callouts.record(rows[4].id, Outcome.ANSWERED, by=by, act_id=uuid4())
    news(qtbot, panel)
    assert chosen(page) is None  # a key already on its way meets no neighbour
    hit(qtbot, panel, KEY.Key_1)
    assert panel.errors.pop().code == "call_none_chosen" and panel.errors == []


def test_a_reply_of_who_answered_is_written_later(opened: Opened, desk: Desk, people: County, qtbot: QtBot) -> None:
    begun(desk, people, 3)
    panel = opened()
    page = panel.page
    settled(qtbot, panel)
    for _ in range(3):
        hit(qtbot, panel, KEY.Key_1)
    settled(qtbot, panel)
    wait(qtbot, lambda: page.look is not None and page.look.tally.open == 0)
    page.table.choose(page.rows[1].id)
    hit(qtbot, panel, KEY.Key_Return)
    commit(page.call_card.reply, "已通知 32 户")
    hit(qtbot, panel, KEY.Key_Return)
    settled(qtbot, panel)
    wait(qtbot, lambda: page.rows[1].reply == "已通知 32 户")
    asked: list[Any] = []
    panel.print_asked.connect(asked.append)
    hit(qtbot, panel, KEY.Key_P, CTRL)
    assert page.look is not None and [one.callout_id for one in asked] == [page.look.id]
    hit(qtbot, panel, KEY.Key_X, ALT)  # everybody has answered: it asks for nothing
    wait(qtbot, lambda: page.look is not None and page.look.ended_at is not None)
    assert panel.errors == [] and isinstance(panel.first_focus(), QWidget)
