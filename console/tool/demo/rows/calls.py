"""Rows about calls: a tip-off, a call in the night, a second one from the same place."""

from __future__ import annotations

from PySide6.QtCore import Qt

from console.tool.demo import hands
from console.tool.demo.hands import until
from console.tool.demo.reading import Reader
from console.tool.demo.rows.acts import choose_type
from console.tool.demo.rows.found import gapless, micros
from console.tool.demo.rows.row import Found, Row
from console.tool.demo.stage import Stage

# row 26: a call comes in

GEOLOGICAL = "104"
SUMMARY = "样例村12 屋后山坡开裂，约 5 户，已劝离，请求地质专家"


def play_call(stage: Stage, row: Row) -> None:
    """A call comes in."""
    stage.jump_to(22, 15)
    panel = stage.panel("intake")
    hands.press(stage.window, Qt.Key.Key_F2)
    form = panel.form
    until(form.summary.isVisible, "the form is open")
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
    saved: list[str] = []
    panel.saved.connect(saved.append)
    hands.press(form.summary, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    until(lambda: saved, "the entry is saved")
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
