"""接报登记: a call is typed, interrupted, kept, saved and read again, by keys alone."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from console import words
from console.changes import Changes, Topic
from console.domain.inbound import FigureValue, InboundState, Intake, Precision
from console.domain.people import Actor, Role
from console.errors import Unavailable
from ui import theme
from ui.models.draft_keeper import LATEST_MS, REST_MS
from ui.models.intake_entry import ELEMENTS, form_of
from ui.models.intake_rows import IntakeServices
from ui.panels.intake import IntakePanel

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

CALL = "样例村12 山体裂缝，约 19 人需转移"

PLACES = """代码,名称,上级
330324,永嘉县,
330324101,岩头镇,330324
330324101201,样例村01,330324101
330324101212,样例村12,330324101
330382,乐清市,
330382104,样例镇,330382
330382104212,样例村12,330382104
"""


@pytest.fixture
def places(desk, by, tmp_path):
    path = tmp_path / "places.csv"
    path.write_text(PLACES, encoding="utf-8")
    done = desk.places.import_file(path, by=by)
    assert done.applied and not done.problems


@pytest.fixture
def make(qtbot, app_theme, desk, jobs, seat, times):
    """A panel as the window makes it, shown and loaded, with the focus it may have."""

    def made(**other):
        panel = IntakePanel(jobs, seat, times, services=replace(services_of(desk), **other))
        qtbot.addWidget(panel)
        panel.resize(1302, 658)
        with qtbot.waitSignal(panel.presented):
            panel.show()
        panel.activateWindow()
        panel.start_new()
        qtbot.waitUntil(panel.form.summary.hasFocus)
        return panel

    return made


def services_of(desk):
    names = ("intake", "places", "drafts", "lists", "contacts", "clocks", "files", "settings")
    return IntakeServices(**{name: getattr(desk, name) for name in names})


@pytest.fixture
def panel(make, places):
    return make()


@pytest.fixture
def settle(qtbot, jobs):
    """Wait until everything given to the lanes has been done and delivered."""

    def wait():
        done = []
        jobs.write(lambda: None, done.append, done.append)
        qtbot.waitUntil(lambda: len(done) == 1)
        jobs.read(lambda: None, done.append, done.append)
        qtbot.waitUntil(lambda: len(done) == 2)

    return wait


def type_in(qtbot, text):
    """As if typed where the focus is; Chinese comes as an input method commits it."""
    widget = QApplication.focusWidget()
    for char in text:
        if char.isascii():
            qtbot.keyClicks(widget, char)
        else:
            event = QInputMethodEvent()
            event.setCommitString(char)
            QApplication.sendEvent(widget, event)


def press(qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def go(qtbot, panel, name):
    panel.form.place_cursor(name, 0, 0)


def drafts(desk):
    return desk.drafts.open("intake")


CTRL = Qt.KeyboardModifier.ControlModifier


def test_a_call_by_keys_alone(qtbot, panel, desk, clock, settle):
    opened = clock.now()
    clock.advance(seconds=7)
    type_in(qtbot, CALL)
    clock.advance(minutes=3)
    press(qtbot, Qt.Key.Key_Tab)
    type_in(qtbot, "100-0000-0005")
    press(qtbot, Qt.Key.Key_Return)
    type_in(qtbot, "梁例五")
    for _ in range(4):
        press(qtbot, Qt.Key.Key_Return)
    type_in(qtbot, "0755")
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Return)
    type_in(qtbot, "岩头/样例村12")
    press(qtbot, Qt.Key.Key_Return)
    assert panel.form.editors["place_text"].hasFocus()
    type_in(qtbot, "老祠堂后山")
    with qtbot.waitSignal(panel.saved) as saved:
        press(qtbot, Qt.Key.Key_S, CTRL)

    (item,) = desk.intake.newest()
    assert saved.args == [words.say("intake.saved", number=item.number)]
    assert (item.summary, item.caller_phone, item.caller_name) == (CALL, "100-0000-0005", "梁例五")
    assert item.place == "永嘉县 岩头镇 样例村12 老祠堂后山"
    assert item.received_at == opened.replace(second=7)
    assert (item.occurred_at.minute, item.occurred_precision) == (55, Precision.EXACT)
    settle()
    assert drafts(desk) == ()
    assert panel.form.number.text() == item.number and panel.form.summary.isReadOnly()


def test_a_second_call_never_disturbs_the_first(qtbot, panel, desk, clock, settle):
    counts = []
    panel.drafts_changed.connect(counts.append)
    type_in(qtbot, "first call about the bridge")
    press(qtbot, Qt.Key.Key_Tab)
    type_in(qtbot, "100-0000")
    press(qtbot, Qt.Key.Key_Left)
    first = panel.form.content()
    clock.advance(minutes=2)

    panel.start_new()
    type_in(qtbot, "second")
    assert panel.form.content()["caller_phone"] == ""
    clock.advance(minutes=1)
    press(qtbot, Qt.Key.Key_Tab, CTRL)

    phone = panel.form.editors["caller_phone"]
    assert panel.form.content() == first
    assert phone.hasFocus() and phone.cursorPosition() == 7
    assert counts == [1, 2]
    waiting = next(row for row in panel.stack.table.rows_model.rows() if row.held_at)
    assert panel.stack.hold(waiting) == words.say("intake.stack.held", time="0:00:00")
    clock.advance(seconds=75)
    assert panel.stack.hold(waiting) == words.say("intake.stack.held", time="0:01:15")
    press(qtbot, Qt.Key.Key_Tab, CTRL)
    assert panel.form.summary.hasFocus() and panel.form.summary.text() == "second"


def test_text_is_in_the_file_of_drafts_within_a_second_even_while_typing_goes_on(qtbot, panel, desk, settle):
    keeper = panel.keeper
    assert (keeper.rest.interval(), keeper.latest.interval()) == (REST_MS, LATEST_MS)
    assert REST_MS < LATEST_MS < 1000
    type_in(qtbot, "w")
    type_in(qtbot, "ater")
    assert keeper.latest.isActive()
    keeper.latest.timeout.emit()  # the timer's own moment; typing never rested
    settle()

    (draft,) = drafts(desk)
    assert draft.content["summary"] == "water" and draft.owner == "陈例一"
    type_in(qtbot, " rises")
    keeper.rest.timeout.emit()
    settle()
    assert drafts(desk)[0].content["summary"] == "water rises"


def test_typing_on_does_not_put_off_the_latest_moment(qtbot, panel, desk):
    panel.keeper.rest.setInterval(600_000)
    panel.keeper.latest.setInterval(100)

    def typed_on():
        type_in(qtbot, "a")
        return bool(drafts(desk))

    qtbot.waitUntil(typed_on)
    assert panel.keeper.rest.isActive() and drafts(desk)[0].content["summary"].startswith("a")


def test_after_a_restart_the_stack_shows_what_was_typed(qtbot, panel, make, desk, settle):
    type_in(qtbot, "cut off in the mid")
    press(qtbot, Qt.Key.Key_Left)
    assert panel.leave()
    settle()
    again = make()

    (row,) = again.stack.table.rows_model.rows()
    assert row.title == "cut off in the mid"
    press(qtbot, Qt.Key.Key_Tab, CTRL)
    assert again.form.summary.text() == "cut off in the mid"
    assert again.form.summary.textCursor().position() == len("cut off in the mid") - 1
    type_in(qtbot, "x")
    assert again.form.summary.text() == "cut off in the mixd"


def test_news_while_typing_moves_nothing(qtbot, panel, desk, by, settle):
    type_in(qtbot, "half a sen")
    press(qtbot, Qt.Key.Key_Home)
    desk.intake.register(Intake(uuid4(), "another seat", desk.clock.now()), by=by)
    with qtbot.waitSignal(panel.presented):
        panel.note(Changes(frozenset({Topic.INBOUND, Topic.PLACES})))

    assert panel.form.summary.hasFocus()
    assert panel.form.summary.text() == "half a sen"
    assert panel.form.summary.textCursor().position() == 0
    assert [row.summary for row in panel.table.rows_model.rows()] == ["another seat"]


def test_a_refused_save_keeps_everything_and_marks_the_field(qtbot, panel, desk):
    go(qtbot, panel, "caller_name")
    type_in(qtbot, "梁例五")
    with qtbot.waitSignal(panel.refused) as refused:
        press(qtbot, Qt.Key.Key_S, CTRL)

    assert refused.args[0].code == "text_empty"
    assert panel.form.summary.property("wrong") is True
    assert panel.form.editors["caller_name"].text() == "梁例五"
    assert panel.form.editors["caller_name"].hasFocus()
    assert desk.intake.newest() == []
    go(qtbot, panel, "summary")
    type_in(qtbot, "x")
    assert not panel.form.summary.property("wrong")


def test_a_refusal_by_the_service_gives_the_form_back(qtbot, panel, desk, seat, settle):
    type_in(qtbot, "seen by a viewer")
    seat.sit(Actor.officer(uuid4(), "查例九", Role.VIEWER))
    assert not panel.bars.entry.save.isEnabled()
    with qtbot.waitSignal(panel.refused) as refused:
        panel.save()

    assert refused.args[0].code == "not_permitted"
    assert panel.form.summary.text() == "seen by a viewer" and not panel.form.summary.isReadOnly()
    settle()
    assert [draft.title for draft in drafts(desk)] == ["seen by a viewer"]


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [("occurred_at", "25:70", "bad_time"), ("event_type", "no such thing", "no_such_event_type")],
)
def test_what_cannot_be_read_is_said_at_its_field(qtbot, panel, desk, name, text, code):
    type_in(qtbot, "something")
    go(qtbot, panel, name)
    type_in(qtbot, text)
    with qtbot.waitSignal(panel.refused) as refused:
        panel.save()

    assert refused.args[0].code == code
    assert panel.form.fields[name].note.isVisible()
    assert desk.intake.newest() == []


def test_words_that_are_no_place_go_with_the_exact_spot(qtbot, panel, desk):
    type_in(qtbot, "fire")
    go(qtbot, panel, "place")
    type_in(qtbot, "old mill")
    assert panel.form.unplaced.isVisible()
    with qtbot.waitSignal(panel.saved):
        panel.save()

    (item,) = desk.intake.newest()
    assert (item.place_path, item.place_text) == ("", "old mill")


def test_places_of_several_counties_are_told_apart(qtbot, panel):
    place = panel.form.place
    go(qtbot, panel, "place")
    type_in(qtbot, "样例村12")
    offered = [place.list.model().index(row, 0).data() for row in range(place.list.model().rowCount())]
    assert [each.split("   ")[0] for each in offered] == ["永嘉县 岩头镇 样例村12", "乐清市 样例镇 样例村12"]
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)

    assert place.text() == "乐清市 样例镇 样例村12"
    assert panel.form.editors["place_text"].hasFocus()


def test_a_code_finds_its_place_and_escape_closes_the_list_first(qtbot, panel):
    left = []
    panel.back_asked.connect(lambda: left.append(True))
    go(qtbot, panel, "place")
    type_in(qtbot, "330382104212")
    assert panel.form.place.list.isVisible()
    press(qtbot, Qt.Key.Key_Escape)
    assert not panel.form.place.list.isVisible() and left == []
    assert panel.form.place.text() == "330382104212"
    press(qtbot, Qt.Key.Key_Escape)
    assert left == [True]


def test_figures_unknown_nought_and_not_said(qtbot, panel, desk):
    type_in(qtbot, "slide")
    go(qtbot, panel, "figure.dead")
    type_in(qtbot, "?")
    press(qtbot, Qt.Key.Key_Return)
    type_in(qtbot, "0")
    with qtbot.waitSignal(panel.saved):
        press(qtbot, Qt.Key.Key_S, CTRL)

    (item,) = desk.intake.newest()
    assert item.figures == {"dead": FigureValue(None, True), "missing": FigureValue(0)}


def test_changing_the_stamp_asks_for_a_reason(qtbot, panel, desk):
    type_in(qtbot, "late entry")
    reason = panel.form.fields["received_reason"]
    assert not reason.isVisible()
    go(qtbot, panel, "received_at")
    panel.form.received.selectAll()
    type_in(qtbot, "0630")
    assert reason.isVisible()
    with qtbot.waitSignal(panel.refused) as refused:
        panel.save()
    assert refused.args[0].code == "reason_missing"
    go(qtbot, panel, "received_reason")
    type_in(qtbot, "power cut, from paper")
    with qtbot.waitSignal(panel.saved):
        panel.save()

    (item,) = desk.intake.newest()
    assert item.received_reason == "power cut, from paper"
    assert panel._times.clock(item.received_at) == "06:30"


def test_save_and_close_goes_on_with_what_waits(qtbot, panel, desk, settle):
    type_in(qtbot, "one")
    panel.start_new()
    type_in(qtbot, "two")
    with qtbot.waitSignal(panel.saved):
        press(qtbot, Qt.Key.Key_Return, CTRL)

    assert panel.form.summary.text() == "one" and panel.form.summary.hasFocus()
    with qtbot.waitSignal(panel.saved):
        press(qtbot, Qt.Key.Key_Return, CTRL)
    assert panel.form.content()["summary"] == "" and not panel.form.summary.isReadOnly()
    assert panel.form.received.text() == ""
    settle()
    assert sorted(row.summary for row in desk.intake.newest()) == ["one", "two"]
    assert drafts(desk) == ()


def test_what_is_typed_during_a_save_in_another_entry_is_untouched(qtbot, panel, desk, settle):
    type_in(qtbot, "being saved")
    panel.save()
    panel.start_new()
    type_in(qtbot, "typed meanwh")
    with qtbot.waitSignal(panel.saved):
        settle()
    type_in(qtbot, "ile")

    assert panel.form.summary.text() == "typed meanwhile" and panel.form.summary.hasFocus()
    assert [row.title for row in panel.stack.table.rows_model.rows()] == ["typed meanwhile"]
    assert [row.summary for row in desk.intake.newest()] == ["being saved"]


def test_a_refused_save_of_an_entry_put_aside_waits_for_it(qtbot, panel, desk, seat, settle):
    type_in(qtbot, "not for viewers")
    chief = seat.actor
    seat.sit(Actor.officer(uuid4(), "查例九", Role.VIEWER))
    panel.save()
    panel.start_new()
    with qtbot.waitSignal(panel.refused):
        settle()
    seat.sit(chief)
    type_in(qtbot, "next")
    press(qtbot, Qt.Key.Key_Tab, CTRL)

    assert panel.form.summary.text() == "not for viewers" and not panel.form.summary.isReadOnly()
    with qtbot.waitSignal(panel.saved):
        panel.save()
    assert [row.summary for row in desk.intake.newest()] == ["not for viewers"]


def test_five_million_characters_are_refused_whole(qtbot, panel):
    type_in(qtbot, "kept")
    pasted = QMimeData()
    pasted.setText("溪" * 5_000_000)
    panel.form.summary.insertFromMimeData(pasted)

    note = panel.form.fields["summary"].note
    assert panel.form.summary.text() == "kept"
    assert note.isVisible() and "5000004" in note.text() and "20000" in note.text()


@pytest.mark.parametrize(("pasted", "named"), [("a\x00b", "NUL"), ("a\x1bb", "U+001B")])
def test_control_characters_are_named_not_taken(qtbot, panel, pasted, named):
    given = QMimeData()
    given.setText(pasted)
    panel.form.summary.insertFromMimeData(given)

    assert panel.form.summary.text() == ""
    assert named in panel.form.fields["summary"].note.text()


def test_a_long_paste_into_a_line_is_not_cut(qtbot, panel):
    go(qtbot, panel, "caller_phone")
    type_in(qtbot, "100")
    QGuiApplication.clipboard().setText("0" * 100_000)
    press(qtbot, Qt.Key.Key_V, CTRL)

    assert panel.form.editors["caller_phone"].text() == "100"
    assert "100003" in panel.form.fields["caller_phone"].note.text()


def test_discarding_asks_in_line_and_forgets_the_draft(qtbot, panel, desk, settle):
    type_in(qtbot, "wrong number")
    panel.keep()
    panel.bars.entry.discard.click()
    assert panel.bars.asking() is panel.bars.discard
    press(qtbot, Qt.Key.Key_Escape)
    assert panel.form.summary.text() == "wrong number" and panel.form.summary.hasFocus()
    panel.bars.entry.discard.click()
    panel.bars.discard.yes_button.click()
    settle()

    assert panel.form.summary.text() == ""
    assert drafts(desk) == () and desk.intake.newest() == []


def test_escape_keeps_what_is_typed(qtbot, panel, desk, settle):
    type_in(qtbot, "back in a moment")
    with qtbot.waitSignal(panel.back_asked):
        press(qtbot, Qt.Key.Key_Escape)
    settle()

    assert [draft.title for draft in drafts(desk)] == ["back in a moment"]
    assert panel.form.summary.text() == "back in a moment"


def test_hints_follow_fields_and_words_and_block_nothing(qtbot, panel, desk):
    assert panel.form.hints.missing() == set(ELEMENTS)
    type_in(qtbot, "样例村12山体裂缝")
    go(qtbot, panel, "figure.dead")
    type_in(qtbot, "?")
    assert panel.form.hints.missing() == set(ELEMENTS) - {"place", "what", "casualties"}
    go(qtbot, panel, "caller_phone")
    type_in(qtbot, "100-0000-0005")
    assert "caller" not in panel.form.hints.missing()
    with qtbot.waitSignal(panel.saved):
        panel.save()


def test_a_registered_item_is_read_revised_and_closed(qtbot, panel, desk, seat, settle):
    figures = {"dead": FigureValue(None, True)}
    item = desk.intake.register(Intake(uuid4(), "gas leak", desk.clock.now(), figures=figures), by=seat.actor)
    type_in(qtbot, "half")
    with qtbot.waitSignal(panel.presented):
        panel.reload()
    panel.table.choose(item.id)
    panel.table.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    settle()
    assert panel.form.summary.text() == "gas leak" and panel.form.summary.isReadOnly()
    assert [row.title for row in panel.stack.table.rows_model.rows()] == ["half"]

    panel.bars.item.revise.click()
    panel.bars.revise.value.line.setFocus()
    type_in(qtbot, "2")
    press(qtbot, Qt.Key.Key_Tab)
    type_in(qtbot, "hospital")
    with qtbot.waitSignal(panel.presented):
        press(qtbot, Qt.Key.Key_Return)
    assert desk.intake.one(item.id).figures == {"dead": FigureValue(2)}
    assert words.say("figure.unknown") in panel.item.history.text() and "hospital" in panel.item.history.text()

    panel.bars.item.close_item.click()
    press(qtbot, Qt.Key.Key_Tab)
    type_in(qtbot, "sealed")
    with qtbot.waitSignal(panel.presented):
        press(qtbot, Qt.Key.Key_Return)
    assert desk.intake.one(item.id).state == InboundState.CLOSED
    assert not panel.bars.item.close_item.isVisible()
    asked = []
    panel.print_asked.connect(asked.append)
    press(qtbot, Qt.Key.Key_P, CTRL)
    assert [row.number for row in asked] == [item.number]


def test_a_caller_is_rung_back_by_keys_alone(qtbot, panel, desk, seat, settle):
    form = Intake(uuid4(), "gas leak", desk.clock.now(), caller_name="梁例五", call_back="waiting")
    item = desk.intake.register(form, by=seat.actor)
    type_in(qtbot, "half")
    panel.open_item(item.id, follow=True)
    settle()
    assert panel.bars.item.call_back.hasFocus()

    press(qtbot, Qt.Key.Key_Space)
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Tab)
    type_in(qtbot, "nobody answers")
    with qtbot.waitSignal(panel.presented):
        press(qtbot, Qt.Key.Key_Return)
    assert desk.intake.one(item.id).call_back == "failed" and desk.tasks.open_tasks() == []
    assert desk.log.newest(1)[0].text.endswith("nobody answers")
    assert panel.form.call_back.code() == "failed"
    assert not panel.bars.item.call_back.isVisible()


def test_the_keyboard_is_not_taken_from_an_officer_who_went_on(qtbot, panel, desk, seat, settle):
    item = desk.intake.register(Intake(uuid4(), "gas leak", desk.clock.now(), call_back="waiting"), by=seat.actor)
    panel.open_item(item.id, follow=True)
    panel.form.editors["caller_name"].setFocus()
    settle()
    assert panel.item.shown is not None
    assert panel.form.editors["caller_name"].hasFocus()


def test_an_item_is_merged_into_the_one_whose_number_is_given(qtbot, panel, desk, seat, settle):
    first = desk.intake.register(Intake(uuid4(), "gas leak", desk.clock.now()), by=seat.actor)
    second = desk.intake.register(Intake(uuid4(), "the same leak", desk.clock.now()), by=seat.actor)
    panel.open_item(second.id)
    settle()
    panel.bars.item.close_item.click()
    assert not panel.bars.close_item.master.isVisible()
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Tab)
    type_in(qtbot, "JB2030-999999")
    with qtbot.waitSignal(panel.refused) as refused, qtbot.waitSignal(panel.presented):
        press(qtbot, Qt.Key.Key_Return)
    assert refused.args[0].code == "master_unknown"
    assert panel.bars.close_item.master.text() == "JB2030-999999"

    panel.bars.close_item.master.selectAll()
    type_in(qtbot, first.number.removeprefix("示例"))
    with qtbot.waitSignal(panel.presented):
        press(qtbot, Qt.Key.Key_Return)
    assert desk.intake.one(second.id).master_number == first.number
    assert panel.item.history.text() == words.say("intake.merged_into", number=first.number)
    panel.open_item(first.id)
    settle()
    assert panel.item.history.text() == words.say("intake.merged_from", numbers=second.number)


def test_an_item_changed_elsewhere_is_shown_before_it_can_be_closed(qtbot, panel, desk, seat, settle):
    item = desk.intake.register(Intake(uuid4(), "gas leak", desk.clock.now()), by=seat.actor)
    panel.open_item(item.id)
    settle()
    desk.intake.close(item.id, InboundState.UNTRUE, "", seen=item.version, by=seat.actor)
    panel.bars.item.close_item.click()
    with qtbot.waitSignal(panel.refused) as refused, qtbot.waitSignal(panel.presented):
        panel.item.close()

    assert refused.args[0].code == "changed_meanwhile"
    assert panel.item.state.text() == words.say("inbound.state.untrue")


class _FullDisk:
    """A drafts service whose disk is full until told otherwise."""

    def __init__(self, drafts):
        self._drafts, self.full = drafts, True

    def save(self, draft):
        if self.full:
            raise Unavailable("disk_full")
        return self._drafts.save(draft)

    def __getattr__(self, name):
        return getattr(self._drafts, name)


def test_a_full_disk_is_said_once_and_tried_again(qtbot, make, desk, settle):
    disk = _FullDisk(desk.drafts)
    panel = make(drafts=disk)
    said = []
    panel.refused.connect(said.append)
    for word in ("one", " two"):
        type_in(qtbot, word)
        panel.keeper.flush()
        settle()
    assert [error.what for error in said] == ["disk_full"]
    disk.full = False
    assert panel.keeper.waiting
    panel.start_new()
    settle()

    assert [draft.title for draft in drafts(desk)] == ["one two"]


def test_saving_again_after_a_lost_answer_gives_the_same_number(qtbot, panel, desk, seat, settle):
    type_in(qtbot, "registered, then the power went")
    panel.keep()
    first = desk.intake.register(form_of(panel._stack.current, panel._times), by=seat.actor)
    with qtbot.waitSignal(panel.saved):
        panel.save()
    settle()

    assert panel.form.number.text() == first.number
    assert [row.number for row in desk.intake.newest()] == [first.number]
    assert drafts(desk) == ()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [14, 20])
def test_nothing_is_cut_in_either_language(qtbot, panel, app_theme, language, size):
    words.set_language(language)
    theme.apply(app_theme, "light", size)
    panel.resize(1274 if language == "en" else 1302, 658)
    QApplication.processEvents()
    bars = panel.bars
    for asked in (None, bars.discard, bars.call_back, bars.close_item, bars.revise):
        if asked is not None:
            bars.ask(asked)
        QApplication.processEvents()
        assert clipped(panel) == []
    bars.show_item(is_open=True, call_back=True)
    bars.close_item.state.show_code("merged")
    for shown in (bars.item, bars.close_item):
        bars.setCurrentWidget(shown)
        QApplication.processEvents()
        assert clipped(panel) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_seven_figures_stand_in_one_row_at_1366(panel, app_theme, language):
    words.set_language(language)
    panel.resize(1274 if language == "en" else 1302, 658)
    QApplication.processEvents()
    fields = panel.form.figures.fields.values()
    assert len({field.y() for field in fields}) == 1
    assert not [field.label.text() for field in fields if field.label.text()[0].islower()]
    assert {field.editor.focusProxy().accessibleName() for field in fields} == {f.label.text() for f in fields}


def clipped(panel):
    """Labels and buttons that get less than they need, and editors outside their card."""
    found = []
    for widget in (*panel.findChildren(QLabel), *panel.findChildren(QAbstractButton)):
        if not widget.isVisible() or not widget.isEnabled():
            continue
        hint = widget.minimumSizeHint().width() if getattr(widget, "wordWrap", bool)() else widget.sizeHint().width()
        if widget.width() < hint:
            found.append((type(widget).__name__, widget.text(), widget.width(), hint))
    inside = panel.form.mapTo(panel.scroll.viewport(), QPoint(panel.form.width(), 0)).x()
    if inside > panel.scroll.viewport().width():
        found.append(("form", "", inside, panel.scroll.viewport().width()))
    return found


def test_the_language_changes_every_word(qtbot, panel):
    type_in(qtbot, "typed")
    words.set_language("en")

    assert panel.form.fields["caller_name"].label.text() == "Caller"
    assert panel.form.channel.currentText() == "Telephone"
    assert panel.form.summary.text() == "typed"
    assert panel.form.number.placeholderText() == words.say_in("en", "intake.number_on_save")


def test_an_event_type_is_found_by_its_name_in_the_language_in_use(qtbot, panel, desk):
    type_in(qtbot, "slope moves")
    go(qtbot, panel, "event_type")
    type_in(qtbot, "滑坡")
    press(qtbot, Qt.Key.Key_Return)
    assert panel.form.grade.hasFocus()
    words.set_language("en")
    go(qtbot, panel, "grade")
    QApplication.processEvents()
    assert panel.form.event_type.text().endswith("Landslide")
    with qtbot.waitSignal(panel.saved):
        panel.save()

    assert desk.intake.newest()[0].event_type_name == "滑坡"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_choice_of_the_form_has_words(panel, language):
    words.set_language(language)
    combos = (panel.form.channel, panel.form.call_back, panel.form.grade, panel.form.precision, panel.bars.revise.which)

    shown = [combo.itemText(at) for combo in combos for at in range(combo.count())]
    assert not [text for text in shown if text.startswith("[")]


def test_without_anybody_signed_in_nothing_is_saved_and_nothing_lost(qtbot, panel, desk, seat):
    type_in(qtbot, "nobody at the seat")
    seat.leave()
    with qtbot.waitSignal(panel.refused) as refused:
        press(qtbot, Qt.Key.Key_S, CTRL)

    assert refused.args[0].code == "no_officer_signed_in"
    assert panel.form.summary.text() == "nobody at the seat" and desk.intake.newest() == []


def test_while_drafts_cannot_be_kept_the_first_wish_to_close_is_held(qtbot, panel, desk, settle):
    refused = []
    panel.refused.connect(refused.append)
    path = desk.data.drafts
    desk.drafts.close()
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    path.mkdir()
    type_in(qtbot, "water")
    panel.keep()
    settle()
    assert panel.keeper.failing
    assert not panel.leave()
    assert refused[-1].code == "drafts_not_kept"
    assert panel.leave(), "the second wish is heard"
    assert panel.form.summary.toPlainText() == "water"
