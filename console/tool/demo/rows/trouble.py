"""Rows in which something fails: the network, the program itself."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import Qt

from console.tool.demo import hands
from console.tool.demo.hands import until
from console.tool.demo.reading import Reader, pdf_text
from console.tool.demo.rows.acts import new_entry, save_entry
from console.tool.demo.rows.found import gapless
from console.tool.demo.rows.row import Found, Row
from console.tool.demo.stage import Stage
from ui import prints
from ui.printing.output import to_pdf

# row 22: mains and network are gone (the network's part: the mains report comes with the wire)


CUT_OFF = "全镇停电断网，由卫星电话报告，抽水泵已启用自备电源"


def play_network(stage: Stage, row: Row) -> None:
    """With every way to a network refused, a call is taken in and the paper for a blackout is printed."""
    stage.jump_to(20, 40)
    with _cut_off() as tried:
        panel = new_entry(stage)
        hands.write(panel.form.summary, CUT_OFF)
        save_entry(panel)
        blank = prints.blank_forms(stage.desk)
        for at, form in enumerate(blank, 1):
            to_pdf(form, stage.out / f"blank-{at}.pdf")
    row.notes = {"tried": len(tried), "blank": len(blank)}
    row.expected = {"reached_out": 0, "entries": 1, "blank_forms": 3, "blank_titled": True, "chain": 0}


def read_network(reader: Reader, row: Row) -> Found:
    """What was recorded, and what lies ready to be written on by hand."""
    files = sorted(reader.data.parent.glob("blank-*.pdf"))
    texts = ["".join(pdf_text(path).split()) for path in files]
    code, _ = reader.tool("log", "verify")
    return {
        "reached_out": row.notes["tried"],
        "entries": reader.one("SELECT count(*) FROM inbound WHERE summary = ?", CUT_OFF), "blank_forms": len(files),
        "blank_titled": all(any(title in text for text in texts) for title in ("接报登记单", "值班日志", "交接班单")),
        "chain": code,
    }  # fmt: skip


@contextmanager
def _cut_off() -> Iterator[list[Any]]:
    """Whoever tries to reach anything over a network meanwhile is refused, and remembered.

    A hook of the interpreter cannot be taken off again: it only works while the list is in its hands.
    """
    tried: list[Any] = []
    _REFUSING.append(tried)
    if not _HOOKED:
        sys.addaudithook(_refuse)
        _HOOKED.append(True)
    try:
        yield tried
    finally:
        _REFUSING.remove(tried)


_REFUSING: list[list[Any]] = []
_HOOKED: list[bool] = []


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if _REFUSING and event in {"socket.connect", "socket.getaddrinfo", "socket.sendto"}:
        _REFUSING[-1].append((event, arguments))
        raise OSError("the network is gone")


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
    save_entry(panel)
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
