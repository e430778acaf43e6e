"""发布通道: which channels a warning goes out by, ticked with Space, and what each is to reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from console.domain.warning_form import WarningForm
from ui import theme
from ui.models.warning_channels import ChannelLine, channel_model, chosen_of, lines_of
from ui.models.warning_rows import Book
from ui.models.warning_typing import channels_of, channels_text
from ui.widgets.channel_tick import TickCell
from ui.widgets.field import Field
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken
from ui.widgets.table import RowTable
from ui.widgets.typed import ShortText

TARGET_LIMIT = 200
DEVICES = "Alt+Shift+D"


class WarningChannels(Painted, Spoken, QWidget):
    """An editor of a form: ``value`` is what is ticked, with its targets. ``changed`` for every change of it.

    ``devices_asked`` carries the line whose devices are to be chosen one by one.
    """

    changed = Signal()
    devices_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book: Book | None = None
        self._form: WarningForm | None = None
        self._numbers, self._read_only = 0, False
        self._near: Mapping[str, tuple[UUID, ...]] = {}
        self._text = ""
        self._showing = False
        self.table = RowTable(channel_model(), compact=True)
        self.table.call("warning.channels")
        self.table.setItemDelegateForColumn(0, TickCell(self.table))
        self.target = ShortText(TARGET_LIMIT)
        self.target_field = Field("warning.target", self.target)
        self.devices = KeyButton("warning.devices", DEVICES, small=True)
        self.devices.clicked.connect(self.ask_devices)
        self._kept = QLineEdit(self)
        self._kept.setMaxLength(1_000_000)
        self._kept.setReadOnly(True)
        self._kept.hide()
        """Whoever keeps what is typed hears of every change by it."""
        self._kept.textChanged.connect(lambda _text: self.changed.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        self._row = QHBoxLayout()
        self._row.addWidget(self.target_field, 1)
        self._row.addWidget(self.devices, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(self._row)
        self.table.opened.connect(self.toggle)
        self.table.chosen.connect(self._show_target)
        self.target.textEdited.connect(self._take_target)
        self.setFocusProxy(self.table)
        self.restyle()

    def offer(self, book: Book) -> None:
        self._book = book
        self._show()

    def prepare(
        self, form: WarningForm | None, numbers: int, near: Mapping[str, tuple[UUID, ...]] | None = None
    ) -> None:
        """The texts and the people there are now, and the devices of the area: what a channel lacks follows them."""
        self._form, self._numbers, self._near = form, numbers, near or {}
        self._show()

    def near(self, line: ChannelLine) -> tuple[UUID, ...]:
        """The devices it goes out by where nobody chooses."""
        found = self._near.get(line.code)
        return found if found is not None else line.usable

    def ask_devices(self) -> None:
        """The devices of the chosen line one by one."""
        line = self.table.chosen_row()
        if line is not None and line.usable and not self._read_only:
            self.devices_asked.emit(line)

    def take_devices(self, code: str, ids: tuple[UUID, ...]) -> None:
        """Those alone; none: those of the area. The channel is used then."""
        line = next((one for one in self.lines() if one.code == code), None)
        if line is not None and not self._read_only:
            self._put(replace(line, device_ids=ids, ticked=True))
            self._show()

    def value(self) -> str:
        return self._text

    def show_value(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self._show()

    def lines(self) -> Sequence[ChannelLine]:
        return self.table.rows_model.rows()

    def set_read_only(self, read_only: bool) -> None:
        self._read_only = read_only
        self.target.setReadOnly(read_only)
        self._show_target(self.table.chosen_row())

    def toggle(self, line: ChannelLine | None = None) -> None:
        """Space or Enter: the chosen channel is used, or is not."""
        line = line or self.table.chosen_row()
        if line is not None and not self._read_only:
            self._put(replace(line, ticked=not line.ticked))

    def tick_chosen(self) -> None:
        """Space: the line that is chosen."""
        self.toggle()

    def toggle_all(self) -> None:
        """Every channel that lacks nothing; none of them where all were ticked."""
        if self._read_only:
            return
        ready = [line for line in self.lines() if not line.ready or line.ticked]
        ticked = not all(line.ticked for line in ready)
        codes = {line.code for line in ready}
        self._take([replace(line, ticked=ticked) if line.code in codes else line for line in self.lines()])

    def _put(self, changed: ChannelLine) -> None:
        self._take([changed if line.code == changed.code else line for line in self.lines()])

    def _take(self, lines: Sequence[ChannelLine]) -> None:
        self._text = channels_text(chosen_of(lines))
        self.table.show_rows(lines)
        self._kept.setText(self._text)

    def _show(self) -> None:
        if self._book is None:
            return
        self.table.show_rows(lines_of(self._book, channels_of(self._text), self._form, self._numbers, self._near))
        self._kept.setText(self._text)
        self._show_target(self.table.chosen_row())

    def _show_target(self, line: ChannelLine | None) -> None:
        shown = line.target if line is not None else ""
        if self.target.text() != shown:
            self.target.setText(shown)
        self.target.setPlaceholderText(line.usual if line is not None else "")
        self.target_field.setEnabled(line is not None)
        self.devices.setEnabled(line is not None and bool(line.usable) and not self._read_only)

    def _take_target(self, text: str) -> None:
        """Words about a channel mean that it is used."""
        line = self.table.chosen_row()
        if line is not None and not self._read_only:
            self._put(replace(line, target=text.strip(), ticked=True))

    def retranslate(self) -> None:
        """The county's names are in the language in use."""
        self._show()

    def restyle(self) -> None:
        using = theme.current()
        self.layout().setSpacing(using.px(6))
        self._row.setSpacing(using.px(8))
        self.table.setMinimumHeight(using.px(34) + 2 + 5 * using.compact_row)
        super().restyle()
