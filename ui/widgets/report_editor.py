"""A report upward: its words, what it still lacks, and beside them the text as it would be composed now."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from console import words
from console.domain.incident_report import (
    BODY_LIMIT,
    MARKINGS,
    TITLE_LIMIT,
    URGENCIES,
    ReportKind,
    ReportRow,
    ReportState,
)
from console.services.incident_reports import Anew, Missing, Text
from ui import actions, theme
from ui.models.kept_edits import KeptEdits
from ui.models.kept_words import KeptWords
from ui.widgets.code_combo import CodeCombo
from ui.widgets.element_hints import ElementHints
from ui.widgets.field import Field
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.report_words import ELEMENTS
from ui.widgets.spoken import Spoken, Word
from ui.widgets.typed import LongText, OneLine

_ALL_ELEMENTS = frozenset({ReportKind.FIRST, ReportKind.QUICK, ReportKind.FINAL})
_SIDE, _BODY_LEAST = 268, 300


class ReportEditor(Painted, Spoken, QWidget):
    """``edited`` says whether words stand here that are not saved; ``anew_asked`` wants the text composed anew."""

    edited = Signal(bool)
    anew_asked = Signal()

    def __init__(self, book: KeptWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: ReportRow | None = None
        self._anew: Anew | None = None
        self._taken = 0
        self._untaken: str | None = None
        """The body before the composed one was taken: after an undo it has not seen the figures."""
        self.seen = 0
        """Version of the report as it was when what stands here was begun."""
        self.title, self.body = OneLine(TITLE_LIMIT), LongText(BODY_LIMIT)
        self.urgency, self.marking = CodeCombo("report.mark", URGENCIES), CodeCombo("report.marking", MARKINGS)
        self.hints = ElementHints("report.element", tuple(ELEMENTS.values()))
        self.no_changes = Word("report.element.no_changes", role="caution")
        self.newer = Word("upward.newer", role="caution")
        self.show_anew = KeyButton("do.compose_again", actions.key_of("compose_again"), small=True)
        self.anew = LongText(BODY_LIMIT)
        self.anew.setReadOnly(True)
        self.take_anew = KeyButton("do.compose_take", actions.key_of("compose_take"), small=True)
        self.brought = Word("asking.brought", role="secondary")
        self.edits = KeptEdits(
            book, {"title": self.title, "urgency": self.urgency, "marking": self.marking, "body": self.body}, self
        )
        book.handed_over.connect(self._forget_taken)
        self._lay_out()
        self._connect()
        self.show_none()
        self.retranslate()
        self.restyle()

    # what is shown

    def show_none(self) -> None:
        """Nothing to write in: between two reports, or none at all. What was typed is kept."""
        self.edits.put_away()
        self._row, self._anew, self._taken = None, None, 0
        self.title.clear()
        self.body.show_text("")
        self._set_editable(False)
        self._show_beside()

    def show_report(self, row: ReportRow, missing: Missing) -> None:
        """As the books have it; words typed over a draft stay, cursor included."""
        if self._row is None or self._row.id != row.id:
            self.show_none()
        self._row = row
        editable = row.state is ReportState.DRAFT
        if editable:
            if not self.edits.differing():
                self.seen = row.version
            self.edits.show(f"report {row.id}", _values(row))
        else:
            self.edits.put_away()
            self._show_frozen(row)
            self._anew, self._taken, self.seen = None, 0, row.version
        self._set_editable(editable)
        self._show_missing(row, missing, editable)
        self._show_beside()

    def said(self) -> Text:
        """What would be saved."""
        body = self.body.text()
        until = 0 if body == self._untaken else self._taken
        return Text(self.title.text(), body, self.urgency.code(), self.marking.code(), until)

    def saved(self, sent: Text, row: ReportRow) -> None:
        """That is in the books; what was typed meanwhile differs again."""
        if self._row is None or self._row.id != row.id:
            return
        self.seen = row.version
        self._row = row
        if sent.until and sent.until == self._taken:
            self._taken = 0
        self.edits.settle({"title": sent.title, "body": sent.body, "urgency": sent.urgency, "marking": sent.marking})
        self.brought.hide()

    def refused(self, newest: int) -> None:
        """It was changed elsewhere, and the officer was told: the next save is about what stands there now."""
        self.seen = newest

    def differs(self) -> bool:
        return bool(self.edits.differing())

    # the text composed anew

    def show_composed(self, anew: Anew) -> None:
        """Beside the officer's own; nothing is taken yet."""
        self._anew = anew
        self.anew.show_text(anew.body)
        self._show_beside()

    def toggle_anew(self) -> None:
        """The key: show it, or put it away."""
        if self._anew is not None:
            self._anew = None
            self._show_beside()
        elif self._row is not None and not self.body.isReadOnly():
            self.anew_asked.emit()

    def take(self) -> None:
        """The officer takes the composed text for his own; one undo brings his words back."""
        if self._anew is None or self.body.isReadOnly():
            return
        self._untaken = self.body.text()
        cursor = QTextCursor(self.body.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(self._anew.body)
        self._taken, self._anew = self._anew.until, None
        self._show_beside()

    # inside

    def _forget_taken(self) -> None:
        """Another officer sits here, who took nothing."""
        self._anew, self._taken = None, 0
        self._show_beside()

    def _show_frozen(self, row: ReportRow) -> None:
        if self.title.text() != row.title:
            self.title.setText(row.title)
            self.title.setCursorPosition(0)
        if self.body.text() != row.body:
            self.body.show_text(row.body)
        self.urgency.show_code(row.urgency)
        self.marking.show_code(row.marking)

    def _show_missing(self, row: ReportRow, missing: Missing, editable: bool) -> None:
        whole = row.kind in _ALL_ELEMENTS
        lacking = {ELEMENTS[name] for name in missing.elements if name in ELEMENTS}
        self.hints.show_missing(lacking if whole else ())
        self.hints.setVisible(editable and whole)
        self.no_changes.setVisible(editable and not whole and bool(missing.elements))
        self.newer.setVisible(editable and missing.newer_figures and not self._taken)

    def _show_beside(self) -> None:
        shown = self._anew is not None
        self.anew_field.setVisible(shown)
        self.take_anew.setVisible(shown)
        self.show_anew.say("upward.anew.away" if shown else "do.compose_again")
        self.show_anew.setVisible(self._row is not None and not self.body.isReadOnly())

    def _set_editable(self, editable: bool) -> None:
        for editor in (self.title, self.body):
            editor.setReadOnly(not editable)
        for combo in (self.urgency, self.marking):
            combo.set_read_only(not editable)
        self.marking_hint.setVisible(editable)
        if not editable:
            self.brought.hide()
            for part in (self.hints, self.no_changes, self.newer):
                part.hide()

    def _connect(self) -> None:
        self.edits.typed.connect(self.edited)
        self.edits.brought.connect(self.brought.show)
        self.show_anew.clicked.connect(self.toggle_anew)
        self.take_anew.clicked.connect(self.take)
        self.title.returnPressed.connect(self.body.setFocus)

    def _lay_out(self) -> None:
        self.marking_hint = Word("report.marking.hint", role="caption")
        for combo in (self.urgency, self.marking):
            combo.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        for word in (self.marking_hint, self.no_changes, self.newer, self.brought):
            word.setWordWrap(True)
        top = QHBoxLayout()
        top.addWidget(Field("upward.title", self.title), 4)
        top.addWidget(Field("report.field.urgency", self.urgency), 1)
        top.addWidget(Field("report.field.marking", self.marking), 1)
        self._top = top
        self.body_field = Field("report.field.body", self.body)
        self.body_field.label.hide()  # the room is the text's; whoever hears the page is told its name
        self.anew_field = Field("upward.anew", self.anew)
        side = QVBoxLayout()
        for part in (self.hints, self.no_changes, self.newer, self.brought):
            side.addWidget(part)
        buttons = QVBoxLayout()
        buttons.addWidget(self.show_anew)
        buttons.addWidget(self.take_anew)
        side.addLayout(buttons)
        side.addWidget(self.anew_field, 1)
        side.addWidget(self.marking_hint)
        side.addStretch(0)
        self.side = QWidget()
        self.side.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        self._side = side
        self._row_of = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row_of.addWidget(self.body_field, 1)
        self._row_of.addWidget(self.side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addLayout(self._row_of, 1)
        self._column = column

    def retranslate(self) -> None:
        self.anew.setAccessibleName(words.say("upward.anew"))

    def restyle(self) -> None:
        using = theme.current()
        for layout in (self._top, self._row_of):
            layout.setSpacing(using.px(12))
        self._column.setSpacing(using.px(8))
        self._side.setSpacing(using.px(6))
        self.side.setFixedWidth(using.px(_SIDE))
        self.body.setMinimumHeight(using.px(150))
        self.body.setMinimumWidth(using.px(_BODY_LEAST))
        self.anew.setMinimumHeight(using.px(80))
        super().restyle()


def _values(row: ReportRow) -> dict[str, str]:
    return {"title": row.title, "urgency": row.urgency, "marking": row.marking, "body": row.body}
