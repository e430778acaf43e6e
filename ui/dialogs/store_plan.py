"""The purchase plan before it goes out: what to buy so that every quota is filled, nothing counted twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from console.domain.store_lists import PlanLine
from ui import theme
from ui.dialogs.asking import Asking
from ui.models.store_quota_rows import plan_model, plan_sum
from ui.widgets.table import RowTable


class PurchasePlanDialog(Asking):
    """Hands up where it goes, which ``choose`` asks the officer; ``why`` he may not, where he may not."""

    LEAST_WIDTH = 800

    def __init__(
        self, rows: Sequence[PlanLine], choose: Callable[[QWidget], Path | None], why: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("quotas.plan", "quotas.plan_export", parent=parent)
        self._choose, self._target = choose, Path()
        unpriced = sum(row.total is None for row in rows)
        code = "quotas.plan_what" if rows else "quotas.plan_nothing"
        self.say_sentence(code, count=len(rows), total=plan_sum(rows), unpriced=unpriced)
        self.table = RowTable(plan_model(), compact=True)
        self.table.call("quotas.plan")
        self.table.show_rows(rows)
        self.table.setVisible(bool(rows))
        self.body.addWidget(self.table, 1)
        self.yes.setEnabled(bool(rows) and not why)
        self.yes.setToolTip(why)
        self.restyle()

    def first(self) -> QWidget:
        return self.table if self.table.isVisibleTo(self) else self.no

    def hand_up(self) -> None:
        """Nothing is handed up while no file is chosen."""
        if not self.yes.isEnabled() or self._busy:
            return
        chosen = self._choose(self)
        if chosen is not None:
            self._target = chosen
            super().hand_up()

    def answer(self) -> Path:
        return self._target

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "table"):
            self.table.setMinimumHeight(theme.current().px(34) + 8 * theme.current().compact_row)
