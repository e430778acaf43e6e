"""接报登记 interrupted: several calls at once, drafts kept through restarts, full disks and lost answers."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from console import words
from console.changes import Changes, Topic
from console.domain.inbound import Intake
from console.errors import Unavailable
from tests.kit import intake as kit
from tests.kit.intake import CTRL, drafts, press, type_in
from ui.models.draft_keeper import LATEST_MS, REST_MS
from ui.models.intake_entry import form_of

make, panel, places, settle = kit.make, kit.panel, kit.places, kit.settle
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_a_second_call_never_disturbs_the_first(qtbot, panel, desk, clock, settle):
    counts = []
    panel.drafts_changed.connect(counts.append)
    type_in(qtbot, "first call about the bridge")
    press(qtbot, Qt.Key.Key_Tab)
    type_in(qtbot, "100-0000")
    press(qtbot, Qt.Key.Key_Left)
    first = panel.form.content()
    clock.advance(minutes=2)

    panel.start_new()
    type_in(qtbot, "second")
    assert panel.form.content()["caller_phone"] == ""
    clock.advance(minutes=1)
    press(qtbot, Qt.Key.Key_Tab, CTRL)

    phone = panel.form.editors["caller_phone"]
    assert panel.form.content() == first
    assert phone.hasFocus() and phone.cursorPosition() == 7
    assert counts == [1, 2]
    waiting = next(row for row in panel.stack.table.rows_model.rows() if row.held_at)
    assert panel.stack.hold(waiting) == words.say("intake.stack.held", time="0:00:00")
    clock.advance(seconds=75)
    assert panel.stack.hold(waiting) == words.say("intake.stack.held", time="0:01:15")
    press(qtbot, Qt.Key.Key_Tab, CTRL)
    assert panel.form.summary.hasFocus() and panel.form.summary.text() == "second"


def test_text_is_in_the_file_of_drafts_within_a_second_even_while_typing_goes_on(qtbot, panel, desk, settle):
    keeper = panel.keeper
    assert (keeper.rest.interval(), keeper.latest.interval()) == (REST_MS, LATEST_MS)
    assert REST_MS < LATEST_MS < 1000
    type_in(qtbot, "w")
    type_in(qtbot, "ater")
    assert keeper.latest.isActive()
    keeper.latest.timeout.emit()  # the timer's own moment; typing never rested
    settle()

    (draft,) = drafts(desk)
    assert draft.content["summary"] == "water" and draft.owner == "陈例一"
    type_in(qtbot, " rises")
    keeper.rest.timeout.emit()
    settle()
    assert drafts(desk)[0].content["summary"] == "water rises"


def test_typing_on_does_not_put_off_the_latest_moment(qtbot, panel, desk):
    panel.keeper.rest.setInterval(600_000)
    panel.keeper.latest.setInterval(100)

    def typed_on():
        type_in(qtbot, "a")
        return bool(drafts(desk))

    qtbot.waitUntil(typed_on)
    assert panel.keeper.rest.isActive() and drafts(desk)[0].content["summary"].startswith("a")


def test_after_a_restart_the_stack_shows_what_was_typed(qtbot, panel, make, desk, settle):
    type_in(qtbot, "cut off in the mid")
    press(qtbot, Qt.Key.Key_Left)
    assert panel.leave()
    settle()
    again = make()

    (row,) = again.stack.table.rows_model.rows()
    assert row.title == "cut off in the mid"
    press(qtbot, Qt.Key.Key_Tab, CTRL)
    assert again.form.summary.text() == "cut off in the mid"
    assert again.form.summary.textCursor().position() == len("cut off in the mid") - 1
    type_in(qtbot, "x")
    assert again.form.summary.text() == "cut off in the mixd"


def test_news_while_typing_moves_nothing(qtbot, panel, desk, by, settle):
    type_in(qtbot, "half a sen")
    press(qtbot, Qt.Key.Key_Home)
    desk.intake.register(Intake(uuid4(), "another seat", desk.clock.now()), by=by)
    with qtbot.waitSignal(panel.presented):
        panel.note(Changes(frozenset({Topic.INBOUND, Topic.PLACES})))

    assert panel.form.summary.hasFocus()
    assert panel.form.summary.text() == "half a sen"
    assert panel.form.summary.textCursor().position() == 0
    assert [row.summary for row in panel.table.rows_model.rows()] == ["another seat"]


def test_save_and_close_goes_on_with_what_waits(qtbot, panel, desk, settle):
    type_in(qtbot, "one")
    panel.start_new()
    type_in(qtbot, "two")
    with qtbot.waitSignal(panel.saved):
        press(qtbot, Qt.Key.Key_Return, CTRL)

    assert panel.form.summary.text() == "one" and panel.form.summary.hasFocus()
    with qtbot.waitSignal(panel.saved):
        press(qtbot, Qt.Key.Key_Return, CTRL)
    assert panel.form.content()["summary"] == "" and not panel.form.summary.isReadOnly()
    assert panel.form.received.text() == ""
    settle()
    assert sorted(row.summary for row in desk.intake.newest()) == ["one", "two"]
    assert drafts(desk) == ()


def test_what_is_typed_during_a_save_in_another_entry_is_untouched(qtbot, panel, desk, settle):
    type_in(qtbot, "being saved")
    panel.save()
    panel.start_new()
    type_in(qtbot, "typed meanwh")
    with qtbot.waitSignal(panel.saved):
        settle()
    type_in(qtbot, "ile")

    assert panel.form.summary.text() == "typed meanwhile" and panel.form.summary.hasFocus()
    assert [row.title for row in panel.stack.table.rows_model.rows()] == ["typed meanwhile"]
    assert [row.summary for row in desk.intake.newest()] == ["being saved"]


def test_a_refused_save_of_an_entry_put_aside_waits_for_it(qtbot, panel, desk, seat, settle, viewer):
    type_in(qtbot, "not for viewers")
    chief = seat.actor
    seat.sit(viewer)
    panel.save()
    panel.start_new()
    with qtbot.waitSignal(panel.refused):
        settle()
    seat.sit(chief)
    type_in(qtbot, "next")
    press(qtbot, Qt.Key.Key_Tab, CTRL)

    assert panel.form.summary.text() == "not for viewers" and not panel.form.summary.isReadOnly()
    with qtbot.waitSignal(panel.saved):
        panel.save()
    assert [row.summary for row in desk.intake.newest()] == ["not for viewers"]


def test_discarding_asks_in_line_and_forgets_the_draft(qtbot, panel, desk, settle):
    type_in(qtbot, "wrong number")
    panel.keep()
    panel.bars.entry.discard.click()
    assert panel.bars.asking() is panel.bars.discard
    press(qtbot, Qt.Key.Key_Escape)
    assert panel.form.summary.text() == "wrong number" and panel.form.summary.hasFocus()
    panel.bars.entry.discard.click()
    panel.bars.discard.yes_button.click()
    settle()

    assert panel.form.summary.text() == ""
    assert drafts(desk) == () and desk.intake.newest() == []


def test_escape_keeps_what_is_typed(qtbot, panel, desk, settle):
    type_in(qtbot, "back in a moment")
    with qtbot.waitSignal(panel.back_asked):
        press(qtbot, Qt.Key.Key_Escape)
    settle()

    assert [draft.title for draft in drafts(desk)] == ["back in a moment"]
    assert panel.form.summary.text() == "back in a moment"


class _FullDisk:
    """A drafts service whose disk is full until told otherwise."""

    def __init__(self, drafts):
        self._drafts, self.full = drafts, True

    def save(self, draft):
        if self.full:
            raise Unavailable("disk_full")
        return self._drafts.save(draft)

    def __getattr__(self, name):
        return getattr(self._drafts, name)


def test_a_full_disk_is_said_once_and_tried_again(qtbot, make, desk, settle):
    disk = _FullDisk(desk.drafts)
    panel = make(drafts=disk)
    said = []
    panel.refused.connect(said.append)
    for word in ("one", " two"):
        type_in(qtbot, word)
        panel.keeper.flush()
        settle()
    assert [error.what for error in said] == ["disk_full"]
    disk.full = False
    assert panel.keeper.waiting
    panel.start_new()
    settle()

    assert [draft.title for draft in drafts(desk)] == ["one two"]


def test_saving_again_after_a_lost_answer_gives_the_same_number(qtbot, panel, desk, seat, settle):
    type_in(qtbot, "registered, then the power went")
    panel.keep()
    first = desk.intake.register(form_of(panel._stack.current, panel._times), by=seat.actor)
    with qtbot.waitSignal(panel.saved):
        panel.save()
    settle()

    assert panel.form.number.text() == first.number
    assert [row.number for row in desk.intake.newest()] == [first.number]
    assert drafts(desk) == ()


def test_while_drafts_cannot_be_kept_the_first_wish_to_close_is_held(qtbot, panel, desk, settle):
    refused = []
    panel.refused.connect(refused.append)
    path = desk.data.drafts
    desk.drafts.close()
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    path.mkdir()
    type_in(qtbot, "water")
    panel.keep()
    settle()
    assert panel.keeper.failing
    assert not panel.leave()
    assert refused[-1].code == "drafts_not_kept"
    assert panel.leave(), "the second wish is heard"
    assert panel.form.summary.toPlainText() == "water"
