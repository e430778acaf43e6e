"""What several rows do at the window."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import uuid4

from PySide6.QtCore import Qt

from console import words
from console.domain.duty import items_of
from console.domain.inbound import Intake
from console.errors import Refused
from console.services.duty import incoming_digest
from console.tool.demo import hands
from console.tool.demo.hands import settle, until
from console.tool.demo.rows.row import Found
from console.tool.demo.stage import Stage
from ui.dialogs.sign import SignDialog
from ui.dialogs.take_over import TakeOverDialog


def take_over_empty(stage: Stage, *, leader: str, main: str) -> None:
    """Take over the empty station at the seat; who the roster names gives way to who is there."""
    panel = stage.panel("handover")
    hands.click(panel.watch_page.take_over)
    dialog = hands.dialog(TakeOverDialog)
    for line, name in zip(dialog.posts.names, (leader, main), strict=False):
        if line.text() != name:
            line.clear()
            hands.write(line, name, told=False)
    hands.click(dialog.yes)
    until(lambda: stage.desk.duty.on_watch() is not None, "the watch is taken over")
    settle()


def hand_over(stage: Stage, outgoing: str, incoming: str, *, screens: bool = False) -> Found:
    """The whole hand-over in the window; answers the sheet's number and what was refused on the way."""
    panel = stage.panel("handover")
    hands.click(panel.watch_page.start)
    page = panel.sheet_page
    until(page.sign_outgoing.isVisible, "the sheet is started")
    hands.click(page.sign_outgoing)
    sign(stage, outgoing)
    until(page.identify.isVisible, "the outgoing officer has signed")
    refused = _refused_before(stage, incoming)
    hands.click(page.identify)
    sign(stage, incoming, name_too=True)
    if screens:
        stage.screens()
    number = confirm_all(stage, panel)
    hands.click(page.sign_incoming)
    dialog = hands.dialog(TakeOverDialog)
    hands.click(dialog.yes)
    assert stage.app is not None
    app = stage.app
    until(lambda: _passed(stage, incoming), "the seat passes, or waits for the password of who may do more")
    if app.window.covered:
        stage.sign_in(incoming)
    until(lambda: app.seat.name == incoming and not app.window.covered, "the seat is the incoming officer's")
    watch = stage.desk.duty.on_watch()
    return {"number": number, "refused_before": refused, "after": watch.owner if watch else ""}


def _passed(stage: Stage, incoming: str) -> bool:
    """The window is theirs, or the gate stands there with their name and takes a password."""
    app = stage.app
    assert app is not None
    if not app.window.covered:
        return bool(app.seat.name == incoming)
    said = app.gate.entry.note.text()
    return said == words.say("refused.seat_needs_password", name=incoming)


def sign(stage: Stage, name: str, *, name_too: bool = False) -> None:
    dialog = hands.dialog(SignDialog)
    if name_too:
        dialog.proof.name.setText("")
        hands.write(dialog.proof.name, name, told=False)
    hands.write(dialog.proof.password, stage.passwords[name], told=False)
    hands.answer(dialog, f"{name} has signed")


def _refused_before(stage: Stage, incoming: str) -> str:
    """What the service says to a signature before everything is confirmed; the button is grey all the while."""
    sheet = stage.desk.duty.running_sheet()
    watch = stage.desk.duty.on_watch()
    assert sheet is not None and watch is not None
    try:
        stage.desk.duty.take_over(watch.posts, incoming, stage.passwords[incoming], seen=incoming_digest(sheet))
    except Refused as refused:
        return refused.code
    return "signed"


def confirm_all(stage: Stage, panel: Any) -> str:
    """Item by item: overdue ones alone, the rest of a section together."""
    sheet = stage.desk.duty.running_sheet()
    assert sheet is not None
    page = panel.sheet_page
    for _, item, late in items_of(sheet.body):
        if _is_confirmed(stage, item):
            continue
        page.items.choose(item)
        hands.click(page.confirm if late else page.confirm_rest)
        until(partial(_is_confirmed, stage, item), f"{item} confirmed")
        settle(60)
    until(page.sign_incoming.isEnabled, "the second signature is offered")
    return sheet.number


def _is_confirmed(stage: Stage, item: str) -> bool:
    sheet = stage.desk.duty.running_sheet()
    return sheet is not None and item in sheet.confirmations


def register(stage: Stage, summary: str, call_back: str) -> None:
    assert stage.app is not None
    form = Intake(uuid4(), summary, stage.clock.now(), call_back=call_back, caller_phone="100-0000-0131")
    stage.desk.intake.register(form, by=stage.app.seat.actor)


def choose_type(form: Any, name: str) -> None:
    """By its whole name in the window's language, and Enter takes the one that is found."""
    hands.write(form.event_type, name, told=False)
    settle(60)
    hands.press(form.event_type, Qt.Key.Key_Return)


def new_entry(stage: Stage) -> Any:
    """The intake panel with an empty form, by the key."""
    panel = stage.panel("intake")
    hands.press(stage.window, Qt.Key.Key_F2)
    until(panel.form.summary.isVisible, "the form is open")
    return panel


def save_entry(panel: Any) -> None:
    """Save and close by the key; the panel says so."""
    saved: list[str] = []
    panel.saved.connect(saved.append)
    hands.press(panel.form.summary, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    until(lambda: saved, "the entry is saved")
    panel.saved.disconnect(saved.append)
