"""What leaves the page besides channels: letters, CAP files, a response that is proposed; what ends is said there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.people import Actor
from console.domain.responses import Approved, Cause, ResponseWish
from console.domain.warning import Kind, State
from console.domain.warning_form import Chosen
from console.domain.warning_letters import LetterAsked
from tests.kit import plans
from tests.kit import warnings_panel as kit
from tests.kit.input_method import commit
from tests.kit.upward import ALT, CTRL, KEY, SHIFT, press
from tests.kit.warning import County, walked
from tests.kit.warnings_panel import Opened, asked, at, settled, shown, wait
from ui.prints import form_of

desk, seat, people, opened = kit.desk, kit.seat, kit.people, kit.opened
YELLOW = {
    "level": "weather_yellow", "title": "例县气象台发布暴雨黄色预警", "sms": "暴雨黄色预警。", "voice": "",
    "listened": "",
}  # fmt: skip
NONE = Qt.KeyboardModifier.NoModifier


def released(desk: Desk, people: County, **more: Any) -> Any:
    by = people.actor("甲例")
    return walked(desk.warnings, desk.warnings.draft(people.form(**more), by=by), by)


def test_a_letter_is_asked_for_numbered_printed_and_printed_again(
    opened: Opened, desk: Desk, people: County, qtbot: QtBot
) -> None:
    row = released(desk, people)
    panel = opened()
    page, papers = shown(qtbot, panel, row), []
    panel.print_asked.connect(papers.append)
    assert not page.foot.buttons["letters"].isVisible(), "the weather's scheme asks for none"
    press(qtbot, page, KEY.Key_L, ALT | SHIFT)
    assert panel.errors.pop().code == "not_now"
    desk.settings.change(
        "warning.letter_schemes", "forest，weather", "县预警办法", confirmed=True, by=people.actor("辛例")
    )
    page.reload_now()
    wait(qtbot, page.foot.buttons["letters"].isVisible)
    settled(qtbot, panel)
    dialog = asked(qtbot, page, KEY.Key_L, ALT | SHIFT)
    assert dialog.to.text() and dialog.why.hasFocus() and not dialog.when.isVisible()
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    assert dialog.trouble.text() == words.say("refused.reason_missing")
    dialog.kind.choose("talk")
    assert dialog.when.isVisible()
    commit(dialog.why, "入山人员管控不力")
    commit(dialog.when, "8月13日9时")
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: bool(papers))
    form = form_of(desk, papers[0])
    assert (form.kind, form.number) == ("warning_talk", f"{row.number}-1")
    assert form.letter is not None and "入山人员管控不力" in "".join(str(form.letter.body))
    settled(qtbot, panel)
    wait(qtbot, lambda: any(step.act.value == "letter" for step in page.look.steps))
    dialog = asked(qtbot, page, KEY.Key_L, ALT | SHIFT)
    commit(dialog.why, "又一件")
    press(qtbot, dialog.table, KEY.Key_Return)  # prints that one, writes none
    wait(qtbot, lambda: len(papers) == 2)
    assert len(desk.warning_letters.rows(row.id)) == 1
    assert papers[0] == papers[1]
    settled(qtbot, panel)
    # somebody else wrote one while this one was being asked for
    dialog = asked(qtbot, page, KEY.Key_L, ALT | SHIFT)
    assert dialog.why.text() == "又一件", "what was typed is kept"
    dialog.why.clear()
    other = LetterAsked("caution", ("例东街道",), "别处先发")
    desk.warning_letters.write(row.id, other, seen=1, by=people.actor("乙例"))
    commit(dialog.why, "我也要发")
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    wait(qtbot, dialog.trouble.isVisible)
    assert dialog.trouble.text() == words.say("refused.letter_meanwhile", number=f"{row.number}-2")
    press(qtbot, dialog, KEY.Key_Escape)
    assert len(desk.warning_letters.rows(row.id)) == 2 and panel.errors == []


def test_what_ends_is_said_with_its_acts_and_a_response_is_only_proposed(
    opened: Opened, desk: Desk, people: County, clock: StoppedClock, qtbot: QtBot, tmp_path: Path
) -> None:
    admin = people.actor("辛例")
    plans.people(desk, tmp_path, admin)
    desk.plans.add(replace(plans.plan(), event_type="102"), by=admin)
    row = released(desk, people, channels=(Chosen("tv"),), **YELLOW)
    panel = opened()
    page, wishes = shown(qtbot, panel, row), []
    panel.response_asked.connect(wishes.append)
    news = page.news
    first = page.look.suggests[0]
    assert news.response.isVisible() and first.plan_title in news.response.text() and not news.end.isVisible()
    press(qtbot, page, KEY.Key_F3, SHIFT)
    assert wishes == [ResponseWish(first.plan_id, first.level, f"{row.number} {row.title}")]
    assert desk.responses.rows() == [], "nothing starts by itself"
    cause = Cause(warning=row.title)
    found = desk.responses.preview(first.plan_id, first.level, cause)
    by = people.actor("甲例")
    told = Approved("丙例", words="同意启动", at=clock.now())
    desk.responses.start(row.id, first.plan_id, first.level, cause, told, digest=found.digest, by=by)
    page.reload_now()
    wait(qtbot, lambda: first.plan_id not in [one.plan_id for one in page.look.suggests])
    clock.advance(hours=2, minutes=40)
    page.reload_now()
    wait(qtbot, news.end.isVisible)
    settled(qtbot, panel)
    assert news.change.isVisible() and news.lift.isVisible() and "20" in news.end.text()
    for language in words.LANGUAGES:
        words.set_language(language)
        assert "[" not in news.end.text() + news.response.text() + news.lift.text()
    words.set_language("zh")
    clock.advance(hours=1)
    desk.warning_sends.tick(by=Actor.program())
    page.reload_now()
    at(qtbot, panel, State.EXPIRED)
    assert news.end.text() == words.say("warning.news.forgotten") and not news.change.isVisible()
    page.papers.cap_to(tmp_path)
    name = f"{row.number}.xml"
    wait(qtbot, (tmp_path / name).exists)
    assert (tmp_path / name).read_bytes() == desk.cap_files.written(row.id)
    page.papers.cap_to(tmp_path)
    told = words.say("cap.told_out", count=1, folder=str(tmp_path), names=name)
    wait(qtbot, lambda: panel.heard[-2:] == [told, told])
    press(qtbot, news.lift, KEY.Key_J, ALT)
    wait(qtbot, lambda: page.look is not None and page.look.row.kind is Kind.LIFT)
    settled(qtbot, panel)
    assert not news.end.isVisible() and panel.errors == []
    back = shown(qtbot, panel, row)
    assert not back.news.end.isVisible(), "a lift is being written"
    panel.show_list()
    listed = panel.list.table
    owed = next(one for one in listed.rows_model.columns if one.id == "warning_owed")
    said = words.say("warning.pressing.forgotten")
    wait(qtbot, lambda: [owed.text(one) for one in listed.rows_model.rows() if one.id == row.id] == [said])
