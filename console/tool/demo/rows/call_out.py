"""Row 24.1: the towns' own posts are called out afterwards; where A is not reached, B of the post answers."""

from __future__ import annotations

from typing import Any

from console.tool.demo import hands
from console.tool.demo.documents import leave, says
from console.tool.demo.hands import settle, strike, until
from console.tool.demo.reading import Reader
from console.tool.demo.rows.onward import CTRL, Key
from console.tool.demo.rows.row import Found, Row
from console.tool.demo.stage import Stage
from ui.dialogs.call_list import BeginCallsDialog
from ui.order_prints import CallPaper

GROUP = "乡镇街道灾害信息员（A岗）"
SILENT = "皇甫例三"
"""A of 例岭镇, whose mobile rings on and whose office is answered by B."""
STANDS_IN = "副岗已接，立即到岗"
ANSWERED, NO_ANSWER, STOOD_IN, END = Key.Key_1, Key.Key_2, Key.Key_7, Key.Key_9


def play_call_out(stage: Stage, row: Row) -> None:
    """A key a call, in the order of the list; who did not answer is rung on the next number when all were tried."""
    stage.jump_to(21, 48)
    stage.panel("contacts")
    strike(stage.window, Key.Key_3, CTRL)
    page = stage.window.current_panel().calls
    until(lambda: page._has_result, "the part is read")
    strike(stage.window, Key.Key_N, CTRL)
    dialog = hands.dialog(BeginCallsDialog)
    while dialog.group.currentText() != GROUP:
        hands.press(dialog.group, Key.Key_Down)
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: page._ringing is not None and page.asked.dialog is None, "the first number is shown")
    people, calls = len(page._lines), 0
    while page._ringing is not None:
        calls += 1
        _call(stage, page, calls)
    hands.press(page.table, END)
    until(lambda: page.asked.dialog is not None, "the end is asked about")
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: stage.desk.call_lists.newest()[0].ended_at is not None, "the list is over")
    until(lambda: page.asked.dialog is None, "the dialog has gone")
    ended = stage.desk.call_lists.newest()[0]
    leave(stage, "叫应记录", CallPaper(ended.id))
    row.notes["number"] = ended.number
    row.expected = {
        "people": people, "called": 8, "reached_at_once": 7, "silent": ["no_answer", "stood_in"], "two_numbers": True,
        "remark": STANDS_IN, "ended": True, "line_in_log": True, "in_print": True,
    }  # fmt: skip


def read_call_out(reader: Reader, row: Row) -> Found:
    """Every call is a line of its own: whom, on which number, what came of it."""
    number = row.notes["number"]
    ident, ended = reader.ask("SELECT id, ended_at FROM call_list WHERE number = ?", number)[0]
    calls = reader.ask(
        "SELECT name, phone, outcome, remark FROM call_attempt WHERE call_list_id = ? ORDER BY number", ident
    )
    silent = [call for call in calls if call[0] == SILENT]
    _, printed = reader.tool("log", "search", number, "--json")
    return {
        "people": len({name for name, *_ in calls}), "called": len({name for name, *_ in calls}),
        "reached_at_once": sum(outcome == "answered" for _, _, outcome, _ in calls),
        "silent": [outcome for _, _, outcome, _ in silent], "two_numbers": len({phone for _, phone, *_ in silent}) == 2,
        "remark": silent[-1][3] if silent else "", "ended": ended is not None,
        "line_in_log": "呼叫" in printed, "in_print": says(reader.data.parent, "叫应记录", SILENT),
    }  # fmt: skip


def _call(stage: Stage, page: Any, calls: int) -> None:
    """The key of what came of the call that is shown."""
    ringing = page._ringing
    tried = any(attempt for attempt in page._lines[ringing.person.person_id].attempts)
    key = ANSWERED
    if ringing.person.name == SILENT:
        key = STOOD_IN if tried else NO_ANSWER
        if tried:
            hands.write(page.remark, STANDS_IN)
    hands.press(page.table, key)
    of = stage.desk.call_lists.newest()[0].id
    until(lambda: sum(len(line.attempts) for line in stage.desk.call_lists.grid(of)) >= calls, "the call is taken down")
    until(lambda: page._ringing is not ringing and not page._said, "the next number is shown, or all are done")
    settle(20)
