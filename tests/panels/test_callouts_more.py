"""The calling's page: more callers than keys, rows taken off and put on, slips of the hand; everything fits."""

from __future__ import annotations

from time import thread_time
from typing import Any
from uuid import uuid4

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.callout import Caller, Outcome, RowState
from console.domain.clock import StoppedClock
from tests.kit import callouts_panel as kit
from tests.kit import geometry
from tests.kit.callouts_panel import NONE, Opened, begun, hit, settled, wait
from tests.kit.input_method import commit
from tests.kit.upward import ALT, CTRL, KEY, laid_out
from tests.kit.warning import County
from ui import theme
from ui.dialogs.callout_start import CalloutStartDialog
from ui.models.callout_rows import CalloutServices, load_ground

desk, seat, people, opened = kit.desk, kit.seat, kit.people, kit.opened
CALLERS = ("陈例一", "曾例三", "王例五", "林例六", "黄例七", "周例八", "吴例九")


def held_down(widget: Any, key: Any) -> None:
    """What the system sends while a key is held."""
    for _ in range(5):
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, key, NONE, "", True))


def test_more_callers_than_keys_and_a_list_that_changes(
    opened: Opened, desk: Desk, people: County, qtbot: QtBot
) -> None:
    begun(desk, people, 6, callers=CALLERS)
    panel = opened()
    page = panel.page
    settled(qtbot, panel)
    card = page.call_card
    assert [one.isVisible() for one in card.callers] == [True] * 5 and card.further.isVisible()
    hit(qtbot, panel, KEY.Key_F)
    hit(qtbot, panel, KEY.Key_2, CTRL)
    assert page.caller == "吴例九" and "吴例九" in card.callers[1].text() and not card.callers[2].isVisible()
    hit(qtbot, panel, KEY.Key_Space)
    settled(qtbot, panel)
    wait(qtbot, lambda: page.rows[0].claimed_by == "吴例九")
    hit(qtbot, panel, KEY.Key_L, ALT)  # he leaves: what he had in hand is everybody's again
    wait(qtbot, lambda: page.rows[0].claimed_by == "" and "吴例九" not in page.names)
    settled(qtbot, panel)
    assert page.keys.holding() == {}
    hit(qtbot, panel, KEY.Key_K, ALT)
    wait(qtbot, lambda: page.asked.dialog is not None)
    commit(page.asked.dialog.name, "郑例十")
    hit(qtbot, panel, KEY.Key_Return)
    commit(page.asked.dialog.line, "8010")
    hit(qtbot, panel, KEY.Key_Return)
    wait(qtbot, lambda: page.asked.dialog is None and page.caller == "郑例十")
    settled(qtbot, panel)
    wait(qtbot, lambda: "郑例十 8010" in card.callers[1].text())

    page.table.setFocus()
    page.table.choose(page.rows[1].id)
    hit(qtbot, panel, KEY.Key_X)  # not called, with a reason
    wait(qtbot, lambda: page.asked.dialog is not None)
    hit(qtbot, panel, KEY.Key_Return, CTRL)
    assert page.asked.dialog.trouble.text() == words.say("refused.reason_missing")
    commit(page.asked.dialog.reason, "本人就在值班室")
    hit(qtbot, panel, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: page.asked.dialog is None and page.rows[1].progress.state is RowState.DROPPED)
    settled(qtbot, panel)
    assert page.band.reached.text == "0 / 5" and page.table.rows_model.rows()[-1].ordinal == 2
    page.table.choose(page.rows[1].id)
    page.table.setFocus()
    hit(qtbot, panel, KEY.Key_1)
    assert panel.errors.pop().code == "row_settled"
    hit(qtbot, panel, KEY.Key_X)
    wait(qtbot, lambda: page.band.reached.text == "0 / 6")
    settled(qtbot, panel)

    hit(qtbot, panel, KEY.Key_A, ALT)
    wait(qtbot, lambda: page.asked.dialog is not None)
    dialog = page.asked.dialog
    commit(dialog.name, "水库巡查 外来人")
    hit(qtbot, panel, KEY.Key_Return, CTRL)
    assert dialog.trouble.text() == words.say("refused.numbers_missing") and dialog.phone.hasFocus()
    commit(dialog.phone, "100-0000-9999")
    hit(qtbot, panel, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: page.band.reached.text == "0 / 7")
    settled(qtbot, panel)
    assert page.table.chosen_row().ordinal == 7 and panel.errors == []


def test_slips_of_the_hand(opened: Opened, desk: Desk, people: County, clock: StoppedClock, qtbot: QtBot) -> None:
    look, by = begun(desk, people, 5), people.actor("乙例")
    rows = desk.callouts.calls(look.id)
    desk.callouts.record(rows[3].id, Outcome.NO_ANSWER, by=by, act_id=uuid4())
    panel = opened()
    page = panel.page
    settled(qtbot, panel)
    page.table.choose(rows[1].id)
    hit(qtbot, panel, KEY.Key_Space)
    settled(qtbot, panel)
    held_down(page.table, KEY.Key_1)  # a key that is held writes nothing down
    held_down(page.table, KEY.Key_Return)
    settled(qtbot, panel)
    assert sum(len(row.tries) for row in page.rows) == 1 and page.table.chosen_row().id == rows[1].id

    page.table.setFocus()
    hit(qtbot, panel, KEY.Key_Return)
    commit(page.call_card.reply, "已到岗")
    for key in (KEY.Key_1, KEY.Key_2, KEY.Key_9, KEY.Key_X, KEY.Key_D, KEY.Key_Z):  # into the words, not into the book
        hit(qtbot, panel, key)
    settled(qtbot, panel)
    assert sum(len(row.tries) for row in desk.callouts.calls(look.id)) == 1 and page.asked.dialog is None
    said = page.call_card.reply.text()
    assert said.startswith("已到岗")
    held_down(page.call_card.reply, KEY.Key_Return)
    hit(qtbot, panel, KEY.Key_Escape)
    assert page.call_card.reply.text() == said and page.table.chosen_row().id == rows[1].id
    clock.advance(seconds=20)
    desk.callouts.claim(rows[2].id, "己例", by=by)
    page.reload_now()  # what an earlier reload still presents may come first
    wait(qtbot, lambda: "0:00:20" in page.call_card.ring.text())
    assert page.table.chosen_row().id == rows[1].id, "the line stays on whom is rung"
    assert page.call_card.reply.text() == said

    page.table.setFocus()
    page.table.choose(rows[3].id)
    hit(qtbot, panel, KEY.Key_Z)  # nothing of this seat is left to undo: the newest of the chosen row
    wait(qtbot, lambda: page.rows[3].progress.tries == 0)
    settled(qtbot, panel)
    hit(qtbot, panel, KEY.Key_Z)
    assert [one.code for one in panel.errors] == ["nothing_to_undo"]


@pytest.mark.parametrize(("language", "size"), [("zh", 14), ("en", 14), ("zh", 20), ("en", 20)])
def test_everything_fits_the_smallest_screen(
    opened: Opened, desk: Desk, people: County, clock: StoppedClock, qapp: QApplication, qtbot: QtBot, language: str,
    size: int,
) -> None:  # fmt: skip
    look, by = begun(desk, people, 30, callers=CALLERS), people.actor("甲例")
    rows = desk.callouts.calls(look.id)
    said = {0: Outcome.ANSWERED, 1: Outcome.NO_ANSWER, 2: Outcome.SUSPENDED, 4: Outcome.STOOD_IN}
    for at, outcome in said.items():
        desk.callouts.record(
            rows[at].id, outcome, by=by, act_id=uuid4(), reply="已到岗，已通知 132 户，已转移 12 人" * 3
        )
    desk.callouts.visit(rows[5].id, by=by, act_id=uuid4())
    desk.callout_lists.drop(rows[6].id, "本人在县里开会，由副主任代", seen=rows[6].version, by=by)
    for at, name in enumerate(CALLERS[:3], 7):
        desk.callouts.claim(rows[at].id, name, by=by)
    clock.advance(minutes=6)
    panel = opened()
    page = panel.page
    settled(qtbot, panel)
    words.set_language(language)
    theme.apply(qapp, "light", size)
    panel.resize(1302 if language == "zh" else 1274, 620 if size == 14 else 560)
    wrong = {}
    try:
        page.show_hands()
        for state in (1, 5, 6, 7, 0):
            page.table.choose(rows[state].id)
            laid_out()
            found = geometry.faults(panel)
            wrong |= {state: found} if found else {}
    finally:
        theme.apply(qapp, "light")
        words.set_language("zh")
    assert wrong == {}


def test_three_hundred_rows_and_ten_callers_keep_up(opened: Opened, desk: Desk, people: County, qtbot: QtBot) -> None:
    begun(desk, people, 300, callers=[f"十例{nth}" for nth in range(10)])
    panel = opened()
    page = panel.page
    settled(qtbot, panel)
    spent = []
    for nth in range(12):
        for key, held in ((KEY.Key_1 if nth % 2 else KEY.Key_2, CTRL), (KEY.Key_Space, NONE), (KEY.Key_1, NONE)):
            begin = thread_time()
            hit(qtbot, panel, key, held)
            spent.append(thread_time() - begin)
        settled(qtbot, panel)
    begin = thread_time()
    page.present(page.load())
    shown = thread_time() - begin
    assert sorted(spent)[len(spent) // 2] < 0.05 and max(spent) < 0.1, f"{max(spent) * 1000:.0f} ms a key"
    assert shown < 0.25, f"{shown * 1000:.0f} ms to read and show"
    assert panel.errors == []


def test_who_is_called_is_chosen_before_it_begins(opened: Opened, desk: Desk, people: County, qtbot: QtBot) -> None:
    begun(desk, people, 1, callers=("陈例一",))
    panel = opened()
    page = panel.page
    settled(qtbot, panel)
    hit(qtbot, panel, KEY.Key_N, ALT)
    wait(qtbot, lambda: page.asked.dialog is not None)
    dialog = page.asked.dialog
    assert dialog.callers.text() == "陈例一"  # who telephoned the last time is offered
    commit(dialog.name, "水库放水 叫应")
    dialog.places.show_value(str(people.town))
    wait(qtbot, lambda: dialog.table.rows_model.rowCount() > 3)
    count = dialog.table.rows_model.rowCount()
    known = desk.callouts.known()
    dialog.people.line.setFocus()
    dialog.people.show_value(str(known[-1].person_id))
    shown = dialog.table.rows_model.rows
    wait(qtbot, lambda: shown()[0][1].chain[0].person_id == known[-1].person_id)  # who is named stands on top
    assert len(shown()) >= count
    count = dialog.table.rows_model.rowCount()
    dialog.table.setFocus()
    dialog.table.choose(2)
    hit(qtbot, panel, KEY.Key_Delete)
    assert dialog.trouble.text() == words.say("refused.reason_missing") and dialog.reason.hasFocus()
    commit(dialog.reason, "本人带班，就在这里")
    hit(qtbot, panel, KEY.Key_Return)
    assert dialog.table.hasFocus() and len(dialog.dropped) == 1 and "不叫 1 人" in dialog.sums.text()
    dialog.callers.setText("")
    dialog.callers.setFocus()
    commit(dialog.callers, "陈例一 8001、曾例三、王例五 +86-577")
    hit(qtbot, panel, KEY.Key_Return)
    wait(qtbot, lambda: page.asked.dialog is None and len(page.names) == 3)
    settled(qtbot, panel)
    look = page.look
    assert [(one.name, one.line) for one in look.callers] == [("陈例一", "8001"), ("曾例三", ""), ("王例五", "+86-577")]
    assert (look.tally.rows, look.tally.dropped) == (count - 1, 1)
    assert [row.dropped for row in page.rows if row.dropped] == ["本人带班，就在这里"] and panel.errors == []


def test_the_beginning_fits_a_low_screen(desk: Desk, people: County, app_theme: QApplication, qtbot: QtBot) -> None:
    services = CalloutServices(
        desk.callouts, desk.warnings, desk.places, desk.lists, desk.callout_callers, desk.callout_lists
    )  # fmt: skip
    ground, callers, wrong = load_ground(services), [Caller(name, "8001") for name in CALLERS], {}
    planned = desk.callouts.preview([people.town], ())
    try:
        for language, size in (("zh", 14), ("en", 14), ("zh", 20), ("en", 20)):
            words.set_language(language)
            theme.apply(app_theme, "light", size)
            dialog = CalloutStartDialog(ground, callers)
            qtbot.addWidget(dialog)
            dialog.places.show_value(str(people.town))
            dialog.show()
            dialog.show_preview(planned, (people.town,), dialog._posts())
            laid_out()
            found = [one for one in geometry.cut(dialog) if "QScrollArea" not in one] + geometry.sideways(dialog)
            if found or dialog.height() > 740 or dialog.width() > 1366:
                wrong[language, size] = [dialog.width(), dialog.height(), *found]
    finally:
        theme.apply(app_theme, "light")
        words.set_language("zh")
    assert wrong == {}
