"""接报登记: a call is typed, checked and saved, by keys alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from console import words
from console.domain.inbound import FigureValue, Precision
from tests.kit import intake as kit
from tests.kit.intake import CTRL, drafts, go, press, type_in
from ui.models.intake_entry import ELEMENTS

make, panel, places, settle = kit.make, kit.panel, kit.places, kit.settle
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


CALL = "样例村12 山体裂缝，约 19 人需转移"


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


def test_a_refused_save_keeps_everything_and_marks_the_field(qtbot, panel, desk):
    go(panel, "caller_name")
    type_in(qtbot, "梁例五")
    with qtbot.waitSignal(panel.refused) as refused:
        press(qtbot, Qt.Key.Key_S, CTRL)

    assert refused.args[0].code == "text_empty"
    assert panel.form.summary.property("wrong") is True
    assert panel.form.editors["caller_name"].text() == "梁例五"
    assert panel.form.editors["caller_name"].hasFocus()
    assert desk.intake.newest() == []
    go(panel, "summary")
    type_in(qtbot, "x")
    assert not panel.form.summary.property("wrong")


def test_a_refusal_by_the_service_gives_the_form_back(qtbot, panel, desk, seat, settle, viewer):
    type_in(qtbot, "seen by a viewer")
    seat.sit(viewer)
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
    go(panel, name)
    type_in(qtbot, text)
    with qtbot.waitSignal(panel.refused) as refused:
        panel.save()

    assert refused.args[0].code == code
    assert panel.form.fields[name].note.isVisible()
    assert desk.intake.newest() == []


def test_words_that_are_no_place_go_with_the_exact_spot(qtbot, panel, desk):
    type_in(qtbot, "fire")
    go(panel, "place")
    type_in(qtbot, "old mill")
    assert panel.form.unplaced.isVisible()
    with qtbot.waitSignal(panel.saved):
        panel.save()

    (item,) = desk.intake.newest()
    assert (item.place_path, item.place_text) == ("", "old mill")


def test_places_of_several_counties_are_told_apart(qtbot, panel):
    place = panel.form.place
    go(panel, "place")
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
    go(panel, "place")
    type_in(qtbot, "330382104212")
    assert panel.form.place.list.isVisible()
    press(qtbot, Qt.Key.Key_Escape)
    assert not panel.form.place.list.isVisible() and left == []
    assert panel.form.place.text() == "330382104212"
    press(qtbot, Qt.Key.Key_Escape)
    assert left == [True]


def test_figures_unknown_nought_and_not_said(qtbot, panel, desk):
    type_in(qtbot, "slide")
    go(panel, "figure.dead")
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
    go(panel, "received_at")
    panel.form.received.selectAll()
    type_in(qtbot, "0630")
    assert reason.isVisible()
    with qtbot.waitSignal(panel.refused) as refused:
        panel.save()
    assert refused.args[0].code == "reason_missing"
    go(panel, "received_reason")
    type_in(qtbot, "power cut, from paper")
    with qtbot.waitSignal(panel.saved):
        panel.save()

    (item,) = desk.intake.newest()
    assert item.received_reason == "power cut, from paper"
    assert panel._times.clock(item.received_at) == "06:30"


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
    go(panel, "caller_phone")
    type_in(qtbot, "100")
    QGuiApplication.clipboard().setText("0" * 100_000)
    press(qtbot, Qt.Key.Key_V, CTRL)

    assert panel.form.editors["caller_phone"].text() == "100"
    assert "100003" in panel.form.fields["caller_phone"].note.text()


def test_hints_follow_fields_and_words_and_block_nothing(qtbot, panel, desk):
    assert panel.form.hints.missing() == set(ELEMENTS)
    type_in(qtbot, "样例村12山体裂缝")
    go(panel, "figure.dead")
    type_in(qtbot, "?")
    assert panel.form.hints.missing() == set(ELEMENTS) - {"place", "what", "casualties"}
    go(panel, "caller_phone")
    type_in(qtbot, "100-0000-0005")
    assert "caller" not in panel.form.hints.missing()
    with qtbot.waitSignal(panel.saved):
        panel.save()


def test_an_event_type_is_found_by_its_name_in_the_language_in_use(qtbot, panel, desk):
    type_in(qtbot, "slope moves")
    go(panel, "event_type")
    type_in(qtbot, "滑坡")
    press(qtbot, Qt.Key.Key_Return)
    assert panel.form.grade.hasFocus()
    words.set_language("en")
    go(panel, "grade")
    QApplication.processEvents()
    assert panel.form.event_type.text().endswith("Landslide")
    with qtbot.waitSignal(panel.saved):
        panel.save()

    assert desk.intake.newest()[0].event_type_name == "滑坡"


def test_without_anybody_signed_in_nothing_is_saved_and_nothing_lost(qtbot, panel, desk, seat):
    type_in(qtbot, "nobody at the seat")
    seat.leave()
    with qtbot.waitSignal(panel.refused) as refused:
        press(qtbot, Qt.Key.Key_S, CTRL)

    assert refused.args[0].code == "no_officer_signed_in"
    assert panel.form.summary.text() == "nobody at the seat" and desk.intake.newest() == []
