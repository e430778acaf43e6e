"""The month of a draft on the screen: all of it in sight, nothing cut, what its marks say, which days are whose."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from console import words
from console.domain.duty_people import LeaveState
from console.domain.planning import DayKind, Method
from console.domain.roster import Named
from console.services.leaves import NewLeave
from console.services.swaps import Duty, NewSwap
from tests.kit import geometry
from tests.kit.planning import put
from tests.panels import test_roster_plan as kit
from tests.panels.test_roster_plan import ALT, CTRL, STAFF, TODAY, editor, key, name_at, presented, services
from ui import theme
from ui.models.draft_around import Mark
from ui.models.draft_month import HARD
from ui.panels.duty_roster import AWAY, PLAN, DutyRosterPanel
from ui.widgets.draft_cells import LONGEST_SHOWN, shown_name, upright
from ui.widgets.draft_heads import in_two
from ui.widgets.painted import text_width

ids, page = kit.ids, kit.page
WAIT = 10_000
FIRST, LAST = date(2030, 10, 1), date(2030, 10, 31)
SMALL = {("zh", 14): (1278, 594), ("en", 14): (1250, 594), ("zh", 20): (1241, 522), ("en", 20): (1230, 522)}
"""What the window leaves the page of 1366×768 beside a task bar, by language and type."""

LARGE = (1792, 900)
"""The same of 1920×1080, with the smallest type."""


@pytest.fixture(autouse=True)
def as_before(app_theme):
    yield
    words.set_language("zh")
    if theme.current().size != theme.DESIGN or theme.current().name != "light":
        theme.apply(app_theme, "light")


def shown(qtbot, page, desk, by, first=FIRST, last=LAST, method=Method.ROTATION):
    """A draft of these days, in the month it begins in."""
    page.month = first.replace(day=1)
    row = desk.roster_drafts.begin(first, last, method, by=by)
    presented(qtbot, page, lambda: page.show_plan(row.id))
    return row


def lay_out(qapp, page, language, size, room):
    words.set_language(language)
    if theme.current().size != size:
        theme.apply(qapp, "light", size)
    page.resize(*room)
    for _ in range(5):
        QApplication.sendPostedEvents(None, 0)
        QApplication.processEvents()


def in_sight(page, part):
    return part.isVisible() and part.visibleRegion().boundingRect() == part.rect()


def buttons(page):
    return [page.before, page.after, page.which, page.rotate, page.solve, page.more, page.publish]


def days_in_sight(grid):
    seen, row = grid.viewport().rect(), grid.rowAt(0)
    boxes = [grid.visualRect(grid.month.index(row, column)) for column in range(grid.month.columnCount())]
    return [box for box in boxes if seen.left() <= box.left() and box.right() <= seen.right() and box.width() > 0]


def page_scrolls(page):
    areas = [area for area in page.findChildren(QScrollArea) if area is not page.chart.area]
    return [area.verticalScrollBar().maximum() for area in areas]


@pytest.mark.parametrize(("language", "size"), SMALL)
@pytest.mark.long
def test_the_whole_month_is_in_sight_on_a_small_screen_and_nothing_is_cut(
    qtbot, page, desk, seat, app_theme, language, size
):
    shown(qtbot, page, desk, seat.actor)
    page.grid.choose(key(date(2030, 10, 11)))
    presented(qtbot, page, page.grid.clear_cells)
    assert page.hard.isVisible(), "the row of tools at its fullest"
    lay_out(app_theme, page, language, size, SMALL[language, size])
    grid = page.grid
    assert len(days_in_sight(grid)) == grid.month.columnCount() == 31
    assert [part for part in [*buttons(page), page.here, page.legend] if not in_sight(page, part)] == []
    assert geometry.faults(page) == []
    if size == theme.DESIGN:
        assert grid.verticalScrollBar().maximum() == 0 and page_scrolls(page) == [0]
        page.activateWindow()
        grid.setFocus()
        qtbot.waitUntil(grid.hasFocus, timeout=WAIT)
        lay_out(app_theme, page, language, size, SMALL[language, size])
        assert grid.verticalScrollBar().maximum() == 0 and len(days_in_sight(grid)) == 31, "with its frame"
        inside = grid.corner.geometry()
        assert (inside.right() + 1, inside.bottom() + 1) == grid.viewport().geometry().topLeft().toTuple()
        assert page.tools.height() == page.publish.height(), "one row of buttons"
        assert in_sight(page, page.keys) and in_sight(page, page.findings) and in_sight(page, page.changes)


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("size", [14, 20])
def test_a_large_screen_shows_it_with_room_to_spare(qtbot, page, desk, seat, app_theme, language, size):
    shown(qtbot, page, desk, seat.actor)
    lay_out(app_theme, page, language, size, LARGE)
    assert len(days_in_sight(page.grid)) == 31 and page.grid.columnWidth(0) >= theme.current().px(28)
    assert page.grid.verticalScrollBar().maximum() == 0
    assert [part for part in [*buttons(page), page.here, page.keys] if not in_sight(page, part)] == []
    assert geometry.faults(page) == []


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_two_shifts_are_eight_lines_that_scroll_within_their_card(qtbot, page, desk, seat, app_theme, language):
    desk.settings.change("duty.template", "two12", "样例", confirmed=True, by=seat.actor)
    shown(qtbot, page, desk, seat.actor, method=Method.HAND)
    lay_out(app_theme, page, language, 14, SMALL[language, 14])
    grid, model = page.grid, page.grid.month
    assert model.rowCount() == 8 and model.columnCount() == 31 and len(days_in_sight(grid)) == 31
    assert grid.verticalScrollBar().maximum() > 0 and page_scrolls(page) == [0]
    assert [part for part in [*buttons(page), page.here, page.keys] if not in_sight(page, part)] == []
    shifts = [lane[0] for lane in model.lanes]
    assert shifts == sorted(shifts, key=shifts.index) and len(set(shifts)) == 2, "shift by shift"
    below = [model.headerData(row, Qt.Orientation.Vertical, Qt.ItemDataRole.UserRole).below for row in range(8)]
    assert set(below) == {words.say("roster.shift.day"), words.say("roster.shift.night")}
    assert grid.choose((date(2030, 10, 3), *model.lanes[-1])), model.lanes
    assert words.say("roster.shift.night") in page.here.text()


def test_names_stand_upright_and_only_long_ones_are_shortened():
    assert [shown_name(name) for name in ("陈一", "陈例一", "欧阳例一", "买买提例一二")] == [
        "陈一", "陈例一", "欧阳例一", "买买提…",
    ]  # fmt: skip
    assert max(len(shown_name("例" * n)) for n in range(1, 20)) == LONGEST_SHOWN
    assert upright("陈例一") and upright("买买提·例一")
    assert not upright("Wang Li") and not upright("A例") and not upright("")


def test_a_long_name_and_one_with_letters_are_whole_in_the_tip_the_line_below_and_what_is_read(
    qtbot, page, desk, by, seat
):
    day = date(2030, 10, 4)
    put(desk, by, day, "主班", "买买提例一二")
    put(desk, by, day, "副班", "Wang Li")
    shown(qtbot, page, desk, seat.actor, method=Method.HAND)
    for post, name in (("主班", "买买提例一二"), ("副班", "Wang Li")):
        index = page.grid.month.index_of(key(day, post))
        page.grid.choose(key(day, post))
        assert name in page.here.text()
        for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            assert name in index.data(role)


@pytest.mark.parametrize("name", theme.THEMES)
def test_every_kind_of_cell_is_painted_apart(qtbot, page, desk, by, seat, app_theme, name):
    """Each against the very same cell without what it is about."""
    shown(qtbot, page, desk, seat.actor, first=date(2030, 10, 8))
    theme.apply(app_theme, name)
    day, grid = date(2030, 10, 16), page.grid
    plain, week_after = key(day), key(day + timedelta(days=7))
    page.grid.choose(week_after)
    presented(qtbot, page, grid.clear_cells)
    grid.choose(key(date(2030, 10, 30)))
    cells = {
        "plain": grid.month.index_of(plain),
        "empty": grid.month.index_of(week_after),
        "outside": grid.month.index(grid.month.index_of(plain).row(), 1),
        "chosen": grid.currentIndex(),
    }
    painted = grid.viewport().grab().toImage()
    seen = {}
    for what, index in cells.items():
        box = grid.visualRect(index).adjusted(1, 1, -3, -3)
        part = painted.copy(box.left(), box.top(), 24, 48)
        seen[what] = bytes(part.constBits())
    assert len(set(seen.values())) == len(cells)


# what the marks say


def swapped(desk, ids, by, day, state="asked"):
    wanted = NewSwap(Duty(day, "whole", "主班"), ids["张例二"], ids["王例三"], "外出")
    return desk.swaps.ask(wanted, by=by) if state == "asked" else desk.swaps.order(wanted, by=by)


@pytest.fixture
def marked(qtbot, page, desk, by, seat, ids):
    """A month with a swap that waits, one that holds, and a stand-in."""
    days = {Mark.WAITING: date(2030, 10, 8), Mark.SWAPPED: date(2030, 10, 15), Mark.STAND_IN: date(2030, 10, 22)}
    for day in days.values():
        put(desk, by, day, "主班", "张例二")
    swapped(desk, ids, by, days[Mark.WAITING])
    swapped(desk, ids, seat.actor, days[Mark.SWAPPED], "ordered")
    line = desk.roster.plans(days[Mark.STAND_IN], days[Mark.STAND_IN])[0].slot
    start, end = line.starts_at, line.starts_at + timedelta(hours=6)
    desk.roster.substitute("主班", "张例二", Named("王例三"), "发热就医", start=start, end=end, by=seat.actor)
    at = datetime.combine(date(2030, 10, 25), time(), desk.zone)
    desk.leaves.ask(NewLeave(ids["李例四"], "training", at, at + timedelta(days=2), "市里培训"), by=by)
    shown(qtbot, page, desk, seat.actor, method=Method.HAND)
    return days


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_swaps_and_stand_ins_are_corners_of_their_own_and_words(marked, page, app_theme, language):
    words.set_language(language)
    grid, using = page.grid, theme.current()
    grid.choose(key(date(2030, 10, 30)))
    image = grid.viewport().grab().toImage()
    corners = {Mark.WAITING: ("left", "top"), Mark.SWAPPED: ("right", "top"), Mark.STAND_IN: ("right", "bottom")}
    colours = {Mark.WAITING: "orangeline", Mark.SWAPPED: "blueline", Mark.STAND_IN: "text3"}
    for mark, day in marked.items():
        index = grid.month.index_of(key(day))
        assert index.data(Qt.ItemDataRole.UserRole).mark is mark
        box = grid.visualRect(index).adjusted(0, 0, -1, -1)
        places = {
            (across, down): QPoint(
                box.left() + 1 if across == "left" else box.right() - 1,
                box.top() + 1 if down == "top" else box.bottom() - 1,
            )
            for across in ("left", "right")
            for down in ("top", "bottom")
        }
        found = [place for place, at in places.items() if image.pixelColor(at) == using.colour(colours[mark])]
        assert found == [corners[mark]]
        grid.choose(key(day))
        said = grid.month.marks_at(key(day))
        assert said and said[0] in page.here.text() and said[0] in index.data(Qt.ItemDataRole.AccessibleTextRole)
        grid.choose(key(date(2030, 10, 30)))


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_what_changes_in_the_month_is_listed_what_waits_first(marked, page, app_theme, language):
    words.set_language(language)
    model = page.changes.rows_model
    rows = [[str(model.index(row, column).data()) for column in range(3)] for row in range(model.rowCount())]
    assert len(rows) == 4 and not page.unchanged.isVisible()
    waiting = {words.say("swap.state.asked"), words.say(f"leave.state.{LeaveState.ASKED}")}
    assert {state for _number, _said, state in rows[:2]} == waiting
    assert any("李例四" in said and "10-25" in said and "10-26" in said for _number, said, _state in rows)
    assert any("王例三" in said and words.say("plan.change.noted") == state for _number, said, state in rows)


def test_a_month_without_changes_says_so(qtbot, page, desk, seat):
    shown(qtbot, page, desk, seat.actor)
    assert page.unchanged.isVisible() and not page.changes.rows_model.rows()


def test_enter_on_a_change_leads_to_the_part_where_it_is_decided(qtbot, app_theme, desk, jobs, seat, times, ids, by):
    put(desk, by, TODAY + timedelta(days=9), "主班", "张例二")
    swap = swapped(desk, ids, by, TODAY + timedelta(days=9))
    desk.roster_drafts.begin(TODAY, date(2030, 8, 31), Method.HAND, by=seat.actor)
    panel = DutyRosterPanel(jobs, seat, times, services=services(desk))
    qtbot.addWidget(panel)
    panel.resize(1278, 658)
    with qtbot.waitSignal(panel.presented, timeout=WAIT):
        panel.show()
    with qtbot.waitSignal(panel.presented, timeout=WAIT):
        panel.show_part(PLAN)
    panel.plan.changes.setFocus()
    panel.plan.changes.selectRow(0)
    with qtbot.waitSignal(panel.presented, timeout=WAIT):
        QTest.keyClick(panel.plan.changes, Qt.Key.Key_Return)
    assert panel.stack.currentIndex() == AWAY
    qtbot.waitUntil(lambda: getattr(panel.away.chosen_swap(), "id", None) == swap.id, timeout=WAIT)
    panel.plan.chart.end()


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_line_below_says_day_post_name_hours_and_finding(qtbot, page, desk, seat, language):
    shown(qtbot, page, desk, seat.actor)
    words.set_language(language)
    day = date(2030, 10, 11)
    page.grid.choose(key(day, "副班"))
    weekday = words.say("weekday.5")
    expected = {"zh": f"11日 {weekday} 副班", "en": f"{weekday} 11 Second"}[language]
    name = name_at(page, day, "副班")
    assert page.here.text().startswith(f"{expected} {name} · {words.say('plan.hours', hours='24')}")
    presented(qtbot, page, page.grid.clear_cells)
    assert words.say("plan.nobody") in page.here.text() and words.say("plan.changed") not in page.here.text()
    sentence = page.grid.month.told_of(key(day, "副班"))[0]
    assert sentence in page.here.text() and page.hard.text() == words.say("plan.hard", count=1)


def test_a_day_of_the_month_that_the_draft_does_not_plan_is_hatched_and_takes_no_name(qtbot, page, desk, seat):
    row = shown(qtbot, page, desk, seat.actor, first=date(2030, 10, 8), last=date(2030, 10, 17))
    model = page.grid.month
    assert model.columnCount() == 31 and model.columns_there() == list(range(7, 17))
    before = model.index(0, 2)
    assert model.key_at(before) is None and not before.flags() & Qt.ItemFlag.ItemIsEditable
    page.grid.setCurrentIndex(before)
    assert words.say("plan.outside") in page.here.text() and page.chosen() is None
    QTest.keyClick(page.grid, Qt.Key.Key_Delete)
    assert page.row().version == row.version


def test_the_head_of_a_day_tells_holidays_weekends_and_swapped_working_days(qtbot, page, desk, seat):
    shown(qtbot, page, desk, seat.actor, first=date(2026, 10, 1), last=date(2026, 10, 31), method=Method.HAND)
    model = page.grid.month

    def head(day):
        return model.headerData(day - 1, Qt.Orientation.Horizontal, Qt.ItemDataRole.UserRole)

    assert (head(1).number, head(1).weekday, head(1).attribute, head(1).kind) == ("1", "四", "休", DayKind.HOLIDAY)
    assert (head(10).attribute, head(10).swapped, head(10).kind) == ("班", True, DayKind.WEEKDAY)
    assert (head(11).attribute, head(11).swapped, head(11).kind) == ("", False, DayKind.WEEKEND)
    assert (head(12).attribute, head(12).kind) == ("", DayKind.WEEKDAY)
    tip = model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole)
    assert "1日 周四" in tip and "国庆节" in tip


# keys


def test_a_name_walked_to_in_the_list_and_entered_is_kept(qtbot, page, desk, seat):
    """The completer writes the text itself: the line must not take it for untouched."""
    shown(qtbot, page, desk, seat.actor)
    day = date(2030, 10, 9)
    page.grid.choose(key(day))
    page.grid.setFocus()
    QTest.keyClick(page.grid, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editor(page) is not None and editor(page).completer().popup().isVisible(), timeout=WAIT)
    line = editor(page)
    popup, offered = line.completer().popup(), list(line.offered)
    at = next(at for at, one in enumerate(offered) if one.name != name_at(page, day))
    for _ in range(at + 1):
        QTest.keyClick(popup, Qt.Key.Key_Down)
    presented(qtbot, page, lambda: QTest.keyClick(popup, Qt.Key.Key_Return))
    assert name_at(page, day) == offered[at].name and editor(page) is None


def test_enter_opens_the_choice_and_a_figure_chooses(qtbot, page, desk, seat):
    shown(qtbot, page, desk, seat.actor)
    day = date(2030, 10, 9)
    page.grid.choose(key(day))
    page.grid.setFocus()
    QTest.keyClick(page.grid, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editor(page) is not None, timeout=WAIT)
    line = editor(page)
    qtbot.waitUntil(lambda: line.completer().popup().isVisible(), timeout=WAIT)
    assert [one.name for one in line.offered][:3] == list(STAFF["主班"]), "who stands the post first"
    at = next(n for n, one in enumerate(line.offered, 1) if one.name != name_at(page, day))
    wanted = line.offered[at - 1].name
    presented(qtbot, page, lambda: QTest.keyClick(line, str(at)))
    assert name_at(page, day) == wanted and editor(page) is None
    presented(qtbot, page, lambda: qtbot.keyClick(page, Qt.Key.Key_Z, CTRL))
    assert name_at(page, day) != wanted


def test_the_line_that_is_typed_into_is_wide_enough_for_a_name_at_the_last_day_too(qtbot, page, desk, seat):
    shown(qtbot, page, desk, seat.actor)
    for day in (FIRST, LAST):
        page.grid.choose(key(day))
        QTest.keyClick(page.grid, Qt.Key.Key_F2)
        qtbot.waitUntil(lambda: editor(page) is not None, timeout=WAIT)
        line = editor(page)
        assert line.width() >= theme.current().px(120) and page.grid.viewport().rect().contains(line.geometry())
        QTest.keyClick(line, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: editor(page) is None, timeout=WAIT)


def test_shift_and_the_arrows_choose_days_and_posts_and_all_are_emptied(qtbot, page, desk, seat):
    shown(qtbot, page, desk, seat.actor)
    page.grid.choose(key(date(2030, 10, 9)))
    page.grid.setFocus()
    for code in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(page.grid, code, Qt.KeyboardModifier.ShiftModifier)
    chosen = [one for day in page.grid.selected_keys() for one in day]
    assert len(chosen) == 6 and {one[0].day for one in chosen} == {9, 10, 11}
    presented(qtbot, page, lambda: QTest.keyClick(page.grid, Qt.Key.Key_Delete))
    assert {page.grid.month.cell(one).name for one in chosen} == {""}


def test_one_seat_takes_whoever_stands_it_the_day_before(qtbot, page, desk, seat):
    shown(qtbot, page, desk, seat.actor)
    page.grid.choose(key(date(2030, 10, 9)))
    page.grid.setFocus()
    before = name_at(page, date(2030, 10, 8))
    presented(qtbot, page, lambda: QTest.keyClick(page.grid, Qt.Key.Key_R, CTRL))
    assert name_at(page, date(2030, 10, 9)) == before


def test_a_draft_over_two_months_is_turned_and_a_finding_of_the_other_month_is_gone_to(qtbot, page, desk, seat):
    row = shown(qtbot, page, desk, seat.actor, first=date(2030, 9, 26), last=date(2030, 10, 5))
    assert page.grid.month.columns_there() == list(range(25, 30))
    page.grid.choose(key(date(2030, 9, 28)))
    presented(qtbot, page, lambda: page.turn_month(1))
    assert page.row().id == row.id and page.grid.month.columns_there() == list(range(5))
    assert page.grid.currentIndex().row() == 1 and page.grid.currentIndex().column() == 27, "the keyboard stays"
    page.grid.choose(key(date(2030, 10, 1)))
    page.grid.setFocus()
    presented(qtbot, page, lambda: QTest.keyClick(page.grid, Qt.Key.Key_R, CTRL))
    assert name_at(page, date(2030, 10, 1)) == name_at(page, date(2030, 9, 30)), "the day before is another month's"
    presented(qtbot, page, lambda: qtbot.keyClick(page, Qt.Key.Key_Z, CTRL))
    page.grid.choose(key(date(2030, 10, 3)))
    presented(qtbot, page, page.grid.clear_cells)
    presented(qtbot, page, lambda: page.turn_month(-1))
    assert page.chosen() is None or page.chosen()[0].month == 9
    line = next(line for line in page.findings.rows_model.rows() if line.level == HARD)
    assert line.key == key(date(2030, 10, 3))
    presented(qtbot, page, lambda: qtbot.keyClick(page, Qt.Key.Key_K, ALT))
    assert page.chosen() == line.key and page.month == FIRST and page.grid.hasFocus()


def test_what_is_wanted_now_and_then_stands_in_the_menu_with_its_key(qtbot, page, desk, seat):
    shown(qtbot, page, desk, seat.actor)
    entries = [entry for entry in page.more.menu_now().actions() if not entry.isSeparator()]
    keys = {entry.text().split("\t")[1] for entry in entries}
    assert {"Alt+K", "Ctrl+Z", "Alt+U", "Alt+L", "Alt+W", "Alt+N", "Alt+Q"} == keys
    undo = next(entry for entry in entries if entry.text().endswith("Ctrl+Z"))
    assert not undo.isEnabled()
    page.grid.choose(key(date(2030, 10, 9)))
    presented(qtbot, page, page.grid.clear_cells)
    was = [entry for entry in page.more.menu_now().actions() if entry.text().endswith("Ctrl+Z")]
    assert was[0].isEnabled()
    presented(qtbot, page, was[0].trigger)
    assert name_at(page, date(2030, 10, 9)) != ""


def test_the_chip_counts_the_drafts_of_the_month_and_published_ones_are_told(qtbot, page, desk, seat):
    shown(qtbot, page, desk, seat.actor)
    second = shown(qtbot, page, desk, seat.actor)
    assert page.chip.text() == words.say("plan.chip.draft", number=2)
    desk.roster_drafts.publish(second.id, why="首次发布", despite="示例", seen=second.version, by=seat.actor)
    presented(qtbot, page, lambda: page.show_plan(second.id))
    assert page.chip.text() == words.say("plan.chip.published", number=2)
    assert not page.hard.isVisible() and not page.keys.isVisible()


def test_the_head_of_a_line_has_its_post_in_two_lines_where_one_is_too_short(app_theme):
    font = theme.current().font(13, bold=True)
    room = text_width(font, "通信保障")
    assert in_two(font, "主班", room) == ["主班"]
    assert in_two(font, "通信保障岗", room) == ["通信保障", "岗"]
    assert in_two(font, "Deputy chief", text_width(font, "Deputy ")) == ["Deputy", "chief"]
    assert in_two(font, "综合信息协调调度岗位一", room)[1].endswith("…")
