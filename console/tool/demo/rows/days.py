"""Days that have no row in the drill, each in a store of its own: a quiet one, one at Qingming with zero reports."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import Qt

from console.domain.duty import items_of
from console.tool.demo import hands
from console.tool.demo.hands import settle, until
from console.tool.demo.reading import Reader
from console.tool.demo.rows.acts import hand_over, take_over_empty
from console.tool.demo.rows.row import Found, Row
from console.tool.demo.stage import Stage
from ui.dialogs.finding import FindingDialog

CTRL = Qt.KeyboardModifier.ControlModifier

# a quiet day: five lines, the day's routine, the lists marked, a short hand-over


LINES = (
    "例桥镇来电询问天气",
    "收市局值班通报一份",
    "370 兆与卫星电话试通正常",
    "县府办来电核对值班表",
    "夜间抽查两镇值班室均在岗",
)
TIMES = ((8, 40), (8, 55), (10, 10), (17, 10), (22, 10))

ROUTINES = 8
"""Routines of an ordinary day in the lists the program ships."""


def play_quiet(stage: Stage, row: Row) -> None:
    """From one morning to the next, by keys."""
    own = _own_stage(stage, "quiet", stage.clock.now())
    outgoing, incoming = own.names[1], own.names[0]
    try:
        own.open()
        own.sign_in(outgoing)
        own.jump_to(8, 0)
        take_over_empty(own, leader=own.names[2], main=outgoing)
        for (hour, minute), line in zip(TIMES, LINES, strict=True):
            own.jump_to(hour, minute)
            _quick_line(own, line)
            _tick_what_is_due(own)
        own.jump_to(7, 40)
        _tick_what_is_due(own)
        _mark_lists(own)
        own.jump_to(8, 0)
        row.notes = hand_over(own, outgoing, incoming)
    finally:
        own.close()
    row.expected = {
        "lines": len(LINES), "routines_done": ROUTINES, "lists_unmarked": 0, "state": "accepted", "overdue": 0,
        "lines_on_sheet": True, "verify": 0,
    }  # fmt: skip


def read_quiet(reader: Reader, row: Row) -> Found:
    """Every line, every tick and every mark in its own store."""
    own, number = Reader(reader.data.parent / "quiet"), row.notes["number"]
    sheet = own.sheet(number)
    first, last = sheet["body"]["cut_off"]["first"], sheet["body"]["cut_off"]["number"]
    told = own.ask("SELECT number FROM log_entry WHERE kind = 'note' AND text IN (?, ?, ?, ?, ?)", *LINES)
    code, _ = own.tool("log", "verify")
    marked = own.one("SELECT count(*) FROM check_mark WHERE state = 'ok'")
    listed = sum(1 for section in sheet["body"]["sections"] if section["key"] in {"materials", "equipment", "keys"})
    return {
        "lines": len(told), "routines_done": own.one("SELECT count(*) FROM routine_tick WHERE result = 'done'"),
        "lists_unmarked": _unmarked(sheet) if listed == 3 and marked else -1, "state": _state(own, number),
        "overdue": sum(late for _, _, late in items_of(sheet["body"])),
        "lines_on_sheet": all(first <= line <= last for (line,) in told), "verify": code,
    }  # fmt: skip


def _unmarked(sheet: dict[str, Any]) -> int:
    """Lines of the check lists that say nobody looked."""
    sections = [part for part in sheet["body"]["sections"] if part["key"] in {"materials", "equipment", "keys"}]
    return sum("未检查" in "".join(line["cells"]) for part in sections for line in part["rows"])


def _state(reader: Reader, number: str) -> Any:
    return reader.one("SELECT state FROM sheet WHERE number = ?", number)


def _quick_line(stage: Stage, text: str) -> None:
    board = stage.panel("board")
    hands.press(stage.window, Qt.Key.Key_N, CTRL)
    saved: list[str] = []
    board.saved.connect(saved.append)
    hands.write(board.quick.text, text)
    hands.press(board.quick.text, Qt.Key.Key_Return)
    until(lambda: saved, "the line is saved")
    board.saved.disconnect(saved.append)


def _tick_what_is_due(stage: Stage) -> None:
    """Each routine whose time has come, by its one key; the list chooses the next one itself."""
    page = stage.panel("routine").day
    stage.window.current_panel().show_part(0)
    desk = stage.desk
    while waiting := [row for row in desk.routine.day(stage.clock.now()) if row.state in {"now", "overdue"}]:
        _tick(stage, page, waiting[0])


def _tick(stage: Stage, page: Any, row: Any) -> None:
    until(lambda: page.table.choose(row.id), "the routine is in the list")
    hands.press(page.table, Qt.Key.Key_Space)

    def ticked() -> bool:
        return any(each.id == row.id and each.tick for each in stage.desk.routine.day(stage.clock.now()))

    until(ticked, f"{row.name} ticked")


def _mark_lists(stage: Stage) -> None:
    """What must be looked at one by one, then the rest of each section by one key."""
    panel = stage.panel("routine")
    panel.show_part(1)
    page, desk = panel.checks, stage.desk
    until(page.table.rows_model.rows, "the lists are shown")
    for section in ("materials", "equipment", "keys"):
        first = next(each for each in desk.checks.rows() if each.section == section)
        until(lambda code=first.code: page.table.choose(code), "the section is chosen")  # type: ignore[misc]
        alone = [each.code for each in desk.checks.rows() if each.section == section and each.alone]
        for code in alone:
            page.table.choose(code)
            hands.press(page.table, Qt.Key.Key_Space)
            until(lambda at=code: any(each.code == at and each.state for each in desk.checks.rows()), f"{code} marked")  # type: ignore[misc]
        if any(each.section == section and each.of_the_rest for each in desk.checks.rows()):
            hands.press(page.table, Qt.Key.Key_B, CTRL)
        until(
            lambda at=section: all(each.state for each in desk.checks.rows() if each.section == at),  # type: ignore[misc]
            f"{section} marked",
        )


# a Qingming day: every town says that nothing happened, or what did


MORNING = datetime(2031, 4, 4, 23, 50, tzinfo=UTC)
"""07:50 of 5 April at the station."""

SOME = "一处祭祀用火，已扑灭，无人员伤亡"


def play_qingming(stage: Stage, row: Row) -> None:
    """Towns are rung up one by one; one has something to say; the last is late and is shown as late."""
    own = _own_stage(stage, "qingming", MORNING)
    try:
        own.open()
        own.sign_in(own.names[0])
        take_over_empty(own, leader=own.names[2], main=own.names[0])
        own.jump_to(15, 20)
        panel = own.panel("routine")
        panel.show_part(3)
        page = panel.zero
        until(page.table.rows_model.rows, "the towns are listed")
        units = [each.unit for each in page.table.rows_model.rows()]
        for unit in units[:-2]:
            _rung_up(page, unit)
        _something(page, units[-2])
        own.jump_to(16, 5)
        late = [item for item in own.desk.due.rows(own.clock.now()) if item.kind == "zero_report"]
        row.notes = {"late_on_strip": bool(late) and late[0].state == "over"}
        _rung_up(page, units[-1])
    finally:
        own.close()
    row.expected = {
        "units": len(units), "none": len(units) - 1, "some": [(units[-2], SOME)], "one_by_one": True,
        "late_on_strip": True, "verify": 0,
    }  # fmt: skip


def read_qingming(reader: Reader, row: Row) -> Found:
    """One row a unit, each with its own line in the book."""
    own = Reader(reader.data.parent / "qingming")
    said = own.ask("SELECT unit, state, text FROM zero_report")
    acts = own.one("SELECT count(*) FROM log_entry WHERE kind = 'zero_report'")
    code, _ = own.tool("log", "verify")
    return {
        "units": len(said), "none": sum(state == "none" for _, state, _ in said),
        "some": [(unit, text) for unit, state, text in said if state == "some"], "one_by_one": acts == len(said),
        "late_on_strip": row.notes["late_on_strip"], "verify": code,
    }  # fmt: skip


def _rung_up(page: Any, unit: str) -> None:
    until(lambda: page.table.choose(unit), f"{unit} is in the list")
    hands.press(page.table, Qt.Key.Key_Space)
    until(lambda: any(row.unit == unit and row.state != "missing" for row in page.table.rows_model.rows()), unit)


def _something(page: Any, unit: str) -> None:
    until(lambda: page.table.choose(unit), f"{unit} is in the list")
    hands.press(page.table, Qt.Key.Key_I, CTRL)
    dialog = hands.dialog(FindingDialog)
    hands.write(dialog.fields["reporter"], "梁例五")
    hands.write(dialog.fields["text"], SOME)
    hands.click(dialog.yes)
    until(lambda: any(row.unit == unit and row.state == "some" for row in page.table.rows_model.rows()), unit)
    settle()


def _own_stage(stage: Stage, name: str, at: datetime) -> Stage:
    """A second sample county beside the first; the window of the first is closed meanwhile."""
    stage.close()
    own = Stage(stage.out, stage.language, name)
    own.clock.set(at)
    own.build()
    return own
