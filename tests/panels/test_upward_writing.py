"""What is written of a report: saved, kept, moved by nobody else, taken anew by a key only."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.incident import IncidentRow
from console.domain.incident_figures import Amount
from console.domain.people import Actor
from console.services.incident_reports import Text
from tests.kit import upward as kit
from tests.kit.input_method import commit
from tests.kit.upward import ALT, CTRL, KEY, LEADER, Opened, begun, draft, press, settled
from ui.seat import Seat

incident, opened, watch = kit.incident, kit.opened, kit.watch


def test_a_refused_save_keeps_every_word_and_the_next_one_is_about_what_stands_there(
    opened: Opened, desk: Desk, incident: IncidentRow, watch: Actor, qtbot: QtBot
) -> None:
    row = draft(desk, watch, incident)
    panel = opened()
    page, editor = panel.reports, panel.reports.editor
    editor.body.setFocus()
    commit(editor.body, "我写的。")
    desk.incident_reports.save(row.id, Text("别人改的标题", row.body), seen=row.version, by=watch)
    with qtbot.waitSignal(page.refused) as refused:
        press(qtbot, editor.body, KEY.Key_S, CTRL)
    assert refused.args[0].code == "changed_meanwhile"
    qtbot.waitUntil(lambda: editor.title.text() == "别人改的标题")
    assert editor.body.text().endswith("我写的。") and panel.focusWidget() is editor.body
    with qtbot.waitSignal(page.saved):
        press(qtbot, editor.body, KEY.Key_S, CTRL)
    kept = desk.incident_reports.one(row.id)
    assert kept.body.endswith("我写的。") and kept.title == "别人改的标题"


def test_news_while_typing_moves_neither_cursor_nor_choice(
    opened: Opened, desk: Desk, clock: StoppedClock, incident: IncidentRow, watch: Actor, qtbot: QtBot
) -> None:
    row = draft(desk, watch, incident)
    panel = opened()
    page, editor = panel.reports, panel.reports.editor
    editor.body.setFocus()
    editor.body.place_cursor(1, 1)
    before = editor.body.text()
    for at in range(4):
        clock.advance(minutes=1)
        draft(desk, watch, begun(desk, watch, f"另一事件 {at}"))
        with qtbot.waitSignal(page.presented):
            page.reload()
        qtbot.keyClicks(editor.body, "x")
    assert editor.body.text() == before[:1] + "xxxx" + before[1:]
    assert editor.body.hasFocus() and page.list.table.chosen_key() == row.id and len(page.list.model.rows()) == 5


def test_a_report_that_leaves_the_list_is_still_the_one_being_written(
    opened: Opened, desk: Desk, clock: StoppedClock, incident: IncidentRow, watch: Actor, qtbot: QtBot
) -> None:
    other = draft(desk, watch, begun(desk, watch, "样例街积水"))
    clock.advance(minutes=1)
    draft(desk, watch, incident)
    panel = opened()
    page, editor = panel.reports, panel.reports.editor
    assert len(page.list.model.rows()) == 2
    editor.body.setFocus()
    commit(editor.body, "正在写。")
    with qtbot.waitSignal(page.presented):
        page.list.search.setText("积水")
        page.list.search.search_now()
    assert [one.id for one in page.list.model.rows()] == [other.id]
    assert editor.body.text().endswith("正在写。") and page.list.table.chosen_row() is None
    with qtbot.waitSignal(page.presented):
        page.list.table.choose(other.id)
    assert "积水" in editor.title.text()
    with qtbot.waitSignal(page.presented):
        page.list.search.empty()
    with qtbot.waitSignal(page.presented):
        page.list.table.choose(page.list.model.rows()[0].id)
    assert editor.body.text().endswith("正在写。"), "words of each report are kept apart"


def test_half_a_report_survives_the_end_of_the_program(
    opened: Opened, desk: Desk, incident: IncidentRow, watch: Actor, qtbot: QtBot
) -> None:
    draft(desk, watch, incident)
    panel = opened()
    panel.reports.editor.body.setFocus()
    commit(panel.reports.editor.body, "写了一半。")
    panel.leave()
    qtbot.waitUntil(lambda: len(desk.drafts.open("words")) == 1)
    again = opened()
    qtbot.waitUntil(lambda: again.reports.editor.body.text().endswith("写了一半。"))
    assert again.reports.editor.brought.isVisible()
    with qtbot.waitSignal(again.reports.saved):
        again.reports.keep()
    qtbot.waitUntil(lambda: desk.drafts.open("words") == ())


def test_the_text_composed_anew_stands_beside_and_is_taken_by_a_key_only(
    opened: Opened, desk: Desk, clock: StoppedClock, incident: IncidentRow, watch: Actor, qtbot: QtBot
) -> None:
    row = draft(desk, watch, incident)
    panel = opened()
    page, editor = panel.reports, panel.reports.editor
    assert editor.newer.isHidden()
    desk.incident_figures.revise(incident.id, {"light": Amount(2)}, clock.now(), "现场", by=watch)
    with qtbot.waitSignal(page.presented):
        page.reload()
    assert editor.newer.isVisible() and "轻伤" not in editor.body.text()
    editor.body.setFocus()
    press(qtbot, editor.body, KEY.Key_K, ALT)
    qtbot.waitUntil(lambda: "轻伤 2 人" in editor.anew.text())
    assert editor.anew_field.isVisible() and editor.body.text() == row.body
    press(qtbot, editor.body, KEY.Key_V, ALT)
    assert "轻伤 2 人" in editor.body.text() and editor.anew_field.isHidden()
    editor.body.undo()
    assert editor.body.text() == row.body and editor.said().until == 0
    editor.body.redo()
    with qtbot.waitSignal(page.presented):
        press(qtbot, editor.body, KEY.Key_S, CTRL)
    settled(qtbot, panel)
    kept = desk.incident_reports.one(row.id)
    assert "轻伤 2 人" in kept.body and kept.figures_until > row.figures_until
    assert editor.newer.isHidden()


def test_what_another_officer_took_is_not_taken_by_the_next(
    opened: Opened, desk: Desk, incident: IncidentRow, watch: Actor, seat: Seat, clock: StoppedClock, qtbot: QtBot
) -> None:
    row = draft(desk, watch, incident)
    desk.incident_figures.revise(incident.id, {"light": Amount(2)}, clock.now(), "现场", by=watch)
    panel = opened()
    editor = panel.reports.editor
    editor.toggle_anew()
    qtbot.waitUntil(lambda: "轻伤 2 人" in editor.anew.text())
    editor.take()
    assert editor.said().until > row.figures_until
    seat.sit(next(one for one in desk.accounts.list() if one.name == LEADER).actor)
    assert editor.body.text() == row.body and editor.said().until == 0
    seat.sit(watch)
    assert "轻伤 2 人" in editor.body.text(), "his words wait for him"
