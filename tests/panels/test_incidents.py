"""The incidents panel: news never move what is typed, refusals keep it, words wait for their officer, lists page."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from console import words
from console.domain.inbound import FigureValue, Intake
from console.domain.incident import Grade, IncidentKind, IncidentState, NewIncident, Standing
from console.domain.incident_figures import Amount
from console.domain.incident_report import ReportKind
from console.domain.people import Role
from console.errors import Refused
from console.services import incidents as service
from console.services.incidents import Description, Judgement
from tests.kit.incidents import services
from tests.kit.input_method import commit
from ui.panels.incidents import IncidentsPanel

Key, Ctrl, Alt, Shift = Qt.Key, *(getattr(Qt.KeyboardModifier, f"{one}Modifier") for one in ("Control", "Alt", "Shift"))
LANDSLIDE, DANGEROUS_GOODS = "10402", "20101"


@pytest.fixture
def incident(desk, seat, clock):
    """One call, one incident, ten minutes old."""
    made = opened(desk, seat.actor, clock, "样例村12 山体滑坡")
    clock.advance(minutes=10)
    return made


def opened(desk, by, clock, title, event_type=DANGEROUS_GOODS):
    told = {"heavy": FigureValue(12), "missing": FigureValue(None, True)}
    form = Intake(uuid4(), f"{title}来电", clock.now(), caller_org="岩头镇人民政府", figures=told)
    item = desk.intake.register(form, by=by)
    return desk.incidents.open(NewIncident(uuid4(), title, "五户房屋有裂缝", event_type), [item.id], by=by)


@pytest.fixture
def make(app_theme, qtbot, desk, jobs, seat, times):
    leaves = []

    def made(beside=frozenset()):
        panel = IncidentsPanel(jobs, seat, times, services=services(desk, beside), drafts=desk.drafts)
        qtbot.addWidget(panel)
        leaves.append(desk.feed.subscribe(lambda news: jobs.read(lambda: news, panel.note, lambda _error: None)))
        panel.resize(1280, 640)
        panel.show()
        panel.activateWindow()
        qtbot.waitUntil(panel.isActiveWindow)
        return panel

    yield made
    for leave in leaves:
        leave()


@pytest.fixture
def panel(make, incident, qtbot):
    """The list, with its one incident chosen."""
    made = make()
    qtbot.waitUntil(lambda: made.list.table.chosen_row() is not None)
    return made


@pytest.fixture
def detail(panel, incident, qtbot):
    """The incident's page, the keyboard in its title."""
    panel.open_item(incident.id, follow=True)
    qtbot.waitUntil(lambda: panel.detail.overview.row is not None and panel.detail.head.row is not None)
    return panel.detail


def press(qtbot, widget, key, modifier=Qt.KeyboardModifier.NoModifier):
    """To whatever has the keyboard in that window."""
    window = widget.window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window.focusWidget() or window, key, modifier)


def shown(qtbot, detail, at):
    """Another part by its key, loaded."""
    press(qtbot, detail, Key(Key.Key_1 + at), Ctrl)
    page = detail.pages[at]
    qtbot.waitUntil(lambda: detail.current_page() is page and page.row is not None)
    return page


def heard(signal):
    said = []
    signal.connect(said.append)
    return said


def test_the_head_and_the_buttons_say_what_there_is(detail, incident):
    assert detail.head.name.text() == incident.title and detail.head.number.text() == incident.number
    assert detail.parts.buttons[1].accessibleName() == "接报 1"
    assert detail.head.due.isVisible() and "剩" in detail.head.due.text
    assert not any(button.isVisible() for button in detail.head.counts.values()), "no panel shows them yet"


def test_reports_and_tasks_are_a_key_away_where_their_panels_are(make, incident, desk, seat, qtbot):
    report = desk.incident_reports.draft(incident.id, ReportKind.FIRST, by=seat.actor)
    panel = make(frozenset({"upward", "orders"}))
    panel.open_item(incident.id, follow=True)
    head = panel.detail.head
    qtbot.waitUntil(lambda: head.row is not None and panel.detail.overview.row is not None)
    seen = [button.accessibleName() for button in head.counts.values() if button.isVisibleTo(head)]
    assert seen == ["报告 1", "任务 0"]
    gone, begun = [], heard(panel.report_asked)
    panel.item_asked.connect(lambda *where: gone.append(where))
    press(qtbot, panel, Key.Key_R, Alt | Shift)
    press(qtbot, panel, Key.Key_T, Alt | Shift)
    press(qtbot, panel, Key.Key_B, Alt)
    assert gone == [("upward", report.id)] and begun == [incident.id]


def test_what_is_typed_stays_where_it_is_while_news_arrive(detail, incident, desk, seat, qtbot):
    form = detail.overview.form
    form.texts["summary"].setFocus()
    form.texts["summary"].place_cursor(2, 2)
    commit(form.texts["summary"], "又两户")
    said = Description("样例村12 山体滑坡（二）", "五户房屋有裂缝", DANGEROUS_GOODS, measures="镇村已到现场")
    desk.incidents.describe(incident.id, said, seen=incident.version, by=seat.actor)
    qtbot.waitUntil(lambda: form.texts["measures"].text() == "镇村已到现场")

    assert form.title.text() == "样例村12 山体滑坡（二）", "fields nobody touched follow the books"
    assert form.texts["summary"].text() == "五户又两户房屋有裂缝"
    assert form.texts["summary"].textCursor().position() == 5
    assert detail.window().focusWidget() is form.texts["summary"]

    told = heard(detail.saved)
    press(qtbot, detail, Key.Key_S, Ctrl)
    qtbot.waitUntil(lambda: bool(told))
    now = desk.incidents.one(incident.id)
    assert (now.summary, now.title, now.measures) == ("五户又两户房屋有裂缝", "样例村12 山体滑坡（二）", "镇村已到现场")


def test_a_refused_save_keeps_what_is_typed_and_marks_its_field(detail, incident, desk, qtbot):
    form, refused = detail.overview.form, heard(detail.refused)
    form.occurred.setFocus()
    qtbot.keyClicks(form.occurred, "25:70")
    press(qtbot, detail, Key.Key_S, Ctrl)
    assert [error.code for error in refused] == ["bad_time"] and form.fields["occurred"].note.isVisible()

    form.occurred.setText("2031-01-01 00:00")
    press(qtbot, detail, Key.Key_S, Ctrl)
    qtbot.waitUntil(lambda: len(refused) == 2)
    assert refused[1].code == "time_future" and form.occurred.text() == "2031-01-01 00:00"
    qtbot.waitUntil(lambda: not detail.overview._loading)
    assert form.occurred.text() == "2031-01-01 00:00" and desk.incidents.one(incident.id).occurred_at is None


def test_a_place_and_a_type_that_are_no_longer_offered_stay_when_something_else_is_saved(
    panel, incident, desk, seat, qtbot, tmp_path, clock
):
    (tmp_path / "places.csv").write_text("代码,名称,上级\n330324,永嘉县,\n330324101,样例村12,330324\n", "utf-8")
    desk.places.import_file(tmp_path / "places.csv", by=seat.actor)
    place = next(one.id for one in desk.places.everything() if one.name == "样例村12")
    said = Description(incident.title, "五户房屋有裂缝", DANGEROUS_GOODS, place_id=place, occurred_at=clock.now())
    row = desk.incidents.describe(incident.id, said, seen=incident.version, by=seat.actor)
    page = panel.detail.overview
    panel.open_item(incident.id, follow=True)
    qtbot.waitUntil(lambda: page.row is not None)
    page.form.place.show_choice(None, row.place_path)
    page.form.event_type.show_choice(None, page.form.event_type.text())
    told = heard(page.saved)
    commit(page.form.texts["needs"], "排水泵 2 台")
    press(qtbot, panel.detail, Key.Key_S, Ctrl)
    qtbot.waitUntil(lambda: bool(told))

    now = desk.incidents.one(incident.id)
    assert (now.needs, now.place_id, now.place_text) == ("排水泵 2 台", place, "")
    assert (now.event_type, now.occurred_at) == (DANGEROUS_GOODS, row.occurred_at)


def test_half_written_words_wait_for_who_wrote_them(make, panel, detail, incident, desk, seat, qtbot):
    form = detail.overview.form
    form.title.setFocus()
    form.title.end(False)
    qtbot.keyClicks(form.title, " 3rd")
    qtbot.waitUntil(lambda: bool(desk.drafts.open("words")))
    first, second = seat.actor, desk.accounts.add("王例四", Role.COMMANDER, "words of 2030", by=seat.actor).actor
    seat.sit(second)
    assert form.title.text() == incident.title, "each officer has words of his own"
    seat.sit(first)
    assert form.title.text() == f"{incident.title} 3rd"

    again = make()
    again.open_item(incident.id, follow=True)
    qtbot.waitUntil(lambda: again.detail.overview.row is not None)
    qtbot.waitUntil(lambda: again.detail.overview.form.title.text() == f"{incident.title} 3rd")
    assert desk.incidents.one(incident.id).title == incident.title
    press(qtbot, again.detail, Key.Key_Delete, Ctrl | Shift)
    qtbot.waitUntil(lambda: not desk.drafts.open("words"))
    assert again.detail.overview.form.title.text() == incident.title


def test_going_to_another_incident_never_carries_words_over(panel, detail, incident, desk, seat, clock, qtbot):
    other = opened(desk, seat.actor, clock, "另一处塌方")
    form = detail.overview.form
    commit(form.title, "（一）")
    panel.open_item(other.id, follow=True)
    qtbot.waitUntil(lambda: detail.overview.row is not None and detail.overview.row.id == other.id)
    assert form.title.text() == other.title and not detail.overview.edits.differing()
    panel.open_item(incident.id, follow=True)
    qtbot.waitUntil(lambda: detail.overview.row is not None and detail.overview.row.id == incident.id)
    assert "（一）" in form.title.text(), "they wait where they belong"


def test_a_list_that_grows_keeps_what_is_selected(panel, incident, desk, seat, clock, qtbot):
    for number in range(3):
        opened(desk, seat.actor, clock, f"新的事件{number}")
    qtbot.waitUntil(lambda: panel.list.table.rows_model.rowCount() == 4)
    assert panel.list.table.chosen_row().id == incident.id
    assert [line.row.title for line in panel.list.table.rows_model.rows()][-1] == incident.title


def test_the_list_pages_by_key_and_filters_by_state_and_words(make, incident, desk, seat, clock, qtbot, monkeypatch):
    for number in range(5):
        clock.advance(minutes=1)
        opened(desk, seat.actor, clock, f"第{number}起")
    over = desk.incidents.one(incident.id)
    desk.incidents.step(over.id, IncidentState.ENDED, "误报", seen=over.version, by=seat.actor)
    monkeypatch.setattr(service, "SHOWN", 3)
    monkeypatch.setattr("ui.panels.incidents_list.SHOWN", 3)
    panel = make()
    table = panel.list.table
    qtbot.waitUntil(lambda: table.rows_model.rowCount() == 3)
    chosen = table.chosen_row().id
    press(qtbot, panel, Key.Key_PageDown, Alt)
    qtbot.waitUntil(lambda: table.rows_model.rowCount() == 5)
    assert table.chosen_row().id == chosen and not panel.list.more.isVisible()

    panel.list.state.choose("ended")
    panel.list.state.picked.emit("ended")
    qtbot.waitUntil(lambda: [line.id for line in table.rows_model.rows()] == [over.id])
    press(qtbot, panel, Key.Key_F, Ctrl)
    commit(panel.list.search, "没有的词")
    press(qtbot, panel, Key.Key_Return)
    qtbot.waitUntil(panel.list.empty.isVisible)
    assert panel.list.empty.sentence.text() == words.say("incidents.none_found")


def test_an_empty_list_names_the_key_that_opens_one(make, qtbot, seat):
    panel = make()
    qtbot.waitUntil(panel.list.empty.isVisible)
    assert panel.list.empty.button.hint() == "[Alt+I]"
    asked = heard(panel.incident_asked)
    panel.list.empty.button.setFocus()
    press(qtbot, panel, Key.Key_I, Alt)
    assert asked == [None]


def test_figures_are_reports_with_what_is_new_marked_and_contradictions_told(detail, incident, desk, seat, qtbot):
    first = next(row for row in desk.incident_items.of(incident.id))
    desk.incident_figures.take_over(incident.id, first.inbound_id, by=seat.actor)
    page, told = shown(qtbot, detail, 2), heard(detail.saved)
    qtbot.waitUntil(lambda: page.entry.known["heavy"].text() == "12 人")
    assert page.entry.known["missing"].text() == "不详"
    commit(page.entry.lines["heavy"], "14")
    page.entry.lines["missing"].setFocus()
    qtbot.keyClicks(page.entry.lines["missing"], "?")
    page.entry.lines["resettled"].setText("30")
    page.entry.lines["evacuated"].setText("20")
    assert "转移安置 30 人" in page.wrong.text() and page.wrong.isVisible()
    page.source.setText("县卫健局")
    press(qtbot, detail, Key.Key_S, Ctrl)
    qtbot.waitUntil(lambda: bool(told))
    qtbot.waitUntil(lambda: page.table.rows_model.rowCount() == 2)

    newest = page.table.rows_model.rows()[0]
    assert {key: (before, after) for key, before, after in newest.changed}["heavy"] == (Amount(12), Amount(14))
    assert [key for key, _ in newest.same] == ["missing"]
    assert not page.entry.amounts() and not desk.drafts.open("words")


def test_a_figure_that_is_none_is_marked_and_nothing_is_recorded(detail, incident, desk, qtbot):
    page, refused = shown(qtbot, detail, 2), heard(detail.refused)
    page.entry.lines["dead"].setText("三")
    page.source.setText("县卫健局")
    press(qtbot, detail, Key.Key_S, Ctrl)
    assert [error.code for error in refused] == ["figure_bad"] and page.entry.fields["dead"].note.isVisible()
    assert detail.window().focusWidget() is page.entry.lines["dead"]
    page.entry.lines["dead"].setText("3")
    page.as_of.setText("2031-01-01 00:00")
    press(qtbot, detail, Key.Key_S, Ctrl)
    qtbot.waitUntil(lambda: len(refused) == 2)
    assert refused[1].code == "time_future" and page.as_of_field.note.isVisible()
    assert page.entry.lines["dead"].text() == "3" and not desk.incident_figures.history(incident.id)


def test_a_confirmed_grade_is_changed_with_a_reason_only(detail, incident, desk, seat, qtbot):
    first = next(row for row in desk.incident_items.of(incident.id))
    desk.incident_figures.take_over(incident.id, first.inbound_id, by=seat.actor)
    judged = Judgement(IncidentKind.EVENT, Grade.ORDINARY, Standing.CONFIRMED)
    row = desk.incidents.judge(incident.id, judged, seen=incident.version, by=seat.actor)
    page = detail.overview
    qtbot.waitUntil(lambda: page.row.version == row.version and page.grades.take_button.isVisible())
    press(qtbot, detail, Key.Key_G, Alt)
    dialog = page.asked.dialog
    assert dialog.grade.value() is Grade.LARGER and dialog.first() is dialog.reason
    dialog.hand_up()
    qtbot.waitUntil(dialog.trouble.isVisible)
    assert dialog.trouble.text() == words.say("refused.reason_missing")
    dialog.reason.setText("重伤 12 人已核实")
    dialog.hand_up()
    qtbot.waitUntil(lambda: page.asked.dialog is None)
    now = desk.incidents.one(incident.id)
    assert (now.grade, now.standing) == (Grade.LARGER, Standing.CONFIRMED)
    assert desk.incidents.grades(incident.id)[-1].rule


def _commander(page):
    row = page.command.table.rows_model.rows()[0].row
    return row.name if row else ""


def test_commanders_take_over_from_each_other(detail, incident, desk, qtbot):
    page = detail.overview
    for name in ("张例三", "李例二"):
        page.command.table.choose("现场指挥官")
        press(qtbot, detail, Key.Key_M, Alt)
        dialog = page.asked.dialog
        dialog.fields["name"].setText(name)
        dialog.hand_up()
        qtbot.waitUntil(lambda: page.asked.dialog is None)
        qtbot.waitUntil(lambda name=name: _commander(page) == name)
    rows = desk.incident_command.of(incident.id)
    assert [(row.name, row.taken_from, row.until is None) for row in rows] == [
        ("张例三", "", False), ("李例二", "张例三", True),
    ]  # fmt: skip
    former = [line for line in page.command.table.rows_model.rows() if line.former]
    assert [line.row.name for line in former] == ["张例三"]


def test_an_item_is_taken_out_with_a_reason_and_leads_to_itself(detail, incident, desk, seat, clock, qtbot):
    second = desk.intake.register(Intake(uuid4(), "第二个电话", clock.now()), by=seat.actor)
    page = shown(qtbot, detail, 1)
    press(qtbot, detail, Key.Key_J, Alt)
    dialog = page.asked.dialog
    assert dialog.which.key() is None
    dialog.hand_up()
    assert dialog.trouble.isVisible()
    commit(dialog.which, "第二个电话")
    qtbot.keyClick(dialog.which, Key.Key_Return)
    dialog.hand_up()
    qtbot.waitUntil(lambda: page.asked.dialog is None)
    qtbot.waitUntil(lambda: page.table.rows_model.rowCount() == 2)
    page.table.choose(next(row.id for row in page.table.rows_model.rows() if row.inbound_id == second.id))
    asked = []
    detail.item_asked.connect(lambda *where: asked.append(where))
    page.table.opened.emit(page.table.chosen_row())
    assert asked == [("intake", second.id)]
    press(qtbot, detail, Key.Key_X, Alt)
    page.asked.dialog.fields["reason"].setText("另一处")
    page.asked.dialog.hand_up()
    qtbot.waitUntil(lambda: desk.incident_items.incident_of(second.id) is None)


def test_late_is_done_with_a_reason_and_a_rhythm_may_be_set(detail, incident, desk, clock, qtbot):
    clock.advance(hours=5)
    page = shown(qtbot, detail, 3)
    late = page.table.chosen_row()
    press(qtbot, detail, Key.Key_C, Alt)
    dialog = page.asked.dialog
    dialog.hand_up()
    qtbot.waitUntil(dialog.trouble.isVisible)
    dialog.fields["told"].setText("市总值班室 李例三")
    dialog.fields["late"].setText("线路忙")
    dialog.hand_up()
    qtbot.waitUntil(lambda: page.asked.dialog is None)
    done = next(one for one in desk.incident_clocks.of(incident.id) if one.id == late.id)
    assert done.late and done.late_reason == "线路忙"

    press(qtbot, detail, Key.Key_R, Alt)
    dialog = page.asked.dialog
    dialog.fields["minutes"].setText("两小时")
    dialog.fields["basis"].setText("县长要求")
    dialog.hand_up()
    qtbot.waitUntil(dialog.trouble.isVisible)
    assert dialog.fields["basis"].text() == "县长要求"
    dialog.fields["minutes"].setText("60")
    dialog.hand_up()
    qtbot.waitUntil(lambda: page.asked.dialog is None)
    assert any(one.rule == "own" and one.minutes == 60 for one in desk.incident_clocks.of(incident.id))

    page.table.choose(next(row.id for row in page.table.rows_model.rows() if row.running))
    chosen = page.table.chosen_row()
    press(qtbot, detail, Key.Key_C, Alt | Shift)
    page.asked.dialog.fields["reason"].setText("与本事件无关")
    page.asked.dialog.hand_up()
    qtbot.waitUntil(lambda: page.asked.dialog is None)
    dropped = next(one for one in desk.incident_clocks.of(incident.id) if one.id == chosen.id)
    assert dropped.drop_reason == "与本事件无关"


def test_the_time_line_is_filtered_and_written_as_a_file(detail, incident, tmp_path, qtbot):
    page, told = shown(qtbot, detail, 4), heard(detail.saved)
    everything = page.table.rows_model.rowCount()
    item = next(kind for kind in page.kind.values() if kind == "item")
    page.kind.choose(item)
    page.kind.picked.emit(item)
    qtbot.waitUntil(lambda: page.table.rows_model.rowCount() == 1 < everything)
    page.export_to(tmp_path / "过程.xlsx")
    qtbot.waitUntil(lambda: bool(told))
    assert (tmp_path / "过程.xlsx").stat().st_size > 1000 and "过程.xlsx" in told[0]


def test_an_incident_is_put_under_a_larger_one_by_its_number(detail, incident, desk, seat, clock, qtbot):
    typhoon = opened(desk, seat.actor, clock, "台风例一", "10201")
    press(qtbot, detail, Key.Key_U, Alt)
    page = detail.overview
    qtbot.waitUntil(lambda: page.asked.dialog is not None, timeout=10_000)
    page.asked.dialog.fields["number"].setText(typhoon.number[-4:])
    page.asked.dialog.hand_up()
    qtbot.waitUntil(lambda: page.asked.dialog is None)
    assert desk.incidents.one(incident.id).parent_id == typhoon.id
    qtbot.waitUntil(lambda: typhoon.number in page.card.caption.text())


def test_who_may_only_look_is_told_so(detail, incident, desk, seat, viewer, qtbot):
    seat.sit(viewer)
    page = detail.overview
    assert not page.save_button.isEnabled() and page.save_button.toolTip()
    for key, modifier in ((Key.Key_G, Alt), (Key.Key_F5, Shift), (Key.Key_M, Alt), (Key.Key_S, Ctrl)):
        press(qtbot, detail, key, modifier)
    assert page.asked.dialog is None and desk.incidents.one(incident.id).version == incident.version


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_step_is_taken_by_its_key_and_the_words_follow_the_language(detail, incident, desk, qtbot, language):
    words.set_language(language)
    page = detail.overview
    press(qtbot, detail, Key.Key_F5, Shift)
    qtbot.waitUntil(lambda: desk.incidents.one(incident.id).state is IncidentState.HANDLING)
    state = words.say("incident.state.handling")
    qtbot.waitUntil(lambda: page.states.now.text() == state and detail.head.state.text() == state)
    assert [s for s, button in page.states.buttons.items() if button.isVisible()] == [
        IncidentState.CONTROLLED, IncidentState.ENDED, IncidentState.CANCELLED,
    ]  # fmt: skip


def test_an_incident_that_is_gone_is_told(panel, qtbot):
    failed = heard(panel.failed)
    panel.open_item(uuid4())
    qtbot.waitUntil(lambda: bool(failed))
    assert isinstance(failed[0], Refused) and panel.detail.overview.row is None
