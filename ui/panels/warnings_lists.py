"""Texts and number lists out for channels that people see to, and a carrier's result file back in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from console import words
from console.domain.carrier_result import CarrierReading
from console.domain.warning_rows import SendRow
from ui.dialogs.saving import ask_target
from ui.dialogs.warning_result import ResultDialog

if TYPE_CHECKING:
    from ui.panels.warnings_page import WarningPage

ENDINGS = ("xlsx", "csv", "txt")


def pick(parent: QWidget) -> str:
    """A file somebody chose; empty where nobody did."""
    return QFileDialog.getOpenFileName(parent, words.say("warning.pick_result"), "", words.say("lists.file_kinds"))[0]


class ListsOut:
    """``row`` gives the chosen channel; everything is read and written beside the GUI thread."""

    def __init__(self, page: WarningPage, row: Callable[[], SendRow | None]) -> None:
        self._page, self._row = page, row

    def copy(self) -> None:
        """The text, and where the channel has a list the numbers below it, for the platform it is put into by hand."""
        row, page = self._row(), self._page
        if row is None:
            return
        name, send_id, lists = row.name, row.id, page.services.lists_out

        def copied(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            page.saved.emit(words.say("warning.told_copied", name=name))

        page.read(lambda: lists.clip(send_id), copied)

    def ask_list(self) -> None:
        """Where to; then names, units and numbers, a row each."""
        row, page = self._row(), self._page
        if row is None or page.look is None:
            return
        kinds = ";;".join(f"{words.say(f'warning.list_as.{ending}')} (*.{ending})" for ending in ENDINGS)
        target = ask_target(page, words.say("warning.save_list"), f"{page.look.row.number} {row.name}", kinds)
        if target is not None:
            self.save_to(row, target)

    def save_to(self, row: SendRow, target: Path) -> None:
        page, by = self._page, self._page.actor
        page.beside(
            lambda: page.services.lists_out.write(row.id, target, by=by),
            lambda count: page.saved.emit(words.say("warning.told_list", count=count, name=target.name)),
        )

    def ask_result(self) -> None:
        """A carrier's result file: read and shown first, taken when the officer says so."""
        row, page = self._row(), self._page
        if row is None:
            return
        chosen = pick(page)
        if chosen:
            self.result_of(row, Path(chosen))

    def result_of(self, row: SendRow, path: Path) -> None:
        page = self._page
        page.beside(lambda: page.services.results.read(row.id, path), lambda reading: self._show(row, path, reading))

    def _show(self, row: SendRow, path: Path, reading: CarrierReading) -> None:
        page, by = self._page, self._page.actor
        page.put(
            ResultDialog(row.name, reading, parent=page.window()), "",
            lambda _none: page.services.results.take(row.id, path, seen=row.version, by=by),
            lambda _made: page.saved.emit(
                words.say("warning.told_result", name=row.name, reached=len(reading.reached),
                          unreached=len(reading.unreached))
            ),
        )  # fmt: skip
