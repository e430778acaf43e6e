"""专家: in the order in which they are rung about an incident, kept by keyboard, on paper; the lists of teams too."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.assigning import NewAssignment
from console.domain.call_lists import CallOutcome
from console.domain.clock import StoppedClock
from console.domain.spots import SpotSense
from tests.kit import geometry
from tests.kit import teams_panel as setting
from tests.kit.input_method import commit
from tests.kit.teams_panel import Ground, Opened, asked, hand_up, part, pick, press, settled, wait
from tests.kit.upward import ALT, CTRL, KEY, SHIFT
from ui import hiding, prints
from ui.panels.teams import EXPERTS
from ui.panels.teams_experts import RETIRED
from ui.printing.form import Section
from ui.seat import Seat
from ui.team_prints import ExpertList, PaperList, TeamList

ground, opened = setting.ground, setting.opened


def names(page) -> list[str]:
    return [line.row.name for line in page.table.rows_model.rows()]


def test_whom_to_ring_about_an_incident_and_what_came_of_it_by_one_key(
    opened: Opened, ground: Ground, desk: Desk, seat: Seat, clock: StoppedClock, qtbot: QtBot
) -> None:
    desk.experts.add(
        setting.WATER.__class__("孙例九", "防汛抢险", event_types=("1",), phone="100-0000-0009"), by=seat.actor
    )
    page = part(qtbot, panel := opened(), EXPERTS)
    assert names(page) == ["王例七", "赵例八", "孙例九"] and page.table.rows_model.index(0, 1).data() == ""
    pick(page.about, ground.flood.id)
    wait(qtbot, lambda: names(page) == ["王例七", "孙例九"])
    why = page.table.rows_model.index(0, 5).data()
    assert words.say("experts.never_called") in why and words.say("experts.now") in why
    assert page.card.caption.text() == words.say("experts.in_turn", count=2, now=2)
    page.table.choose(ground.first.id)
    dialog = asked(qtbot, page, KEY.Key_D, ALT)
    commit(dialog.remark, "半小时到")
    dialog.big.setFocus()
    qtbot.keyClicks(dialog.big, "1")
    settled(qtbot, page)
    after = desk.experts.one(ground.first.id)
    assert (after.last_outcome, after.last_called_at) == (CallOutcome.ANSWERED, clock.now())
    wait(qtbot, lambda: names(page) == ["孙例九", "王例七"])  # who was rung stands behind the others
    assert page.chosen().row.id == ground.first.id  # and is still the one who is looked at
    wait(qtbot, lambda: page.calls.rows_model.rowCount() == 1)
    assert page.calls.rows_model.rows()[0].remark == "半小时到" and panel.heard[-1].startswith("呼叫 王例七")
    hiding.current().turn()
    assert "100-0000-0009" not in page.table.rows_model.index(0, 4).data()
    hiding.current().turn()
    press(qtbot, page.table, KEY.Key_C, ALT)
    assert QApplication.clipboard().text() == "100-0000-0007"
    pick(page.about, "")
    pick(page.type, "104")
    wait(qtbot, lambda: names(page) == ["赵例八", "孙例九"])  # the nearest type first, then one above it


def test_an_expert_is_made_changed_found_and_retired_in_either_language(
    opened: Opened, ground: Ground, desk: Desk, qtbot: QtBot
) -> None:
    page = part(qtbot, panel := opened(), EXPERTS)
    dialog = asked(qtbot, page, KEY.Key_N, CTRL)
    for name, text in (("name", "周例十"), ("field", "森林防火"), ("phone", "100-0000-0010"), ("hours", "每逢三")):
        commit(dialog.lines[name], text)
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    wait(qtbot, dialog.trouble.isVisible)
    assert "每逢三" in dialog.trouble.text() and dialog.lines["phone"].text() == "100-0000-0010"
    dialog.lines["hours"].clear()
    commit(dialog.lines["hours"], "1-5 08:00-18:00")
    for name, text in (("latitude", "28.3"), ("longitude", "120.7")):
        commit(dialog.lines[name], text)
    with qtbot.waitSignal(dialog.spot_typed):
        dialog.lines["longitude"].editingFinished.emit()
    wait(qtbot, dialog.spot.note.isVisible)
    assert dialog.spot.note.text() == words.say(f"teams.spot.{SpotSense.INSIDE.value}")
    hand_up(qtbot, page)
    made = next(row for row in desk.experts.rows() if row.name == "周例十")
    assert (made.code, made.hours, made.latitude) == ("ZJ003", "1-5 08:00-18:00", 28.3)
    wait(qtbot, lambda: page.chosen().row.id == made.id)
    words.set_language("en")
    try:
        QApplication.processEvents()
        assert page.about.currentText() == "All experts" and geometry.cut(panel) == []
        dialog = asked(qtbot, page, KEY.Key_E, CTRL)
        commit(dialog.lines["title"], "高级工程师")
        hand_up(qtbot, page)
    finally:
        words.set_language("zh")
    assert desk.experts.one(made.id).title == "高级工程师" and desk.experts.one(made.id).phone == "100-0000-0010"
    page.search.setFocus()
    qtbot.keyClicks(page.search, "zls")
    press(qtbot, page.search, KEY.Key_Return)
    wait(qtbot, lambda: names(page) == ["周例十"])
    asked(qtbot, page, KEY.Key_Q, ALT)
    hand_up(qtbot, page)
    wait(qtbot, lambda: names(page) == [])
    assert page.empty.sentence.text() == words.say("experts.none_found")
    panel.open_item(made.id, follow=True)
    wait(qtbot, lambda: names(page) == ["周例十"] and page.about.value() == RETIRED)
    assert page.retire.text() == words.say("experts.restore")


def test_a_workbook_of_experts_and_every_list_on_paper(
    opened: Opened, ground: Ground, desk: Desk, seat: Seat, qtbot: QtBot, tmp_path: Path
) -> None:
    page = part(qtbot, panel := opened(), EXPERTS)
    file = tmp_path / "专家.csv"
    file.write_text(
        "专家编号,姓名,专业领域,可联系时间\nZJ001,王例七,水文水资源,看不懂\nZJ009,吴例六,气象,\n", encoding="utf-8"
    )
    files = page.workbooks
    files.choose_file = lambda _parent, _title: str(file)
    press(qtbot, page.table, KEY.Key_I, CTRL | SHIFT)
    wait(qtbot, lambda: files.importing.dialog is not None and files.importing.dialog._result is not None)
    dialog = files.importing.dialog
    assert dialog.table.rows_model.rows()[0].text == words.say("refused.hours_bad", hours="看不懂")
    dialog.good_only.click()
    dialog.yes.click()
    wait(qtbot, lambda: names(page) == ["王例七", "赵例八", "吴例六"])

    with qtbot.waitSignal(panel.print_asked) as paper:
        press(qtbot, page.table, KEY.Key_P, CTRL)
    experts = prints.form_of(desk, paper.args[0])
    assert isinstance(paper.args[0], ExpertList) and [row.cells[1] for row in table(experts).rows] == names(page)
    desk.assignments.assign(NewAssignment(ground.water.id, ground.flood.id), by=seat.actor)
    hiding.current().turn()  # what the screen hides stands on paper
    teams = prints.form_of(desk, TeamList((ground.water.id, ground.forest.id)))
    rows = table(teams).rows
    assert rows[0].strong and "指派 样例村12 山洪" in rows[0].cells[6] and "100-0000-0002" in rows[0].cells[5]
    assert "休整 连续作战" in rows[1].cells[6] and not rows[1].strong
    papers = prints.form_of(desk, PaperList(tuple(desk.teams.expiring())))
    ends = desk.clock.now().date() - timedelta(days=3)
    assert table(papers).rows[0].cells[1:4] == (ends.isoformat(), "-3", words.say("teams.insurance"))
    assert len({form.title for form in (experts, teams, papers)}) == 3


def table(form) -> Section:
    (found,) = form.blocks
    return found
