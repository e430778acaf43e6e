"""Reports by keyboard: composed, remarked on, issued; briefs written; forms loaded; nothing typed is ever lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from math import isnan
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt

from console import words
from console.domain.briefs import BriefKind, NewBrief, NewReading
from console.domain.inbound import Intake
from console.domain.reports import ReportKind
from ui import prints, theme
from ui.panels.reports import ReportServices, ReportsPanel
from ui.widgets import plot
from ui.widgets.trend import Trend, mark_text, marks, stretches

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def panel(qtbot, app_theme, desk, clock, jobs, seat, times):
    clock.advance(days=1)
    services = ReportServices(desk.reports, desk.briefs, prints.OwnForms(desk))
    shown = ReportsPanel(jobs, seat, times, services=services, drafts=desk.drafts)
    qtbot.addWidget(shown)
    shown.resize(1302, 658)
    with qtbot.waitActive(shown):
        shown.show()
        shown.activateWindow()
    qtbot.waitUntil(lambda: shown.issue.day.text() != "")
    shown.first_focus().setFocus()
    return shown


def press(qtbot, widget, key, modifiers=CONTROL):
    qtbot.keyClick(widget, key, modifiers)


def compose(qtbot, panel):
    with qtbot.waitSignal(panel.saved):
        press(qtbot, panel.issue, Qt.Key.Key_N, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: panel.issue.table.chosen_row() is not None)


def test_a_report_is_composed_remarked_on_and_issued_by_keyboard(qtbot, panel, desk):
    page = panel.issue
    assert page.stack.currentWidget() is page.empty and page.day.text() == "2030-08-12"
    compose(qtbot, panel)
    qtbot.waitUntil(lambda: "值班日报" in page.view.toPlainText())

    page.remarks.setFocus()
    qtbot.keyClicks(page.remarks, "River falling")
    with qtbot.waitSignal(panel.saved):
        press(qtbot, page.remarks, Qt.Key.Key_S)
    with qtbot.waitSignal(panel.saved) as told:
        press(qtbot, page.remarks, Qt.Key.Key_S, CONTROL | SHIFT)

    (row,) = desk.reports.rows(ReportKind.DAILY)
    assert row.number == "示例RB2030-0001" and row.remarks == "River falling" and row.number in told.args[0]
    qtbot.waitUntil(lambda: page.remarks.isReadOnly() and not page.issue_button.isEnabled())
    assert desk.drafts.open("report_remarks") == ()


def test_issuing_by_its_button_keeps_the_keyboard_on_the_page(qtbot, panel):
    page = panel.issue
    compose(qtbot, panel)
    qtbot.waitUntil(page.issue_button.isEnabled)
    page.issue_button.setFocus()
    with qtbot.waitSignal(panel.saved):
        qtbot.keyClick(page.issue_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not page.issue_button.isEnabled())
    assert page.print_button.hasFocus()


def test_remarks_that_are_typed_and_not_saved_go_out_with_the_report(qtbot, panel, desk):
    compose(qtbot, panel)
    qtbot.keyClicks(panel.issue.remarks, "unsaved")

    with qtbot.waitSignal(panel.saved):
        press(qtbot, panel.issue, Qt.Key.Key_S, CONTROL | SHIFT)

    assert desk.reports.rows(ReportKind.DAILY)[0].remarks == "unsaved"


def test_news_while_typing_moves_neither_cursor_nor_text(qtbot, panel, desk, seat):
    compose(qtbot, panel)
    page = panel.issue
    page.remarks.setFocus()
    qtbot.keyClicks(page.remarks, "abcdef")
    cursor = page.remarks.textCursor()
    cursor.setPosition(3)
    page.remarks.setTextCursor(cursor)

    # another seat composes the same period anew: the draft's version moves on under the typing
    desk.reports.compose(ReportKind.DAILY, date(2030, 8, 12), by=seat.actor)
    with qtbot.waitSignal(page.presented):
        page.reload_now()
    qtbot.keyClicks(page.remarks, "XY")

    assert page.remarks.toPlainText() == "abcXYdef" and page.remarks.hasFocus()


def test_a_refused_save_keeps_the_words(qtbot, panel, desk, seat):
    compose(qtbot, panel)
    page = panel.issue
    desk.reports.compose(ReportKind.DAILY, date(2030, 8, 12), by=seat.actor)  # unknown to the screen
    qtbot.keyClicks(page.remarks, "kept")

    with qtbot.waitSignal(panel.refused):
        press(qtbot, page.remarks, Qt.Key.Key_S)

    assert page.remarks.toPlainText() == "kept"


def test_remarks_outlive_the_panel(qtbot, panel, desk, jobs, seat, times):
    compose(qtbot, panel)
    qtbot.keyClicks(panel.issue.remarks, "half written")
    panel.leave()
    qtbot.waitUntil(lambda: len(desk.drafts.open("report_remarks")) == 1)

    services = ReportServices(desk.reports, desk.briefs, prints.OwnForms(desk))
    again = ReportsPanel(jobs, seat, times, services=services, drafts=desk.drafts)
    qtbot.addWidget(again)
    again.show()

    qtbot.waitUntil(lambda: again.issue.remarks.toPlainText() == "half written")


def test_a_day_that_is_none_is_said_beside_the_field(qtbot, panel, desk):
    panel.issue.day.setText("morgen")
    with qtbot.waitSignal(panel.refused):
        press(qtbot, panel.issue, Qt.Key.Key_N, CONTROL | SHIFT)

    assert panel.issue.day_field.note.isVisible() and panel.issue.day.text() == "morgen"
    assert desk.reports.rows(ReportKind.DAILY) == []


def test_preview_hands_up_the_report(qtbot, panel):
    compose(qtbot, panel)
    with qtbot.waitSignal(panel.print_asked) as told:
        press(qtbot, panel.issue, Qt.Key.Key_P)
    assert told.args[0].kind is ReportKind.DAILY


def test_a_brief_is_written_by_keyboard_and_its_curve_appears(qtbot, panel, desk):
    press(qtbot, panel, Qt.Key.Key_2)
    page = panel.briefs
    qtbot.waitUntil(page.text.hasFocus)
    qtbot.keyClicks(page.text, "rain")
    page.readings.fields()[0].setFocus()
    qtbot.keyClicks(page.readings.fields()[0], "river A")
    qtbot.keyClick(page.readings.fields()[0], Qt.Key.Key_Return)
    qtbot.keyClicks(page.readings.fields()[1], "38.42")
    qtbot.keyClick(page.readings.fields()[1], Qt.Key.Key_Return)
    qtbot.keyClicks(page.readings.fields()[2], "m")
    with qtbot.waitSignal(panel.saved):
        press(qtbot, page.readings.fields()[2], Qt.Key.Key_S)

    (brief,) = desk.briefs.between(datetime(2030, 8, 12, tzinfo=UTC), datetime(2030, 8, 14, tzinfo=UTC))
    assert (brief.text, brief.readings[0].value) == ("rain", "38.42")
    assert page.text.toPlainText() == "" and page.readings.readings() == ()
    qtbot.waitUntil(lambda: page.trend.plot is not None and page.trend.plot.isVisible())
    assert "38.42" in page.trend.accessibleDescription()


def test_a_known_series_brings_its_unit(qtbot, panel, desk, by):
    desk.briefs.record(
        NewBrief(uuid4(), BriefKind.RIVER, desk.clock.now(), "涨", "", (NewReading("river A", "1", "m"),)), by=by
    )
    press(qtbot, panel, Qt.Key.Key_2)
    page = panel.briefs
    qtbot.waitUntil(lambda: page.series.values() == ["river A"])
    series, _value, unit = page.readings.rows[0]

    qtbot.keyClicks(series, "river A")
    assert unit.text() == "m"
    qtbot.keyClicks(series, "2")
    assert unit.text() == ""
    qtbot.keyClicks(unit, "cm")
    qtbot.keyClick(series, Qt.Key.Key_Backspace)

    assert (series.text(), unit.text()) == ("river A", "cm")


def test_a_refused_brief_stays_as_it_was_typed(qtbot, panel, desk):
    press(qtbot, panel, Qt.Key.Key_2)
    page = panel.briefs
    qtbot.keyClicks(page.readings.rows[0][0], "river A")
    qtbot.keyClicks(page.readings.rows[0][1], "high")
    qtbot.keyClicks(page.readings.rows[0][2], "m")

    with qtbot.waitSignal(panel.refused) as told:
        press(qtbot, page, Qt.Key.Key_S)

    assert told.args[0].code == "bad_reading" and page.readings.values()[0] == ["river A", "high", "m"]
    assert desk.briefs.series() == []


def test_a_half_written_brief_comes_back(qtbot, panel, desk, jobs, seat, times):
    press(qtbot, panel, Qt.Key.Key_2)
    qtbot.keyClicks(panel.briefs.text, "half")
    panel.leave()
    qtbot.waitUntil(lambda: len(desk.drafts.open("brief")) == 1)

    services = ReportServices(desk.reports, desk.briefs, prints.OwnForms(desk))
    again = ReportsPanel(jobs, seat, times, services=services, drafts=desk.drafts)
    qtbot.addWidget(again)
    again.show()
    again.show_part(1)

    qtbot.waitUntil(lambda: again.briefs.text.toPlainText() == "half")


def test_an_own_form_is_loaded_from_the_sample_and_filled(qtbot, panel, desk, seat, tmp_path, monkeypatch):
    press(qtbot, panel, Qt.Key.Key_3)
    page = panel.forms
    qtbot.waitUntil(lambda: page.table.chosen_row() is not None)
    sample = tmp_path / "样张.docx"
    monkeypatch.setattr(page, "_ask_target", lambda _parent, _name: sample)
    monkeypatch.setattr(page, "_ask_source", lambda _parent: sample)
    for form in ("handover", "intake", "log", "outbound", "daily"):
        page.table.choose(form)
        with qtbot.waitSignal(panel.saved):
            page.sample_button.click()
        with qtbot.waitSignal(panel.saved):
            press(qtbot, page, Qt.Key.Key_L, CONTROL | SHIFT)
        assert "错误" not in page.result.toPlainText()
    item = desk.intake.register(
        Intake(uuid4(), "样例村12 山体裂缝", desk.clock.now(), place_text="老祠堂"), by=seat.actor
    )

    form = prints.form_of(desk, item)
    own = prints.own_form(desk, form)
    own.write(form, tmp_path / "接报.docx")

    from docx import Document

    text = "\n".join(paragraph.text for paragraph in Document(tmp_path / "接报.docx").paragraphs)
    assert "样例村12 山体裂缝" in text and item.number in text and "{{" not in text


def test_what_is_wrong_with_a_file_is_said_in_sentences_of_both_languages(qtbot, panel, desk, tmp_path, monkeypatch):
    press(qtbot, panel, Qt.Key.Key_3)
    page = panel.forms
    qtbot.waitUntil(lambda: page.table.chosen_row() is not None)
    (tmp_path / "坏.docx").write_bytes(b"no zip")
    monkeypatch.setattr(page, "_ask_source", lambda _parent: tmp_path / "坏.docx")
    page.load_own()
    qtbot.waitUntil(page.result.isVisible)

    assert page.result.toPlainText() == "坏.docx 没有装入，原因如下。\n错误：文件损坏，打不开。"
    words.set_language("en")
    assert page.result.toPlainText().endswith("The file is damaged and cannot be opened.")
    assert desk.forms.rows() == {}


def test_empty_forms_are_previewed(qtbot, panel):
    press(qtbot, panel, Qt.Key.Key_3)
    with qtbot.waitSignal(panel.print_asked) as told:
        panel.forms.blanks[2].click()
    assert told.args[0] == prints.Blank(2)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("part", [0, 1, 2])
def test_every_word_follows_the_language(qtbot, panel, language, part):
    panel.show_part(part)
    words.set_language(language)
    fresh = [button.text() for button in panel.parts.buttons]
    assert fresh == [words.say(f"reports.part.{name}") for name in ("issue", "briefs", "forms")]


# the curve


def test_what_nobody_measured_is_no_line():
    hours = [(hour * 3600.0, 1.0) for hour in (0, 1, 2, 3, 9, 10)]
    assert [len(stretch) for stretch in stretches(hours)] == [4, 2]
    assert stretches([]) == [] and stretches(hours[:1]) == [hours[:1]]


def test_marks_stand_on_the_stations_hours_even_when_the_clocks_change():
    shanghai, berlin = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
    start = datetime(2030, 8, 12, 8, tzinfo=shanghai).timestamp()
    found = marks(start, start + 72 * 3600, 6, shanghai)
    assert [mark_text(at, shanghai) for at in found] == ["12:00", "08-13", "12:00", "08-14", "12:00", "08-15"]
    summer = datetime(2030, 3, 30, tzinfo=berlin).timestamp()
    days = marks(summer, summer + 4 * 86400, 4, berlin)
    assert [mark_text(at, berlin) for at in days][:3] == ["03-30", "03-31", "04-01"]


def test_the_curve_has_the_themes_colours_and_both_languages(qtbot, app_theme, desk, by, clock):
    plot.load()
    for hour, value in enumerate(("38.4", "38.9", "38.2")):
        at = clock.now() + timedelta(hours=hour)
        clock.advance(hours=3)
        desk.briefs.record(NewBrief(uuid4(), BriefKind.RIVER, at, "", "", (NewReading("样例河", value, "m"),)), by=by)
        clock.advance(hours=-3)
    start = clock.now()
    rows = desk.briefs.readings("样例河", start, start + timedelta(hours=9))
    shown = Trend()
    qtbot.addWidget(shown)
    shown.show_readings(rows, start, start + timedelta(hours=9), desk.zone)
    shown.show()

    assert shown.said.text().startswith("样例河（m）：3 个值，最低 38.2，最高 38.9")
    words.set_language("en")
    assert shown.said.text().startswith("样例河 (m): 3 values")
    xs, ys = shown.curve.getData()
    assert [y for y in ys if not isnan(y)] == [38.4, 38.9, 38.2] and len(xs) == 4
    shown.show_readings((), start, start + timedelta(hours=9), desk.zone)
    assert not shown.plot.isVisible() and shown.empty.isVisible()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_large_type_scrolls_and_the_window_does_not_grow(qtbot, app_theme, panel, language):
    """At 20 px the window of 1366×768 leaves the panel about 1235×580."""
    words.set_language(language)
    theme.apply(app_theme, "light", 20)
    try:
        needed = panel.minimumSizeHint()
        assert needed.width() <= 1235 and needed.height() <= 580
    finally:
        theme.apply(app_theme, "light")
