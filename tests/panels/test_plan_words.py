"""What is typed into the dialogs of 预案 is there again after Esc, and gone once it was handed up; no password is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from console.bootstrap import Desk
from console.domain.plans import Milestone, PlanRow
from console.domain.responses import Way
from tests.kit import plans as kit
from tests.kit import plans_panel as setting
from tests.kit import upward as reports
from tests.kit.input_method import commit
from tests.kit.plans_panel import PATIENCE, Opened, wait
from tests.kit.upward import ALT, CTRL, KEY, SHIFT, dialog, press
from ui.dialogs.import_plans import ImportPlansDialog
from ui.dialogs.plans import CardDialog, DropDialog, LevelDialog, PlanDialog
from ui.dialogs.response_steps import EndDialog, MilestoneDialog
from ui.dialogs.responses import ChangeDialog, StartDialog
from ui.models.kept_words import FORM
from ui.panels.plans import LIBRARY, PlansPanel
from ui.seat import Seat

plan, opened = setting.plan, setting.opened
incident, watch = reports.incident, reports.watch

TAKEN = {
    "issued_on": "2029-05-01", "filed_on": "2029-06-01", "review_on": "2031-08-01", "due_minutes": "45",
    "milestones": "M1 台风登陆", "name": kit.LEADER, "at": "08:00",
}  # fmt: skip
"""Fields that take only words of their own kind; every other one gets words that tell it from the rest."""

NONE = Qt.KeyboardModifier.NoModifier


@dataclass(frozen=True)
class Case:
    """A dialog and the key that asks for it: in the library, on its cards, or beside a response that runs."""

    kind: type[Any]
    where: str
    key: Qt.Key
    held: Any = NONE
    fields: int = 0
    """How many texts can be typed into it."""


CASES = {
    "plan new": Case(PlanDialog, "library", KEY.Key_N, CTRL, 9),
    "plan": Case(PlanDialog, "library", KEY.Key_E, CTRL, 9),
    "level new": Case(LevelDialog, "library", KEY.Key_L, ALT | SHIFT, 6),
    "level": Case(LevelDialog, "library", KEY.Key_L, ALT, 6),
    "card new": Case(CardDialog, "cards", KEY.Key_K, ALT | SHIFT, 8),
    "card": Case(CardDialog, "cards", KEY.Key_K, ALT, 7),
    "card out": Case(DropDialog, "cards", KEY.Key_X, ALT, 0),
    "start": Case(StartDialog, "start", KEY.Key_N, CTRL, 4),
    "milestone": Case(MilestoneDialog, "responses", KEY.Key_M, ALT, 1),
    "change": Case(ChangeDialog, "responses", KEY.Key_G, ALT, 3),
    "end": Case(EndDialog, "responses", KEY.Key_Q, ALT, 6),
}


def place(qtbot: QtBot, panel: PlansPanel, where: str) -> QWidget:
    """Where the key of a case is pressed, with what it is about shown."""
    if where in ("library", "cards"):
        with qtbot.waitSignal(panel.library.presented, timeout=PATIENCE):
            panel.show_part(LIBRARY)
        wait(qtbot, lambda: panel.library.told is not None and not panel.library._loading)
        panel.library.tasks.choose(panel.library.tasks.rows_model.rows()[0].code)
        return panel.library.tasks if where == "cards" else panel.library.table
    if where == "start":
        return panel.first_focus()
    wait(qtbot, lambda: panel.responses.told is not None)
    return panel.responses.table


def none_open(panel: PlansPanel) -> bool:
    return all(one.dialog is None for one in (panel.starting.asked, panel.responses.asked, panel.library.asked))


def ask(qtbot: QtBot, panel: PlansPanel, where: QWidget, case: Case) -> Any:
    press(qtbot, where, case.key, case.held)
    wait(qtbot, lambda: not none_open(panel))
    asks = dialog(panel, qtbot)
    assert type(asks) is case.kind
    return asks


def esc(qtbot: QtBot, panel: PlansPanel, asks: Any) -> None:
    press(qtbot, asks, KEY.Key_Escape)
    wait(qtbot, lambda: none_open(panel))


def texts(asks: QWidget) -> list[Any]:
    """Every editor an officer can type words into, whether the dialog says it keeps it or not."""
    return [
        one for one in asks.findChildren(QWidget)
        if isinstance(one, QLineEdit | QPlainTextEdit) and not one.isReadOnly()
        and not isinstance(one.parentWidget(), QAbstractSpinBox | QComboBox)
        and (isinstance(one, QPlainTextEdit) or one.echoMode() is QLineEdit.EchoMode.Normal)
    ]  # fmt: skip


def said(editor: Any) -> str:
    return editor.toPlainText() if isinstance(editor, QPlainTextEdit) else editor.text()


def fill(asks: Any) -> list[str]:
    """Type into every text, over what stands there; what is typed into each."""
    called = {id(editor): name for name, editor in asks.inputs.items()}
    typed = []
    for at, editor in enumerate(texts(asks)):
        text = TAKEN.get(called.get(id(editor), ""), f"所写之{at}")
        editor.selectAll()
        commit(editor, text)
        typed.append(text)
    return typed


def kept(desk: Desk) -> int:
    return len(desk.drafts.open(FORM))


@pytest.mark.parametrize("name", CASES)
def test_every_word_is_there_again_after_esc_and_gone_once_handed_up(
    opened: Opened, plan: PlanRow, desk: Desk, seat: Seat, qtbot: QtBot, name: str
) -> None:
    case = CASES[name]
    if case.where == "responses":
        kit.started(desk, seat.actor)
    panel = opened()
    where = place(qtbot, panel, case.where)
    asks = ask(qtbot, panel, where, case)
    typed = fill(asks)
    assert len(typed) == case.fields
    esc(qtbot, panel, asks)
    wait(qtbot, lambda: kept(desk) == bool(typed))
    asks = ask(qtbot, panel, where, case)
    assert [said(one) for one in texts(asks)] == typed
    assert asks.brought.isVisible() == bool(typed)
    wait(qtbot, asks.yes.isEnabled)
    press(qtbot, asks, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: none_open(panel))
    wait(qtbot, lambda: kept(desk) == 0)


@pytest.mark.parametrize("name", ["plan new", "level new", "card", "start", "milestone", "change", "end"])
def test_what_was_chosen_or_ticked_stands_with_the_words(
    opened: Opened, plan: PlanRow, desk: Desk, seat: Seat, incident: Any, qtbot: QtBot, name: str
) -> None:
    """Words typed for one kind of plan must not be saved as those of another."""
    cards = (kit.card("A1"), kit.card("A2", after="M1"))
    marks = tuple(Milestone(code, f"进展{code}") for code in ("M1", "M2"))
    desk.plans.change(
        plan.id, kit.plan(levels=tuple(kit.level(one, cards=cards, milestones=marks) for one in ("IV", "III", "II"))),
        seen=plan.version, by=seat.actor,
    )  # fmt: skip
    if name == "level new":
        desk.plans.change(
            plan.id, kit.plan(levels=(kit.level("IV", cards=cards),)), seen=plan.version + 1, by=seat.actor
        )
    case = CASES[name]
    if case.where == "responses":
        kit.started(desk, seat.actor)
    panel = opened()
    where = place(qtbot, panel, case.where)
    asks = ask(qtbot, panel, where, case)
    for choice in asks.findChildren(QComboBox):
        choice.setCurrentIndex(choice.count() - 1)
    for tick in asks.findChildren(QCheckBox):
        tick.setChecked(True)
    chosen = [one.currentText() for one in asks.findChildren(QComboBox)]
    at_first = [one.itemText(0) for one in asks.findChildren(QComboBox)]
    assert chosen != at_first
    esc(qtbot, panel, asks)
    asks = ask(qtbot, panel, where, case)
    assert [one.currentText() for one in asks.findChildren(QComboBox)] == chosen
    assert all(one.isChecked() for one in asks.findChildren(QCheckBox))
    esc(qtbot, panel, asks)


def test_a_password_is_never_kept(opened: Opened, plan: PlanRow, desk: Desk, seat: Seat, qtbot: QtBot) -> None:
    kit.started(desk, seat.actor)
    panel = opened()
    where, case = place(qtbot, panel, "responses"), CASES["end"]
    asks = ask(qtbot, panel, where, case)
    asks.approval.way.choose(Way.PASSWORD)
    commit(asks.reason, "台风已远离")
    qtbot.keyClicks(asks.approval.password, setting.WORD)
    esc(qtbot, panel, asks)
    wait(qtbot, lambda: kept(desk) == 1)
    (draft,) = desk.drafts.open(FORM)
    assert setting.WORD not in str(draft.content)
    asks = ask(qtbot, panel, where, case)
    assert (asks.reason.text(), asks.approval.password.text()) == ("台风已远离", "")
    esc(qtbot, panel, asks)


def test_words_about_a_start_for_an_incident_are_no_words_about_another_start(
    opened: Opened, plan: PlanRow, incident: Any, qtbot: QtBot
) -> None:
    panel = opened()
    panel.start_for(incident.id)
    wait(qtbot, lambda: not none_open(panel))
    asks = dialog(panel, qtbot)
    commit(asks.approval.words, "同意对滑坡启动")
    esc(qtbot, panel, asks)
    asks = ask(qtbot, panel, panel.first_focus(), CASES["start"])
    assert asks.approval.words.text() == ""
    esc(qtbot, panel, asks)
    panel.start_for(incident.id)
    wait(qtbot, lambda: not none_open(panel))
    asks = dialog(panel, qtbot)
    assert asks.approval.words.text() == "同意对滑坡启动"
    esc(qtbot, panel, asks)


def test_a_workbook_is_brought_in_without_a_typed_word(
    opened: Opened, plan: PlanRow, desk: Desk, seat: Seat, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "预案.xlsx"
    desk.plan_files.export(file, by=seat.actor)
    panel = opened()
    where = place(qtbot, panel, "library")
    panel.library.papers.choose_workbook = lambda _parent: file
    press(qtbot, where, KEY.Key_I, CTRL | SHIFT)
    asks = dialog(panel, qtbot)
    assert type(asks) is ImportPlansDialog and texts(asks) == []
    wait(qtbot, lambda: asks.table.isVisible() or asks.yes.isEnabled())
    esc(qtbot, panel, asks)
