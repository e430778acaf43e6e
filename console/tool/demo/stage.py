"""The stage of the demonstration: a sample store, its clock, and the real window, opened as often as told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.services import glance, sample
from console.tool.demo import hands
from console.tool.demo.hands import settle, until
from ui import theme
from ui.app import PANELS, App

SIZE = (1366, 768)


class Stage:
    """Owns the clock; ``app`` is the window that is open now."""

    def __init__(self, out: Path, language: str, data: str = "data") -> None:
        self.out, self.language = out, language
        self.data = DataDir(out / data)
        self.clock = StoppedClock(sample.starts_at())
        self.passwords = {officer.name: officer.password for officer in sample.officers()}
        self.names = [officer.name for officer in sample.officers()]
        there = QApplication.instance()
        self.qt = there if isinstance(there, QApplication) else QApplication(["duty-console"])
        self.app: App | None = None

    def build(self) -> None:
        """An empty sample county."""
        bootstrap.create_sample(self.data)

    @property
    def window(self) -> Any:
        assert self.app is not None, "the window is closed"
        return self.app.window

    @property
    def desk(self) -> Desk:
        assert self.app is not None, "the window is closed"
        desk: Desk = self.app.shell.desk
        return desk

    def open(self) -> None:
        """The window, up to the sign-in."""
        app = App(self.qt, self.data, clock=self.clock, language=self.language)
        self.app = app
        app.start(glance.look(self.data))
        app.window.setWindowState(app.window.windowState().WindowNoState)
        app.window.resize(*SIZE)
        until(lambda: app.shell is not None and app.gate.entry.button.isEnabled(), "sign-in offered")

    def sign_in(self, name: str) -> None:
        """Type the name and the published password."""
        assert self.app is not None
        app, entry = self.app, self.app.gate.entry
        entry.name.setEditText("")
        hands.write(entry.typed_name, name, told=False)
        hands.write(entry.password, self.passwords[name], told=False)
        hands.click(entry.button)
        until(lambda: app.seat.name == name and not app.window.covered, f"{name} signed in")
        settle()

    def change_officer(self, name: str) -> None:
        """The seat is locked by its key and taken by somebody else.

        What a dialog wrote can be read before the dialog has gone, and its window hears no key until then.
        """
        until(lambda: not any(one.isVisible() for one in self.window.findChildren(QDialog)), "no dialog stands open")
        hands.press(self.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        until(lambda: self.window.covered, "the seat is locked")
        self.sign_in(name)

    def panel(self, panel_id: str) -> Any:
        """Go to a panel and wait until it shows what the store has."""
        panel = self.window.show_panel(panel_id)
        until(lambda: panel._has_result or not panel._loading, f"panel {panel_id} loaded")
        settle()
        return panel

    def pass_time(self, **span: float) -> None:
        self.clock.advance(**span)
        if self.app is not None and self.app.shell is not None:
            self.app.shell.reload()
            settle()

    def jump_to(self, hour: int, minute: int) -> None:
        """To that time of the station's day, the next one to come."""
        now = self.clock.now().astimezone(self.desk.zone)
        then = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
        if then <= now:
            then += timedelta(days=1)
        self.pass_time(seconds=(then - now).total_seconds())

    def put_away(self) -> None:
        """Close dialogs a row left open when it broke off: the next row begins at the window."""
        if self.app is not None:
            for dialog in self.app.window.findChildren(QDialog):
                if dialog.isVisible():
                    dialog.reject()
            settle()

    def close(self) -> None:
        """Close the window as a person does."""
        if self.app is not None:
            self.app.window.close()
            self.app.deleteLater()
            self.app = None
            settle()

    def screens(self, suffix: str = "") -> None:
        """Pictures of every panel in every theme."""
        folder = self.out / "screens"
        folder.mkdir(exist_ok=True)
        before, shown = theme.current(), self.window.current_panel()
        for name in theme.THEMES:
            theme.apply(self.qt, name, before.size)
            for panel_id, _icon, _key in PANELS:
                self.panel(panel_id)
                self.window.grab().save(str(folder / f"{panel_id}{suffix}-{name}.png"))
        theme.apply(self.qt, before.name, before.size)
        if shown is not None:
            self.window.show_panel(shown.id)
