"""What several rows do from a call on: its incident, a part of that, the tasks that come of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt

from console.domain.incident import IncidentRow
from console.domain.orders import OrderRow
from console.tool.demo import hands
from console.tool.demo.hands import settle, strike, until
from console.tool.demo.stage import Stage
from ui.dialogs.give_order import GiveDialog
from ui.dialogs.open_incident import OpenIncidentDialog
from ui.dialogs.phone_script import PhoneScriptDialog

Key = Qt.Key
ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier,
)  # fmt: skip
FIGURES, CLOCKS = Key.Key_3, Key.Key_4
"""Keys of parts of an incident's page."""


def show_call(stage: Stage, summary: str) -> Any:
    """The item with that summary, read on the intake page."""
    panel, item = stage.panel("intake"), call(stage, summary)
    panel.open_item(item.id)
    until(lambda: panel.item.shown is not None and panel.item.shown.row.id == item.id, "the item is shown")
    settle(60)
    return panel


def call(stage: Stage, summary: str) -> Any:
    return next(item for item in stage.desk.intake.newest() if item.summary == summary)


def tell_leader(stage: Stage, said: str, minutes: int) -> str:
    """Ring the leader about the item on the screen, which takes so many minutes; answers whom the script named."""
    strike(stage.window, Key.Key_P, ALT)
    dialog = hands.dialog(PhoneScriptDialog)
    stage.clock.advance(minutes=minutes)
    if said:
        hands.write(dialog.said, said)
    name: str = dialog.name.text()
    strike(stage.window, Key.Key_Return, CTRL)
    assert stage.app is not None
    reporting = stage.app.shell.phone_reporting
    until(lambda: reporting.dialog is None, "the leader has been told")
    settle(60)
    return name


def open_incident(stage: Stage, summary: str) -> IncidentRow:
    """The item on the screen becomes an incident; what it says stands in the fields."""
    held = stage.desk.incident_items
    strike(stage.window, Key.Key_I, ALT)
    hands.dialog(OpenIncidentDialog)
    strike(stage.window, Key.Key_Return, CTRL)
    item = call(stage, summary)
    until(lambda: held.incident_of(item.id) is not None, "the incident is opened")
    found: IncidentRow | None = held.incident_of(item.id)
    assert found is not None
    until(lambda: _shown(stage, found.id), "its page is shown")
    return found


def show_incident(stage: Stage, incident_id: UUID, part: Qt.Key | None = None) -> Any:
    """Its page, by the list, and one of its parts by its key."""
    panel = stage.panel("incidents")
    panel.show_list()
    until(lambda: panel.list.table.choose(incident_id), "the incident is in the list")
    hands.press(panel.list.table, Key.Key_Return)
    until(lambda: _shown(stage, incident_id), "its page is shown")
    if part is not None:
        strike(stage.window, part, CTRL)
    page = panel.detail.current_page()
    until(lambda: page.row is not None and page.row.id == incident_id, "the part is read")
    settle(60)
    return page


def revise(stage: Stage, incident_id: UUID, figures: dict[str, str], source: str) -> None:
    """A report of figures, typed where each has its line."""
    page = show_incident(stage, incident_id, FIGURES)
    before = len(stage.desk.incident_figures.history(incident_id))
    for key, value in figures.items():
        hands.write(page.entry.lines[key], value, key)
    hands.write(page.source, source)
    strike(stage.window, Key.Key_S, CTRL)
    history = stage.desk.incident_figures.history
    until(lambda: len(history(incident_id)) > before, "the figures are recorded")
    settle(60)


def fill_order(*, units: tuple[str, ...] = (), more: str = "", due: str = "", text: str = "") -> None:
    """The dialog of a task: known units ticked by their keys, others typed, words only where something is added."""
    dialog = hands.dialog(GiveDialog)
    for name in units:
        dialog.units.list.setFocus()
        dialog.units.list.setCurrentRow(1 + list(dialog.units._known).index(name))
        hands.press(dialog.units.list, Key.Key_Space)
    if more:
        hands.write(dialog.units.line, more)
    if text:
        dialog.text.place_cursor(len(dialog.text.text()), len(dialog.text.text()))
        hands.write(dialog.text, text)
    if due:
        hands.write(dialog.due, due)
    hands.press(dialog.due, Key.Key_Return, CTRL)


def take_step(stage: Stage, order: OrderRow, key: Qt.Key, *typed: str) -> None:
    """A step of a task by its key on the board of tasks, with what its dialog asks for."""
    board = show_orders(stage, Key.Key_1).tasks
    until(lambda: board.table.choose(order.id), f"{order.number} is in the list")
    until(lambda: (found := board.chosen()) is not None and found.id == order.id, "it is chosen")
    version = stage.desk.orders.one(order.id).version
    hands.press(board.table, key)
    if typed:
        until(lambda: board.asked.dialog is not None, "the step asks for its words")
        for field, text in zip(board.asked.dialog.fields.values(), typed, strict=False):
            if text:
                hands.write(field, text)
        strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: stage.desk.orders.one(order.id).version > version, "the step is taken down")
    until(lambda: board.asked.dialog is None, "its dialog has gone")
    shown = stage.desk.orders.one(order.id).version
    until(lambda: (row := board.chosen()) is None or row.id != order.id or row.version == shown, "the board shows it")


def show_orders(stage: Stage, part: Qt.Key) -> Any:
    """The panel of tasks, one of its parts by its key."""
    panel = stage.panel("orders")
    strike(stage.window, part, CTRL)
    until(lambda: panel.current_page()._has_result, "the part is read")
    settle(60)
    return panel


def _shown(stage: Stage, incident_id: UUID) -> bool:
    panel = stage.window.current_panel()
    if panel.id != "incidents" or panel.incident_shown() != incident_id:
        return False
    row = panel.detail.head.row
    return row is not None and row.id == incident_id
