"""Every page of the window as an officer comes to it, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.kit.window import PATIENCE_MS
from ui.app import PANELS, App

QUESTIONS = ("call_back", "close_item", "revise", "act", "clock")
"""What is asked below a registered item."""


class Views:
    """Names of pages as they come to the front, loaded and laid out; ``pages`` are ids of panels, all by default."""

    def __init__(self, app: App, qtbot: QtBot) -> None:
        self.app, self._qtbot = app, qtbot
        self._been: set[str] = set()

    def each(self, *panels: str) -> Iterator[str]:
        for panel_id, _icon, _key in PANELS:
            if panels and panel_id not in panels:
                continue
            panel = self.app.window.show_panel(panel_id)
            self._arrive(panel_id)
            for name in _WAYS.get(panel_id, _alone)(panel):
                self._arrive(f"{panel_id}{name}")
                yield f"{panel_id}{name}"

    def _arrive(self, name: str) -> None:
        """What was loaded once stands there; only an item is read anew."""
        if name in self._been:
            self._wait(self.app.jobs.read)
            self.lay_out()
        else:
            self._been.add(name)
            self.settle()

    def settle(self) -> None:
        """What was asked before has been answered and shown, twice: an answer may ask on."""
        for ask in (self.app.jobs.write, self.app.jobs.read, self.app.jobs.run, self.app.jobs.read):
            self._wait(ask)
        self.lay_out()

    def lay_out(self) -> None:
        """Layouts ask their parents, which ask theirs."""
        for _ in range(3):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
            QApplication.processEvents()

    def _wait(self, ask: Callable[..., object]) -> None:
        done: list[object] = []
        ask(lambda: None, done.append, done.append)
        self._qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE_MS)


def _alone(_panel: Any) -> Iterator[str]:
    yield ""


def _intake(panel: Any) -> Iterator[str]:
    """An entry, a call with its questions and a document with its clock."""
    panel.start_new()
    yield " entry"
    for kind in ("", "document"):
        row = next(row for row in panel.table.rows_model.rows() if row.kind == kind)
        panel.open_item(row.id)
        yield f" {kind or 'call'}"
        for name in QUESTIONS if kind else QUESTIONS[:-1]:
            panel.bars.ask(getattr(panel.bars, name))
            yield f" {kind or 'call'} {name}"
            panel.bars.end_question(done=True)


def _parts(panel: Any) -> Iterator[str]:
    for at in range(len(panel.parts.buttons)):
        panel.show_part(at)
        yield f" part {at + 1}"


def _settings(panel: Any) -> Iterator[str]:
    for page in panel.pages:
        panel.show_page(page)
        yield f" {page}"


def _incidents(panel: Any) -> Iterator[str]:
    """The list, and the parts of the first incident in it."""
    panel.show_list()
    yield " list"
    first = panel.list.table.chosen_row()
    if first is not None:
        panel.open_chosen(first.id)
        for name in _parts(panel.detail):
            yield f" incident{name}"
        panel.show_list()


_WAYS: dict[str, Callable[[Any], Iterator[str]]] = {
    "intake": _intake, "routine": _parts, "reports": _parts, "upward": _parts, "orders": _parts, "contacts": _parts,
    "plans": _parts, "dispatch": _parts, "teams": _parts, "stores": _parts, "shelters": _parts, "alarms": _parts,
    "settings": _settings, "incidents": _incidents,
}  # fmt: skip
