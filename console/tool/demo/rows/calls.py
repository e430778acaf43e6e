"""Rows about calls: a tip-off, a call in the night, a second one from the same place."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt

from console.tool.demo import hands
from console.tool.demo.hands import settle, strike, until
from console.tool.demo.reading import Reader
from console.tool.demo.rows.acts import choose_type, new_entry, save_entry
from console.tool.demo.rows.found import gapless, micros
from console.tool.demo.rows.onward import call, show_call, show_incident
from console.tool.demo.rows.row import Found, Row
from console.tool.demo.stage import Stage
from ui.dialogs.join_incident import JoinDialog
from ui.dialogs.task import NewTaskDialog

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier,
)  # fmt: skip

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
SUMMARY = "22:05 样例村12 屋后山坡开裂，已劝离，请求地质专家"
PLACE = "例山镇 样例村12"


def play_call(stage: Stage, row: Row) -> None:
    """A call comes in."""
    stage.jump_to(22, 15)
    panel = new_entry(stage)
    form = panel.form
    row.notes["first_key"] = stage.clock.now()
    hands.write(form.summary, SUMMARY)
    chips = form.proposals
    until(lambda: chips.time.isVisible() and chips.where.isVisible(), "time and place of the text are proposed")
    for key in (Qt.Key.Key_T, Qt.Key.Key_A):
        hands.press(form.summary, key, ALT)
    hands.write(form.editors["caller_phone"], "100-0000-0112")
    hands.write(form.editors["caller_name"], "村民 王例七")
    choose_type(form, {"zh": "地质灾害", "en": "Geological hazards"}[stage.language])
    form.figures.editors["dead"].toggle_unknown()
    hands.write(form.figures.editors["evacuated"].line, "19", "evacuated")
    form.call_back.setCurrentIndex(form.call_back.findData("waiting"))
    stage.clock.advance(minutes=2)
    save_entry(panel)
    row.expected = {
        "summary": SUMMARY, "event_type": GEOLOGICAL, "dead": None, "dead_unknown": 1, "evacuated": 19,
        "received": micros(row.notes["first_key"]), "call_back_minutes": 15, "numbers_gapless": True,
        "line_in_log": True, "place": True, "occurred_before": 10,
    }  # fmt: skip


def read_call(reader: Reader, _row: Row) -> Found:
    """What the store holds of it."""
    found = reader.ask(
        "SELECT id, summary, event_type, received_at, number, place_path, occurred_at FROM inbound WHERE summary = ?",
        SUMMARY,
    )
    ident, summary, kind, received, number, place, occurred = found[0] if found else (None, "", "", 0, "", "", 0)
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
        "place": place.endswith(PLACE), "occurred_before": (received - occurred) // 60_000_000,
    }  # fmt: skip


# row 28: a second caller from the same place says that one is missing


AGAIN = "同一处又有人来电，邻家老人未撤出，联系不上"


def play_second_call(stage: Stage, row: Row) -> None:
    """Taken in by itself, joined to the incident by the officer as the same told again; its figure counts there."""
    stage.jump_to(22, 31)
    panel = new_entry(stage)
    form = panel.form
    hands.write(form.summary, AGAIN)
    hands.write(form.editors["caller_phone"], "100-0000-0113")
    hands.write(form.figures.editors["missing"].line, "1", "missing")
    save_entry(panel)
    incident, second = _incident(stage), call(stage, AGAIN)
    show_call(stage, AGAIN)
    strike(stage.window, Qt.Key.Key_J, ALT)
    dialog = hands.dialog(JoinDialog)
    if dialog.which.key() != incident.id:
        dialog.which.setFocus()
        hands.press(dialog.which, Qt.Key.Key_Down)
        hands.press(dialog.which, Qt.Key.Key_Return)
    hands.press(dialog.belongs, Qt.Key.Key_Down)
    strike(stage.window, Qt.Key.Key_Return, CTRL)
    held = stage.desk.incident_items
    until(lambda: held.incident_of(second.id) is not None, "the second is joined to the incident")
    items = show_incident(stage, incident.id, Qt.Key.Key_2)
    chosen = next(each.id for each in held.of(incident.id) if each.inbound_id == second.id)
    until(lambda: items.table.choose(chosen), "the second is in the list")
    strike(stage.window, Qt.Key.Key_K, ALT | SHIFT)
    until(lambda: "missing" in stage.desk.incident_figures.newest(incident.id), "one is missing")
    row.expected = {
        "kinds": ["source", "duplicate"], "missing": 1, "source_is_second": True, "dead_still_unknown": 1,
        "evacuated": 19, "incidents": 1, "numbers_gapless": True,
    }  # fmt: skip


def read_second_call(reader: Reader, _row: Row) -> Found:
    """Two items of one incident, one of them a duplicate, and what is known of the figures."""
    items = reader.ask(
        "SELECT i.incident_id, i.kind, b.id FROM incident_item i JOIN inbound b ON b.id = i.inbound_id "
        "WHERE b.summary IN (?, ?) ORDER BY b.received_at",
        SUMMARY, AGAIN,
    )  # fmt: skip
    figures = reader.ask(
        "SELECT key, value, unknown, inbound_id FROM incident_figure WHERE incident_id = ? AND number = "
        "(SELECT min(f.number) FROM incident_figure f WHERE f.incident_id = incident_figure.incident_id "
        "AND f.key = incident_figure.key)",
        items[0][0] if items else None,
    )  # fmt: skip
    told = {key: (value, unknown, source) for key, value, unknown, source in figures}
    nothing = (None, 0, None)
    return {
        "kinds": [kind for _, kind, _ in items], "missing": told.get("missing", nothing)[0],
        "source_is_second": bool(items) and told.get("missing", nothing)[2] == items[-1][2],
        "dead_still_unknown": told.get("dead", nothing)[1], "evacuated": told.get("evacuated", nothing)[0],
        "incidents": len({incident for incident, *_ in items}), "numbers_gapless": gapless(reader),
    }  # fmt: skip


def _incident(stage: Stage) -> Any:
    return stage.desk.incident_items.incident_of(call(stage, SUMMARY).id)
