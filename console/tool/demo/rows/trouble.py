"""Rows in which something fails: the network, the program itself."""

from __future__ import annotations

import subprocess
import sys

from PySide6.QtCore import Qt

from console.tool.demo import hands
from console.tool.demo.hands import until
from console.tool.demo.reading import Reader
from console.tool.demo.rows.found import gapless
from console.tool.demo.rows.row import Found, Row
from console.tool.demo.stage import Stage

# row 38: the program is killed in the middle of an entry

TYPED = "示塘街道内涝，地下车库进水，请求抽水泵 2 台"


def play_kill(stage: Stage, row: Row) -> None:
    """The program is killed in the middle of an entry."""
    stage.jump_to(7, 40)
    name = stage.names[0]
    stage.close()
    _type_and_die(stage, name)
    stage.open()
    stage.sign_in(name)
    panel = stage.panel("intake")
    until(panel.stack.table.rows_model.rows, "the draft is offered again")
    hands.press(stage.window, Qt.Key.Key_F2)
    hands.press(panel, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    until(lambda: panel.form.summary.toPlainText() == TYPED, "the draft is back on the form")
    saved: list[str] = []
    panel.saved.connect(saved.append)
    hands.press(panel.form.summary, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    until(lambda: saved, "the restored entry is saved")
    row.expected = {"entries": 1, "numbers_gapless": True, "lines": 1, "chain": 0}


def read_kill(reader: Reader, _row: Row) -> Found:
    """What the store holds of it."""
    code, _ = reader.tool("log", "verify")
    return {
        "entries": reader.one("SELECT count(*) FROM inbound WHERE summary = ?", TYPED),
        "numbers_gapless": gapless(reader),
        "lines": reader.one("SELECT count(*) FROM log_entry WHERE kind = 'intake' AND instr(text, ?)", TYPED),
        "chain": code,
    }


def _type_and_die(stage: Stage, name: str) -> None:
    """A window of its own process, killed without warning one second after the last key."""
    command = [sys.executable, "-P", "-m", "console.tool.demo.typist", str(stage.data.root), name, TYPED]
    command += [stage.clock.now().isoformat(), stage.passwords[name]]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=Reader.environment(), encoding="utf-8") as typist:
        assert typist.stdout is not None
        said = typist.stdout.readline().strip()
        typist.kill()
    if said != "typed":
        raise hands.DidNotHappen(f"the other window typed ({said!r})")
