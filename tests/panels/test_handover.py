"""The hand-over panel on a real store, a sheet under way: what it shows, in either language, and how it is given up."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from console import words
from console.domain.duty import SheetState
from console.domain.log import NewEntry
from tests.kit import handover as kit
from tests.kit.handover import (
    in_emergency,
    key,
    log_in_incoming,
    news,
    presented,
    shown_words,
    signed,
    stand,
    with_sheet,
    write,
)
from ui import theme
from ui.dialogs.abandon import AbandonDialog

incoming, panel = kit.incoming, kit.panel
pytestmark = kit.pytestmark


def test_the_named_fact_is_read_without_scrolling(qtbot, panel, desk, seat):
    with_sheet(desk, seat.actor)
    desk.log.add(NewEntry(uuid4(), "截止后一条"), by=seat.actor)
    news(qtbot, panel)

    head = panel.sheet_page.head
    assert head.number.text() == "示例JJ2030-0001" and head.progress.text() == "已确认 0/8"
    assert head.overdue.text == "逾期 2 项未确认" and head.overdue.isVisible()
    assert "第 5 条" in head.cut_off.text() and "2 条" in head.since.text()
    for part in (head.number, head.cut_off, head.progress, head.overdue):
        assert part.width() >= part.sizeHint().width()
        assert panel.rect().contains(part.mapTo(panel, part.rect().bottomRight()))


def test_items_stand_under_their_sections_with_the_overdue_mark(qtbot, panel, desk, seat):
    with_sheet(desk, seat.actor)
    news(qtbot, panel)

    model = panel.sheet_page.items.rows_model
    shown = [[model.index(row, column).data() for column in range(4)] for row in range(model.rowCount())]
    assert [row[0] for row in shown if not row[3]] == [
        "1  班次基本情况", "2  在效预警响应提示", "3  未办结接报", "4  未办结任务", "5  在途物资与安置点",
        "6  未确认与未回执", "7  设备检查", "8  钥匙印章车辆文件", "9  注意事项与例行", "10  接班差异",
    ]  # fmt: skip
    late = [row for row in shown if row[2].startswith("超")]
    assert [row[1].split()[0] for row in late] == ["报送续报", "补领照明灯"]
    assert {row[3] for row in shown if row[3]} == {"待确认"}
    marked = [row for row in range(model.rowCount()) if has_octagon(panel.sheet_page.items, row)]
    assert [shown[row][0] for row in marked] == [row[0] for row in late]


def has_octagon(items, row: int) -> bool:
    """Whether the due cell of that row is painted with the red of what is over."""
    items.clearSelection()
    items.scrollTo(items.rows_model.index(row, 0))
    box = items.visualRect(items.rows_model.index(row, 2))
    image = items.viewport().grab(box).toImage()
    red = theme.current().colour("red").rgb()
    return any(image.pixel(x, y) == red for x in range(image.width()) for y in range(image.height()))


def test_abandoning_needs_a_reason_and_leaves_the_watch_where_it_was(qtbot, panel, desk, seat):
    with_sheet(desk, seat.actor)
    news(qtbot, panel)
    panel.sheet_page.abandon.click()
    assert isinstance(panel.dialog, AbandonDialog)
    key(qtbot, panel.dialog.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(panel.dialog.trouble.isVisible)
    write(qtbot, panel.dialog.reason, "接班人未到")
    presented(qtbot, panel, lambda: key(qtbot, panel.dialog.reason, Qt.Key.Key_Return))

    assert desk.duty.running_sheet() is None and desk.duty.on_watch().owner == "陈例一"
    assert "接班人未到" in desk.log.newest(1)[0].text
    assert panel.watch_page.start.isVisible()


def test_the_preview_key_shows_the_running_sheet(qtbot, panel, desk, seat):
    with_sheet(desk, seat.actor)
    news(qtbot, panel)
    with qtbot.waitSignal(panel.preview_asked) as asked:
        key(qtbot, panel.sheet_page.items, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert asked.args[0].state is SheetState.STARTED


def test_the_keyboard_goes_down_the_page_as_the_eye_does(qtbot, panel, desk, seat):
    signed(desk, seat.actor)
    news(qtbot, panel)
    log_in_incoming(qtbot, panel)
    page = panel.sheet_page
    page.items.setFocus()
    walked = []
    for _ in range(9):
        qtbot.keyClick(panel.focusWidget(), Qt.Key.Key_Tab)
        walked.append(panel.focusWidget())

    assert walked == [
        page.confirm, page.confirm_rest, page.confirm_sheet, page.preview, page.identify,
        page.differences.say.line, page.differences.say.button, page.abandon, page.emergency,
    ]  # fmt: skip


@pytest.mark.parametrize("size", [14, 20])
@pytest.mark.long
def test_nothing_is_clipped_and_the_window_does_not_grow(qtbot, panel, desk, seat, app_theme, size):
    signed(desk, seat.actor)
    words.set_language("en")
    theme.apply(app_theme, "light", size)
    news(qtbot, panel)

    page = panel.sheet_page
    assert panel.minimumSizeHint().height() <= 600
    confirming = (page.confirm, page.confirm_rest, page.confirm_sheet)
    for button in (*confirming, page.identify, page.sign_incoming, page.abandon, page.emergency):
        assert button.width() >= button.sizeHint().width(), button.text()
    assert not any(page.items.isColumnHidden(column) for column in range(4))


@pytest.mark.parametrize("state", ["empty", "watch", "emergency", "started", "signed"])
def test_every_state_speaks_english_while_it_is_shown(qtbot, panel, desk, seat, incoming, state):
    if state == "emergency":
        in_emergency(desk, seat, incoming)
    else:
        {"empty": lambda *_: None, "watch": stand, "started": with_sheet, "signed": signed}[state](desk, seat.actor)
    news(qtbot, panel)
    words.set_language("en")

    shown = shown_words(panel)
    assert "[" not in shown and "（" not in shown
    expected = {
        "empty": "Nobody on watch",
        "watch": "Planned end",
        "emergency": "relieved 陈例一",
        "started": "0/8 confirmed",
        "signed": "Missing: ",
    }
    assert expected[state] in shown
    if state in {"started", "signed"}:
        model = panel.sheet_page.items.rows_model
        assert model.index(0, 0).data() == "1  The watch" and model.index(1, 3).data() == "Not yet"


@pytest.mark.parametrize("act", ["abandon", "emergency"])
def test_a_reason_given_up_by_escape_stands_there_again(qtbot, panel, desk, seat, act):
    with_sheet(desk, seat.actor)
    news(qtbot, panel)
    for typed in ("", "接班人未到"):
        getattr(panel.sheet_page, act).click()
        assert panel.dialog.reason.text() == typed or not typed
        write(qtbot, panel.dialog.reason, "接班人未到" if not typed else "")
        key(qtbot, panel.dialog, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: panel.dialog is None)
    getattr(panel.sheet_page, act).click()
    assert panel.dialog.reason.text() == "接班人未到"
    panel.dialog.reject()
