"""队伍: a team is sent, followed step by step, kept and found by keyboard; what stands against it is heard."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.assigning import NewAssignment
from console.domain.assignments import TeamState
from console.domain.clock import StoppedClock
from console.domain.due import DueKind
from console.domain.people import Actor
from console.domain.teams import NewTeam, Readiness
from console.errors import Refused
from tests.kit import geometry
from tests.kit import teams as kit
from tests.kit import teams_panel as setting
from tests.kit.input_method import commit
from tests.kit.teams_panel import Ground, Opened, asked, hand_up, part, pick, press, settled, wait
from tests.kit.upward import ALT, CTRL, KEY, SHIFT
from ui import hiding
from ui.models.team_rows import Sieve, doing
from ui.panels.teams import PAPERS, TEAMS
from ui.seat import Seat
from ui.team_prints import PaperList, TeamList

ground, opened = setting.ground, setting.opened


def shown(page) -> list[str]:
    return [line.row.code for line in page.table.rows_model.rows()]


def test_an_empty_list_says_what_belongs_here_and_narrowing_has_its_own_words(
    opened: Opened, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    page = opened().teams
    settled(qtbot, page)
    assert page.empty.sentence.text() == words.say("teams.empty") and page.empty.button.hint() == "[Ctrl+Shift+I]"
    assert not page.assign.isEnabled() and page.assign.toolTip() == words.say("teams.why.none_chosen")
    kit.team(desk, seat.actor)
    page.reload_now()
    wait(qtbot, lambda: bool(shown(page)))
    page.search.setFocus()
    commit(page.search, "没有这支")
    press(qtbot, page.search, KEY.Key_Return)
    wait(qtbot, lambda: not shown(page))
    assert page.empty.sentence.text() == words.say("teams.none_found")


def test_sent_by_keyboard_and_told_step_by_step_until_it_is_home(
    opened: Opened, ground: Ground, desk: Desk, clock: StoppedClock, qtbot: QtBot
) -> None:
    page = part(qtbot, panel := opened(), TEAMS)
    assert page.chosen().row.id == ground.town.id
    dialog = asked(qtbot, page, KEY.Key_I, ALT)
    pick(dialog.incident, ground.flood.id)
    wait(qtbot, lambda: dialog.circle.isVisible() and words.say("teams.circle.none") != dialog.circle.text())
    press(qtbot, dialog, KEY.Key_Return, CTRL)  # its insurance ended: a word why is asked for
    assert dialog.trouble.isVisible() and dialog.lines["reason"].hasFocus() and page.asked.dialog is dialog
    assert words.say("list.engage_rules.when.insurance") in dialog.trouble.text()
    commit(dialog.lines["reason"], "离现场最近")
    hand_up(qtbot, page)
    (row,) = desk.assignments.of_team(ground.town.id)
    assert (row.state, row.incident_id, row.steps[0].reason) == (TeamState.ASSIGNED, ground.flood.id, "离现场最近")
    wait(qtbot, lambda: page.sheet.assignment() is not None)
    assert page.step.text() == words.say("teams.step_next", state=words.say("team.state.mustering"))

    clock.advance(minutes=3)
    asked(qtbot, page, KEY.Key_S, ALT)
    hand_up(qtbot, page)
    clock.advance(minutes=20)
    dialog = asked(qtbot, page, KEY.Key_S, ALT)  # over its limit of leaving: why is asked for, nothing typed is lost
    commit(dialog.who, "陈例一")
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: dialog.trouble.isVisible() and dialog.reason.hasFocus())
    assert dialog.who.text() == "陈例一"
    commit(dialog.reason, "道路积水")
    hand_up(qtbot, page)
    for _ in range(3):
        asked(qtbot, page, KEY.Key_S, ALT)
        hand_up(qtbot, page)
        clock.advance(minutes=1)
    (row,) = desk.assignments.of_team(ground.town.id)
    assert [step.state.value for step in row.steps] == [
        "assigned", "mustering", "departed", "arrived", "done", "returned"
    ]  # fmt: skip
    assert (row.steps[1].place, row.steps[2].who, row.late_reason) == ("例溪镇人民政府", "陈例一", "道路积水")
    assert not page.step.isEnabled() and page.step.toolTip() == words.say("teams.why.no_assignment")
    assert [line.state for line in page.sheet.steps.rows_model.rows()] == [step.state for step in row.steps]
    assert len(panel.heard) == 6 and panel.heard[-1].endswith("归队")


def test_a_team_shows_all_it_does_and_a_step_touches_its_own_line_alone(
    opened: Opened, ground: Ground, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    """TicketsCAD #82, #116, #141."""
    by, team = seat.actor, ground.water
    later = desk.clock.now() + timedelta(hours=2)
    reserved = desk.assignments.assign(NewAssignment(team.id, ground.slide.id, reserved=True, planned_at=later), by=by)
    sent = desk.assignments.assign(NewAssignment(team.id, ground.flood.id, reason="最近"), by=by)
    page = part(qtbot, panel := opened(), TEAMS)
    panel.open_item(sent.id, follow=True)
    wait(qtbot, lambda: page.sheet.assignment() is not None and page.sheet.assignment().id == sent.id)
    assert doing(page.chosen().row) == "预留 例岭镇 塌方；指派 样例村12 山洪"
    assert [row.id for row in page.sheet.way.rows_model.rows()] == [reserved.id, sent.id]
    dialog = asked(qtbot, page, KEY.Key_X, ALT)
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    assert dialog.trouble.text() == words.say("refused.reason_missing") and dialog.reason.hasFocus()
    commit(dialog.reason, "险情解除")
    hand_up(qtbot, page)
    assert desk.assignments.one(sent.id).state is TeamState.RECALLED
    assert desk.assignments.one(reserved.id) == reserved
    wait(qtbot, lambda: doing(page.chosen().row) == "预留 例岭镇 塌方")
    assert page.sheet.way.rows_model.rows()[-1].id == sent.id  # what is over stays to be seen, behind
    page.sheet.way.choose(reserved.id)
    dialog = asked(qtbot, page, KEY.Key_T, ALT)
    dialog.lines["place"].clear()
    commit(dialog.lines["place"], "例岭镇卫生院")
    hand_up(qtbot, page)
    after = desk.assignments.one(reserved.id)
    assert (after.place, after.planned_at, after.state) == ("例岭镇卫生院", later, TeamState.RESERVED)


def test_blocked_is_refused_with_the_reason_and_the_words_stay(
    opened: Opened, ground: Ground, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    row = desk.teams.one(ground.forest.id)
    desk.teams.tell(row.id, Readiness.UNAVAILABLE, "装备送检", seen=row.version, by=seat.actor)
    page = part(qtbot, panel := opened(), TEAMS)
    panel.open_item(ground.forest.id)
    wait(qtbot, lambda: page.chosen().row.id == ground.forest.id)
    dialog = asked(qtbot, page, KEY.Key_I, ALT)
    wait(qtbot, dialog.against.isVisible)
    assert words.say("list.engage_rules.when.unavailable") in dialog.against.text()
    commit(dialog.lines["reason"], "没有别的队伍")
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    wait(qtbot, dialog.trouble.isVisible)
    assert "装备送检" in dialog.trouble.text() and dialog.lines["reason"].text() == "没有别的队伍"
    assert desk.assignments.of_team(ground.forest.id) == []


def test_narrowed_by_each_filter_and_found_by_pinyin(
    opened: Opened, ground: Ground, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    desk.assignments.assign(NewAssignment(ground.water.id, ground.flood.id), by=seat.actor)
    page = part(qtbot, opened(), TEAMS)
    assert shown(page) == ["DW001", "DW002", "DW003"] and page.table.rows_model.index(0, 0).data() == ground.town.name
    for box, value, codes in (
        (page.filters.kind, "social", ["DW002"]), (page.filters.sieve, Sieve.FREE, []),
        (page.filters.kind, "", ["DW001", "DW003"]), (page.filters.sieve, Sieve.OUT, ["DW002"]),
        (page.filters.sieve, Sieve.PAPERS, ["DW001", "DW003"]), (page.filters.type, "107", ["DW003"]),
        (page.filters.type, "", ["DW001", "DW003"]), (page.filters.readiness, "resting", ["DW003"]),
        (page.filters.readiness, "", ["DW001", "DW003"]), (page.filters.sieve, Sieve.ALL, ["DW001", "DW002", "DW003"]),
        (page.filters.skill, "water", ["DW001", "DW002"]),
    ):  # fmt: skip
        pick(box, value)
        wait(qtbot, lambda codes=codes: shown(page) == codes)
    qtbot.keyClicks(page.search, "lxss")
    press(qtbot, page.search, KEY.Key_Return)
    wait(qtbot, lambda: shown(page) == ["DW002"])


def test_a_team_is_made_changed_retired_and_taken_up_again(
    opened: Opened, ground: Ground, desk: Desk, qtbot: QtBot
) -> None:
    page = part(qtbot, panel := opened(), TEAMS)
    dialog = asked(qtbot, page, KEY.Key_N, CTRL)
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: dialog.trouble.text() == words.say("refused.team_name_missing"))
    for name, text in (
        ("name", "例港镇抢险队（示例）"), ("people", "18"), ("prepare_minutes", "10"), ("head_a", "周例九"),
        ("phone_a", "100-0000-0009"), ("latitude", "120.7"), ("longitude", "28.3"), ("insurance_until", "2031-1-5"),
    ):  # fmt: skip
        commit(dialog.lines[name], text)
    dialog.types.line.setFocus()
    qtbot.keyClicks(dialog.types.line, "101")
    press(qtbot, dialog.types.line, KEY.Key_Return)
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: dialog.trouble.text().startswith("经纬度写反了"))
    assert dialog.lines["head_a"].text() == "周例九" and dialog.lines["latitude"].hasFocus()
    for name, text in (("latitude", "28.3"), ("longitude", "120.7")):
        dialog.lines[name].clear()
        commit(dialog.lines[name], text)
    hand_up(qtbot, page)
    made = desk.teams.by_code("DW004")
    assert (made.people, made.event_types, made.latitude) == (18, ("101",), 28.3)
    assert made.insurance_until.isoformat() == "2031-01-05"
    wait(qtbot, lambda: page.chosen().row.id == made.id)

    dialog = asked(qtbot, page, KEY.Key_E, CTRL)
    dialog.types.drop("101")
    commit(dialog.lines["call_sign"], "例队09")
    hand_up(qtbot, page)
    made = desk.teams.one(made.id)
    assert (
        made.call_sign == "例队09"
        and made.event_types == ()
        and made.typed() == NewTeam(**{name: getattr(made, name) for name in NewTeam.__dataclass_fields__})
    )
    asked(qtbot, page, KEY.Key_Q, ALT)
    hand_up(qtbot, page)
    assert not desk.teams.one(made.id).active and made.id not in {line.id for line in page.table.rows_model.rows()}
    panel.open_item(made.id)  # a link to a retired team finds it among the retired
    wait(qtbot, lambda: page.chosen() is not None and page.chosen().row.id == made.id)
    assert page.filters.sieve.value() is Sieve.RETIRED and page.retire.text() == words.say("teams.restore")
    assert not page.assign.isEnabled() and page.assign.toolTip() == words.say("teams.why.retired")
    asked(qtbot, page, KEY.Key_Q, ALT)
    hand_up(qtbot, page)
    assert desk.teams.one(made.id).active


def test_readiness_and_papers_are_told(opened: Opened, ground: Ground, desk: Desk, qtbot: QtBot) -> None:
    page = part(qtbot, opened(), TEAMS)
    dialog = asked(qtbot, page, KEY.Key_R, ALT)
    pick(dialog.state, Readiness.LIMITED)
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: dialog.trouble.text() == words.say("refused.readiness_note_missing"))
    commit(dialog.lines["note"], "一组外出培训")
    commit(dialog.lines["people_ready"], "12")
    hand_up(qtbot, page)
    row = desk.teams.one(ground.town.id)
    assert (row.readiness, row.readiness_note, row.people_ready) == (Readiness.LIMITED, "一组外出培训", 12)

    dialog = asked(qtbot, page, KEY.Key_Z, ALT)
    for name, text in (("kind", "社会救援员"), ("holder", "陈例一"), ("expires_on", "2031-06-01")):
        commit(dialog.lines[name], text)
    hand_up(qtbot, page)
    wait(qtbot, lambda: page.sheet.papers.rows_model.rowCount() == 1)
    page.sheet.papers.choose(page.sheet.papers.rows_model.rows()[0].id)
    dialog = asked(qtbot, page, KEY.Key_Z, ALT | SHIFT)
    commit(dialog.lines["number"], "示例009")
    hand_up(qtbot, page)
    assert [one.number for one in desk.teams.one(row.id).certificates] == ["示例009"]
    wait(qtbot, lambda: page.sheet.papers.rows_model.rows()[0].number == "示例009")
    page.sheet.papers.choose(page.sheet.papers.rows_model.rows()[0].id)
    asked(qtbot, page, KEY.Key_X, ALT | SHIFT)
    hand_up(qtbot, page)
    assert desk.teams.one(row.id).certificates == ()


def test_numbers_are_rung_copied_and_hidden_and_the_base_is_on_the_map(
    opened: Opened, ground: Ground, desk: Desk, qtbot: QtBot
) -> None:
    page = part(qtbot, panel := opened(), TEAMS)
    panel.open_item(ground.water.id)
    wait(qtbot, lambda: page.chosen().row.id == ground.water.id)
    assert not page.map.isEnabled() and page.map.toolTip() == words.say("teams.why.no_spot")
    dialog = asked(qtbot, page, KEY.Key_D, ALT)
    qtbot.keyClicks(dialog.big, "n1")
    settled(qtbot, page)
    call = desk.log.search("王例二")[0]
    assert "100-0000-0002" in call.text and "接听" in call.text and ground.water.name in call.text
    press(qtbot, page.table, KEY.Key_C, ALT)
    assert QGuiApplication.clipboard().text() == "100-0000-0001"
    hiding.current().turn()
    wait(qtbot, lambda: "100-0000-0001" not in page.sheet.facts.values["teams.column.head_a"].text())
    press(qtbot, page.table, KEY.Key_C, ALT | SHIFT)
    assert isinstance(panel.errors[-1], Refused) and panel.errors[-1].code == "numbers_hidden"
    hiding.current().turn()
    page.table.choose(ground.town.id)
    with qtbot.waitSignal(panel.item_asked) as there:
        press(qtbot, page.table, KEY.Key_M, ALT)
    assert there.args == ["map", ground.town.id]


def test_a_workbook_is_looked_at_taken_in_taken_back_and_given_out(
    opened: Opened, ground: Ground, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    page = part(qtbot, panel := opened(), TEAMS)
    file = tmp_path / "队伍.csv"
    file.write_text(
        "队伍编号,队伍名称,类别,人数,准备时间\nDW001,,,25,\nDW009,例洲镇小分队（示例）,基层队伍,9,5\nDW010,无类队,不存在,1,1\n",
        encoding="utf-8",
    )
    files = page.workbooks
    files.choose_file = lambda _parent, _title: str(file)
    files.choose_target = lambda _parent, _title, name, _kinds: tmp_path / name
    press(qtbot, page.table, KEY.Key_I, CTRL | SHIFT)
    wait(qtbot, lambda: files.importing.dialog is not None and files.importing.dialog._result is not None)
    dialog = files.importing.dialog
    told = [(line.kind, line.text) for line in dialog.table.rows_model.rows()]
    assert told[0] == ("refused", words.say("refused.team_kind_unknown", value="不存在"))
    assert any(kind == "changed" and "20" in text and "25" in text for kind, text in told)
    dialog.good_only.click()
    dialog.yes.click()
    wait(qtbot, lambda: len(panel.heard) == 1)
    assert desk.teams.by_code("DW009").people == 9 and desk.teams.by_code("DW001").people == 25
    press(qtbot, page.table, KEY.Key_Z, CTRL | SHIFT)
    wait(qtbot, lambda: page.asked.dialog is not None)
    hand_up(qtbot, page)
    assert desk.teams.by_code("DW001").people == 20 and not desk.teams.by_code("DW009").active
    settled(qtbot, page)
    for key, count in ((KEY.Key_E, 3), (KEY.Key_T, 4)):
        press(qtbot, page.table, key, CTRL | SHIFT)
        wait(qtbot, lambda count=count: len(panel.heard) == count)
    assert len([path for path in tmp_path.iterdir() if path.suffix == ".xlsx"]) == 2


def test_papers_stand_by_how_near_they_end_and_lead_to_their_team(
    opened: Opened, ground: Ground, desk: Desk, qtbot: QtBot
) -> None:
    panel = opened()
    wait(qtbot, lambda: "2" in panel.parts.buttons[PAPERS].text())
    page = part(qtbot, panel, PAPERS)
    told = [(line.paper.team, line.paper.nearness.value) for line in page.table.rows_model.rows()]
    assert told == [(ground.town.name, "over"), (ground.forest.name, "last")]
    pick(page.near, page.near.values()[2])
    assert [line.paper.kind for line in page.table.rows_model.rows()] == ["森林消防员"]
    dialog = asked(qtbot, page, KEY.Key_Z, ALT)
    dialog.lines["expires_on"].clear()
    commit(dialog.lines["expires_on"], "2033-01-01")
    hand_up(qtbot, page)
    assert desk.teams.one(ground.forest.id).certificates[0].expires_on.isoformat() == "2033-01-01"
    wait(qtbot, page.empty.isVisible)
    pick(page.near, "all")
    with qtbot.waitSignal(page.print_asked) as paper:
        press(qtbot, page.table, KEY.Key_P, CTRL)
    assert isinstance(paper.args[0], PaperList) and len(paper.args[0].papers) == 1
    press(qtbot, page.table, KEY.Key_O, ALT)
    wait(qtbot, lambda: panel.stack.currentIndex() == TEAMS and panel.teams.chosen().row.id == ground.town.id)


def test_the_due_strip_leads_to_the_line_of_the_team(
    opened: Opened, ground: Ground, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    row = desk.assignments.assign(NewAssignment(ground.water.id, ground.flood.id), by=seat.actor)
    item = next(one for one in desk.due.rows(desk.clock.now()) if one.kind is DueKind.TEAM_LEAVE)
    panel = opened()
    assert item.target_panel == panel.id
    panel.open_item(item.record_id, follow=True)
    page = panel.teams
    wait(qtbot, lambda: page.sheet.assignment() is not None and page.sheet.assignment().id == row.id)
    assert page.chosen().row.id == ground.water.id


@pytest.mark.long
def test_a_thousand_teams_and_both_languages_with_nothing_clipped(
    opened: Opened, ground: Ground, desk: Desk, seat: Seat, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "队伍.csv"
    rows = "".join(f"T{at:04d},例队{at}（示例）,基层队伍,9,5\n" for at in range(1_000))
    file.write_text("队伍编号,队伍名称,类别,人数,准备时间\n" + rows, encoding="utf-8")
    desk.team_files.import_teams(file, by=seat.actor)
    page = part(qtbot, panel := opened(), TEAMS)
    assert len(shown(page)) == 1_003
    page.table.setFocus()
    press(qtbot, page.table, KEY.Key_End, CTRL)
    wait(qtbot, lambda: page.chosen().row.code == "T0999")
    words.set_language("en")
    try:
        assert page.table.rows_model.headerData(0, page.table.horizontalHeader().orientation()) == "Team"
        assert page.chosen().row.code == "T0999" and page.filters.sieve.currentText() == "All teams"
        QApplication.processEvents()
        assert geometry.cut(panel) == []
    finally:
        words.set_language("zh")
    QApplication.processEvents()
    assert geometry.cut(panel) == []
    with qtbot.waitSignal(panel.print_asked) as paper:
        press(qtbot, page.table, KEY.Key_P, CTRL)
    assert isinstance(paper.args[0], TeamList) and len(paper.args[0].teams) == 1_003


def test_who_only_looks_on_sees_why_nothing_can_be_pressed(
    opened: Opened, ground: Ground, viewer: Actor, seat: Seat, qtbot: QtBot
) -> None:
    seat.sit(viewer)
    page = part(qtbot, opened(), TEAMS)
    for button in (page.assign, page.edit, page.new, page.ready):
        assert not button.isEnabled() and button.toolTip() != words.say("teams.why.none_chosen")
    assert page.chosen() is not None and page.copy_a.isEnabled()
