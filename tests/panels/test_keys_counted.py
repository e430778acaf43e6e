"""How many keys a telephone entry costs beyond its words, from the board to the saved item."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from console.domain.inbound import Intake
from tests.kit.typist import ALT, CTRL, SHIFT
from tests.kit.window import furnishing

MOST = 12
CALL = "凌晨三点 样例村12 山体裂缝，约 19 人需转移"


@pytest.fixture
def store(new_store, clock, tmp_path):
    """One place, and a call of yesterday."""
    with furnishing(new_store, clock) as (desk, by):
        (tmp_path / "places.csv").write_text("代码,名称,上级\n330324,永嘉县,\n330324101,样例村12,330324\n", "utf-8")
        desk.places.import_file(tmp_path / "places.csv", by=by)
        form = Intake(uuid4(), "昨天的来电", clock.now(), caller_phone="100-0000-0005", caller_name="梁例五")
        desk.intake.register(form, by=by)
    return new_store


def newest(typist):
    return typist.app.shell.desk.intake.newest()[0]


def told(capsys, what, typist):
    with capsys.disabled():
        print(f"\n{what}: {typist.keys['key']} keys beyond {typist.keys['text']} characters of text")


def test_a_telephone_entry_with_caller_time_and_place(typist, qtbot, capsys):
    typist.press(Qt.Key.Key_F2)
    panel = typist.panel()
    qtbot.waitUntil(lambda: panel.form.channel.count() > 5)
    typist.write(CALL)
    chips = panel.form.proposals
    qtbot.waitUntil(lambda: chips.time.isVisible() and chips.where.isVisible())
    typist.press(Qt.Key.Key_T, ALT)
    typist.press(Qt.Key.Key_A, ALT)
    typist.press(Qt.Key.Key_Tab)
    typist.write("100-0000-0005")
    typist.press(Qt.Key.Key_Return)
    typist.write("梁例五")
    typist.press(Qt.Key.Key_Return)
    typist.write("岩头镇人民政府")
    with qtbot.waitSignal(panel.saved):
        typist.press(Qt.Key.Key_Return, CTRL)
    item = newest(typist)
    assert (item.summary, item.caller_phone, item.caller_name) == (CALL, "100-0000-0005", "梁例五")
    assert item.place_path == "永嘉县 样例村12" and item.occurred_at is not None
    told(capsys, "telephone entry with caller, unit, time and place", typist)
    assert typist.keys["key"] <= MOST


def test_the_barest_telephone_entry(typist, qtbot, capsys):
    typist.press(Qt.Key.Key_F2)
    panel = typist.panel()
    typist.write(CALL)
    with qtbot.waitSignal(panel.saved):
        typist.press(Qt.Key.Key_Return, CTRL)
    assert newest(typist).summary == CALL
    told(capsys, "telephone entry, text alone", typist)
    assert typist.keys["key"] <= 2


def test_an_urgent_document(typist, qtbot, capsys):
    typist.press(Qt.Key.Key_F2)
    panel = typist.panel()
    typist.press(Qt.Key.Key_F2, SHIFT)
    typist.write("关于防范强降雨的通知")
    typist.press(Qt.Key.Key_Tab)
    for _ in range(3):
        typist.press(Qt.Key.Key_Down)
    typist.press(Qt.Key.Key_Tab)
    typist.write("示范市应急局")
    typist.press(Qt.Key.Key_Return)
    typist.write("示应急〔2030〕17号")
    with qtbot.waitSignal(panel.saved):
        typist.press(Qt.Key.Key_Return, CTRL)
    item = newest(typist)
    assert (item.kind, item.urgency, item.source_number) == ("document", "urgent", "示应急〔2030〕17号")
    told(capsys, "urgent document with unit and number", typist)
    assert typist.keys["key"] <= MOST
