"""A nasty file at the window: the loop turns between rows, stopping half way writes nothing, undoing takes all back."""

from __future__ import annotations

from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.tool.bench import nasty_workbook as nasty
from tests.kit.contacts_panel import make
from ui.dialogs import import_list as module

__all__ = ["make"]
PEOPLE, SPOILT = 300, 100
PATIENCE_MS = 30_000


class Turns:
    """What the worker told and how often the loop turned, in the order the window saw them."""

    def __init__(self, dialog: Any) -> None:
        self.seen: list[str] = []
        self._timer = QTimer(dialog)
        self._timer.timeout.connect(lambda: self.seen.append("turn"))
        dialog._told.connect(lambda part, _done, _of: self.seen.append(part))
        self._timer.start(0)

    def between(self, part: str) -> int:
        """Turns from the first news of that part to the last."""
        at = [place for place, what in enumerate(self.seen) if what == part]
        return self.seen[at[0] : at[-1]].count("turn")


@pytest.fixture
def page(make: Any, qtbot: QtBot) -> Any:
    panel = make()
    panel.show_part(3)
    qtbot.waitUntil(lambda: panel.imports._has_result, timeout=PATIENCE_MS)
    return panel.imports


@pytest.fixture
def looked_at(page: Any, qtbot: QtBot, tmp_path: Any) -> Any:
    page.check(nasty.build(tmp_path / "县乡通讯录.xlsx", PEOPLE, spoilt=SPOILT))
    dialog = page.dialog
    qtbot.waitUntil(lambda: dialog._result is not None, timeout=PATIENCE_MS)
    return dialog


def test_hundreds_of_findings_are_told_apart_and_put_into_words_when_seen(looked_at, qtbot, monkeypatch):
    dialog, asked = looked_at, []
    monkeypatch.setattr(module, "_said", lambda found: asked.append(found.row) or words.say(found.code, **found.facts))
    dialog.kinds.choose(module.REFUSED)
    dialog.kinds.picked.emit(module.REFUSED)
    rows = dialog.table.rows_model.rows()

    assert len(rows) == SPOILT + nasty.BAD and {row.kind for row in rows} == {module.REFUSED}
    assert dialog.figures["refused"].count.text() == str(len(rows))
    assert asked == [], "nothing is put into words before it is painted"
    assert rows[-1].text and asked == [rows[-1].row]


def test_one_column_alone_is_saved_for_whoever_filled_it_in(looked_at, page, qtbot, tmp_path):
    dialog, target = looked_at, tmp_path / "核对结果.xlsx"
    page._ask_told = lambda _parent, _name: str(target)
    dialog.kinds.choose(module.REFUSED)
    dialog.column.choose("mobile")
    dialog.column.picked.emit("mobile")
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow, timeout=PATIENCE_MS)
    with qtbot.waitSignal(page.saved, timeout=PATIENCE_MS) as told:
        qtbot.keyClick(dialog, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)

    head, first, *rest = load_workbook(target).active.iter_rows(values_only=True)
    shown = dialog.table.rows_model.rows()
    assert head == ("工作表", "行", "列", "类别", "说明") and len(rest) + 1 == len(shown) > SPOILT
    assert first == (shown[0].sheet, shown[0].row, "手机", "拒绝的行", shown[0].text)
    assert str(len(shown)) in told.args[0] and f"（{SPOILT + 2}）" in dialog.column.currentText()


def test_stopped_half_way_nothing_is_written_then_taken_and_taken_back(looked_at, page, qtbot, desk: Desk, seat):
    before, dialog, at = desk.contacts.summary(), looked_at, []

    def stop(part: str, done: int, _of: int) -> None:
        """As Esc does it, at a row of which the worker tells."""
        if part == "write" and done and not at:
            at.append(done)
            dialog._stop.set()

    dialog._told.connect(stop, Qt.ConnectionType.DirectConnection)
    dialog.good_only.click()
    dialog.yes.click()
    qtbot.waitUntil(lambda: bool(at) and not dialog._busy, timeout=PATIENCE_MS)
    assert desk.contacts.summary() == before and desk.import_runs.newest() == []
    assert dialog.trouble.isVisible() and dialog.trouble.text() == words.say("refused.import_stopped")

    turns = Turns(dialog)
    dialog.yes.click()
    qtbot.waitUntil(lambda: page.dialog is None, timeout=PATIENCE_MS)
    assert turns.between("write") > 0, "the window stood still while rows were written"
    (run,) = desk.import_runs.newest()
    assert (run.taken, run.left_out) == (PEOPLE - nasty.BAD - 2, SPOILT + nasty.BAD)
    assert desk.contacts.summary().persons == run.taken, "the officer, who stands in the file too, is no second person"

    desk.import_runs.undo(run.id, by=seat.actor)
    assert desk.contacts.summary().persons == before.persons
