"""Which import is taken back: the newest ones, of which one is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtWidgets import QWidget

from console.domain.importing import ImportRunRow
from console.errors import Refused
from ui import theme
from ui.dialogs.asking import Asking
from ui.models.import_run_rows import runs_model
from ui.text import Times
from ui.widgets.table import RowTable


class UndoImportDialog(Asking):
    """Hands up the id of the chosen import. The newest one that stands is chosen; Enter alone does not do it."""

    LEAST_WIDTH = 820

    def __init__(
        self, runs: Sequence[ImportRunRow], times: Times, parent: QWidget | None = None, *,
        what: str = "plans.undo_what",
    ) -> None:  # fmt: skip
        super().__init__("contacts.undo", "contacts.undo", kind="danger", parent=parent)
        self.say_sentence(what)
        self.table = RowTable(runs_model(times), compact=True)
        self.table.call("contacts.runs")
        self.table.show_rows(runs)
        standing = next((run for run in runs if run.undone_at is None), None)
        if standing is not None:
            self.table.choose(standing.id)
        self.table.setMinimumHeight(theme.current().px(34) + theme.current().compact_row * 6)
        self.body.addWidget(self.table, 1)

    def first(self) -> QWidget:
        return self.table

    def answer(self) -> UUID:
        run: ImportRunRow | None = self.table.chosen_row()
        if run is None:
            raise Refused("no_such_import")
        if run.undone_at is not None:
            raise Refused("import_undone")
        return run.id
