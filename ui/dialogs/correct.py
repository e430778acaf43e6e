"""Correct a line of the log: the original as it stands, and the words that shall stand for it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.log import ActKind, LogEntry
from console.domain.text import TEXT_LIMIT
from ui import theme
from ui.dialogs.asking import Asking
from ui.text import Times
from ui.text import actor as name_of
from ui.widgets.field import Field
from ui.widgets.typed import LongText


class CorrectDialog(Asking):
    """``given`` carries the new text; the original is never changed. ``typed`` says that there is something to keep."""

    typed = Signal()

    def __init__(
        self, entry: LogEntry, times: Times, text: str = "", *, asked: int = 0, parent: QWidget | None = None
    ) -> None:
        """``text`` is what was typed the last time, where that was not saved; ``asked`` the line that was chosen."""
        super().__init__("correct.title", "correct.save", parent=parent)
        self.entry = entry
        self.say_sentence(
            "correct.of",
            role="secondary",
            number=entry.number,
            at=times.minute(entry.occurred_at),
            name=name_of(entry.by),
        )
        if asked and asked != entry.number:
            self.say_sentence("correct.newest", role="caution", asked=asked, number=entry.number)
        if entry.kind == ActKind.INTAKE:
            self.say_sentence("correct.intake", role="caution")
        self.original = LongText(TEXT_LIMIT)
        self.original.setReadOnly(True)
        self.original.show_text(entry.text)
        self.editor = LongText(TEXT_LIMIT)
        self.editor.show_text(text or entry.text)
        self.field = Field("correct.text", self.editor)
        self.body.addWidget(Field("correct.original", self.original))
        self.body.addWidget(self.field)
        self.say_sentence("correct.rule", role="caption")
        self.editor.edited.connect(self._note_typing)
        self.editor.turned_away.connect(self.refuse)
        self._note_typing()
        self.restyle()

    def answer(self) -> str:
        return self.editor.text()

    def first(self) -> QWidget:
        return self.editor

    def changed(self) -> bool:
        """Whether there is anything to correct: other words than the original's."""
        text = self.editor.text()
        return bool(text.strip()) and text != self.entry.text

    def hand_up(self) -> None:
        if self.changed():
            super().hand_up()

    def retranslate(self) -> None:
        super().retranslate()
        self.original.setAccessibleName(words.say("correct.original"))

    def restyle(self) -> None:
        super().restyle()
        using = theme.current()
        self.setMinimumWidth(using.px(640))
        if hasattr(self, "editor"):
            self.original.setFixedHeight(using.px(110))
            self.editor.setMinimumHeight(using.px(140))

    def _note_typing(self) -> None:
        self.yes.setEnabled(self.changed())
        self.typed.emit()
