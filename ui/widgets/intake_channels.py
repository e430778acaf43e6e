"""How it came: the county's channels and telephone lines, offered on the 接报 form."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from console import words
from console.domain.lists import ListItem
from ui.widgets.code_combo import CodeCombo
from ui.widgets.suggest import Choice, ChoiceList, Suggest


class ChannelCombo(CodeCombo):
    """Channels that count now; one that is retired, or not known yet, still stands where it was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._names: dict[str, ListItem] = {}
        super().__init__("", (), parent)

    def set_channels(self, rows: Sequence[ListItem]) -> None:
        """New rows of the list, retired ones among them; what is chosen stays chosen."""
        chosen = self.code()
        self._names = {row.code: row for row in rows}
        self.blockSignals(True)
        self.clear()
        for row in rows:
            if row.active and row.get("way") != "out":
                self.addItem("", row.code)
        self.blockSignals(False)
        self.show_code(chosen)
        self.retranslate()

    def hides_caller(self) -> bool:
        """Whether callers of the channel that is chosen are hidden."""
        row = self._names.get(self.code())
        return row is not None and row.get("hides_caller") == "yes"

    def show_code(self, code: str) -> None:
        if code and self.findData(code) < 0:
            self.addItem(self._name(code), code)
        super().show_code(code)

    def retranslate(self) -> None:
        for at in range(self.count()):
            self.setItemText(at, self._name(str(self.itemData(at))))

    def _name(self, code: str) -> str:
        row = self._names.get(code)
        return row.name(words.language()) if row is not None else code


class LineField(Suggest):
    """A telephone line of the county's list, or whatever is typed."""

    def set_lines(self, rows: Sequence[ListItem]) -> None:
        self.set_choices(ChoiceList([_line(row) for row in rows if row.active]))


def _line(row: ListItem) -> Choice:
    shown = f"{row.get('name')} {row.get('number')}"
    return Choice(row.code, row.get("name"), shown)
