"""预警: drafted, reviewed, signed, released and recorded by keys alone; nobody's words are lost or overwritten."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.people import Role
from console.domain.warning import Act, Kind, State
from console.domain.warning_rows import Sent
from tests.kit import warnings_panel as kit
from tests.kit.input_method import commit
from tests.kit.teams_panel import pick
from tests.kit.upward import ALT, CTRL, KEY, press
from tests.kit.warning import County
from tests.kit.warnings_panel import Opened, asked, at, prove, settled, shown, wait
from ui.seat import Seat

desk, seat, people, opened = kit.desk, kit.seat, kit.people, kit.opened
NONE = Qt.KeyboardModifier.NoModifier


def test_from_nothing_to_the_record_by_keys(opened: Opened, desk: Desk, people: County, qtbot: QtBot) -> None:
    panel = opened()
    assert panel.strip.isVisible()  # a sample store says what it is
    wait(qtbot, lambda: panel.list.empty.isVisible())
    press(qtbot, panel.list, KEY.Key_N, ALT)
    page = panel.page
    wait(qtbot, lambda: page.look is not None and page.editor.facts.signal.hasFocus())
    settled(qtbot, panel)
    editor, facts, texts = page.editor, page.editor.facts, page.editor.texts
    pick(facts.signal, "02")
    pick(facts.level, "weather_red")
    assert facts.title.text() == "县气象台发布暴雨红色预警" and facts.issuer.text() == "县气象台"
    assert "3小时内降雨量将达100毫米以上" in texts.full.text() and texts.guide.text().startswith("停止集会")
    assert facts.expires.text() == desk_minute(page, hours=3)

    editor.places.line.setFocus()
    town = next(one for one in desk.places.everything() if one.id == people.town)
    commit(editor.places.line, town.name)
    press(qtbot, editor.places.line, KEY.Key_Return)
    assert editor.places.value() == str(people.town)
    commit(editor.groups.line, "应急办")
    press(qtbot, editor.groups.line, KEY.Key_Return)
    press(qtbot, editor.groups.line, KEY.Key_5, CTRL)
    assert editor.channels.table.hasFocus()
    editor.channels.table.choose("chat")
    press(qtbot, editor.channels.table, KEY.Key_Space)
    assert [line.code for line in editor.channels.lines() if line.ticked] == ["chat"]
    editor.channels.table.choose("tv")
    commit(editor.channels.target, "县台两个频道")
    wait(qtbot, lambda: page.checked is not None and not any(one.stops for one in page.checked.found))

    press(qtbot, page, KEY.Key_Return, CTRL)  # saved and handed in at once
    at(qtbot, panel, State.REVIEW)
    row = page.look.row
    assert [one.channel for one in row.form.channels] == ["tv", "chat"] and row.form.channels[
        0
    ].target == "县台两个频道"
    dialog = asked(qtbot, page, KEY.Key_O, ALT)
    assert "县台两个频道" in dialog.text.text()
    prove(qtbot, page, "甲例")
    wait(qtbot, dialog.trouble.isVisible)
    assert dialog.trouble.text() == words.say("refused.own_review", name="甲例")
    prove(qtbot, page, "乙例")
    at(qtbot, panel, State.SIGN)
    asked(qtbot, page, KEY.Key_F12, NONE)
    prove(qtbot, page, "丙例")
    at(qtbot, panel, State.RELEASE)
    assert "丙例" in page.hands.facts.values["warning.hand.sign"].text()

    dialog = asked(qtbot, page, KEY.Key_R, ALT)
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    press(qtbot, dialog, KEY.Key_Return, CTRL)  # hit once too often: nothing goes out
    assert dialog.sure.isVisible() and desk.warnings.one(row.id).state is State.RELEASE
    wait(qtbot, dialog.ready)
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    at(qtbot, panel, State.RELEASING)
    assert not page.strip.isVisible() and page.record.isVisible()
    assert page.record.table.rows_model.rowCount() == 2

    page.record.table.choose(page.look.sends[0].row.id)
    dialog = asked(qtbot, page, KEY.Key_D, ALT)
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    assert dialog.trouble.text() == words.say("refused.proof_missing")
    commit(dialog.proof, "电视台李例六回电")
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    settled(qtbot, panel)
    wait(qtbot, lambda: page.look.sends[0].row.state is Sent.DONE)
    page.record.table.choose(page.look.sends[1].row.id)
    dialog = asked(qtbot, page, KEY.Key_B, ALT)
    commit(dialog.reason, "群已停用")
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: page.look.sends[1].row.state is Sent.SKIPPED)
    desk.warning_sends.tick(by=people.actor("甲例"))
    page.reload_now()
    at(qtbot, panel, State.ACTIVE)

    press(qtbot, page, KEY.Key_J, ALT)
    wait(qtbot, lambda: page.look is not None and page.look.row.kind is Kind.LIFT)
    settled(qtbot, panel)
    assert "解除暴雨红色预警" in texts.full.text() and "解除" in facts.title.text()
    assert [line.code for line in editor.channels.lines() if line.ticked] == ["tv", "chat"]
    assert page.head.follows.text() == words.say("warning.follows.lift", number=row.number)
    press(qtbot, page, KEY.Key_Escape)
    wait(qtbot, lambda: panel.list.isVisible() and panel.list.table.rows_model.rowCount() == 2)
    assert panel.errors == []


def desk_minute(page: Any, *, hours: int) -> str:
    from datetime import timedelta

    return str(page.times.minute(page.times.now() + timedelta(hours=hours)))
