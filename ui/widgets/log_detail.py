"""One line of the log in full: both times, who, where, its digest, what it corrects and by what it was corrected."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QVBoxLayout, QWidget

from console import words
from console.domain.log import LogEntry
from console.domain.text import TEXT_LIMIT
from ui import actions, theme
from ui import text as said
from ui.models.log_columns import late_mark
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Word
from ui.widgets.typed import LongText

_DIGEST = 16
"""Hexadecimal digits of a digest that are shown; enough to compare with a print."""

_FACTS = ("kind", "occurred_at", "recorded_at", "place", "person", "by", "digest")


class LogDetail(Card):
    """``jump_asked`` carries the number of a line to go to, ``correct_asked`` comes from the button."""

    jump_asked = Signal(int)
    correct_asked = Signal()
    copy_asked = Signal()

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("log.detail", parent=parent)
        self._times = times
        self.entry: LogEntry | None = None
        self.empty = Empty("log.detail_empty")
        self.facts = {name: _fact() for name in _FACTS}
        self.labels = {name: Word(f"column.log.{name}", role="secondary") for name in _FACTS}
        self.words = LongText(TEXT_LIMIT)
        self.words.setReadOnly(True)
        self.corrects = KeyButton("log.to_original", small=True, kind="quiet")
        self.corrected_by = KeyButton("log.to_correction", small=True, kind="quiet")
        self.correct = KeyButton("do.correct", actions.key_of("correct"))
        self.copy = KeyButton("copy.out", actions.key_of("copy_out"), small=True)
        self._lay_out()
        self.corrects.clicked.connect(lambda: self._jump(self.entry and self.entry.corrects))
        self.corrected_by.clicked.connect(lambda: self._jump(self.entry and self.entry.corrected_by))
        self.correct.clicked.connect(self.correct_asked)
        self.copy.clicked.connect(self.copy_asked)
        self.show_entry(None)
        self.restyle()

    def show_entry(self, entry: LogEntry | None) -> None:
        """Show a line; the same one again leaves what is selected in its text alone."""
        if entry is not None and (self.entry is None or self.entry.id != entry.id):
            self.words.show_text(entry.text)
        self.entry = entry
        self.full.setVisible(entry is not None)
        self.empty.setVisible(entry is None)
        self.caption.setVisible(entry is not None)
        if entry is not None:
            self._show_facts(entry)

    def permit(self, allowed: bool, why_not: str) -> None:
        self.correct.setEnabled(allowed)
        self.correct.setToolTip("" if allowed else why_not)

    def retranslate_facts(self) -> None:
        self.words.setAccessibleName(words.say("column.log.text"))
        if self.entry is not None:
            self._show_facts(self.entry)

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "form"):
            using = theme.current()
            self.form.setHorizontalSpacing(using.px(12))
            self.form.setVerticalSpacing(using.px(6))

    def _show_facts(self, entry: LogEntry) -> None:
        self.caption.say("log.number", number=said.number(entry.number))
        shown = {
            "kind": said.kind(entry.kind),
            "occurred_at": self._times.full(entry.occurred_at),
            "recorded_at": self._times.full(entry.recorded_at) + late_mark(entry),
            "place": entry.place,
            "person": entry.person,
            "by": said.actor(entry.by),
            "digest": entry.digest.hex()[:_DIGEST],
        }
        for name, text in shown.items():
            self.facts[name].show_text(text)
            self.form.setRowVisible(self.facts[name], bool(text))
        self._show_links(entry)

    def _show_links(self, entry: LogEntry) -> None:
        self.corrects.setVisible(entry.corrects is not None)
        self.corrected_by.setVisible(entry.corrected_by is not None)
        self.corrects.say("log.corrects", number=entry.corrects)
        self.corrected_by.say("log.corrected_by", number=entry.corrected_by)

    def _jump(self, number: int | None) -> None:
        if number:
            self.jump_asked.emit(number)

    def _lay_out(self) -> None:
        self.full = QWidget()
        self.form = QFormLayout()
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for name in _FACTS:
            self.form.addRow(self.labels[name], self.facts[name])
        column = QVBoxLayout(self.full)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self.form)
        for link in (self.corrects, self.corrected_by):
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.words, 1)
        column.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignRight)
        column.addWidget(self.correct, 0, Qt.AlignmentFlag.AlignRight)
        self.body.addWidget(self.empty)
        self.body.addWidget(self.full, 1)
        self.facts["digest"].setProperty("role", "mono")
        self.words.setAccessibleName(words.say("column.log.text"))


def _fact() -> Word:
    made = Word()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.setWordWrap(True)
    return made
