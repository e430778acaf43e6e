"""预警: drafted, reviewed, signed, released and recorded by keys alone; nobody's words are lost or overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.changes import Changes, Topic
from console.domain.callout_rows import CallWish
from console.domain.clock import StoppedClock
from console.domain.people import Actor
from console.domain.warning import Act, Kind, State
from console.domain.warning_form import Chosen
from console.domain.warning_rows import Sent
from console.domain.wire import DeviceForm
from console.errors import Refused
from tests.kit import warnings_panel as kit
from tests.kit.input_method import commit
from tests.kit.teams_panel import pick
from tests.kit.upward import ALT, CTRL, KEY, SHIFT, press
from tests.kit.warning import WORD, County, walked
from tests.kit.warnings_panel import Opened, asked, at, prove, settled, shown, wait
from ui.models.warning_rows import told_said
from ui.seat import Seat

desk, seat, people, opened = kit.desk, kit.seat, kit.people, kit.opened
NONE = Qt.KeyboardModifier.NoModifier


def test_from_nothing_to_the_record_by_keys(opened: Opened, desk: Desk, people: County, qtbot: QtBot) -> None:
    panel = opened()
    assert panel.strip.isVisible()  # a sample store says what it is
    wait(qtbot, panel.list.empty.isVisible)
    press(qtbot, panel.list, KEY.Key_N, ALT)
    page = panel.page
    wait(qtbot, lambda: page.look is not None and page.editor.facts.signal.hasFocus())
    settled(qtbot, panel)
    editor, facts, texts = page.editor, page.editor.facts, page.editor.texts
    pick(facts.signal, "02")
    pick(facts.level, "weather_red")
    assert facts.title.text() == "县气象台发布暴雨红色预警" and facts.issuer.text() == "县气象台"
    assert "3小时内降雨量将达100毫米以上" in texts.full.text() and texts.guide.text().startswith("停止集会")
    assert facts.expires.text() == minute(page, hours=3)

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
    assert "丙例" in page.hands.values["warning.hand.sign"].text()

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
    panel.note(Changes(topics=frozenset({Topic.WARNINGS})))
    press(qtbot, page, KEY.Key_Escape)
    wait(qtbot, lambda: panel.list.isVisible() and panel.list.table.rows_model.rowCount() == 2)
    assert panel.errors == []


def test_typed_words_are_asked_for_kept_and_never_overwritten(
    opened: Opened, desk: Desk, people: County, qtbot: QtBot
) -> None:
    first, second = people.actor("甲例"), people.actor("乙例")
    row = desk.warnings.draft(people.form(title="", full="", sms="", voice="", signal="", level=""), by=first)
    panel = opened()
    page = shown(qtbot, panel, row)
    editor, facts, texts = page.editor, page.editor.facts, page.editor.texts
    texts.full.setFocus()
    commit(texts.full, "手写的全文。")
    pick(facts.signal, "02")
    pick(facts.level, "weather_red")
    assert texts.full.text() == "手写的全文。" and "100毫米" in texts.sms.text()
    assert page.ask_standard.isVisible() and words.say("warning.field.full") in page.ask_standard.text()
    pick(facts.level, "weather_orange")  # what was filled in follows the level, what was typed does not
    assert facts.title.text() == "县气象台发布暴雨橙色预警" and "50毫米" in texts.sms.text()
    assert texts.full.text() == "手写的全文。"

    other = desk.warnings.one(row.id)
    desk.warnings.edit(replace(other.form, guide="乙例写的指南"), seen=other.version, by=second)
    page.reload_now()
    wait(qtbot, page.elsewhere.isVisible)
    assert texts.full.text() == "手写的全文。"
    press(qtbot, page, KEY.Key_S, CTRL)
    wait(qtbot, lambda: bool(panel.errors))
    assert panel.errors.pop().code == "changed_meanwhile"
    settled(qtbot, panel)
    assert texts.full.text() == "手写的全文。" and desk.warnings.one(row.id).form.full == ""
    wait(qtbot, lambda: editor.seen == desk.warnings.one(row.id).version)

    press(qtbot, page, KEY.Key_Escape)
    again = shown(qtbot, panel, desk.warnings.draft(people.form(), by=first))
    assert again.editor.texts.full.text() == "预计未来两小时仍有强降雨，请立即转移危险区域人员。"
    page = shown(qtbot, panel, row)
    assert texts.full.text() == "手写的全文。" and page.hands.unsaved.isVisible()
    press(qtbot, page, KEY.Key_V, ALT)
    press(qtbot, page, KEY.Key_V, ALT)  # asked again, and meant
    assert "50毫米" in texts.full.text()
    commit(facts.expires, "夜里")
    press(qtbot, page, KEY.Key_S, CTRL)
    assert panel.errors.pop().code == "bad_time" and facts.expires.hasFocus()
    facts.expires.setText(minute(page, hours=2))
    press(qtbot, page, KEY.Key_S, CTRL)
    wait(qtbot, lambda: "50毫米" in desk.warnings.one(row.id).form.full)
    settled(qtbot, panel)
    assert not page.hands.unsaved.isVisible() and panel.errors == []


def test_a_key_says_why_it_cannot_act_and_the_urgent_way_owes_its_signatures(
    opened: Opened, desk: Desk, people: County, qtbot: QtBot
) -> None:
    row = desk.warnings.draft(people.form(level="weather_yellow"), by=people.actor("甲例"))
    panel = opened()
    page = shown(qtbot, panel, row)
    for key, held, why in (
        (KEY.Key_F12, NONE, "state"), (KEY.Key_U, ALT, "urgent"), (KEY.Key_R, ALT, "state"), (KEY.Key_E, ALT, "owed"),
    ):  # fmt: skip
        press(qtbot, page, key, held)
        refused = panel.errors.pop()
        assert (refused.code, refused.facts["why"]) == ("not_now", words.say(f"warning.why.{why}").rstrip("。"))

    red = desk.warnings.draft(people.form(), by=people.actor("甲例"))
    page = shown(qtbot, panel, red)
    dialog = asked(qtbot, page, KEY.Key_U, ALT)
    commit(dialog.reason, "洪水已到村口")
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    at(qtbot, panel, State.SIGN)
    dialog = asked(qtbot, page, KEY.Key_Y, ALT)
    commit(dialog.name, "丙例")
    commit(dialog.words, "同意，马上发")
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    assert dialog.trouble.text() == words.say("refused.second_missing") and dialog.proof.name.hasFocus()
    commit(dialog.proof.name, "乙例")
    dialog.proof.password.setText(WORD)
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    at(qtbot, panel, State.RELEASE)
    dialog = asked(qtbot, page, KEY.Key_R, ALT)
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    wait(qtbot, dialog.ready)
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    at(qtbot, panel, State.RELEASING)
    assert page.hands.owed.isVisible() and page.look.row.owed == (Act.COUNTERSIGN, Act.SIGN_LATER)
    asked(qtbot, page, KEY.Key_E, ALT)
    prove(qtbot, page, "乙例")
    settled(qtbot, panel)
    wait(qtbot, lambda: page.look.row.owed == (Act.SIGN_LATER,))
    dialog = asked(qtbot, page, KEY.Key_E, ALT)
    assert dialog.proof.name.text() == "丙例" and dialog.proof.name.isReadOnly()
    prove(qtbot, page, "丙例")
    settled(qtbot, panel)
    wait(qtbot, lambda: page.look.row.owed == ())
    assert panel.errors == [] and not page.foot.buttons["owed"].isVisible()


def test_a_run_of_messages_is_watched_paused_and_stopped_from_here(
    opened: Opened, desk: Desk, people: County, seat: Seat, qtbot: QtBot
) -> None:
    admin = Actor.tool("tester")
    modem = DeviceForm(uuid4(), "SM-01", "短信猫", "modem", "sim://modem/SM-01")
    desk.devices.add(modem, by=admin)
    heard: list[str] = []
    row = desk.warnings.draft(people.form(channels=(Chosen("tv"), Chosen("sms")), listened=""), by=seat.actor)
    panel = opened(lambda _device, text: heard.append(text))
    page = shown(qtbot, panel, row)
    wait(qtbot, lambda: page.checked is not None)
    assert page.area_card.caption.text() == words.say(
        "warning.reach", people=page.checked.people, numbers=page.checked.numbers
    )
    assert page.editor.texts.boxes["sms"].count.text().startswith("13 字 = 1 条 × ")
    press(qtbot, page, KEY.Key_L, ALT)  # nothing here can speak: it says so, and it does not count as heard
    assert panel.heard.pop() == words.say("warning.no_speaker") and heard == []
    desk.devices.add(DeviceForm(uuid4(), "KY-01", "扩音", "speaker", ""), by=admin)
    page.reload_now()
    wait(qtbot, lambda: any(row.form.driver == "speaker" for row in page.look.book.devices))
    press(qtbot, page, KEY.Key_L, ALT)
    wait(qtbot, lambda: panel.heard[-1:] == [words.say("warning.heard")])
    assert heard == [row.form.voice] and page.editor.differs()
    press(qtbot, page, KEY.Key_S, CTRL)
    settled(qtbot, panel)

    row = desk.warnings.one(row.id)
    row = desk.warnings.submit(row.id, seen=row.version, by=seat.actor)
    row = desk.warnings.endorse(row.id, "乙例", WORD, digest=row.digest)
    row = desk.warnings.sign(row.id, "丙例", WORD, digest=row.digest)
    row = desk.warnings.release(row.id, seen=row.version, by=seat.actor)
    page.reload_now()
    at(qtbot, panel, State.RELEASING)
    table, went = page.record.table, []
    page.item_asked.connect(lambda panel_id, one: went.append((panel_id, one)))
    run = page.look.sends[1]
    table.choose(run.row.id)
    assert words.say("warning.count.going", count=run.counts.total) in told_said(run, page.times)
    press(qtbot, table, KEY.Key_D, ALT)
    assert panel.errors.pop().code == "not_now"  # what a device did is nobody's to say
    press(qtbot, table, KEY.Key_P, ALT)
    wait(qtbot, lambda: desk.deliveries.batch(run.row.batch_id).paused)
    settled(qtbot, panel)
    wait(qtbot, lambda: page.record.by_name["send_pause"].text() == words.say("do.send_go_on"))
    press(qtbot, table, KEY.Key_I, ALT)
    wait(qtbot, lambda: went != [])
    assert went[0][0] == "devices" and desk.deliveries.one(went[0][1]).subject_id == row.id
    asked(qtbot, page, KEY.Key_Q, ALT)
    press(qtbot, page.asked.dialog, KEY.Key_Return, CTRL)
    settled(qtbot, panel)
    assert desk.deliveries.batch(run.row.batch_id).counts.cancelled == run.counts.total
    table.choose(page.look.sends[0].row.id)
    press(qtbot, table, KEY.Key_C, CTRL | SHIFT)
    wait(qtbot, lambda: QGuiApplication.clipboard().text() == page.look.sends[0].row.text)


def test_lists_go_out_results_come_in_and_papers_and_calling_are_asked_from_here(
    opened: Opened, desk: Desk, people: County, seat: Seat, tmp_path: Path, qtbot: QtBot
) -> None:
    row = desk.warnings.draft(people.form(channels=(Chosen("carrier_voice"), Chosen("tv"))), by=seat.actor)
    row = desk.warnings.submit(row.id, seen=row.version, by=seat.actor)
    panel = opened()
    page, papers, calls = shown(qtbot, panel, row), [], []
    panel.print_asked.connect(papers.append)
    panel.callout_asked.connect(calls.append)
    press(qtbot, page, KEY.Key_P, CTRL)
    row = desk.warnings.endorse(row.id, "乙例", WORD, digest=row.digest)
    row = desk.warnings.sign(row.id, "丙例", WORD, digest=row.digest)
    row = desk.warnings.release(row.id, seen=row.version, by=seat.actor)
    page.reload_now()
    at(qtbot, panel, State.RELEASING)
    press(qtbot, page, KEY.Key_P, CTRL)
    press(qtbot, page, KEY.Key_M, ALT)
    assert [type(one).__name__ for one in papers] == ["WarningApproval", "WarningRecord"] and calls == [
        CallWish(row.id)
    ]

    table, lists, send = page.record.table, page.record.lists, page.look.sends[0].row
    table.choose(page.look.sends[1].row.id)
    press(qtbot, table, KEY.Key_H, ALT)  # a crawl on the screen has no numbers
    assert panel.errors.pop().code == "not_now"
    table.choose(send.id)
    lists.save_to(send, tmp_path / "名单.csv")
    wait(qtbot, (tmp_path / "名单.csv").exists)
    numbers = [one.phone for one in desk.warning_lists_out.rows(send.id)]
    wait(qtbot, lambda: panel.heard[-1:] == [words.say("warning.told_list", count=len(numbers), name="名单.csv")])
    result = tmp_path / "回执.csv"
    result.write_text("号码,结果\n" + "".join(f"{one},接通\n" for one in numbers), "utf-8-sig")
    lists.result_of(send, result)
    wait(qtbot, lambda: page.asked.dialog is not None)
    press(qtbot, page.asked.dialog, KEY.Key_Return, CTRL)
    settled(qtbot, panel)
    wait(qtbot, lambda: page.look.sends[0].row.reached == len(numbers))
    assert page.look.sends[0].row.state is Sent.DONE and panel.errors == []


def test_a_change_begins_now_and_holds_as_long_as_its_own_words_say(
    opened: Opened, desk: Desk, people: County, seat: Seat, clock: StoppedClock, qtbot: QtBot
) -> None:
    row = walked(desk.warnings, desk.warnings.draft(people.form(), by=seat.actor), seat.actor)
    clock.advance(hours=2)
    panel = opened()
    page = shown(qtbot, panel, row)
    press(qtbot, page, KEY.Key_C, ALT)
    wait(qtbot, lambda: page.look is not None and page.look.row.kind is Kind.CHANGE)
    settled(qtbot, panel)
    pick(page.editor.facts.level, "weather_orange")
    facts = page.editor.facts
    assert (facts.onset.text(), facts.expires.text()) == (minute(page, hours=0), minute(page, hours=3))
    assert "3小时内" in page.editor.texts.sms.text() and panel.errors == []


def test_who_looks_on_reads_everything_and_changes_nothing(
    opened: Opened, desk: Desk, people: County, seat: Seat, qtbot: QtBot
) -> None:
    row = desk.warnings.draft(people.form(), by=people.actor("甲例"))
    seat.sit(people.actor("戊例"))
    panel = opened()
    wait(qtbot, lambda: panel.list.table.rows_model.rowCount() == 1)
    assert not panel.list.new.isEnabled() and panel.list.new.toolTip()
    press(qtbot, panel.list.table, KEY.Key_Return)
    page = panel.page
    wait(qtbot, lambda: page.look is not None and page.look.id == row.id)
    settled(qtbot, panel)
    assert not page.foot.buttons["submit"].isEnabled() and not page.foot.buttons["save"].isEnabled()
    for language in words.LANGUAGES:
        words.set_language(language)
        assert page.foot.buttons["submit"].text() == words.say("do.warning_submit")
        assert panel.title == words.say("panel.warnings") and "[" not in page.head.state.text()


def minute(page: Any, *, hours: int) -> str:
    return str(page.times.minute(page.times.now() + timedelta(hours=hours)))


def test_a_name_that_was_typed_and_not_chosen_is_told_and_whom_a_released_one_was_for_stands_there(
    opened: Opened, desk: Desk, people: County, seat: Seat, qtbot: QtBot
) -> None:
    """A newcomer's 例溪 stayed in the line, and the village was left out of the area without a word."""
    released = walked(desk.warnings, desk.warnings.draft(people.form(), by=seat.actor), seat.actor)
    draft = desk.warnings.draft(people.form(), by=seat.actor)
    reached = desk.warning_sends.people(released.id)
    panel = opened()
    page = shown(qtbot, panel, draft)
    commit(page.editor.places.line, "例溪")
    page.check()
    assert "例溪" in page.checks.rest.text()
    with pytest.raises(Refused, match="place_not_chosen"):
        page.editor.form()
    assert desk.warnings.one(draft.id).state is State.DRAFT
    page.editor.places.line.clear()
    page.editor.places.line.textEdited.emit("")

    page = shown(qtbot, panel, released)
    told = words.say("warning.reach", people=len(reached), numbers=len({one.phone for one in reached}))
    wait(qtbot, lambda: page.area_card.caption.text() == told)
    assert [one.code for one in desk.warnings.differing(replace(draft.form, source_at=None))] == []
