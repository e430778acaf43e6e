"""点名 by keyboard alone: an outcome a key, the unanswered due again, the end with a word; nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.changes import Changes, Topic
from console.domain.clock import StoppedClock
from console.domain.roll_call import CalledUnit, Outcome, Quality
from console.services.roll_calls import Call
from tests.kit.input_method import commit
from tests.panels.test_orders import TOWNS, Ctrl, Key, dialog_of, heard, make, press, towns
from ui.dialogs.roll_call import RollCallDialog
from ui.seat import Seat
from ui.widgets.due import DueState

__all__ = ["make", "towns"]
NoKey = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def round_(desk: Desk, seat: Seat) -> Any:
    return desk.roll_calls.begin("每日点名", "phone", [CalledUnit(name) for name in TOWNS], by=seat.actor)


@pytest.fixture
def page(round_: Any, make: Any, qtbot: QtBot) -> Any:
    """The part in front, its first unit chosen."""
    panel = make()
    panel.show_part(2)
    qtbot.waitUntil(lambda: panel.roll_call.table.chosen_row() is not None)
    return panel.roll_call


def unit(page: Any) -> str:
    return str(page.table.chosen_row().unit.unit)


def outcomes(desk: Desk, round_id: Any) -> list[Outcome | None]:
    return [line.last.outcome if line.last else None for line in desk.roll_calls.grid(round_id)]


def test_a_round_is_begun_with_all_towns_by_keys_alone(towns: None, make: Any, qtbot: QtBot, desk: Desk) -> None:
    panel = make()
    said = heard(panel)
    press(qtbot, panel, Key.Key_3, Ctrl)
    press(qtbot, panel.roll_call.empty.button, Key.Key_N, Ctrl)
    dialog = dialog_of(panel.roll_call)
    assert isinstance(dialog, RollCallDialog) and dialog.units.names() == list(TOWNS)
    for field in (dialog.name, dialog.units.line, dialog.retry, dialog.lot):
        assert dialog.focusWidget() is field
        press(qtbot, field, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(said))
    row = desk.roll_calls.running()[0]
    assert [one.unit for one in row.units] == list(TOWNS) and (row.channel, row.retry_minutes) == ("phone", 5)
    assert row.title.endswith("点名")


def test_units_drawn_by_lot_are_told_and_no_more_than_there_are(
    towns: None, make: Any, qtbot: QtBot, desk: Desk
) -> None:
    panel = make()
    said = heard(panel)
    panel.show_part(2)
    panel.roll_call.ask_new()
    dialog = dialog_of(panel.roll_call)
    qtbot.keyClicks(dialog.lot, "9")
    press(qtbot, dialog.lot, Key.Key_Return, Ctrl)
    assert dialog.trouble.text() == words.say("refused.lot_too_large", units=3, count=9)
    dialog.lot.setText("2")
    press(qtbot, dialog.lot, Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: bool(said))
    assert [one.drawn for one in desk.roll_calls.running()[0].units] == [True, True]


def test_an_outcome_is_a_key_and_goes_to_the_next_unit(page: Any, round_: Any, qtbot: QtBot, desk: Desk) -> None:
    assert unit(page) == "样溪镇"
    press(qtbot, page.table, Key.Key_Return)
    assert page.line.person.hasFocus()
    commit(page.line.person, "周例五")
    page.line.quality.choose(Quality.GOOD)
    press(qtbot, page.line.person, Key.Key_Return)
    assert page.table.hasFocus()
    for key in (Key.Key_1, Key.Key_2, Key.Key_7):
        press(qtbot, page.table, key)
    wanted = [Outcome.ANSWERED, Outcome.NO_ANSWER, Outcome.STOOD_IN]
    qtbot.waitUntil(lambda: outcomes(desk, round_.id) == wanted)
    first = desk.roll_calls.grid(round_.id)[0].last
    assert first is not None and (first.person, first.quality) == ("周例五", Quality.GOOD)
    assert desk.roll_calls.grid(round_.id)[2].last.person == ""
    qtbot.waitUntil(lambda: "2/3 (67%)" in page.rates.text())
    assert desk.drafts.open() == ()


def test_the_unanswered_is_due_again_in_word_and_shape(
    page: Any, round_: Any, qtbot: QtBot, desk: Desk, seat: Seat, clock: StoppedClock
) -> None:
    desk.roll_calls.call(round_.id, Call("界坑乡", Outcome.BUSY), by=seat.actor)
    clock.advance(minutes=5)
    counts: list[int] = []
    page.count_changed.connect(counts.append)
    page.reload_now()
    qtbot.waitUntil(lambda: counts == [1])
    at = [column.id for column in page.table.rows_model.columns].index("roll_call.again")
    line = page.table.rows_model.rows()[1]
    assert page.table.rows_model.columns[at].text(line) == words.say("duty.left", time="0:00:00")
    assert page.table.itemDelegateForColumn(at)._marked(line) == (1.0, DueState.OVER)


def test_words_belong_to_their_unit_and_news_moves_neither_them_nor_the_choice(
    page: Any, round_: Any, qtbot: QtBot, desk: Desk, seat: Seat
) -> None:
    page.line.person.setFocus()
    qtbot.keyClicks(page.line.person, "zhou li")
    page.line.person.setCursorPosition(2)
    with qtbot.waitSignal(page.presented):
        desk.roll_calls.call(round_.id, Call("界坑乡", Outcome.ANSWERED), by=seat.actor)
        page.note(Changes(frozenset({Topic.TASKS})))
    assert (unit(page), page.line.person.text(), page.line.person.cursorPosition()) == ("样溪镇", "zhou li", 2)
    page.table.choose("样岭镇")
    assert page.line.person.text() == ""
    page.table.choose("样溪镇")
    assert page.line.person.text() == "zhou li"


def test_a_refused_call_keeps_what_was_typed(page: Any, round_: Any, qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    refused: list[Any] = []
    page.refused.connect(refused.append)
    page.table.choose("样岭镇")
    qtbot.keyClicks(page.line.remark, "on the way")
    desk.roll_calls.end(round_.id, "线路中断", seen=round_.version, by=seat.actor)
    page.take_down(Outcome.ANSWERED)
    qtbot.waitUntil(lambda: bool(refused))
    assert refused[0].code == "roll_call_ended" and page.line.remark.text() == "on the way"


def test_it_ends_with_a_word_about_the_unreached_and_takes_no_call_after(
    page: Any, round_: Any, qtbot: QtBot, desk: Desk
) -> None:
    press(qtbot, page.table, Key.Key_9)
    dialog = dialog_of(page)
    press(qtbot, dialog.fields["remark"], Key.Key_Return)
    qtbot.waitUntil(dialog.trouble.isVisible)
    assert dialog.trouble.text() == words.say("refused.units_unreached", count=3)
    qtbot.keyClicks(dialog.fields["remark"], "line is cut")
    press(qtbot, dialog.fields["remark"], Key.Key_Return)
    qtbot.waitUntil(lambda: desk.roll_calls.one(round_.id).ended_at is not None)
    qtbot.waitUntil(lambda: not page.end.isVisible())
    press(qtbot, page.table, Key.Key_1)
    assert outcomes(desk, round_.id) == [None] * 3 and "line is cut" in page.rates.text()


def test_another_round_is_looked_at_and_words_stay_with_theirs(
    page: Any, round_: Any, qtbot: QtBot, desk: Desk, seat: Seat, clock: StoppedClock
) -> None:
    qtbot.keyClicks(page.line.person, "zhou")
    clock.advance(seconds=int(timedelta(minutes=1).total_seconds()))
    other = desk.roll_calls.begin("抽查", "phone", [CalledUnit(TOWNS[0])], by=seat.actor)
    page.reload_now()
    qtbot.waitUntil(lambda: len(page.which.values()) == 2)
    assert page.which.value() == str(round_.id), "a new round does not come in front by itself"
    page.which.choose(str(other.id))
    page.which.picked.emit(str(other.id))
    qtbot.waitUntil(lambda: len(page.table.rows_model.rows()) == 1)
    assert page.line.person.text() == ""
    page.which.picked.emit(str(round_.id))
    qtbot.waitUntil(lambda: len(page.table.rows_model.rows()) == 3)
    qtbot.waitUntil(lambda: page.line.person.text() == "zhou")


def test_one_key_more_than_there_are_units_is_no_second_call(page: Any, round_: Any, qtbot: QtBot, desk: Desk) -> None:
    refused: list[Any] = []
    page.refused.connect(refused.append)
    for _ in range(len(TOWNS) + 1):
        press(qtbot, page.table, Key.Key_1)
    assert [error.code for error in refused] == ["called_just_now"] and TOWNS[-1] in words.sentence(refused[0])
    qtbot.waitUntil(lambda: outcomes(desk, round_.id) == [Outcome.ANSWERED] * len(TOWNS), timeout=10_000)
    assert [len(line.calls) for line in desk.roll_calls.grid(round_.id)] == [1] * len(TOWNS)


def test_the_last_unit_is_called_again_minutes_later(
    page: Any, round_: Any, qtbot: QtBot, desk: Desk, clock: StoppedClock
) -> None:
    page.table.choose(TOWNS[-1])
    press(qtbot, page.table, Key.Key_2)
    qtbot.waitUntil(lambda: outcomes(desk, round_.id)[-1] is Outcome.NO_ANSWER)
    clock.advance(minutes=5)
    press(qtbot, page.table, Key.Key_7)
    qtbot.waitUntil(lambda: outcomes(desk, round_.id)[-1] is Outcome.STOOD_IN)


@pytest.mark.parametrize("how", ["enter", "arrows"])
def test_the_last_unit_is_called_again_when_it_is_meant(
    page: Any, round_: Any, qtbot: QtBot, desk: Desk, how: str
) -> None:
    page.table.choose(TOWNS[-1])
    press(qtbot, page.table, Key.Key_2)
    if how == "enter":
        press(qtbot, page.table, Key.Key_Return)
        press(qtbot, page.line.person, Key.Key_Return)
    else:
        press(qtbot, page.table, Key.Key_Up)
        press(qtbot, page.table, Key.Key_Down)
    press(qtbot, page.table, Key.Key_1)
    qtbot.waitUntil(lambda: len(desk.roll_calls.grid(round_.id)[-1].calls) == 2, timeout=10_000)
    assert outcomes(desk, round_.id)[-1] is Outcome.ANSWERED


def test_a_digit_where_the_round_is_chosen_takes_no_call_down(
    page: Any, round_: Any, qtbot: QtBot, desk: Desk, seat: Seat
) -> None:
    page.which.setFocus()
    qtbot.waitUntil(page.which.hasFocus)
    press(qtbot, page.which, Key.Key_1)
    page.table.setFocus()
    press(qtbot, page.table, Key.Key_2)
    qtbot.waitUntil(lambda: outcomes(desk, round_.id)[0] is not None, timeout=10_000)
    assert outcomes(desk, round_.id) == [Outcome.NO_ANSWER, None, None]
