"""What can be done with a report, by how far it is; each button with its key."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from console.domain.incident_report import ReportState
from ui import actions, theme
from ui.widgets.flow import Flow
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted

_ACTS: dict[str, tuple[str, str]] = {
    "save": ("save", ""), "ask": ("save_close", "primary"), "take_back": ("report_take_back", ""),
    "phone": ("report_phone", "primary"), "phone_no": ("report_phone_no", ""), "archive": ("report_archive", ""),
    "copy": ("copy_out", ""), "print": ("print", ""), "void": ("report_void", "danger"),
}  # fmt: skip
"""Key and kind of each button."""

_SHOWN: dict[ReportState, frozenset[str]] = {
    ReportState.DRAFT: frozenset({"save", "ask", "void"}),
    ReportState.WAITING: frozenset({"take_back", "phone", "phone_no"}),
    ReportState.APPROVED: frozenset({"archive"}),
    ReportState.ARCHIVED: frozenset(),
    ReportState.VOID: frozenset(),
}
_ALWAYS = frozenset({"copy", "print"})


class ReportButtons(Painted, QWidget):
    """Only what makes sense in that state is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = Flow(self)
        self.by_name = {
            name: KeyButton(f"upward.do.{name}", actions.key_of(key), kind=kind) for name, (key, kind) in _ACTS.items()
        }
        for button in self.by_name.values():
            self._flow.addWidget(button)
        self.show_state(None)
        self.restyle()

    def show_state(self, state: ReportState | None) -> None:
        here = frozenset() if state is None else _SHOWN[state] | _ALWAYS
        for name, button in self.by_name.items():
            button.setVisible(name in here)

    def restyle(self) -> None:
        self._flow.setSpacing(theme.current().px(8))
        super().restyle()
