"""更多: acts that are wanted now and then, in a menu behind one button, each with its key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from ui.actions import key_of
from ui.widgets.keycap import KeyButton


class MoreButton(KeyButton):
    """Holds buttons that have no room of their own: the menu shows their words and keys and presses them.

    The held buttons stay children of the page, hidden: who may press them and what their keys do is theirs as ever.
    """

    def __init__(self, page: QWidget, code: str = "button.more", key: str | None = None) -> None:
        super().__init__(code, key_of("more") if key is None else key, parent=page)
        self._page = page
        self._absent: set[KeyButton] = set()
        self._groups: list[Sequence[KeyButton]] = []

    def hold(self, *groups: Sequence[KeyButton]) -> None:
        """Take these buttons off the page; a line stands between the groups."""
        self._groups += groups
        for button in self.held():
            button.setParent(self._page)
            button.hide()

    def offer(self, button: KeyButton, wanted: bool) -> None:
        """Whether a held button stands in the menu at all."""
        (self._absent.discard if wanted else self._absent.add)(button)

    def held(self) -> list[KeyButton]:
        return [button for group in self._groups for button in group]

    def menu_now(self) -> QMenu:
        """The menu as it stands now: what cannot be pressed stands grey."""
        menu = QMenu(self)
        for group in self._groups:
            menu.addSeparator()
            for button in (one for one in group if one not in self._absent):
                entry = menu.addAction(f"{button.text()}\t{button.hint().strip('[]')}")
                entry.setEnabled(button.isEnabled())
                entry.triggered.connect(button.click)
        return menu

    def open_menu(self) -> None:
        """Above the button where it stands low on a page, else below; the arrows and Enter choose, Esc leaves."""
        menu = self.menu_now()
        menu.aboutToHide.connect(menu.deleteLater)
        high = menu.sizeHint().height()
        above = self.mapTo(self.window(), QPoint()).y() >= high
        corner = self.rect().topLeft() - QPoint(0, high) if above else self.rect().bottomLeft() + QPoint(0, 1)
        menu.popup(self.mapToGlobal(corner))
        first = next((entry for entry in menu.actions() if entry.isEnabled() and not entry.isSeparator()), None)
        if first is not None:
            menu.setActiveAction(first)
