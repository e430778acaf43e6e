"""Rows about calls: a tip-off, a call in the night, a second one from the same place."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt

from console.tool.demo import hands
from console.tool.demo.hands import settle, until
from console.tool.demo.reading import Reader
from console.tool.demo.rows.acts import choose_type, new_entry, save_entry
from console.tool.demo.rows.found import gapless, micros
from console.tool.demo.rows.row import Found, Row
from console.tool.demo.stage import Stage
from ui.dialogs.task import NewTaskDialog

CTRL = Qt.KeyboardModifier.ControlModifier

# row 11: a tip-off, whose caller stays hidden


TIP_OFF = "工地塔吊在台风天未降，有人在作业"
TIP_CALLER = "100-0000-0177"


def play_tip_off(stage: Stage, row: Row) -> None:
    """A tip-off by 12350: taken in with its caller hidden, given to the building department with two hours."""
    stage.jump_to(12, 30)
    panel = new_entry(stage)
    form = panel.form
    hands.write(form.summary, TIP_OFF)
    form.channel.setCurrentIndex(form.channel.findData("hotline_12350"))
    form.channel.activated.emit(form.channel.currentIndex())
    hands.write(form.editors["caller_phone"], TIP_CALLER)
    save_entry(panel)
    row.notes["due"] = micros(stage.clock.now() + timedelta(hours=2))
    _give_task(stage, "派单住建：工地塔吊立即下降", "县住建局（示例）")
    row.expected = {
        "channel": "hotline_12350", "caller_kept": True, "caller_in_book": False, "caller_found_by_search": False,
        "task_to": "县住建局（示例）", "due": row.notes["due"],
    }  # fmt: skip


def read_tip_off(reader: Reader, _row: Row) -> Found:
    """What the store holds of it; the books and the search must not know the caller."""
    found = reader.ask("SELECT channel, caller_phone FROM inbound WHERE summary = ?", TIP_OFF)
    channel, phone = found[0] if found else ("", "")
    told = reader.ask("SELECT text, person FROM log_entry WHERE instr(text, ?)", TIP_OFF)
    _, printed = reader.tool("log", "search", TIP_CALLER, "--json")
    task = reader.ask("SELECT owner, due_at FROM task WHERE instr(title, '塔吊立即下降')")
    return {
        "channel": channel, "caller_kept": phone == TIP_CALLER,
        "caller_in_book": any(TIP_CALLER in text + person for text, person in told),
        "caller_found_by_search": bool(printed.strip()), "task_to": task[0][0] if task else "",
        "due": task[0][1] if task else 0,
    }  # fmt: skip


def _give_task(stage: Stage, text: str, to: str) -> None:
    """A task by its key, due in two hours."""
    then = (stage.clock.now() + timedelta(hours=2)).astimezone(stage.desk.zone)
    stage.panel("board")
    hands.press(stage.window, Qt.Key.Key_J, CTRL)
    dialog = hands.dialog(NewTaskDialog)
    hands.write(dialog.text, text)
    hands.write(dialog.assignee, to)
    hands.write(dialog.due, f"{then:%H:%M}")
    hands.answer(dialog, "the task is on its way")
    until(lambda: any(task.title == text for task in stage.desk.tasks.open_tasks()), "the task is given")
    settle()


# row 26: a call comes in

GEOLOGICAL = "104"
SUMMARY = "样例村12 屋后山坡开裂，约 5 户，已劝离，请求地质专家"


def play_call(stage: Stage, row: Row) -> None:
    """A call comes in."""
    stage.jump_to(22, 15)
    panel = new_entry(stage)
    form = panel.form
    row.notes["first_key"] = stage.clock.now()
    hands.write(form.summary, SUMMARY)
    hands.write(form.editors["caller_phone"], "100-0000-0112")
    hands.write(form.editors["caller_name"], "村民 王例七")
    hands.write(form.editors["place_text"], "样例村12 屋后")
    choose_type(form, stage.language)
    form.figures.editors["dead"].toggle_unknown()
    hands.write(form.figures.editors["evacuated"].line, "19")
    form.call_back.setCurrentIndex(form.call_back.findData("waiting"))
    stage.clock.advance(minutes=2)
    save_entry(panel)
    row.expected = {
        "summary": SUMMARY, "event_type": GEOLOGICAL, "dead": None, "dead_unknown": 1, "evacuated": 19,
        "received": micros(row.notes["first_key"]), "call_back_minutes": 15, "numbers_gapless": True,
        "line_in_log": True,
    }  # fmt: skip


def read_call(reader: Reader, _row: Row) -> Found:
    """What the store holds of it."""
    found = reader.ask("SELECT id, summary, event_type, received_at, number FROM inbound WHERE summary = ? ", SUMMARY)
    ident, summary, kind, received, number = found[0] if found else (None, "", "", 0, "")
    figures = {
        key: (value, unknown)
        for key, value, unknown in reader.ask("SELECT key, value, unknown FROM figure WHERE inbound_id = ?", ident)
    }
    due, _ = (reader.ask("SELECT due_at, created_at FROM task WHERE source_id = ?", ident) or [(0, 0)])[0]
    _, printed = reader.tool("log", "search", number or "?", "--json")
    dead, evacuated = figures.get("dead", (0, 0)), figures.get("evacuated", (0, 0))
    return {
        "summary": summary, "event_type": kind, "dead": dead[0], "dead_unknown": int(dead[1]),
        "evacuated": evacuated[0], "received": received, "call_back_minutes": (due - received) // 60_000_000,
        "numbers_gapless": gapless(reader), "line_in_log": SUMMARY in printed,
    }  # fmt: skip


# row 28: a second caller from the same place says that one is missing


AGAIN = "样例村12 裂缝处又有人来电，称有 1 人失联"


def play_second_call(stage: Stage, row: Row) -> None:
    """Taken in by itself, then joined to the first by the officer; the figure is revised at the first."""
    stage.jump_to(22, 31)
    panel = new_entry(stage)
    form = panel.form
    hands.write(form.summary, AGAIN)
    hands.write(form.editors["caller_phone"], "100-0000-0113")
    save_entry(panel)
    first, second = _item(stage, SUMMARY), _item(stage, AGAIN)
    _open(panel, second.id)
    hands.click(panel.bars.item.close_item)
    question = panel.bars.close_item
    question.state.setCurrentIndex(question.state.findData("merged"))
    hands.write(question.master, first.number)
    hands.write(question.note, "同一处")
    hands.press(question.note, Qt.Key.Key_Return)
    until(lambda: _item(stage, AGAIN).state == "merged", "the second is joined to the first")
    _open(panel, first.id)
    hands.click(panel.bars.item.revise)
    revise = panel.bars.revise
    revise.which.setCurrentIndex(revise.which.findData("missing"))
    hands.write(revise.value.line, "1")
    hands.write(revise.source, "第二个来电人")
    hands.press(revise.source, Qt.Key.Key_Return)
    until(lambda: _missing(stage) == 1, "one is missing")
    row.expected = {
        "states": {"first": "open", "second": "merged"}, "joined_to_first": True, "missing": 1, "dead_still_unknown": 1,
        "revisions_of_missing": 1, "numbers_gapless": True,
    }  # fmt: skip


def read_second_call(reader: Reader, _row: Row) -> Found:
    """Two items, one of them pointing at the other, and what is known of the figures."""
    first = reader.ask("SELECT id, state FROM inbound WHERE summary = ?", SUMMARY)[0]
    second = reader.ask("SELECT state, master_id FROM inbound WHERE summary = ?", AGAIN)[0]
    figures = reader.ask("SELECT key, value, unknown FROM figure WHERE inbound_id = ? ORDER BY number", first[0])
    missing = [value for key, value, _ in figures if key == "missing"]
    return {
        "states": {"first": first[1], "second": second[0]}, "joined_to_first": second[1] == first[0],
        "missing": missing[-1] if missing else None,
        "dead_still_unknown": next((unknown for key, _, unknown in reversed(figures) if key == "dead"), 0),
        "revisions_of_missing": len(missing), "numbers_gapless": gapless(reader),
    }  # fmt: skip


def _item(stage: Stage, summary: str) -> Any:
    return next(item for item in stage.desk.intake.newest() if item.summary == summary)


def _missing(stage: Stage) -> int | None:
    figure = _item(stage, SUMMARY).figures.get("missing")
    return figure.value if figure else None


def _open(panel: Any, item_id: Any) -> None:
    panel.open_item(item_id)
    until(lambda: panel.item.shown is not None and panel.item.shown.row.id == item_id, "the item is shown")
    settle()
