"""Found by a hostile reader of 叫应: a key is about the calling that is shown and the call it seems to be about."""

from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.callout import RowState
from tests.kit import callouts_panel as kit
from tests.kit.callouts_panel import Opened, begun, hit, settled, wait
from tests.kit.input_method import commit
from tests.kit.upward import ALT, CTRL, KEY
from tests.kit.warning import County
from ui.seat import Seat

desk, seat, people, opened = kit.desk, kit.seat, kit.people, kit.opened


def test_what_could_not_be_taken_back_is_not_skipped(opened: Opened, desk: Desk, people: County, qtbot: QtBot) -> None:
    """The last call cannot be undone while somebody else rings there: the key must not undo the one before instead."""
    look, by = begun(desk, people, 4), people.actor("乙例")
    panel = opened()
    page = panel.page
    settled(qtbot, panel)
    first, last = page.rows[0].id, page.rows[1].id
    for row_id in (first, last):
        page.table.setFocus()
        page.table.choose(row_id)
        hit(qtbot, panel, KEY.Key_2)
        settled(qtbot, panel)
    desk.callouts.claim(last, "己例", by=by)
    for _ in range(2):
        hit(qtbot, panel, KEY.Key_Z)
        wait(qtbot, lambda: bool(panel.errors))
        assert panel.errors.pop().code == "row_claimed"
        settled(qtbot, panel)
    tries = {row.id: row.progress.tries for row in desk.callouts.calls(look.id)}
    assert (tries[first], tries[last]) == (1, 1)
    desk.clock.advance(minutes=30)  # the lease is over
    hit(qtbot, panel, KEY.Key_Z)
    settled(qtbot, panel)
    tries = {row.id: row.progress.tries for row in desk.callouts.calls(look.id)}
    assert (tries[first], tries[last]) == (1, 0)


def test_what_was_written_in_another_calling_is_not_undone_unseen(
    opened: Opened, desk: Desk, people: County, qtbot: QtBot
) -> None:
    one, other = begun(desk, people, 3), begun(desk, people, 3)
    panel = opened()
    page = panel.page
    settled(qtbot, panel)
    page.show_calling(one.id)
    wait(qtbot, lambda: page.look is not None and page.look.id == one.id)
    settled(qtbot, panel)
    page.table.setFocus()
    hit(qtbot, panel, KEY.Key_2)
    settled(qtbot, panel)
    page.show_calling(other.id)
    wait(qtbot, lambda: page.look is not None and page.look.id == other.id)
    settled(qtbot, panel)
    page.table.setFocus()
    hit(qtbot, panel, KEY.Key_Z)
    settled(qtbot, panel)
    assert [error.code for error in panel.errors] == ["nothing_to_undo"]
    assert sum(row.progress.tries for row in desk.callouts.calls(one.id)) == 1
    panel.errors.clear()
    page.show_calling(one.id)
    wait(qtbot, lambda: page.look is not None and page.look.id == one.id)
    settled(qtbot, panel)
    page.table.setFocus()
    hit(qtbot, panel, KEY.Key_Z)  # there it still is the last one
    settled(qtbot, panel)
    assert sum(row.progress.tries for row in desk.callouts.calls(one.id)) == 0 and panel.errors == []


def test_a_calling_that_ended_takes_nothing_more_whatever_is_open(
    opened: Opened, desk: Desk, people: County, seat: Seat, qtbot: QtBot
) -> None:
    """Another seat ends it while a dialog about it is open here; then each key says so, and writes nothing."""
    look = begun(desk, people, 3)
    panel = opened()
    page = panel.page
    settled(qtbot, panel)
    page.table.setFocus()
    hit(qtbot, panel, KEY.Key_X)
    wait(qtbot, lambda: page.asked.dialog is not None)
    dialog = page.asked.dialog
    commit(dialog.reason, "本人就在值班室")
    desk.callouts.end(look.id, "改用广播", seen=desk.callouts.one(look.id).version, by=people.actor("乙例"))
    hit(qtbot, panel, KEY.Key_Return, CTRL)
    wait(qtbot, dialog.trouble.isVisible)
    assert "已" in dialog.trouble.text() and dialog.reason.text() == "本人就在值班室"
    hit(qtbot, panel, KEY.Key_Escape)
    page.reload_now()
    wait(qtbot, lambda: page.look.ended_at is not None)
    settled(qtbot, panel)
    page.table.setFocus()
    for key in (KEY.Key_Space, KEY.Key_1, KEY.Key_2, KEY.Key_9, KEY.Key_U, KEY.Key_D, KEY.Key_X, KEY.Key_Z):
        hit(qtbot, panel, key)
        assert panel.errors.pop().code == "callout_ended"
    for key in (KEY.Key_A, KEY.Key_K, KEY.Key_L, KEY.Key_X):
        hit(qtbot, panel, key, ALT)
        assert panel.errors.pop().code == "not_now" and page.asked.dialog is None
    rows = desk.callouts.calls(look.id)
    assert all(not row.tries and not row.claimed_by and not row.dropped for row in rows) and panel.errors == []
    assert all(row.progress.state is RowState.WAITING for row in rows)


def test_over_the_locked_seat_nothing_is_written_by_who_comes_next(
    opened: Opened, desk: Desk, people: County, seat: Seat, qtbot: QtBot
) -> None:
    """The dialog one officer left open is not signed by another one; his own words wait for him."""
    look, one = begun(desk, people, 3), seat.actor
    panel = opened()
    page = panel.page
    settled(qtbot, panel)
    page.table.setFocus()
    hit(qtbot, panel, KEY.Key_X)
    wait(qtbot, lambda: page.asked.dialog is not None)
    dialog = page.asked.dialog
    commit(dialog.reason, "本人就在值班室")
    seat.lock()
    seat.sit(people.actor("乙例"))
    dialog.hand_up()
    assert dialog.trouble.text() == words.say("refused.seat_changed")
    dialog.withdraw()
    wait(qtbot, lambda: page.asked.dialog is None)
    assert not any(row.dropped for row in desk.callouts.calls(look.id))
    seat.sit(replace(one))
    page.table.setFocus()
    hit(qtbot, panel, KEY.Key_X)
    wait(qtbot, lambda: page.asked.dialog is not None)
    wait(qtbot, lambda: page.asked.dialog.reason.text() == "本人就在值班室")
    hit(qtbot, panel, KEY.Key_Escape)
    settled(qtbot, panel)
    assert panel.errors == []
