"""Row 7: the round of the towns at noon; one does not answer and its deputy does when it is called again."""

from __future__ import annotations

from typing import Any

from console.tool.demo import hands
from console.tool.demo.documents import leave, says
from console.tool.demo.hands import strike, until
from console.tool.demo.reading import Reader
from console.tool.demo.rows.onward import CTRL, Key, show_orders
from console.tool.demo.rows.row import Found, Row
from console.tool.demo.stage import Stage
from ui.dialogs.roll_call import RollCallDialog

SILENT = "例坑乡"
DEPUTY = "古例二"
ANSWERED, NO_ANSWER, STOOD_IN, END = Key.Key_1, Key.Key_2, Key.Key_7, Key.Key_9


def play_roll_call(stage: Stage, row: Row) -> None:
    """One key a town; the round offers all of them and goes on by itself."""
    stage.jump_to(11, 0)
    page = show_orders(stage, Key.Key_3).roll_call
    strike(stage.window, Key.Key_N, CTRL)
    hands.dialog(RollCallDialog)
    strike(stage.window, Key.Key_Return, CTRL)
    until(page.table.rows_model.rows, "the round has begun")
    units = [line.unit.unit for line in page.table.rows_model.rows()]
    for unit in units:
        _called(stage, page, unit, NO_ANSWER if unit == SILENT else ANSWERED)
    stage.pass_time(minutes=5)
    until(lambda: page.table.choose(SILENT), "the silent one is called again")
    hands.write(page.line.person, DEPUTY)
    _called(stage, page, SILENT, STOOD_IN)
    hands.press(page.table, END)
    until(lambda: page.asked.dialog is not None, "the end is asked about")
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: stage.desk.roll_calls.newest()[0].ended_at is not None, "the round is over")
    ended = stage.desk.roll_calls.newest()[0]
    leave(stage, f"点名记录 {ended.number}", ended)
    row.notes["number"] = ended.number
    row.expected = {
        "units": len(units), "answered": len(units) - 1, "calls_of_silent": ["no_answer", "stood_in"],
        "minutes_between": 5, "stood_in": DEPUTY, "ended": True, "in_print": True,
    }  # fmt: skip


def read_roll_call(reader: Reader, row: Row) -> Found:
    """Every call is an entry of its own; the record is printed."""
    number = row.notes["number"]
    ident, ended = reader.ask("SELECT id, ended_at FROM roll_call WHERE number = ?", number)[0]
    calls = reader.ask(
        "SELECT unit, outcome, person, called_at FROM roll_call_answer WHERE roll_call_id = ? ORDER BY number", ident
    )
    silent = [call for call in calls if call[0] == SILENT]
    return {
        "units": len({unit for unit, *_ in calls}), "answered": sum(call[1] == "answered" for call in calls),
        "calls_of_silent": [call[1] for call in silent],
        "minutes_between": (silent[-1][3] - silent[0][3]) // 60_000_000, "stood_in": silent[-1][2],
        "ended": ended is not None, "in_print": says(reader.data.parent, f"点名记录 {number}", SILENT, DEPUTY),
    }  # fmt: skip


def _called(stage: Stage, page: Any, unit: str, key: Any) -> None:
    """The key of what came of the call to that town."""
    until(lambda: page.table.choose(unit), f"{unit} is in the list")
    number = stage.desk.roll_calls.newest()[0].id
    before = _calls(stage, number)
    hands.press(page.table, key)
    until(lambda: _calls(stage, number) > before, f"the call to {unit} is taken down")


def _calls(stage: Stage, round_id: Any) -> int:
    return sum(len(line.calls) for line in stage.desk.roll_calls.grid(round_id))
