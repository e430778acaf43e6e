"""A hand-over in the window by the keys an officer would press, from F7 to the accepted sheet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from console.domain.duty import SheetRow, items_of, unconfirmed
from tests.kit.typist import CTRL, SHIFT, Typist

Key = Qt.Key


def hand_over(typist: Typist, outgoing: str, incoming: str, passwords: dict[str, str]) -> SheetRow:
    """Both signatures, everything confirmed, the watch taken; answers the accepted sheet."""
    duty = typist.app.shell.desk.duty
    _start(typist)
    typist.press(Key.Key_F12)
    _prove(typist, passwords[outgoing])
    panel = typist.panel()
    typist.until(panel.sheet_page.identify.isVisible, "the outgoing officer has signed")
    typist.press(Key.Key_F12)
    dialog = typist.asked()
    if dialog.proof.name.text() != incoming:
        dialog.proof.name.clear()
        typist.write(incoming)
        typist.press(Key.Key_Return)
    _prove(typist, passwords[incoming])
    typist.until(lambda: panel.sheet_acts.incoming is not None, "the incoming officer has proved it")
    number = duty.running_sheet().number
    _confirm(typist)
    typist.press(Key.Key_F12)
    dialog = typist.asked()
    typist.until(lambda: typist.at(dialog.yes), "what signs has the keyboard: who signs has proved it")
    typist.press(Key.Key_Return)
    typist.until(lambda: duty.on_watch().owner == incoming, "the watch is taken over")
    typist.until(lambda: typist.app.seat.name == incoming, "the seat is theirs without signing in again")
    return duty.sheet(number)


def _start(typist: Typist) -> None:
    duty = typist.app.shell.desk.duty
    typist.press(Key.Key_F7)
    panel = typist.panel()
    typist.until(lambda: panel.id == "handover" and panel.watch_page.start.isVisible(), "the panel is open")
    typist.press(Key.Key_F7)
    typist.until(lambda: typist.at(panel.watch_page.start), "the button that starts has the keyboard")
    typist.press(Key.Key_Space)
    typist.until(lambda: duty.running_sheet() is not None and panel.sheet_page.sign_outgoing.isVisible(), "a sheet")


def _prove(typist: Typist, password: str) -> None:
    dialog = typist.asked()
    typist.until(lambda: typist.at(dialog.proof.password), "the password has the keyboard")
    typist.write(password, "password")
    typist.press(Key.Key_Return)
    typist.answered()


def _confirm(typist: Typist) -> None:
    """The rest of the sheet first: its key reads on until all was shown; what is overdue then one by one."""
    duty, page = typist.app.shell.desk.duty, typist.panel().sheet_page
    together = {item for _, item, late in items_of(duty.running_sheet().body) if not late}
    while not together <= set(duty.running_sheet().confirmations):
        _read_on(typist, together)
    for _ in unconfirmed(duty.running_sheet().body, duty.running_sheet().confirmations):
        item = page.items.chosen_item().item
        typist.press(Key.Key_Space)
        typist.until(lambda item=item: item in duty.running_sheet().confirmations, f"{item} confirmed")
        typist.until(lambda item=item: _moved_on(typist, item), "the next one is chosen")
    typist.until(page.sign_incoming.isEnabled, "the second signature is offered")


def _read_on(typist: Typist, together: set[str]) -> None:
    duty, items = typist.app.shell.desk.duty, typist.panel().sheet_page.items
    all_seen, before = items.all_seen(), items.verticalScrollBar().value()
    typist.press(Key.Key_B, CTRL | SHIFT)
    if all_seen:
        typist.until(lambda: together <= set(duty.running_sheet().confirmations), "the rest is confirmed")
        typist.until(lambda: _moved_on(typist, "basic"), "what is overdue is chosen next")
    else:
        typist.keys["read on"] += 1
        typist.until(lambda: items.verticalScrollBar().value() != before, "it read on")
        QApplication.processEvents()


def _moved_on(typist: Typist, item: str) -> bool:
    """The choice left what was confirmed, unless nothing waits any more."""
    page = typist.panel().sheet_page
    sheet = typist.app.shell.desk.duty.running_sheet()
    return page.items.chosen_key() != item or not unconfirmed(sheet.body, sheet.confirmations)
