"""Name and password: how a person proves to be the one who signs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ui import theme
from ui.widgets.field import Field
from ui.widgets.name_field import NameField
from ui.widgets.painted import Painted
from ui.widgets.typed import OneLine


class Proof(Painted, QWidget):
    """``fixed`` is the one person who can sign here; without it the name is typed."""

    def __init__(
        self, label: str, *, fixed: str = "", names: Sequence[str] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.name = NameField(names, fixed)
        self.name.setReadOnly(bool(fixed))
        self.password = OneLine()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(Field(label, self.name), 1)
        self._row.addWidget(Field("sign_in.password", self.password), 1)
        self.restyle()

    def fields(self) -> list[QLineEdit]:
        return [self.password] if self.name.isReadOnly() else [self.name, self.password]

    def inputs(self) -> dict[str, QWidget]:
        """What may be kept: the name, where it is typed. The password never is."""
        return {} if self.name.isReadOnly() else {"signs": self.name}

    def given(self) -> tuple[str, str]:
        """Name and password as typed; the password is nobody's to trim."""
        return self.name.text().strip(), self.password.text()

    def restyle(self) -> None:
        self._row.setSpacing(theme.current().px(12))
        super().restyle()
