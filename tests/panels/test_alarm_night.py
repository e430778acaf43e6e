"""A night with alarms in the window: every place counts the same, keys hold over dialogs, a key says what it does."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.wire import LinkState, LinkStatus
from tests.kit import alarm_queue as kit
from tests.kit.typist import ALT, CTRL, SHIFT, Typist
from tests.kit.window import furnishing
from tests.kit.wire import officer
from tests.panels import test_sound
from tests.services.test_alarm_counts import Night
from ui.actions import keys_in
from ui.models.alarm_rows import Group, lines_of, severest
from ui.sound import SoundState
from ui.widgets import alarm_popup

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
KEY = Qt.Key
room = test_sound.room


@pytest.fixture
def store(new_store: DataDir, clock: StoppedClock, room: test_sound.Room) -> DataDir:
    """A sample store, and a loudspeaker."""
    room.install()
    with furnishing(new_store, clock):
        return new_store


def answered(typist: Typist) -> None:
    """The dialog's act is done; where it was refused, why."""
    dialog: Any = typist.dialog()
    typist.until(lambda: typist.dialog() is not dialog or dialog.trouble.isVisible(), "done or refused")
    assert typist.dialog() is not dialog, dialog.trouble.text()


def placed(dialog: QDialog, frame: Any) -> QRect:
    box = dialog.frameGeometry()
    return QRect(frame.mapFromGlobal(box.topLeft()), box.size())


def test_keys_of_alarms_hold_over_a_dialog_and_lose_no_word(
    typist: Typist, qtbot: QtBot, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarm_popup, "READ_MS", 0)
    app, desk = typist.app, typist.app.shell.desk
    window, popup, alerting = app.window, app.shell.alarm_watch.popup, app.shell.alerting
    window.resize(1366, 768)
    device = kit.device(desk, app.seat.actor)
    kit.say(desk, device, [kit.alarm(1)])
    (first,) = kit.waiting(desk)
    typist.press(KEY.Key_F8)
    queue = typist.panel().queue
    typist.until(lambda: queue.chosen_alarm() is not None, "the alarm stands in the queue")
    typist.press(KEY.Key_Return)
    typist.until(lambda: desk.alarms.one(first.id).acknowledged_at is not None, "seen")
    typist.press(KEY.Key_J, ALT)
    dialog: Any = typist.asked()
    typist.write("on site")
    dialog.reason.setCursorPosition(2)
    clock.advance(minutes=2)
    kit.say(desk, device, [kit.alarm(2, priority=1)])
    typist.until(lambda: [row.zone for row in popup.shown()] == ["2"], "over the queue too: a dialog stands on it")
    assert not placed(dialog, window.frame).intersects(popup.geometry()), "beside the dialog"
    assert popup.look.isHidden(), "what rests under a dialog is not offered"
    typist.until(lambda: alerting.sound.state is SoundState.SOUNDING, "it sounds")
    typist.press(KEY.Key_F9)
    assert alerting.sound.state is SoundState.SILENCED
    typist.until(lambda: words.say("alarms.badge.silenced", count=1, time="")[:10] in window.bar.alarms.text(), "said")
    assert "响铃" not in window.bar.alarms.text() and not popup.silence.isVisible()
    assert "已静音至" in queue.strip.text()[0] and "已静音至" in queue.card.silence.toolTip()
    assert words.say("alert.told_silenced", at="").split("至")[0] in window.messages.message.text()
    typist.press(KEY.Key_F10)
    second = next(row for row in desk.alarms.queue().rows if row.zone == "2")
    typist.until(lambda: desk.alarms.one(second.id).acknowledged_at is not None, "acknowledged over the dialog")
    assert dialog.isVisible() and dialog.reason.text() == "on site" and dialog.reason.cursorPosition() == 2
    typist.press(KEY.Key_L, CTRL)
    typist.until(lambda: window.covered, "locked")
    assert not dialog.isVisible()
    typist.sign_in("陈例一", "window of 2030")
    typist.until(dialog.isVisible, "it stands there again")
    assert dialog.reason.text() == "on site" and dialog.reason.cursorPosition() == 2
    typist.press(KEY.Key_Return, CTRL)
    answered(typist)
    # the command line and the list of keys are dialogs too
    kit.say(desk, device, [kit.alarm(3)])
    typist.press(KEY.Key_K, CTRL)
    palette: Any = typist.asked()
    typist.write("fi")
    typist.until(lambda: [row.zone for row in popup.shown()] == ["3"], "told beside the command line")
    assert not placed(palette, window.frame).intersects(popup.geometry())
    typist.press(KEY.Key_F10)
    typist.until(lambda: not any(row.sounds for row in kit.waiting(desk)), "acknowledged")
    assert palette.isVisible() and palette.asked.text() == "fi"
    typist.press(KEY.Key_Escape)


def test_every_place_counts_the_same_and_says_what_f10_will_do(
    typist: Typist, qtbot: QtBot, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarm_popup, "READ_MS", 0)
    app, desk = typist.app, typist.app.shell.desk
    window, popup, by = app.window, app.shell.alarm_watch.popup, app.seat.actor
    bar, rail, strip = window.bar.alarms, window.rail.buttons["alarms"], window.due.alert
    window.resize(1366, 768)
    device, line = kit.device(desk, by), kit.device(desk, by, kit.STATION, "SW-03", "水位站")

    def everywhere(what: str) -> None:
        sums = desk.alarms.counts()
        typist.until(lambda: bar._told.open == sums.open and bar._told.unseen == sums.unseen, f"badge: {what}")
        assert f"未确认 {sums.unseen} 条，活动 {sums.open} 条" in bar.toolTip() and "一场风暴算一条" in bar.toolTip()
        assert rail._count == sums.open
        typist.press(KEY.Key_1, ALT)
        board = typist.panel().waiting.alarms
        wanted = words.say("board.alarms", count=sums.open, unseen=sums.unseen)
        typist.until(lambda: board.text() == wanted, f"tile: {what}")
        assert "一场风暴算一条" in board.toolTip()
        assert popup.isVisible() == (sums.unseen > 0)
        typist.press(KEY.Key_F8)
        queue = typist.panel().queue
        typist.until(lambda: queue._queue is not None and queue._queue.open == sums.open, f"queue: {what}")
        typist.until(lambda: str(sums.open) in queue.tabs["open"].text(), "tab")
        typist.until(
            lambda: sum(each.unseen for each in queue.table.rows_model.rows() if each.row is None) == sums.unseen,
            f"heads: {what}",
        )
        heads = [each for each in queue.table.rows_model.rows() if each.row is None]
        assert sum(each.count for each in heads) == sums.open, what
        assert sum(each.unseen for each in heads) == sums.unseen, what
        assert all("算一条" in queue.tabs[tab].toolTip() for tab in ("open",))

    kit.say(desk, device, [kit.alarm(zone) for zone in range(14)])
    everywhere("a storm")
    now = clock.now()
    desk.links.note([LinkStatus(line.key, LinkState.LOST, now, now, "gone")])
    clock.advance(minutes=2)
    desk.alarms.escalate()
    kit.say(desk, device, [kit.alarm(50, priority=1)])
    everywhere("a storm, a lost link and a grave one")
    # what F10 will do
    typist.until(lambda: strip.acknowledge.text() == words.say("alert.acknowledge.alarms", alarms=3), "all in sight")
    assert strip.look.isHidden()
    storm = next(row for row in kit.waiting(desk) if row.zone == "0")
    desk.alarms.shelve(storm.id, clock.now() + (clock.now() - now), "在检修", seen=storm.version, by=by)
    everywhere("the storm put aside")
    typist.until(lambda: strip.acknowledge.text() == words.say("alert.acknowledge.alarms", alarms=2), "fewer in sight")
    queue = typist.panel().queue
    with qtbot.waitSignal(queue.presented):
        queue.tabs["shelved"].click()
    app.shell.alerting.show_anew()
    assert strip.acknowledge.isHidden() and strip.look.isVisible(), "none of them stands in sight"
    shown = [each for each in queue.table.rows_model.rows() if each.row is None]
    assert [(each.group.value, each.count, each.brought) for each in shown] == [("shelved", 1, 13)]
    typist.press(KEY.Key_F10)
    assert window.messages.message.text() == words.say("alarms.told.not_in_sight")
    with qtbot.waitSignal(queue.presented):
        queue.tabs["open"].click()
    app.shell.alerting.show_anew()
    queue.table.setFocus()
    typist.press(KEY.Key_F10)
    typist.until(lambda: desk.alarms.counts().unseen == 0, "acknowledged")
    everywhere("all seen")
    typist.until(strip.isHidden, "nothing to do")
    typist.press(KEY.Key_F10)
    assert window.messages.message.text() == words.say("alert.told_nothing")
    typist.press(KEY.Key_F9)
    assert window.messages.message.text() == words.say("alert.told_quiet")


def test_a_group_out_of_sight_is_listed_before_it_is_acknowledged(
    typist: Typist, qtbot: QtBot, clock: StoppedClock
) -> None:
    app, desk = typist.app, typist.app.shell.desk
    window, device = app.window, kit.device(desk, app.seat.actor)
    window.resize(1366, 768)
    kit.say(desk, device, [kit.alarm(zone) for zone in range(40)])
    typist.press(KEY.Key_F8)
    queue = typist.panel().queue
    typist.until(lambda: queue.chosen_alarm() is not None, "the storm stands in the queue")
    typist.press(KEY.Key_Return, SHIFT)
    dialog: Any = typist.asked()
    assert (
        "40" in dialog.what.text() and "39" in dialog.what.text() and len(dialog.view.toPlainText().split("\n")) == 40
    )
    kit.say(desk, device, [kit.alarm(77)])
    typist.press(KEY.Key_Return)
    typist.press(KEY.Key_Return, SHIFT)
    assert dialog.isVisible() and desk.alarms.counts().unseen == 1, "a key too many acknowledges nothing"
    typist.press(KEY.Key_Return, CTRL)
    typist.answered()
    seen = [row for row in kit.waiting(desk) if row.acknowledged_at is not None]
    assert len(seen) == 40, "not the one that came meanwhile"
    assert window.messages.message.text() == words.say("alarms.told.acknowledged_group", count=40)
    typist.until(lambda: typist.at(queue.table), "the keyboard is in the list again")


def test_the_queue_by_keys_alone(typist: Typist, qtbot: QtBot, clock: StoppedClock) -> None:
    """Where the keyboard is after each act, what is chosen, and what the strip says of it."""
    app, desk = typist.app, typist.app.shell.desk
    window, message = app.window, app.window.messages.message
    window.resize(1366, 768)
    device, modem = kit.device(desk, app.seat.actor), kit.device(desk, app.seat.actor, kit.MODEM, "MD-01", "短信猫")
    for zone, priority in ((0, 2), (1, 2), (2, 1), (3, 2)):
        clock.advance(minutes=3)
        kit.say(desk, device, [kit.alarm(zone, priority=priority)])
    numbers = {row.zone: row.number for row in kit.waiting(desk)}
    typist.press(KEY.Key_F8)
    queue = typist.panel().queue

    def chosen(zone: str, what: str) -> None:
        typist.until(lambda: queue.chosen_alarm() is not None and queue.chosen_alarm().zone == zone, what)
        typist.until(lambda: typist.at(queue.table), f"the keyboard is in the list: {what}")

    def said(code: str, **facts: object) -> None:
        typist.until(lambda: message.text() == words.say(code, **facts), f"said {code}, not {message.text()}")

    def told(key: KEY, *, held: Any = ALT) -> None:
        typist.press(key, held)
        typist.asked()
        typist.write("seen to")
        typist.press(KEY.Key_Return, CTRL)
        answered(typist)

    chosen("2", "the gravest first")
    typist.press(KEY.Key_Return)
    said("alarms.told.acknowledged", numbers=numbers["2"])
    chosen("2", "it moves to those that were seen, and stays the chosen one")
    typist.press(KEY.Key_F8)
    chosen("0", "its key again leads to what should be looked at next")
    told(KEY.Key_J)
    said("alarms.told.settle", number=numbers["0"])
    chosen("1", "on to the next")
    told(KEY.Key_W)
    said("alarms.told.false", number=numbers["1"])
    chosen("3", "and the next")
    told(KEY.Key_J)
    chosen("2", "never to the head of a group")
    typist.press(KEY.Key_Escape)
    chosen("2", "Esc moves nothing")
    typist.press(KEY.Key_F8)
    said("alarms.told.none_unseen")
    kit.say(desk, modem, [kit.message("桥头进水")])
    typist.until(lambda: desk.alarms.counts().unseen == 1, "a text")
    typist.until(lambda: window.bar.alarms._told.unseen == 1, "told")
    typist.press(KEY.Key_F8)
    chosen("", "the text")
    (text,) = (row for row in kit.waiting(desk) if row.text)
    typist.press(KEY.Key_B, ALT)
    typist.until(lambda: typist.panel().id == "intake", "taken down")
    said("alarms.told.intake", number=text.number)
    typist.until(lambda: not desk.alarms.one(text.id).sounds, "it does not sound while it is written down")
    typist.press(KEY.Key_F8)
    chosen("", "back at it")
    typist.until(lambda: queue.chosen_alarm().acknowledged_at is not None, "as it stands now")
    told(KEY.Key_J)
    chosen("2", "the last one")
    typist.press(KEY.Key_M, CTRL)
    typist.asked()
    typist.press(KEY.Key_Escape)
    typist.answered()
    chosen("2", "given up: nothing is lost, nothing moved")
    told(KEY.Key_J)
    typist.until(lambda: typist.at(queue.empty), "nothing waits")
    typist.press(KEY.Key_J, ALT)
    said_why = words.say("alarms.why.none")
    typist.until(lambda: said_why in message.text(), "why not")
    kit.say(desk, device, [kit.alarm(9)])
    typist.until(lambda: queue.table.rows_model.rowCount() == 2, "a new one")
    assert queue.chosen_alarm() is None, "nothing is chosen unasked"
    typist.press(KEY.Key_F8)
    chosen("9", "one key")


def test_what_a_random_night_leaves_is_shown_as_it_is_counted(desk: Desk, clock: StoppedClock) -> None:
    """Groups of the list and alarms of the popup, without a window."""
    night = Night(desk, clock, officer(desk), seed=7)
    for _ in range(60):
        night.happen()
        for shelved in (False, True):
            queue = desk.alarms.queue(shelved=shelved)
            heads = [line for line in lines_of(queue.rows) if line.row is None]
            assert sum(line.unseen for line in heads) == queue.unseen == len(severest(queue.rows))
            assert sum(line.count for line in heads) == queue.open + (queue.shelved if shelved else 0)
            named = sum(line.count for line in heads if line.group is Group.SHELVED)
            assert named == (queue.shelved if shelved else 0)


def test_one_word_and_one_key_join_an_alarm_to_an_incident(typist: Typist) -> None:
    typist.press(KEY.Key_F8)
    panel = typist.panel()
    (row,) = (each for each in keys_in(panel) if each.id == "alarm_join")
    assert (row.key, panel.queue.card.join.hint()) == ("Ctrl+M", "[Ctrl+M]")
    said = [row.word, panel.queue.card.join.text(), words.say("alarms.act.joined"), words.say("do.incident_join")]
    said.append(words.say("alarms.told.joined", number="", incident=""))
    assert all("并入事件" in each for each in said), said
