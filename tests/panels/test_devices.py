"""设备: connected in three steps, its points kept, its line watched; what sounds waits for two steps, what nobody
knows for a person; everything is stopped by one key."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.delivery import Order, SendState, Verb
from console.domain.drivers import DRIVERS
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.outbox import Ask
from console.domain.wire import DeviceForm, DeviceRow, LinkCounts, LinkState, LinkStatus, PointForm
from tests.kit import devices_panel, geometry
from tests.kit.devices_panel import AREA, Opened, sound
from tests.kit.input_method import commit
from tests.kit.teams_panel import asked, hand_up, part, settled, wait
from tests.kit.upward import ALT, CTRL, KEY, SHIFT, press
from ui.models.device_rows import link_word, port
from ui.panels.devices import LEDGER, LINKS, OUTBOX
from ui.seat import Seat

opened, siren = devices_panel.opened, devices_panel.siren


def test_a_device_is_connected_in_three_steps_and_its_point_names_its_people(
    opened: Opened, desk: Desk, qtbot: QtBot
) -> None:
    panel = opened()
    assert panel.links.empty.sentence.text() == words.say("devices.empty")
    page = part(qtbot, panel, LEDGER)
    dialog = asked(qtbot, page, KEY.Key_N, CTRL)
    dialog.driver.choose("surgard")
    assert dialog.about.text() == words.say("driver.about.surgard") and dialog.yes.text() == "下一步"
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    press(qtbot, dialog, KEY.Key_Return, CTRL)  # without a port there is no third step
    assert dialog.trouble.text() == words.say("refused.device_url_missing") and dialog.lines["url"].hasFocus()
    commit(dialog.lines["url"], "sim://surgard/BJ-01")
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    commit(dialog.lines["name"], "报警接收机")
    press(qtbot, dialog, KEY.Key_Return, CTRL)  # its number is missing: the dialog stays and says so
    wait(qtbot, dialog.trouble.isVisible)
    assert page.asked.dialog is dialog and dialog.lines["name"].text() == "报警接收机"
    commit(dialog.lines["code"], "BJ-01")
    hand_up(qtbot, page)
    (row,) = desk.devices.rows()
    assert (row.form.code, row.form.driver, row.form.silent_seconds) == ("BJ-01", "surgard", 95)
    wait(qtbot, lambda: page.chosen() is not None)

    dialog = asked(qtbot, page, KEY.Key_Z, ALT)
    for name, said in (("name", "门厅手报"), ("account", "1234"), ("zone", "015"), ("above", "十")):
        commit(dialog.lines[name], said)
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    assert dialog.trouble.text() == words.say("refused.bad_threshold") and dialog.lines["above"].hasFocus()
    dialog.lines["above"].clear()
    commit(dialog.people, "没有这个人")
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: dialog.trouble.text() == words.say("refused.device_person_unknown", name="没有这个人"))
    dialog.people.clear()
    hand_up(qtbot, page)
    (point,) = desk.devices.points(row.id)
    assert (point.form.name, point.form.account, point.form.zone) == ("门厅手报", "1234", "015")
    wait(qtbot, lambda: page.points.rows_model.rowCount() == 1)
    page.points.choose(point.id)
    asked(qtbot, page, KEY.Key_X, ALT | SHIFT)
    hand_up(qtbot, page)
    assert desk.devices.points(row.id) == []


def test_a_line_says_how_it_is_in_words_and_counts(
    opened: Opened, desk: Desk, seat: Seat, siren: DeviceRow, qtbot: QtBot
) -> None:
    lost = DeviceForm(uuid4(), "BD-01", "北斗", "beidou", "sim://beidou/BD-01")
    desk.devices.add(lost, by=seat.actor)
    now = desk.clock.now()
    desk.links.note([
        LinkStatus(str(siren.id), LinkState.ONLINE, now, now, counts=LinkCounts(received=1032, damaged=4)),
        LinkStatus(str(lost.id), LinkState.LOST, now, None, "gone"),
    ])  # fmt: skip
    page = opened().links
    settled(qtbot, page)
    rows = page.table.rows_model.rows()
    assert [row.form.code for row in rows] == ["BD-01", "SR-05"], "what is wrong comes first"
    assert link_word(rows[0]).startswith(words.say("link.state.lost")) and port(rows[1].form.url) == "模拟"
    page.table.choose(siren.id)
    wait(qtbot, lambda: page.counts.numbers["devices.count.received"].text() == "1\u2009032")
    assert page.counts.numbers["devices.count.damaged"].property("role") == "error"
    assert not page.reconnect.isEnabled() and page.reconnect.toolTip() == words.say("devices.why.elsewhere")
    words.set_language("en")
    QApplication.processEvents()
    assert link_word(rows[0]).startswith("Lost")


def test_what_sounds_waits_for_the_area_and_the_password(
    opened: Opened, desk: Desk, seat: Seat, siren: DeviceRow, qtbot: QtBot
) -> None:
    held = sound(desk, siren, seat)
    page = part(qtbot, opened(), OUTBOX)
    wait(qtbot, lambda: page.table.chosen_row() is not None)
    assert page.arm.isEnabled() and not page.decide.isEnabled()
    dialog = asked(qtbot, page, KEY.Key_W, ALT)
    assert dialog.area_shown.text() == AREA and not dialog.password.isEnabled()
    commit(dialog.area, "样例村11")
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    assert dialog.trouble.text() == words.say("refused.area_not_said", area=AREA)
    assert desk.deliveries.one(held.id).state is SendState.HELD
    dialog.area.setText(AREA)
    assert dialog.password.isEnabled()
    dialog.password.setText("not it")
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    wait(qtbot, dialog.trouble.isVisible)
    assert desk.deliveries.one(held.id).state is SendState.HELD and page.asked.dialog is dialog
    dialog.reject()
    settled(qtbot, page)
    asked(qtbot, page, KEY.Key_X, ALT)
    hand_up(qtbot, page)
    assert desk.deliveries.one(held.id).state is SendState.CANCELLED


def test_a_new_order_that_sounds_is_held_and_a_probe_is_queued(
    opened: Opened, desk: Desk, siren: DeviceRow, qtbot: QtBot
) -> None:
    page = part(qtbot, opened(), OUTBOX)
    dialog = asked(qtbot, page, KEY.Key_N, CTRL)
    assert dialog.verb.value() is Verb.SOUND and dialog.held.isVisible() and not dialog.text.isVisible()
    commit(dialog.area, AREA)
    commit(dialog.seconds, "六十")
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    assert dialog.seconds.hasFocus() and desk.deliveries.rows() == []
    dialog.seconds.setText("60")
    hand_up(qtbot, page)
    (row,) = desk.deliveries.rows()
    assert (row.state, row.verb, row.area, row.facts["seconds"]) == (SendState.HELD, Verb.SOUND, AREA, 60)
    dialog = asked(qtbot, page, KEY.Key_N, CTRL)
    at = dialog.verb.values().index(Verb.PROBE)
    dialog.verb.setCurrentIndex(at)
    assert not dialog.area.isVisible() and not dialog.held.isVisible()
    hand_up(qtbot, page)
    assert desk.deliveries.rows()[0].state is SendState.QUEUED


def test_what_nobody_knows_is_decided_by_a_person_with_his_words(
    opened: Opened, desk: Desk, seat: Seat, siren: DeviceRow, qtbot: QtBot
) -> None:
    (made,) = desk.deliveries.ask([Ask(siren.id, Order(uuid4(), Verb.PROBE), test=True)], by=seat.actor)
    desk.deliveries.begin(made.id)
    desk.deliveries.recover()
    panel = opened()
    page = part(qtbot, panel, OUTBOX)
    wait(qtbot, lambda: page.table.chosen_row() is not None and page.decide.isEnabled())
    assert page.attempts.rows_model.rowCount() == 1
    dialog = asked(qtbot, page, KEY.Key_D, ALT)
    commit(dialog.note, "村里来电，没有响")
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    assert dialog.trouble.text() == words.say("refused.choice_missing") and dialog.note.text() == "村里来电，没有响"
    dialog.state.choose(SendState.FAILED)
    hand_up(qtbot, page)
    row = desk.deliveries.one(made.id)
    assert (row.state, row.decided_by) == (SendState.FAILED, seat.actor.name)


def test_one_key_stops_everything_that_sounds(
    opened: Opened, desk: Desk, seat: Seat, siren: DeviceRow, qtbot: QtBot
) -> None:
    held = sound(desk, siren, seat)
    panel = opened()
    page = part(qtbot, panel, LINKS)
    page.stop_all.click()
    wait(qtbot, lambda: bool(panel.heard))
    assert desk.deliveries.one(held.id).state is SendState.CANCELLED
    assert [row.verb for row in desk.deliveries.rows(states=[SendState.QUEUED])] == [Verb.STOP]


def test_who_may_not_is_told_and_a_stopped_device_keeps_its_place(
    opened: Opened, desk: Desk, seat: Seat, siren: DeviceRow, qtbot: QtBot
) -> None:
    page = part(qtbot, opened(), LEDGER)
    dialog = asked(qtbot, page, KEY.Key_Q, ALT)
    commit(dialog.reason, "功放送修")
    hand_up(qtbot, page)
    wait(qtbot, page.empty.isVisible)
    assert not desk.devices.one(siren.id).active
    page.which.choose("stopped")
    page.which.picked.emit("stopped")
    wait(qtbot, lambda: page.chosen() is not None)
    assert page.stop.text() == words.say("devices.start_again") and not page.edit.isEnabled()
    assert page.edit.toolTip() == words.say("devices.why.stopped")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_clipped(
    opened: Opened, desk: Desk, seat: Seat, siren: DeviceRow, qtbot: QtBot, language: str
) -> None:
    words.set_language(language)
    desk.devices.put_point(PointForm(uuid4(), siren.id, "门厅手报", account="1234", zone="015"), by=seat.actor)
    sound(desk, siren, seat)
    panel = opened()
    for at in (LINKS, LEDGER, OUTBOX):
        part(qtbot, panel, at)
        wait(qtbot, lambda: geometry.cut(panel) == [])


def test_every_driver_has_its_words() -> None:
    for spec in DRIVERS.values():
        for code in (f"driver.{spec.name}", f"driver.about.{spec.name}"):
            assert words.has(code), code
        for option in spec.options:
            assert words.has(f"driver.option.{option.name}"), option.name
            assert all(words.has(f"driver.choice.{one}") for one in option.choices), option.choices


def test_a_text_says_what_it_costs_while_it_is_written(opened: Opened, desk: Desk, seat: Seat, qtbot: QtBot) -> None:
    desk.devices.add(DeviceForm(uuid4(), "DX-01", "短信终端", "sms", "sim://sms/DX-01"), by=seat.actor)
    dialog = asked(qtbot, part(qtbot, opened(), OUTBOX), KEY.Key_N, CTRL)
    dialog.text.setPlainText("请" * 71)
    assert dialog.text_field.note.text() == words.say("delivery.parts", parts=2, left=63)
    dialog.verb.setCurrentIndex(dialog.verb.values().index(Verb.PROBE))
    assert not dialog.text_field.isVisible()


def test_what_goes_out_begins_with_the_area_of_the_one_incident(
    opened: Opened, desk: Desk, seat: Seat, siren: DeviceRow, qtbot: QtBot
) -> None:
    del siren
    page = part(qtbot, opened(), OUTBOX)
    for expected, note in ((AREA, False), ("", True)):
        item = desk.intake.register(Intake(uuid4(), "水位上涨", desk.clock.now(), place_text=AREA), by=seat.actor)
        form = NewIncident(uuid4(), "水位上涨", "水位上涨", place_text=AREA if expected else "样例路")
        desk.incidents.open(form, [item.id], by=seat.actor)
        dialog = asked(qtbot, page, KEY.Key_N, CTRL)
        assert dialog.area.text() == expected and dialog.area_field.note.isVisible() is note
        dialog.reject()
        wait(qtbot, lambda: page.asked.dialog is None)


def test_keys_of_the_steps_do_what_they_say_and_a_port_nobody_can_open_is_refused(
    opened: Opened, desk: Desk, qtbot: QtBot
) -> None:
    page = part(qtbot, opened(), LEDGER)
    dialog = asked(qtbot, page, KEY.Key_N, CTRL)
    dialog.driver.choose("surgard")
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    commit(dialog.lines["url"], "socket://127.0.0.1:47311t")
    tried: list[str] = []
    dialog.try_asked.connect(lambda url, _line, _driver: tried.append(url))
    press(qtbot, dialog.lines["url"], KEY.Key_T, ALT)
    assert tried == [dialog.lines["url"].text()] == ["socket://127.0.0.1:47311t"]
    press(qtbot, dialog, KEY.Key_Left, ALT)
    assert dialog.heading.text().startswith("第 1 步")
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    for name in ("name", "code"):
        commit(dialog.lines[name], "JB-09")
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    wait(qtbot, dialog.trouble.isVisible)
    assert dialog.heading.text().startswith("第 2 步") and desk.devices.rows() == []


def test_words_are_heard_here_first_and_go_out_as_they_were_heard(
    opened: Opened, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    desk.devices.add(DeviceForm(uuid4(), "YS-01", "值班室扬声器", "speaker", ""), by=seat.actor)
    page = part(qtbot, opened(), OUTBOX)
    dialog = asked(qtbot, page, KEY.Key_N, CTRL)
    dialog.verb.setCurrentIndex(dialog.verb.values().index(Verb.SPEAK))
    dialog.text.setPlainText("请沿东门疏散")
    commit(dialog.area, AREA)
    press(qtbot, dialog, KEY.Key_L, ALT)
    wait(qtbot, dialog.listen.isEnabled)  # no voice is set up here, and it says so
    assert dialog.heard.text() and dialog.heard.text() != words.say("delivery.listen.under_way")
    assert desk.deliveries.rows() == []
    dialog.show_heard("请沿东门疏散", "0" * 64)
    assert dialog.answer().order.facts["wav"] == "0" * 64
    dialog.text.setPlainText("请沿西门疏散")
    assert "wav" not in dialog.answer().order.facts
