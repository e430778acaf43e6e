"""原始报文: what the device sent, in hex, letters and words, to be read and copied."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from console import words
from console.domain.alarm import AlarmRow, EventRow
from ui import theme
from ui.hiding import seen, seen_number
from ui.models.alarm_rows import title
from ui.text import Times
from ui.widgets.byte_view import dumped
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken, Word

ACROSS = 16
"""Bytes in a line."""


class RawDialog(Painted, Spoken, QDialog):
    """The newest frames of one alarm, the newest first. Nothing can be changed here."""

    def __init__(
        self, row: AlarmRow, events: Sequence[EventRow], times: Times, parent: QWidget | None = None
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._row, self._events, self._times = row, tuple(events), times
        self.about = Word("alarms.of", role="strong", number=row.number, title=title(row))
        self.about.setWordWrap(True)
        self.view = QPlainTextEdit()
        self.view.setReadOnly(True)
        self.view.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.view.setTabChangesFocus(True)
        self.copy = KeyButton("alarms.raw.copy")
        self.close_button = KeyButton("button.close", "Escape", kind="primary")
        self.copy.clicked.connect(self.copy_all)
        self.close_button.clicked.connect(self.reject)
        self._lay_out()
        self.restyle()
        self.retranslate()

    def copy_all(self) -> None:
        """What stands here, as text."""
        QGuiApplication.clipboard().setText(self.view.toPlainText())

    def retranslate(self) -> None:
        self.setWindowTitle(words.say("alarms.do.raw"))
        self.view.setAccessibleName(words.say("alarms.do.raw"))
        frames = "\n\n".join(map(self._frame, self._events))
        self.view.setPlainText(frames or words.say("alarms.raw.none"))

    def restyle(self) -> None:
        using = theme.current()
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(using.px(13))
        self.view.setFont(font)
        self.view.setMinimumSize(using.px(560), using.px(260))
        edge = using.px(16)
        self.layout().setContentsMargins(edge, edge, edge, edge)
        self.layout().setSpacing(using.px(12))
        super().restyle()

    def _frame(self, event: EventRow) -> str:
        said = event.words_en if words.language() == "en" and event.words_en else event.words
        facts = [self._times.full(event.at), seen(said)]
        # a message's fields tell one text from another; whose it is says its sender
        facts += [seen_number(event.sender)] if event.sender else [event.account, event.code, event.zone]
        if event.device_at is not None:
            facts.append(words.say("alarms.raw.device_at", at=self._times.full(event.device_at)))
        if event.repeats:
            facts.append(words.say("alarms.raw.repeats", count=event.repeats))
        if event.damaged:
            facts.append(words.say("alarms.raw.damaged"))
        head = "  ".join(fact for fact in facts if fact)
        return "\n".join([head, *dumped(event.raw, ACROSS)])

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.copy)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.addWidget(self.about)
        column.addWidget(self.view, 1)
        column.addLayout(buttons)
