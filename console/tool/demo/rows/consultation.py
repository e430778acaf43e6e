"""The afternoon: the consultation, the note about risks that comes of it, and who has not answered it in time."""

from __future__ import annotations

import json

from console.domain.orders import OrderRow
from console.tool.demo import hands
from console.tool.demo.documents import leave, says
from console.tool.demo.hands import strike, until
from console.tool.demo.reading import Reader
from console.tool.demo.rows.onward import CTRL, Key, fill_order, show_orders, take_step
from console.tool.demo.rows.row import Found, Row
from console.tool.demo.stage import Stage
from ui.dialogs.consultation import AttendanceDialog, ConsultationDialog
from ui.order_prints import Reminder

# row 12: the consultation

TITLE = "防台风会商"
ASKED = (
    "县气象局", "县水利局", "县资规局", "县交通局", "县农业农村局", "县文旅局", "县卫健局", "县公安局", "县消防大队",
    "县供电公司",
)  # fmt: skip
ABSENT = "县文旅局"
MINUTES = "北部山区雨量集中，山洪和地质灾害风险高：逐户排查隐患点，在建工地停工，沿河道路值守"


def play_consultation(stage: Stage, row: Row) -> None:
    """Who was asked is typed once; who came is ticked; the leader of the watch stands there as the chair."""
    stage.jump_to(14, 0)
    page = show_orders(stage, Key.Key_4).consultations
    strike(stage.window, Key.Key_N, CTRL)
    dialog = hands.dialog(ConsultationDialog)
    hands.write(dialog.name, TITLE)
    hands.write(dialog.units.line, "、".join(ASKED))
    hands.write(dialog.minutes, MINUTES)
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: page.chosen() is not None, "the consultation is recorded")
    hands.press(page.table, Key.Key_1)
    came = hands.dialog(AttendanceDialog).came
    came.list.setFocus()
    for at in (0, 1 + ASKED.index(ABSENT)):
        came.list.setCurrentRow(at)
        hands.press(came.list, Key.Key_Space)
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: any(one.came for one in stage.desk.consultations.newest()[0].attendance), "who came is recorded")
    until(lambda: page.asked.dialog is None, "the dialog has gone")
    held = stage.desk.consultations.newest()[0]
    leave(stage, f"会商纪要 {held.number}", held)
    row.notes["number"] = held.number
    row.expected = {
        "chair": stage.names[2], "asked": len(ASKED), "absent": [ABSENT], "minutes": MINUTES, "in_print": True,
    }  # fmt: skip


def read_consultation(reader: Reader, row: Row) -> Found:
    """Who led it, who came of those who were asked, what was said."""
    number = row.notes["number"]
    chair, told, minutes = reader.ask(
        "SELECT chair, attendance, minutes FROM consultation WHERE number = ?", number
    )[0]  # fmt: skip
    attendance = json.loads(told)
    return {
        "chair": chair, "asked": len(attendance), "absent": [one["unit"] for one in attendance if not one["came"]],
        "minutes": minutes, "in_print": says(reader.data.parent, f"会商纪要 {number}", ABSENT, MINUTES),
    }  # fmt: skip


# row 13: the note about risks goes to six towns

TOWNS = ("例溪镇", "例山镇", "例湾镇", "例岭镇", "例塘乡", "例坑乡")
DUE = "17:00"


def play_note(stage: Stage, row: Row) -> None:
    """The minutes stand in the note; towns are ticked; each gets a task of its own."""
    stage.jump_to(14, 35)
    page = show_orders(stage, Key.Key_4).consultations
    until(lambda: page.chosen() is not None, "the consultation is chosen")
    hands.press(page.table, Key.Key_3)
    fill_order(units=TOWNS, due=DUE)
    until(lambda: len(_notes(stage)) == len(TOWNS), "the notes are given out")
    until(lambda: page.asked.dialog is None, "the dialog has gone")
    first = _notes(stage)[0]
    leave(stage, f"风险提示单 {first.number}", first)
    row.notes["number"] = first.number
    row.expected = {
        "towns": sorted(TOWNS), "form": ["risk_note"], "text_is_the_minutes": True, "due": 145, "one_batch": 1,
        "from_consultation": True, "in_print": True,
    }  # fmt: skip


def read_note(reader: Reader, row: Row) -> Found:
    """Six tasks of one batch from one consultation, all due together."""
    tasks = reader.ask(
        "SELECT t.unit, t.form, CASE t.detail WHEN '' THEN t.title ELSE t.detail END, t.due_at - t.created_at, "
        "t.batch_id, t.source, c.title FROM task t JOIN consultation c ON c.id = t.source_id"
    )
    return {
        "towns": sorted(task[0] for task in tasks), "form": sorted({task[1] for task in tasks}),
        "text_is_the_minutes": {task[2] for task in tasks} == {MINUTES},
        "due": round(tasks[0][3] / 60_000_000) if tasks else 0, "one_batch": len({task[4] for task in tasks}),
        "from_consultation": {(task[5], task[6]) for task in tasks} == {("consultation", TITLE)},
        "in_print": says(reader.data.parent, f"风险提示单 {row.notes['number']}", "风险提示单", MINUTES),
    }  # fmt: skip


# row 19: two towns have not answered

ANSWERS = {
    "例溪镇": ("巫例一", "隐患点全部到人，溪边三处便道已封"),
    "例山镇": ("鲍例一", "坡脚住户已通知，夜间值守两班"),
    "例湾镇": ("翁例一", "渔排人员上岸，堤头加高完成"),
    "例岭镇": ("柴例一", "工棚清空，塔吊加固并断电"),
}
LATE = ("例塘乡", "例坑乡")


def play_overdue(stage: Stage, row: Row) -> None:
    """Four answer and are verified; after the limit the two others are reminded, by one key each."""
    stage.jump_to(16, 40)
    for order in _notes(stage):
        if order.unit in ANSWERS:
            take_step(stage, order, Key.Key_3, *ANSWERS[order.unit])
            take_step(stage, order, Key.Key_4, "核实属实")
    stage.jump_to(17, 5)
    late = [order for order in _notes(stage) if order.unit in LATE]
    levels = stage.desk.orders.levels(late, stage.clock.now())
    row.notes["levels"] = sorted({level.value for level in levels.values()})
    for order in late:
        take_step(stage, order, Key.Key_Minus)
    leave(stage, f"催办单 {late[0].number}", Reminder(late[0]))
    row.notes |= {"number": late[0].number, "at": round(stage.clock.now().timestamp() * 1_000_000)}
    row.expected = {
        "verified": sorted(ANSWERS), "overdue": sorted(LATE), "level": ["alarm"], "reminded": sorted(LATE),
        "lines_in_log": len(LATE), "in_print": True,
    }  # fmt: skip


def read_overdue(reader: Reader, row: Row) -> Found:
    """What the store held at five past five: who was verified, who was over time and reminded."""
    tasks = reader.ask(
        "SELECT t.id, t.unit, t.due_at, t.verified_at FROM task t JOIN consultation c ON c.id = t.source_id"
    )
    at = row.notes["at"]
    over = [task for task in tasks if task[2] < at and (task[3] is None or task[3] > at)]
    asked = "SELECT count(*) FROM task_step WHERE task_id = ? AND kind = 'reminded'"
    reminded = sorted(unit for ident, unit, *_ in tasks if reader.one(asked, ident))
    lines = reader.ask("SELECT text FROM log_entry WHERE kind = 'task' AND instr(text, '催办')")
    return {
        "verified": sorted(task[1] for task in tasks if task[3] is not None and task[3] <= at),
        "overdue": sorted(task[1] for task in over), "level": row.notes["levels"], "reminded": reminded,
        "lines_in_log": len(lines),
        "in_print": says(reader.data.parent, f"催办单 {row.notes['number']}", "催办单", MINUTES),
    }  # fmt: skip


def _notes(stage: Stage) -> list[OrderRow]:
    """The tasks of the newest consultation, in the order of their numbers."""
    held = stage.desk.consultations.newest()[0]
    return sorted(stage.desk.orders.rows(open_only=False, source_id=held.id), key=lambda row: row.number)
