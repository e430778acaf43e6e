"""New alarms wherever the officer is: beside the field that is typed into, told by badge and sound, seen by name."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console import words
from console.domain.alarm import AlarmState
from console.domain.clock import StoppedClock
from console.domain.contact_book import NumberKind, Rank
from console.services.contact_people import NewNumber, NewPerson
from console.services.contact_units import Unit
from tests.kit import alarm_queue as kit
from tests.kit import geometry
from tests.kit.typist import ALT, CTRL, Typist
from ui import theme
from ui.sound import SoundState
from ui.widgets import alarm_popup
from ui.widgets.alarm_place import free_spot

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
KEY = Qt.Key


@pytest.mark.parametrize("size", [QSize(460, 190), QSize(900, 300)])
def test_it_stands_on_nothing_that_is_typed_into(size: QSize) -> None:
    area, covered = QRect(12, 94, 1342, 634), 0
    for left in range(0, 1366, 61):
        for top in range(80, 740, 47):
            for field in (QRect(left, top, 240, 30), QRect(left, top, 700, 240), QRect(left, top, 1300, 28)):
                spot = free_spot(area, (size,), field)
                assert spot.isEmpty() or (area.contains(spot) and not spot.intersects(field))
                covered += spot.isEmpty()
    assert free_spot(area, (size,), QRect()).bottomRight() == area.bottomRight()
    assert free_spot(area, (size,), area).isEmpty() and covered < 400


def box(widget: QWidget, within: QWidget) -> QRect:
    return QRect(widget.mapTo(within, QPoint()), widget.size())


def test_a_storm_comes_while_the_officer_types(
    typist: Typist, qtbot: QtBot, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = typist.app
    desk, window = app.shell.desk, app.window
    device = kit.device(desk, app.seat.actor)
    window.resize(1366, 768)
    watch, popup, badge = app.shell.alarm_watch, app.shell.alarm_watch.popup, window.bar.alarms
    assert popup.isHidden() and not badge.filled
    typist.press(KEY.Key_F2)
    form = typist.panel().form
    typist.write("half a w")
    kit.say(desk, device, [kit.alarm(zone, priority=1 if zone == 3 else 2) for zone in range(214)])
    typist.until(popup.isVisible, "the new alarms are told")
    typist.write("ord")
    assert form.summary.text() == "half a word" and typist.at(form.summary), "nobody is interrupted"
    assert popup.shown()[0].priority == 1 and len(popup.shown()) <= 4
    typist.until(lambda: badge.filled, "it stands out, each second anew")
    assert watch.told.priority == 1 and "F8" in badge.text()
    badge.beat(clock.now())
    assert not badge.filled, "an unseen alarm of priority 1 alternates once a second, nothing else does"
    badge.beat(clock.now())
    assert badge.filled
    # wherever the keyboard goes it is not under it
    for _ in range(25):
        typist.press(KEY.Key_Tab)
        focus = window.focusWidget()
        assert focus is not None and focus is not popup and not popup.isAncestorOf(focus)
        if popup.isVisible() and focus.height() < 400:
            assert not box(focus, window).intersects(box(popup, window)), focus
    form.summary.setFocus()
    assert app.shell.alerting.sound.wanted
    typist.press(KEY.Key_F9)
    assert app.shell.alerting.sound.state in (SoundState.SILENCED, SoundState.FAILED)
    assert all(row.acknowledged_at is None for row in kit.waiting(desk)), "silence says nothing about who saw it"
    # by its key, those that can be read, in the officer's name
    with monkeypatch.context() as patched:
        patched.setattr(alarm_popup, "READ_MS", 1 << 30)
        assert popup.shown() and not watch.in_sight(), "a key that is on its way while a line comes has not seen it"
    typist.until(lambda: watch.in_sight() == popup.shown() != (), "they stand there long enough to be read")
    read = popup.read()
    typist.press(KEY.Key_F10)
    typist.until(lambda: all(desk.alarms.one(row.id).acknowledged_by == "陈例一" for row in read), "they are seen")
    rest = len([row for row in kit.waiting(desk) if row.sounds])
    badge.beat(clock.now())
    assert badge.filled or not rest, "priority 2 stands still"
    typist.until(lambda: watch.told.unseen == rest, "what is left is told")
    # another seat sees the rest: it closes itself
    desk.alarms.acknowledge([row.id for row in kit.waiting(desk)], by=app.seat.actor)
    typist.until(lambda: popup.isHidden() and not badge.filled, "nothing is unseen")
    assert not app.shell.alerting.sound.wanted and form.summary.text() == "half a word"
    typist.press(KEY.Key_F8)
    assert typist.panel().id == "alarms"


def test_the_queue_itself_and_the_locked_seat(typist: Typist, qtbot: QtBot, clock: StoppedClock) -> None:
    app = typist.app
    desk, popup = app.shell.desk, app.shell.alarm_watch.popup
    device = kit.device(desk, app.seat.actor)
    typist.press(KEY.Key_F8)
    kit.say(desk, device, [kit.alarm(1, priority=1), kit.alarm(2)])
    typist.until(lambda: len(typist.panel().unseen_in_sight()) == 2, "they stand in the queue")
    assert popup.isHidden(), "the queue is in front"
    typist.press(KEY.Key_L, CTRL)
    typist.until(lambda: app.window.covered, "locked")
    typist.until(app.gate.alarms.isVisible, "the locked page tells how many")
    assert "2" in app.gate.alarms.text() and app.shell.alerting.sound.wanted
    app.shell.alerting.acknowledge()
    assert all(row.sounds for row in kit.waiting(desk)), "nobody sits here"
    typist.sign_in("陈例一", "window of 2030")
    typist.press(KEY.Key_1, ALT)
    typist.until(popup.isVisible, "on another page it is told")
    popup.lines[1].clicked.emit(popup.shown()[1].id)
    typist.until(lambda: typist.panel().id == "alarms", "a click leads there")
    typist.until(lambda: typist.panel().queue.chosen_alarm().zone == "2", "to that alarm")
    typist.press(KEY.Key_F10)
    typist.until(lambda: not any(row.sounds for row in kit.waiting(desk)), "what stands in sight is seen")
    typist.until(lambda: not app.gate.alarms.isVisibleTo(app.gate), "and the locked page has none to tell")


def test_who_rings_is_told_and_taken_by_one_key(typist: Typist, qtbot: QtBot, clock: StoppedClock) -> None:
    app = typist.app
    desk, strip = app.shell.desk, app.window.messages.call
    by = app.seat.actor
    modem = kit.device(desk, by, kit.MODEM, "MD-01", "来电盒")
    unit = desk.contact_units.add(Unit("例一街道", None), by=by).id
    number = NewNumber(NumberKind.OFFICE, "0577-0000-0001")
    person = desk.contact_people.add(NewPerson("陈例二"), [number], by=by)
    desk.contact_units.appoint(desk.contact_units.add_post(unit, "主任", by=by).id, person, Rank.A, by=by)
    typist.press(KEY.Key_F2)
    form = typist.panel().form
    typist.write("first")
    kit.say(desk, modem, [kit.call("0577-0000-0001")])
    typist.until(strip.isVisible, "who rings is told")
    assert strip.text().startswith("来电 0577-0000-0001 陈例二 例一街道 主任")
    assert typist.at(form.summary) and form.summary.text() == "first"
    typist.press(KEY.Key_H, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert "0577-0000-0001" not in strip.text(), "numbers are hidden"
    typist.press(KEY.Key_H, CTRL | Qt.KeyboardModifier.ShiftModifier)
    typist.press(KEY.Key_F2)
    assert form.phone.text() == "0577-0000-0001" and form.summary.text() == "" and strip.isHidden()
    said = form.content()
    assert (said["caller_name"], said["caller_org"], said["caller_post"]) == ("陈例二", "例一街道", "主任")
    assert (said["channel"], said["caller_person"]) == ("phone", str(person))
    assert typist.at(form.summary)
    typist.press(KEY.Key_Tab, CTRL)
    assert form.summary.text() == "first" and form.phone.text() == "", "the other half-written one is as it was"
    # a call that was not taken in its time is told no more
    kit.say(desk, modem, [kit.call("0577-0000-0002")])
    typist.until(strip.isVisible, "the next call")
    clock.advance(seconds=61)
    app.shell.alarm_watch.beat()
    assert strip.isHidden()
    typist.press(KEY.Key_F2)
    assert form.phone.text() == ""


@pytest.mark.parametrize("size", [14, 20])
def test_bar_popup_and_strip_fit(typist: Typist, qtbot: QtBot, clock: StoppedClock, size: int) -> None:
    app = typist.app
    desk, window, popup = app.shell.desk, app.window, app.shell.alarm_watch.popup
    device = kit.device(desk, app.seat.actor)
    modem = kit.device(desk, app.seat.actor, kit.MODEM, "MD-01", "来电盒")
    window.resize(1366, 768)
    kit.say(desk, device, [kit.alarm(zone, priority=1) for zone in range(9)])
    kit.say(desk, modem, [kit.call("0577-0000-0001")])
    typist.until(lambda: popup.isVisible() and window.messages.call.isVisible(), "told")
    clock.advance(minutes=59)
    kit.say(desk, modem, [kit.call("0577-0000-0001")])
    typist.until(window.messages.call.isVisible, "rings again")

    def all_fits() -> None:
        cut = [each for part in (window.bar, popup, window.messages) for each in geometry.cut(part)]
        assert [each for each in cut if "_BarText" not in each] == [], "only those end in …"

    try:
        theme.apply(app.qt, "light", size)
        for language in ("zh", "en"):
            words.set_language(language)
            app.shell.alarm_watch.show()
            qtbot.waitUntil(all_fits)  # what changed its width is laid out anew
    finally:
        theme.apply(app.qt, "light", theme.DESIGN)
        words.set_language("zh")
    assert kit.waiting(desk)[0].state is AlarmState.OPEN
