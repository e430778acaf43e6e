"""Planning by keyboard: a draft is begun, a name typed by its initials, filled down, undone, published."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

from console import words
from console.domain import pinyin
from console.domain.planning import Method, Rule
from console.services.duty_staff import NewStaff
from tests.kit.planning import add_people
from ui.models.duty_services import DutyServices
from ui.panels.roster_plan import PlanPage
from ui.widgets.draft_names import NAME

STAFF = {
    "leader": ("林例十", "周例九", "吴例八"),
    "主班": ("陈例一", "张例二", "王例三"),
    "副班": ("李例四", "赵例五", "黄例六"),
    "通信保障岗": ("徐例七", "孙例八", "马例九"),
}
TODAY = date(2030, 8, 12)
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def services(desk):
    return DutyServices(
        desk.roster_drafts, desk.duty_staff, desk.leaves, desk.wishes, desk.swaps, desk.readiness, desk.roster,
        desk.contacts, desk.roster_export, desk.duty_counts, desk.list_imports, desk.list_runs, desk.roster_runs,
    )  # fmt: skip


@pytest.fixture
def ids(desk, by):
    found = add_people(desk, by, *(name for names in STAFF.values() for name in names), sounds=pinyin.columns)
    for post, names in STAFF.items():
        for name in names:
            desk.duty_staff.add(found[name], NewStaff((post,)), by=by)
    return found


@pytest.fixture
def page(qtbot, app_theme, desk, jobs, seat, times, ids):
    made = PlanPage(jobs, seat, times, services=services(desk))
    qtbot.addWidget(made)
    made.resize(1302, 600)
    with qtbot.waitSignal(made.presented):
        made.show()
    made.heard = []
    made.saved.connect(made.heard.append)
    made.refused.connect(made.heard.append)
    made.failed.connect(made.heard.append)
    yield made
    made.chart.end()


def presented(qtbot, page, act):
    with qtbot.waitSignal(page.presented):
        act()


@pytest.fixture
def drafted(qtbot, page):
    presented(qtbot, page, lambda: qtbot.keyClick(page, Qt.Key.Key_R, ALT))
    return page


def key(day, post="主班"):
    return (day, "whole", post, 1)


def name_at(page, day, post="主班"):
    return page.grid.month.cell(key(day, post)).name


def type_name(qtbot, page, typed):
    """Letters into the chosen cell, then Enter."""
    page.grid.setFocus()
    QTest.keyClicks(page.grid, typed[0])
    qtbot.waitUntil(lambda: editor(page) is not None)
    line = editor(page)
    QTest.keyClicks(line, typed[1:])
    return line


def editor(page):
    found = [line for line in page.grid.findChildren(QLineEdit) if line.isVisible()]
    return found[0] if found else None


def test_without_a_draft_the_page_says_what_belongs_here_and_its_key_begins(qtbot, page, desk):
    assert page.pages.currentWidget() is page.empty and page.empty.button.isEnabled()
    presented(qtbot, page, page.empty.button.click)
    look = page.shown.look
    assert (look.row.method, look.row.from_day, look.row.to_day) == ("rotation", TODAY, date(2030, 8, 31))
    assert page.pages.currentIndex() == 0 and page.grid.month.columns_there() == list(range(11, 31))
    assert look.findings == () and page.clean.isVisible() and not page.bar.isVisible()
    assert desk.roster.plans(TODAY, TODAY)[0].lines == (), "nothing holds before it is published"


def test_initials_put_somebody_on_a_seat_and_the_rules_answer_at_once(qtbot, drafted, desk):
    day = TODAY + timedelta(days=3)
    drafted.grid.choose(key(day))
    line = type_name(qtbot, drafted, "hll")
    assert line.completer().model().index(0, 0).data(NAME) == "黄例六"
    presented(qtbot, drafted, lambda: qtbot.keyClick(line, Qt.Key.Key_Return))
    assert name_at(drafted, day) == "黄例六"
    found = {(row.key, row.level) for row in drafted.findings.rows_model.rows()}
    assert (key(day), 2) in found
    assert Rule.POST in {one.rule for one in drafted.shown.look.findings}
    assert "违反" in drafted.findings_card.caption.text() or "违规" in drafted.findings_card.caption.text()


def test_undo_brings_back_who_stood_there(qtbot, drafted):
    day = TODAY + timedelta(days=3)
    was = name_at(drafted, day)
    drafted.grid.choose(key(day))
    drafted.grid.setFocus()
    presented(qtbot, drafted, lambda: qtbot.keyClick(drafted.grid, Qt.Key.Key_Delete))
    assert name_at(drafted, day) == "" and drafted.undo.isEnabled()
    presented(qtbot, drafted, lambda: qtbot.keyClick(drafted.grid, Qt.Key.Key_Z, CTRL))
    assert name_at(drafted, day) == was and not drafted.undo.isEnabled()


def test_a_name_is_filled_on_over_the_days_and_pasted_over_a_choice(qtbot, drafted):
    first, last = TODAY + timedelta(days=2), TODAY + timedelta(days=4)
    drafted.grid.choose(key(first))
    drafted.grid.setFocus()
    for _ in range(2):
        qtbot.keyClick(drafted.grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    presented(qtbot, drafted, lambda: qtbot.keyClick(drafted.grid, Qt.Key.Key_R, CTRL))
    assert {name_at(drafted, day) for day in (first, last)} == {name_at(drafted, first)}
    other = next(name for name in STAFF["主班"] if name != name_at(drafted, first))
    QApplication.clipboard().setText(other)
    presented(qtbot, drafted, lambda: qtbot.keyClick(drafted.grid, Qt.Key.Key_V, CTRL))
    assert name_at(drafted, first) == name_at(drafted, last) == other
    QApplication.clipboard().setText("无此人")
    qtbot.keyClick(drafted.grid, Qt.Key.Key_V, CTRL)
    assert drafted.heard[-1].code == "nobody_called" and name_at(drafted, first) == other


def test_a_text_nobody_is_called_by_stays_in_its_line(qtbot, drafted):
    drafted.grid.choose(key(TODAY + timedelta(days=3)))
    line = type_name(qtbot, drafted, "qqq")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert drafted.heard[-1].code == "nobody_called"
    assert editor(drafted) is line and line.text() == "qqq"


def test_changes_typed_quicker_than_they_are_stored_are_all_stored(qtbot, drafted, desk):
    days = [TODAY + timedelta(days=n) for n in range(1, 6)]
    for day in days:
        drafted.grid.choose(key(day))
        drafted.grid.clear_cells()
    qtbot.waitUntil(lambda: all(name_at(drafted, day) == "" for day in days))
    look = desk.roster_drafts.look(drafted.shown.look.row.id)
    assert {cell.name for cell in look.draft.cells if cell.key in {key(day) for day in days}} == {""}
    assert [one for one in drafted.heard if not isinstance(one, str)] == []


def test_published_by_key_with_the_reason_a_broken_rule_needs(qtbot, drafted, desk):
    drafted.grid.choose(key(TODAY + timedelta(days=3)))
    presented(qtbot, drafted, drafted.grid.clear_cells)
    qtbot.keyClick(drafted, Qt.Key.Key_O, ALT)
    dialog = drafted.asked.dialog
    assert dialog is not None and set(dialog.fields) == {"why", "despite"}
    dialog.fields["despite"].setText("人手不足")
    presented(qtbot, drafted, dialog.yes.click)
    assert drafted.shown.look.row.state == "published" and not drafted.publish.isEnabled()
    assert len(desk.roster.plans(TODAY + timedelta(days=1), date(2030, 8, 31))) == 19
    assert desk.roster.plans(TODAY + timedelta(days=1), TODAY + timedelta(days=1))[0].of("主班")


def test_news_from_elsewhere_do_not_move_the_cursor(qtbot, drafted, desk, seat):
    drafted.grid.choose(key(TODAY + timedelta(days=9)))
    drafted.grid.setFocus()
    desk.roster_drafts.begin(TODAY, TODAY, Method.HAND, by=seat.actor)
    drafted._wanted = drafted.shown.look.row.id
    presented(qtbot, drafted, drafted.reload_now)
    assert drafted.chosen() == key(TODAY + timedelta(days=9)) and len(drafted.which.values()) == 2


def test_a_refused_publication_keeps_the_words(qtbot, drafted, desk, seat):
    from console.domain.roster import Named

    qtbot.keyClick(drafted, Qt.Key.Key_O, ALT)
    dialog = drafted.asked.dialog
    dialog.fields["why"].setText("首次发布")
    desk.roster.set_cell(TODAY + timedelta(days=2), "whole", "主班", [Named("王例三")], seen=(), by=seat.actor)
    dialog.yes.click()
    qtbot.waitUntil(dialog.trouble.isVisible)
    assert dialog.fields["why"].text() == "首次发布" and "08-14" in dialog.trouble.text()
    dialog.reject()


def test_the_solver_runs_beside_the_window_and_can_be_stopped(qtbot, page, desk):
    qtbot.keyClick(page, Qt.Key.Key_S, ALT)
    assert page.run is not None and page.bar.isVisible() and page.stop.isVisible() and not page.solve.isEnabled()
    page.stop.click()
    qtbot.waitUntil(lambda: page.run is None)
    assert page.heard[-1] == words.say("plan.stopped") and not page.bar.isVisible()
    assert desk.roster_drafts.listed(TODAY, TODAY) == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.long
def test_nothing_is_cut_on_a_small_screen(qtbot, drafted, language):
    words.set_language(language)
    QApplication.sendPostedEvents()
    drafted.resize(1274, 600)
    QApplication.processEvents()
    cut = [
        (type(one).__name__, one.text(), one.width(), one.sizeHint().width())
        for kind in (QLabel, QPushButton)
        for one in drafted.findChildren(kind)
        if one.isVisible() and one.text() and not getattr(one, "wordWrap", bool)()
        and one.width() < one.sizeHint().width()
    ]  # fmt: skip
    assert cut == []
