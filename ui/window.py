"""The frame around all panels: bar, rail, what is due, the page, and the last word at the bottom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from console import words
from ui import actions, theme
from ui.actions import Action
from ui.panels.base import Panel
from ui.widgets.bar import FrameBar, LampRow
from ui.widgets.painted import Painted
from ui.widgets.rail import WIDE_FROM, Rail
from ui.widgets.spoken import Spoken
from ui.widgets.strip import DueRow, DueStrip, MessageStrip

if TYPE_CHECKING:
    from console.changes import Changes

EXERCISE_FRAME = 4
_ALWAYS = {"larger", "smaller", "theme", "silence", "lock", "stop_all"}
"""Actions whose keys work over a covered window too."""
_NEVER = Qt.ShortcutContext.WidgetShortcut
"""The window itself never has the focus, so a key bound to it alone rests."""


@dataclass(frozen=True, slots=True)
class PanelEntry:
    """A panel the rail offers: ``key`` is its shortcut, ``factory`` makes it when it is first shown."""

    id: str
    icon: str
    key: str
    factory: Callable[[], Panel]


class Window(Painted, Spoken, QWidget):
    """Knows panels by a table and the station by plain values.

    Signals: ``panel_shown`` (id), ``panel_made`` (the panel, once), ``due_chosen`` (id of the row),
    ``due_list_asked``, ``restyled`` after theme or size, ``retranslated`` after the language changed
    (whoever gave ready-made texts gives them again), ``closing`` when the window really closes.
    """

    panel_shown = Signal(str)
    panel_made = Signal(object)
    due_chosen = Signal(str)
    due_list_asked = Signal()
    restyled = Signal()
    retranslated = Signal()
    closing = Signal()

    def __init__(self, entries: Sequence[PanelEntry], now: Callable[[], datetime]) -> None:
        super().__init__(None)
        self._entries = {entry.id: entry for entry in entries}
        self._panels: dict[str, Panel] = {}
        self._station = ("", "live")
        self._actions: list[Action] = []
        self._bound: dict[str, actions.QAction] = {}
        self._frame = QWidget()
        self._cover: QWidget | None = None
        self._focus: QWidget | None = None
        self._focus_in: dict[str, QWidget] = {}
        self._put_away: list[QDialog] = []
        self.bar = FrameBar(now)
        self.rail = Rail()
        self.due = DueStrip(actions.key_of("due"))
        self.pages = QStackedWidget()
        self.messages = MessageStrip()
        self._lay_out()
        self._connect()
        self.restyle()
        self.retranslate()

    @property
    def frame(self) -> QWidget:
        """Bar, rail, page and strips together; not seen while something covers them."""
        return self._frame

    # what may be shown

    def cover(self, page: QWidget) -> None:
        """Show one page over everything, bar and rail included; keys of the panels rest until it is gone."""
        if self._cover is page:
            return
        self.uncover()
        self._focus = self.focusWidget()
        self._cover = page
        self._frame.hide()
        self.layout().addWidget(page)
        page.show()
        self._rest(True)
        self._title()
        self._put_dialogs_away()

    def uncover(self) -> None:
        """Back to the panels: the cursor stands where it stood."""
        page, self._cover = self._cover, None
        if page is None:
            return
        page.hide()
        self.layout().removeWidget(page)
        self._frame.show()
        self._rest(False)
        self._title()
        if self._focus is not None and isValid(self._focus):
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self._bring_dialogs_back()

    def _put_dialogs_away(self) -> None:
        """Nothing may be asked or shown above the cover; what is typed in a dialog waits in it."""
        popup = QApplication.activePopupWidget()
        if popup is not None and self._is_mine(popup):
            popup.close()
        for dialog in self._shown_dialogs():
            self._put_away.append(dialog)
            dialog.finished.connect(lambda _how, ended=dialog: self._forget_dialog(ended))
            dialog.hide()

    def _shown_dialogs(self) -> list[QDialog]:
        tops = QApplication.topLevelWidgets()
        return [top for top in tops if isinstance(top, QDialog) and top.isVisible() and self._is_mine(top)]

    def _is_mine(self, asked: QWidget) -> bool:
        """Whether a window of its own belongs to what is covered: not to another window, not to the cover."""
        owner: QWidget | None = asked.parentWidget()
        while owner is not None and owner is not self and owner is not self._cover:
            owner = owner.parentWidget()
        return owner is self

    def _forget_dialog(self, ended: QDialog) -> None:
        """Its act was done while it was out of sight."""
        if ended in self._put_away:
            self._put_away.remove(ended)

    def _bring_dialogs_back(self) -> None:
        waiting, self._put_away = self._put_away, []
        for dialog in waiting:
            if isValid(dialog):
                dialog.show()

    def close_dialogs(self) -> None:
        """Another officer comes: what the one before was asked is none of his; what is typed there is kept for him."""
        waiting, self._put_away = self._put_away, []
        for dialog in {*waiting, *self._shown_dialogs()}:
            if isValid(dialog):
                withdraw = getattr(dialog, "withdraw", None)
                (withdraw or dialog.reject)()

    def _watch_windows(self) -> None:
        """An answer that comes late may open a dialog after the cover came."""
        if self.covered:
            self._put_dialogs_away()

    @property
    def covered(self) -> bool:
        return self._cover is not None

    def show_panel(self, panel_id: str) -> Panel:
        """Bring a panel to the page, making it first if need be."""
        self._remember_focus()
        panel = self.panel(panel_id)
        self.rail.show_chosen(panel_id)
        there = panel is self.current_panel()
        self.pages.setCurrentWidget(panel)
        self._put_focus(panel, there=there)
        self._title()
        self.panel_shown.emit(panel_id)
        return panel

    def _call(self, panel_id: str) -> None:
        """Its key: bring the panel; where it is there already, it may mean more to it."""
        there = self.current_panel()
        panel = self.show_panel(panel_id)
        if panel is there:
            panel.called_again()

    def _remember_focus(self) -> None:
        """Each panel gets the keyboard back where it had it."""
        left, focused = self.current_panel(), self.focusWidget()
        if left is not None and focused is not None and left.isAncestorOf(focused):
            self._focus_in[left.id] = focused

    def _put_focus(self, panel: Panel, *, there: bool) -> None:
        """Where the officer was in it, or where it begins; Qt has put the keyboard on a new page's first widget."""
        wanted = self._focus_in.get(panel.id)
        if wanted is None or not isValid(wanted) or not wanted.isVisibleTo(panel) or not wanted.isEnabled():
            wanted = panel.first_focus()
        focused = self.focusWidget()
        inside = focused is not None and (focused is panel or panel.isAncestorOf(focused))
        if not inside or (wanted is not None and not there):
            (wanted or panel).setFocus(Qt.FocusReason.OtherFocusReason)

    def has_panel(self, panel_id: str) -> bool:
        """Whether there is a panel of that id, made already or not."""
        return panel_id in self._entries

    def panel(self, panel_id: str) -> Panel:
        """The panel of that id, made on first request."""
        if panel_id not in self._panels:
            panel = self._entries[panel_id].factory()
            self._panels[panel_id] = panel
            self.pages.addWidget(panel)
            self.panel_made.emit(panel)
        return self._panels[panel_id]

    def current_panel(self) -> Panel | None:
        shown = self.pages.currentWidget()
        return shown if isinstance(shown, Panel) else None

    def made_panels(self) -> tuple[Panel, ...]:
        return tuple(self._panels.values())

    def show_station(self, name: str, realm: str) -> None:
        """``realm`` is live, exercise or sample; exercise frames the whole window."""
        self._station = (name, realm)
        self.bar.show_station(name, realm)
        edge = EXERCISE_FRAME if realm == "exercise" else 0
        self.layout().setContentsMargins(edge, edge, edge, edge)
        self._title()
        self.update()

    def show_shift(self, text: str, leader: str, officer: str, signed_in: str) -> None:
        self.bar.show_shift(text, leader, officer, signed_in)

    def show_lamps(self, rows: Sequence[LampRow]) -> None:
        self.bar.show_lamps(rows)

    def show_due(self, rows: Sequence[DueRow]) -> None:
        """Soonest first."""
        self.due.show_rows(rows)

    def show_count(self, panel_id: str, count: int) -> None:
        """A number at the panel's button in the rail."""
        self.rail.show_count(panel_id, count)

    def show_drafts(self, count: int) -> None:
        self.messages.show_drafts(count)

    def show_state(self, text: str) -> None:
        self.messages.show_state(text)

    def say_saved(self, text: str) -> None:
        self.messages.say_saved(text)

    def say_refused(self, text: str) -> None:
        """Stays until the next save, never vanishes by itself."""
        self.messages.say_refused(text)

    # news, actions, looks

    def note(self, changes: Changes) -> None:
        """Hand news to the panels there are."""
        for panel in self._panels.values():
            panel.note(changes)

    def _rest(self, resting: bool) -> None:
        for name, bound in self._bound.items():
            if name not in _ALWAYS:
                bound.setShortcutContext(_NEVER if resting else Qt.ShortcutContext.WindowShortcut)

    def add_actions(self, more: Sequence[Action]) -> dict[str, actions.QAction]:
        """Actions of the whole window, with their keys."""
        bound = actions.bind(self, more)
        self._actions += more
        self._bound |= bound
        return bound

    def all_actions(self) -> tuple[Action, ...]:
        """What F1 and the palette list."""
        return tuple(self._actions)

    def permit(self, may: Callable[[str], bool], roles: Callable[[str], str]) -> None:
        actions.permit(self._actions, self._bound, may, roles)

    def larger(self) -> None:
        theme.step_size(_app(), 1)

    def smaller(self) -> None:
        theme.step_size(_app(), -1)

    def next_theme(self) -> None:
        now = theme.current()
        at = (theme.THEMES.index(now.name) + 1) % len(theme.THEMES)
        theme.apply(_app(), theme.THEMES[at], now.size)

    def retranslate(self) -> None:
        self._title()
        actions.retranslate(self._actions, self._bound)
        self.retranslated.emit()

    def restyle(self) -> None:
        self.rail.set_wide(self.width() >= WIDE_FROM)
        actions.retranslate(self._actions, self._bound)
        super().restyle()
        self.restyled.emit()

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.set_wide(self.width() >= WIDE_FROM)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        using, painter = theme.current(), QPainter(self)
        painter.fillRect(self.rect(), using.colour("exercise" if self._station[1] == "exercise" else "window"))

    def closeEvent(self, event: QCloseEvent) -> None:
        holding = [panel for panel in self._panels.values() if not panel.leave()]
        if not holding:
            self.hide()  # parts that keep what is typed when they go out of sight do so while there are lanes
            self.closing.emit()
            event.accept()
            return
        event.ignore()
        if not self.covered:
            self.show_panel(holding[0].id)  # what is not saved stands there

    def _lay_out(self) -> None:
        for entry in self._entries.values():
            self.rail.add(entry.id, entry.icon, entry.key)
        page = QVBoxLayout()
        page.addWidget(self.due)
        page.addWidget(self.pages, 1)
        middle = QHBoxLayout()
        middle.addWidget(self.rail)
        middle.addLayout(page, 1)
        inside = QVBoxLayout(self._frame)
        inside.addWidget(self.bar)
        inside.addLayout(middle, 1)
        inside.addWidget(self.messages)
        whole = QVBoxLayout(self)
        whole.addWidget(self._frame)
        for layout in (page, middle, inside, whole):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)

    def _connect(self) -> None:
        self.rail.chosen.connect(self.show_panel)
        self.due.chosen.connect(self.due_chosen)
        self.due.all_asked.connect(self.due_list_asked)
        _app().focusWindowChanged.connect(self._watch_windows)
        self.add_actions([*self._panel_actions(), *self._frame_actions()])

    def _panel_actions(self) -> list[Action]:
        return [
            Action(f"panel.{entry.id}", lambda called=entry.id: self._call(called), key=entry.key)
            for entry in self._entries.values()
        ]

    def _frame_actions(self) -> list[Action]:
        return [
            Action("due", self.due_list_asked.emit),
            Action("larger", self.larger),
            Action("smaller", self.smaller),
            Action("theme", self.next_theme),
        ]

    def _title(self) -> None:
        panel = None if self.covered else self.current_panel()
        parts = [panel.title if panel else "", self._station[0], words.say("frame.product")]
        self.setWindowTitle(" · ".join(part for part in parts if part))


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
