"""What is done with the stock that is shown: the books held against the ledger, files, labels, sheets to count on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from console import words
from console.domain.stock_list import CheckRow
from console.errors import Refused
from ui.dialogs.stock_check import StockCheckDialog
from ui.jobs import Jobs
from ui.models.store_rows import StoreServices
from ui.seat import Seat
from ui.stock_prints import CountSheet, LabelSheet
from ui.strokes import Strokes
from ui.widgets.keycap import KeyButton

if TYPE_CHECKING:
    from ui.panels.stores_stock import StockPart


class StockActs(QObject):
    """``choose_target`` asks where an export goes; a test answers for the officer."""

    def __init__(self, page: StockPart, jobs: Jobs, seat: Seat, ask: StoreServices) -> None:
        super().__init__(page)
        self._page, self._jobs, self._seat, self._ask = page, jobs, seat, ask
        self.choose_target = export_target
        self.dialog: StockCheckDialog | None = None
        self._checking = False

    def check(self) -> None:
        """核账: every balance held against the ledger; while one runs no other is begun."""
        if self._checking:
            self._page.saved.emit(words.say("stores.checking"))
            return
        self._checking = True
        self._page.saved.emit(words.say("stores.checking"))
        strokes = Strokes()

        def done(rows: list[CheckRow]) -> None:
            self._checking = False
            self._tell(rows, strokes.end())

        def failed(error: Exception) -> None:
            self._checking = False
            strokes.end()
            self._page.refused.emit(error)

        self._jobs.run(self._ask.stock.check, done, failed)

    def _tell(self, rows: list[CheckRow], typed: bool) -> None:
        """Over an officer who went on typing or elsewhere nothing opens: the strip says it, the key shows it."""
        elsewhere = not self._page.isVisible() or QApplication.activeModalWidget() is not None
        if not rows:
            self._page.saved.emit(words.say("stores.checked"))
        elif typed or elsewhere:
            self._page.refused.emit(Refused("stock_differs", count=len(rows)))
        else:
            self.dialog = StockCheckDialog(rows, self._page)
            self.dialog.finished.connect(self.dialog.deleteLater)
            self.dialog.open()

    def ask_export(self) -> None:
        """Stock and master data go into a workbook that can be changed and imported again."""
        path, by = self.choose_target(self._page), self._seat.actor
        if path is not None:
            self._jobs.run(
                lambda: self._ask.files.export(path, by=by),
                lambda count: self._page.saved.emit(words.say("stores.exported", count=count, path=str(path))),
                self._page.refused.emit,
            )

    def print_labels(self) -> None:
        """Labels of the chosen lot; else of the chosen goods in the store; else of everything in it."""
        page = self._page
        told = page.told
        if told is None:
            page.refused.emit(Refused("nothing_to_print"))
            return
        in_lots = page.lots.hasFocus() or told.lot is not None
        page.print_asked.emit(LabelSheet(page.store_wanted, told.item, told.lot if in_lots else None))

    def print_store_labels(self) -> None:
        """Labels of every lot in the chosen store."""
        if self._page.store_wanted is not None:
            self._page.print_asked.emit(LabelSheet(self._page.store_wanted))

    def print_count_sheet(self, *, blind: bool = False) -> None:
        """A sheet to count the chosen store on; a blind one does not say what the books have."""
        if self._page.store_wanted is not None:
            self._page.print_asked.emit(CountSheet(self._page.store_wanted, blind))

    def say_why(self, button: KeyButton, chosen: bool) -> None:
        """A sheet is of one store: until one is chosen the button says so."""
        button.setToolTip("" if chosen else words.say("stores.choose_store"))


def export_target(parent: QWidget) -> Path | None:
    """Where the stock goes; the system's own box, opened by the officer only."""
    asked = words.say("stores.export"), f"{words.say('stores.stock')}.xlsx"
    chosen, _ = QFileDialog.getSaveFileName(parent, *asked, "xlsx (*.xlsx)")
    return Path(chosen).with_suffix(".xlsx") if chosen else None
