"""How many keys a telephone entry costs beyond its words, from the board to the saved item."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from console import bootstrap, words
from console.domain.inbound import Intake
from console.domain.people import Actor, Role
from console.services import glance
from tests.kit.typist import ALT, CTRL, SHIFT, Typist
from ui.app import App

NAME, PASSWORD = "陈例一", "keys of 2030"
MOST = 12
CALL = "凌晨三点 样例村12 山体裂缝，约 19 人需转移"


@pytest.fixture
def hands(qapp, new_store, clock, qtbot, tmp_path):
    desk = bootstrap.build(new_store, clock)
    by = Actor.tool("tester")
    desk.accounts.add(NAME, Role.ADMIN, PASSWORD, by=by)
    (tmp_path / "places.csv").write_text("代码,名称,上级\n330324,永嘉县,\n330324101,样例村12,330324\n", "utf-8")
    desk.places.import_file(tmp_path / "places.csv", by=by)
    form = Intake(uuid4(), "昨天的来电", clock.now(), caller_phone="100-0000-0005", caller_name="梁例五")
    desk.intake.register(form, by=by)
    desk.close()
    app = App(qapp, new_store, clock=clock, language="zh")
    app.start(glance.look(new_store))
    qtbot.waitUntil(lambda: app.shell is not None and app.shell.station is not None, timeout=20_000)
    made = Typist(app)
    made.sign_in(NAME, PASSWORD)
    made.keys.clear()
    yield made
    app.window.close()
    app.deleteLater()
    words.set_language("zh")


def newest(hands):
    return hands.app.shell.desk.intake.newest()[0]


def told(capsys, what, hands):
    with capsys.disabled():
        print(f"\n{what}: {hands.keys['key']} keys beyond {hands.keys['text']} characters of text")


def test_a_telephone_entry_with_caller_time_and_place(hands, qtbot, capsys):
    hands.press(Qt.Key.Key_F2)
    panel = hands.panel()
    qtbot.waitUntil(lambda: panel.form.channel.count() > 5, timeout=20_000)
    hands.write(CALL)
    chips = panel.form.proposals
    qtbot.waitUntil(lambda: chips.time.isVisible() and chips.where.isVisible(), timeout=20_000)
    hands.press(Qt.Key.Key_T, ALT)
    hands.press(Qt.Key.Key_A, ALT)
    hands.press(Qt.Key.Key_Tab)
    hands.write("100-0000-0005")
    hands.press(Qt.Key.Key_Return)
    hands.write("梁例五")
    hands.press(Qt.Key.Key_Return)
    hands.write("岩头镇人民政府")
    with qtbot.waitSignal(panel.saved, timeout=20_000):
        hands.press(Qt.Key.Key_Return, CTRL)
    item = newest(hands)
    assert (item.summary, item.caller_phone, item.caller_name) == (CALL, "100-0000-0005", "梁例五")
    assert item.place_path == "永嘉县 样例村12" and item.occurred_at is not None
    told(capsys, "telephone entry with caller, unit, time and place", hands)
    assert hands.keys["key"] <= MOST


def test_the_barest_telephone_entry(hands, qtbot, capsys):
    hands.press(Qt.Key.Key_F2)
    panel = hands.panel()
    hands.write(CALL)
    with qtbot.waitSignal(panel.saved, timeout=20_000):
        hands.press(Qt.Key.Key_Return, CTRL)
    assert newest(hands).summary == CALL
    told(capsys, "telephone entry, text alone", hands)
    assert hands.keys["key"] <= 2


def test_an_urgent_document(hands, qtbot, capsys):
    hands.press(Qt.Key.Key_F2)
    panel = hands.panel()
    hands.press(Qt.Key.Key_F2, SHIFT)
    hands.write("关于防范强降雨的通知")
    hands.press(Qt.Key.Key_Tab)
    for _ in range(3):
        hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Tab)
    hands.write("示范市应急局")
    hands.press(Qt.Key.Key_Return)
    hands.write("示应急〔2030〕17号")
    with qtbot.waitSignal(panel.saved, timeout=20_000):
        hands.press(Qt.Key.Key_Return, CTRL)
    item = newest(hands)
    assert (item.kind, item.urgency, item.source_number) == ("document", "urgent", "示应急〔2030〕17号")
    told(capsys, "urgent document with unit and number", hands)
    assert hands.keys["key"] <= MOST
