"""The roster by keyboard: cells, standing in, whereabouts, a month sheet; nothing moves under the officer's hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from console import words
from console.changes import Changes, Topic
from console.domain.duty import PostLine
from console.domain.roster import LEADER, Named
from tests.kit import intake as kit
from ui.models.roster_month import FIRST_POST
from ui.panels.roster import RosterPanel
from ui.prints import Month
from ui.widgets.keycap import KeyButton
from ui.widgets.watch_card import WatchCard

DAY = date(2030, 8, 12)
CTRL = Qt.KeyboardModifier.ControlModifier

person = kit.person


@pytest.fixture(autouse=True)
def planned(desk, by):
    for offset, main in enumerate(("陈例一", "邹例八")):
        put(desk, by, main, "主班", DAY + timedelta(days=offset))
    put(desk, by, "林例十", LEADER)


def put(desk, by, name, post, day=DAY, phone="100-0000-0001"):
    desk.roster.set_cell(day, "whole", post, [Named(name, phone)], seen=(), by=by)


@pytest.fixture
def panel(qtbot, app_theme, desk, jobs, seat, times):
    made = RosterPanel(jobs, seat, times, roster=desk.roster, people=desk.contacts)
    qtbot.addWidget(made)
    made.resize(1302, 658)
    with qtbot.waitSignal(made.presented):
        made.show()
    made.heard = []
    made.saved.connect(made.heard.append)
    made.refused.connect(made.heard.append)
    made.failed.connect(made.heard.append)
    return made


def presented(qtbot, panel, act):
    with qtbot.waitSignal(panel.presented):
        act()


def key(qtbot, widget, code, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(widget, code, modifier)


def write(qtbot, field, text):
    """Over what stands in the field, as somebody who starts it afresh."""
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text) if text.isascii() else field.insert(text)


def planned_for(desk, post="主班", day=DAY):
    return [(line.name, line.phone) for line in desk.roster.plans(day, day)[0].of(post)]


def test_who_is_on_who_leads_and_who_comes_next_stand_on_top(panel):
    shown = [(line.post, line.name) for line in panel.view.now.on_duty.posts if line.name]
    assert shown == [(LEADER, "林例十"), ("主班", "陈例一")]
    assert panel.now_row.on_duty.posts._rows[0][1].text() == "林例十"
    assert panel.now_row.on_duty.posts._rows[2][1].text() == "无人"
    assert panel.now_row.following.posts._rows[1][1].text() == "邹例八"
    assert panel.now_row.where.none.isVisible()


def test_the_month_shows_gaps_as_words_and_the_past_as_nothing(panel):
    model = panel.grid.month
    texts = {row: model.index(row, FIRST_POST + 1).data() for row in (0, 11, 12, 13)}
    assert texts == {0: "", 11: "陈例一", 12: "邹例八", 13: "缺"}
    assert model.index(11, 0).data() == "08-12 周一　在班　今天"
    assert model.index(11, FIRST_POST + 2).data() == "缺"
    assert panel.grid.cell()[0].slot.day == DAY


def test_a_cell_is_filled_by_keyboard_and_stands_in_the_store(qtbot, panel, desk):
    panel.grid.setFocus()
    assert panel.grid.cell()[1] == LEADER
    key(qtbot, panel.grid, Qt.Key.Key_Right)
    key(qtbot, panel.grid, Qt.Key.Key_Right)
    assert panel.grid.cell()[1] == "副班"
    key(qtbot, panel.grid, Qt.Key.Key_Return)
    dialog = panel.asked.dialog
    assert dialog.focusWidget() is dialog.fields["0name"]
    write(qtbot, dialog.fields["0name"], "曾例三")
    key(qtbot, dialog.fields["0name"], Qt.Key.Key_Return)
    write(qtbot, dialog.fields["0phone"], "100-0000-0003")
    presented(qtbot, panel, lambda: key(qtbot, dialog.fields["0phone"], Qt.Key.Key_Return, CTRL))

    assert planned_for(desk, "副班") == [("曾例三", "100-0000-0003")]
    assert panel.grid.cell()[1] == "副班" and panel.heard == ["已保存：08-12 周一 副班 曾例三"]
    assert panel.grid.currentIndex().data() == "曾例三"


def test_two_people_on_one_post_and_taking_them_off(qtbot, panel, desk):
    panel.grid.choose((DAY, "whole"), "主班")
    key(qtbot, panel.grid, Qt.Key.Key_Return)
    dialog = panel.asked.dialog
    write(qtbot, dialog.fields["1name"], "仇例六")
    presented(qtbot, panel, dialog.yes.click)
    assert {name for name, _ in planned_for(desk)} == {"陈例一", "仇例六"}

    key(qtbot, panel.grid, Qt.Key.Key_Return)
    for name in ("0name", "1name"):
        panel.asked.dialog.fields[name].clear()
    presented(qtbot, panel, panel.asked.dialog.yes.click)
    assert planned_for(desk) == [] and panel.heard[-1] == "已清空：08-12 周一 主班"


def test_what_was_changed_meanwhile_is_refused_and_the_typed_name_stays(qtbot, panel, desk, by):
    panel.grid.choose((DAY, "whole"), "副班")
    key(qtbot, panel.grid, Qt.Key.Key_Return)
    dialog = panel.asked.dialog
    write(qtbot, dialog.fields["0name"], "曾例三")
    put(desk, by, "仇例六", "副班")
    dialog.yes.click()
    qtbot.waitUntil(dialog.trouble.isVisible)

    assert dialog.fields["0name"].text() == "曾例三" and dialog.isVisible()
    assert planned_for(desk, "副班")[0][0] == "仇例六"


def test_words_of_a_closed_dialog_come_back(qtbot, panel):
    panel.grid.choose((DAY, "whole"), "副班")
    key(qtbot, panel.grid, Qt.Key.Key_Return)
    write(qtbot, panel.asked.dialog.fields["0name"], "曾例三")
    key(qtbot, panel.asked.dialog, Qt.Key.Key_Escape)
    assert panel.asked.dialog is None
    key(qtbot, panel.grid, Qt.Key.Key_Return)
    assert panel.asked.dialog.fields["0name"].text() == "曾例三"


def test_news_move_neither_the_chosen_cell_nor_the_scroll_nor_typed_words(qtbot, panel, desk, by):
    panel.resize(1302, 500)
    panel.grid.choose((date(2030, 8, 28), "whole"), "副班")
    key(qtbot, panel.grid, Qt.Key.Key_Return)
    dialog = panel.asked.dialog
    write(qtbot, dialog.fields["0name"], "曾例")
    dialog.fields["0name"].setCursorPosition(1)
    scrolled = panel.grid.verticalScrollBar().value()
    put(desk, by, "仇例六", "通信保障岗", DAY)
    presented(qtbot, panel, lambda: panel.note(Changes(frozenset({Topic.ROSTER}))))

    assert (dialog.fields["0name"].text(), dialog.fields["0name"].cursorPosition()) == ("曾例", 1)
    assert panel.grid.verticalScrollBar().value() == scrolled > 0
    assert panel.grid.cell()[0].slot.day == date(2030, 8, 28)


def test_standing_in_on_the_running_watch(qtbot, panel, desk, seat):
    desk.duty.take_over_empty([PostLine("主班", "陈例一")], by=seat.actor)
    panel.grid.choose((DAY, "whole"), "主班")
    key(qtbot, panel, Qt.Key.Key_T, CTRL | Qt.KeyboardModifier.ShiftModifier)
    dialog = panel.asked.dialog
    assert dialog.whose.currentText() == "主班　陈例一"
    assert dialog.fields["until"].text() == "2030-08-13 08:00"
    write(qtbot, dialog.fields["name"], "曾例三")
    write(qtbot, dialog.fields["reason"], "发热就医")
    presented(qtbot, panel, lambda: key(qtbot, dialog.fields["reason"], Qt.Key.Key_Return))

    assert desk.duty.on_watch().posts[0].name == "曾例三"
    assert panel.grid.month.index_of((DAY, "whole"), "主班").data() == "曾例三（替陈例一）"


def test_a_stand_in_ends_by_keyboard_and_the_planned_one_stands_again(qtbot, panel, desk, seat):
    desk.duty.take_over_empty([PostLine("主班", "陈例一")], by=seat.actor)
    key(qtbot, panel, Qt.Key.Key_X, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert panel.asked.dialog is None and panel.heard == ["这一班没有人替班。"]
    start, end = desk.clock.now(), desk.clock.now() + timedelta(hours=20)
    for post, absent, name in ((LEADER, "林例十", "仇例六"), ("主班", "陈例一", "曾例三")):
        desk.roster.substitute(post, absent, Named(name), "发热就医", start=start, end=end, by=seat.actor)
    presented(qtbot, panel, panel.reload_now)
    panel.grid.choose((DAY, "whole"), "主班")
    key(qtbot, panel, Qt.Key.Key_X, CTRL | Qt.KeyboardModifier.ShiftModifier)
    dialog = panel.asked.dialog
    assert dialog.whose.currentText() == "主班　曾例三（替陈例一）"
    assert dialog.focusWidget() is dialog.fields["reason"], "who is chosen already; the reason is asked for"
    write(qtbot, dialog.fields["reason"], "本人已到岗")
    presented(qtbot, panel, lambda: key(qtbot, dialog.fields["reason"], Qt.Key.Key_Return))

    assert [row.stands_in for row in desk.roster.substitutions(start, end)] == ["仇例六"]
    assert desk.duty.on_watch().posts[0].name == "陈例一"
    assert panel.heard[-1] == "已取消：曾例三 不再替 陈例一（主班）"


@pytest.mark.parametrize("typed", ["llw", "liangliwu", "0005"])
def test_a_name_is_found_by_sound_initials_and_number(qtbot, panel, person, typed):
    panel.grid.choose((DAY, "whole"), "副班")
    key(qtbot, panel.grid, Qt.Key.Key_Return)
    dialog = panel.asked.dialog
    name = dialog.fields["0name"]
    qtbot.waitUntil(name.hasFocus)  # names are offered only where somebody types
    QTest.keyClicks(name, typed)
    qtbot.waitUntil(name.list.isVisible)
    assert (name.text(), name.cursorPosition()) == (typed, len(typed))
    key(qtbot, name, Qt.Key.Key_Down)
    key(qtbot, name, Qt.Key.Key_Return)

    assert (name.text(), dialog.fields["0phone"].text()) == ("梁例五", "100-0000-0005")
    assert dialog.isVisible() and dialog.focusWidget() is dialog.fields["0phone"]


def test_what_was_typed_for_a_name_stays_unless_one_was_chosen(qtbot, panel, person):
    panel.grid.choose((DAY, "whole"), "副班")
    key(qtbot, panel.grid, Qt.Key.Key_Return)
    name = panel.asked.dialog.fields["0name"]
    qtbot.waitUntil(name.hasFocus)
    QTest.keyClicks(name, "llw")
    qtbot.waitUntil(name.list.isVisible)
    key(qtbot, name, Qt.Key.Key_Return)
    assert name.text() == "llw" and not name.list.isVisible()


def test_today_is_shown_a_third_down_on_opening_and_by_the_officers_key_only(qtbot, app_theme, desk, jobs, seat, times):
    for day in range(18, 27):
        put(desk, seat.actor, "陈例一", "主班", date(2030, 8, day))
    desk.clock.advance(days=6)
    panel = RosterPanel(jobs, seat, times, roster=desk.roster)
    qtbot.addWidget(panel)
    panel.resize(1302, 500)
    with qtbot.waitSignal(panel.presented):
        panel.show()

    def above():
        return panel.grid.visualRect(panel.grid.currentIndex()).top() / panel.grid.viewport().height()

    assert panel.grid.cell()[0].slot.day == date(2030, 8, 18) and 0.2 <= above() <= 0.45
    panel.grid.verticalScrollBar().setValue(0)
    put(desk, seat.actor, "曾例三", "副班", date(2030, 8, 18))
    presented(qtbot, panel, lambda: panel.note(Changes(frozenset({Topic.ROSTER}))))
    assert panel.grid.verticalScrollBar().value() == 0
    presented(qtbot, panel, panel.home.click)
    assert 0.2 <= above() <= 0.45


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.long
def test_no_button_is_clipped_or_needs_scrolling(qtbot, panel, language):
    words.set_language(language)
    panel.resize(1302 if language == "zh" else 1274, 658)
    qtbot.wait(20)
    buttons = [part for part in panel.findChildren(KeyButton) if part.isVisible()]
    assert len(buttons) > 8
    assert [part.text() for part in buttons if part.width() < part.sizeHint().width()] == []
    assert panel.scroll.horizontalScrollBar().maximum() == 0


def test_where_a_leader_is_and_that_they_are_back(qtbot, panel, desk, clock):
    key(qtbot, panel, Qt.Key.Key_Q, CTRL | Qt.KeyboardModifier.ShiftModifier)
    dialog = panel.asked.dialog
    assert dialog.fields["name"].text() == "林例十"
    write(qtbot, dialog.fields["place"], "例山镇")
    write(qtbot, dialog.fields["until"], "18:00")
    presented(qtbot, panel, dialog.yes.click)
    (row,) = desk.roster.whereabouts(clock.now())
    assert (row.place, row.until_at) == ("例山镇", datetime(2030, 8, 12, 10, tzinfo=UTC))

    (back,) = panel.now_row.where.buttons()
    back.setFocus()
    presented(qtbot, panel, lambda: key(qtbot, back, Qt.Key.Key_Space))
    assert desk.roster.whereabouts(clock.now()) == [] and panel.heard[-1] == "林例十 已回"


def test_months_turn_by_keys_and_home_comes_back(qtbot, panel):
    presented(qtbot, panel, lambda: key(qtbot, panel, Qt.Key.Key_PageDown, CTRL))
    assert panel.month_word.text() == "2030年9月" and panel.grid.month.rowCount() == 30
    presented(qtbot, panel, lambda: key(qtbot, panel, Qt.Key.Key_PageUp, CTRL))
    presented(qtbot, panel, lambda: key(qtbot, panel, Qt.Key.Key_PageUp, CTRL))
    assert panel.month_word.text() == "2030年7月" and not panel.view.findings
    presented(qtbot, panel, panel.home.click)
    assert panel.grid.cell()[0].slot.day == DAY


def test_the_month_on_the_screen_is_the_one_that_is_printed(qtbot, panel):
    asked = []
    panel.print_asked.connect(asked.append)
    presented(qtbot, panel, lambda: key(qtbot, panel, Qt.Key.Key_PageDown, CTRL))
    key(qtbot, panel.grid, Qt.Key.Key_P, CTRL)
    panel.print_button.click()
    assert asked == [Month(date(2030, 9, 1))] * 2 and panel.print_button.isVisible()


def test_a_day_is_copied_forward(qtbot, panel, desk):
    panel.grid.choose((date(2030, 8, 19), "whole"), "主班")
    key(qtbot, panel, Qt.Key.Key_Y, CTRL | Qt.KeyboardModifier.ShiftModifier)
    dialog = panel.asked.dialog
    assert (dialog.fields["source"].text(), dialog.fields["target"].text()) == ("2030-08-12", "2030-08-19")
    write(qtbot, dialog.fields["days"], "x")
    dialog.yes.click()
    qtbot.waitUntil(dialog.trouble.isVisible)
    write(qtbot, dialog.fields["days"], "7")
    presented(qtbot, panel, dialog.yes.click)
    assert planned_for(desk, day=date(2030, 8, 20)) == [("邹例八", "100-0000-0001")]


def test_findings_are_sentences_and_enter_goes_to_the_cell(qtbot, panel):
    rows = panel.findings.rows_model.rows()
    row = next(row for row in rows if row.kind == "post_gap" and row.post == "通信保障岗" and row.day == DAY)
    panel.findings.choose(row)
    panel.findings.setFocus()
    assert panel.findings.rows_model.index_of(row).siblingAtColumn(2).data() == "通信保障岗无人"
    key(qtbot, panel.findings, Qt.Key.Key_Return)
    assert panel.grid.cell()[1] == "通信保障岗" and panel.grid.hasFocus()


@pytest.fixture
def sheet(tmp_path):
    book = Workbook()
    for row in (("2030年8月",), ("日期", "带班领导", "主班"), ("12日", "林例十", "梁例五"), ("32日", "", "陈例一")):
        book.active.append(list(row))
    book.save(tmp_path / "值班表.xlsx")
    return tmp_path / "值班表.xlsx"


def test_a_month_sheet_is_shown_before_it_changes_anything(qtbot, panel, desk, sheet):
    panel._ask_file = lambda _parent: str(sheet)
    key(qtbot, panel, Qt.Key.Key_I, CTRL | Qt.KeyboardModifier.ShiftModifier)
    dialog = panel.import_dialog
    qtbot.waitUntil(lambda: dialog.table.rows_model.rowCount() > 0)
    said = [dialog.table.rows_model.index(at, 2).data() for at in range(dialog.table.rows_model.rowCount())]
    assert said[:2] == ["这一行的日期“32日”看不懂", "08-12 周一 主班：陈例一 100-0000-0001 → 梁例五"]
    assert not dialog.yes.isEnabled() and planned_for(desk)[0][0] == "陈例一"
    dialog.good_only.setFocus()
    key(qtbot, dialog.good_only, Qt.Key.Key_Space)
    presented(qtbot, panel, dialog.yes.click)
    assert planned_for(desk)[0][0] == "梁例五" and "变更 1，未收 1" in panel.heard[-1]


def test_a_sheet_that_names_no_month_is_asked_for_one(qtbot, panel, desk, tmp_path):
    book = Workbook()
    for row in (("日期", "主班"), ("15", "梁例五")):
        book.active.append(list(row))
    book.save(tmp_path / "排班.xlsx")
    panel.check(tmp_path / "排班.xlsx")
    dialog = panel.import_dialog
    qtbot.waitUntil(dialog.month_field.isVisible)
    assert dialog.month.text() == "2030-08" and not dialog.yes.isEnabled()
    write(qtbot, dialog.month, "8月")
    key(qtbot, dialog.month, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.trouble.isVisible)
    assert dialog.month.text() == "8月"
    write(qtbot, dialog.month, "2030-08")
    key(qtbot, dialog.month, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.yes.isEnabled)
    presented(qtbot, panel, dialog.yes.click)
    assert planned_for(desk, day=date(2030, 8, 15)) == [("梁例五", "")]


def test_an_empty_table_says_what_belongs_here_and_the_key(qtbot, panel, desk, by):
    for day, post in ((DAY, "主班"), (DAY + timedelta(days=1), "主班"), (DAY, LEADER)):
        seen = [line.id for line in desk.roster.plans(day, day)[0].of(post)]
        desk.roster.set_cell(day, "whole", post, [], seen=seen, by=by)
    presented(qtbot, panel, panel.reload_now)
    assert panel.nothing.isVisible() and panel.nothing.button.isVisible() and not panel.findings.isVisible()


def test_who_may_not_plan_sees_it_and_is_told(qtbot, panel, seat, desk):
    from console.domain.people import Role

    seat.sit(desk.accounts.add("曾例三", Role.OFFICER, "panels of 2030", by=seat.actor).actor)
    assert not panel.bring.isEnabled() and "管理员" in panel.bring.toolTip()
    assert panel.stand_in.isEnabled()
    panel.grid.choose((DAY, "whole"), "主班")
    key(qtbot, panel.grid, Qt.Key.Key_Return)
    assert panel.asked.dialog is None and panel.heard[-1].code == "not_permitted"


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_switching_the_language_reads_the_same_as_a_fresh_start(qtbot, panel, desk, jobs, seat, times, language):
    words.set_language(language)
    fresh = RosterPanel(jobs, seat, times, roster=desk.roster)
    qtbot.addWidget(fresh)
    with qtbot.waitSignal(fresh.presented):
        fresh.show()
    assert all_words(panel) == all_words(fresh)


def all_words(panel):
    from PySide6.QtWidgets import QLabel, QPushButton

    texts = [part.text() for part in panel.findChildren(QLabel) + panel.findChildren(QPushButton)]
    grid, found = panel.grid.month, panel.findings.rows_model
    for model in (grid, found):
        texts += [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
        texts += [model.index(r, c).data() for r in range(model.rowCount()) for c in range(model.columnCount())]
    return texts


# the card of the board


def test_the_card_of_the_watch_says_who_what_is_over_and_what_is_missing(qtbot, app_theme, desk, seat, times, clock):
    card = WatchCard(times)
    qtbot.addWidget(card)
    desk.duty.take_over_empty([PostLine("主班", "邹例八")], by=seat.actor)

    def look():
        now = desk.roster.now(clock.now())
        found = desk.roster.findings(clock.now(), clock.now() + timedelta(hours=48))
        card.show_watch(now.on_duty, desk.duty.on_watch(), now.following, now.whereabouts, found)

    look()
    assert card.standing.text() == "陈例一 值守，至 08-13 08:00"
    assert card.differs.text() == "值班表上是 带班领导 林例十、主班 陈例一"
    assert card.leads.text() == "无带班领导" and not card.leads.isHidden()
    assert card.next.text() == "08-13 08:00 下一班：主班 邹例八"
    assert card.gaps.text().startswith("未来 48 小时有") and card.over.isHidden()
    clock.advance(hours=24, minutes=5)
    card.tick(clock.now())
    assert card.over.text() == "本班已超时 0:05:00，尚未交班" and not card.over.isHidden()
    words.set_language("en")
    QApplication.processEvents()
    assert card.over.text() == "The watch is 0:05:00 over its time"
